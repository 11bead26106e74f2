"""What the demo ships is what it says: every quote is in its article, every label known, every sort of overlap there.

The real intake is tested in its own room. Here markup is stripped crudely: a quote has to be there letter by letter,
but what its page takes for a block does not matter. Offsets are code points of the stripped text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
import regex

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "annotate" / "demo"
REFERENCE = ROOT.parent / "shared" / "data" / "aleppo-op-ed.txt"

CODEBOOK: dict[str, Any] = tomllib.loads((ROOT / "annotate/codebook/default.toml").read_text(encoding="utf-8"))
PLAN: dict[str, Any] = tomllib.loads((DEMO / "plan.toml").read_text(encoding="utf-8"))
ARTICLES: dict[str, dict[str, Any]] = {Path(article["file"]).stem: article for article in PLAN["articles"]}
LABELS: dict[str, dict[str, Any]] = {label["key"]: label for label in CODEBOOK["labels"]}

BODY = {
    "harbour-bridge": ("At ten to seven on any", "trying to get to work."),
    "hask-dam": ("In the last week of August", "and the door open."),
    "library-lamps": ("في السادسة من مساء", "أهذا كثير؟"),
    "not-a-backdrop": ("On the first Sunday of June", "All year.”"),
}
"""Where the argument of each article begins and ends; what stands before and after is the page's."""

BOTH_MARKED = ["harbour-bridge", "hask-dam"]
SORTS = {"nested", "crossing", "two labels", "borders", "one-sided", "identical"}

every_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)


# ------------------------------------------------------------------------------------------------ text, roughly


class Page(HTMLParser):
    """The text of a page: a line for each block, white space folded except no-break spaces, nothing from the head."""

    INLINE = frozenset(["a", "em", "strong", "span", "time"])
    SILENT = frozenset(["head", "script", "style"])

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silence = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silence += tag in self.SILENT
        if tag not in self.INLINE:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silence -= tag in self.SILENT
        if tag not in self.INLINE:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self.words.append(re.sub(r"[ \t\r\n]+", " ", data))

    def text(self) -> str:
        return "".join(self.words)


def without_markdown(text: str) -> str:
    """Markdown without its signs: images go, links keep their words, headings and quotations lose their prefix."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^(#+|>|---$)[ ]*", "", text, flags=re.MULTILINE)
    return re.sub(r"\*+", "", text)


STRIP: dict[str, Callable[[str], str]] = {
    ".txt": str,
    ".md": without_markdown,
    ".html": lambda raw: Page(raw).text(),
}


def raw_text(article: dict[str, Any]) -> str:
    return (DEMO / str(article["file"])).read_text(encoding="utf-8")


@cache
def text_of(name: str) -> str:
    """The article's words after NFC, its lines trimmed."""
    article = ARTICLES[name]
    text = STRIP[Path(article["file"]).suffix](raw_text(article))
    return unicodedata.normalize("NFC", "\n".join(line.strip() for line in text.split("\n")))


def words_of(article: dict[str, Any]) -> str:
    return text_of(Path(article["file"]).stem)


def body_lines(article: dict[str, Any]) -> list[str]:
    """The lines of the argument. Captions, cross-links and headings do not end as sentences do, and drop out."""
    first, last = BODY[Path(article["file"]).stem]
    text = words_of(article)
    body = text[text.index(first) : text.rindex(last) + len(last)]
    return [line for line in body.split("\n") if line.endswith(tuple('.?!؟)”"'))]


# ------------------------------------------------------------------------------------------------ spans


@dataclass(frozen=True)
class Mark:
    """A span of the plan, found: the code points that it covers."""

    by: str
    label: str
    points: frozenset[int]


def pieces(span: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each range's quote with its occurrence, from 1."""
    quotes = [span["quote"]] if isinstance(span["quote"], str) else span["quote"]
    given = span.get("occurrence", 1)
    occurrences = given if isinstance(given, list) else [given] * len(quotes)
    return zip(quotes, occurrences, strict=True)


def find(text: str, quote: str, occurrence: int) -> int:
    """Where the quote stands for the `occurrence`th time. ValueError where it does not."""
    at = -1
    for _ in range(occurrence):
        at = text.index(quote, at + 1)
    return at


def ranges_of(article: dict[str, Any], span: dict[str, Any]) -> list[tuple[int, int]]:
    text = words_of(article)
    starts = [(find(text, quote, occurrence), quote) for quote, occurrence in pieces(span)]
    return [(at, at + len(quote)) for at, quote in starts]


def mark(article: dict[str, Any], span: dict[str, Any]) -> Mark:
    points = frozenset(point for start, end in ranges_of(article, span) for point in range(start, end))
    return Mark(span["by"], span["label"], points)


def sorts_of_overlap(marks: list[Mark]) -> Counter[str]:
    """How many pairs of spans lie so to each other, and how many spans have nobody else's on their words."""
    found: Counter[str] = Counter()
    for one, other in combinations(marks, 2):
        a, b = one.points, other.points
        if not a & b:
            continue
        same_label, same_person = one.label == other.label, one.by == other.by
        found["nested"] += a < b or b < a
        found["crossing"] += not (a <= b or b <= a)
        found["two labels"] += a == b and not same_label
        found["borders"] += a != b and same_label and not same_person
        found["identical"] += a == b and same_label and not same_person
    found["one-sided"] = sum(
        not any(one.by != other.by and one.points & other.points for other in marks) for one in marks
    )
    return found


def spans_and_decisions(article: dict[str, Any]) -> list[dict[str, Any]]:
    """All that carries a quote."""
    return [*article["spans"], *(decision for decision in article.get("decisions", []) if "quote" in decision)]


def attributes_for(label: str) -> dict[str, dict[str, Any]]:
    """The attributes that spans of this label may have: its own and its parent's."""
    family = {label, LABELS[label].get("parent", label)}
    return {
        attribute["key"]: attribute
        for attribute in CODEBOOK["attributes"]
        if not attribute["labels"] or family & set(attribute["labels"])
    }


# ------------------------------------------------------------------------------------------------ the codebook


def test_label_keys_are_written_as_keys_and_stand_once() -> None:
    keys = [label["key"] for label in CODEBOOK["labels"]]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in keys)


def test_the_labels_are_those_a_new_project_is_promised() -> None:
    tree = [(label.get("parent"), label["key"]) for label in CODEBOOK["labels"]]
    children = ["framing", "loaded-language", "repetition", "rhetorical-question", "whataboutism"]
    assert tree == [
        (None, "claim"),
        (None, "evidence"),
        (None, "rhetoric"),
        *(("rhetoric", child) for child in children),
        (None, "aside"),
    ]


@pytest.mark.parametrize("label", CODEBOOK["labels"], ids=LABELS)
def test_a_label_is_defined_briefly_with_examples_for_and_against(label: dict[str, Any]) -> None:
    assert set(label) <= {"key", "name", "color", "stroke", "parent", "definition", "examples", "counter_examples"}
    assert 2 <= len(re.findall(r"[.?](?=\s|$)", label["definition"])) <= 4
    assert 2 <= len(label["examples"]) <= 3
    assert 1 <= len(label["counter_examples"]) <= 3
    for example in label["examples"] + label["counter_examples"]:
        assert set(example) == {"passage", "why"}
        assert re.search(r"\[[^\[\]]+\]", example["passage"]), "square brackets show the span"


def test_attributes_name_labels_and_choices_that_are_there() -> None:
    assert [attribute["key"] for attribute in CODEBOOK["attributes"]] == ["voice", "speaker", "strength", "technique"]
    for attribute in CODEBOOK["attributes"]:
        assert set(attribute["labels"]) <= set(LABELS)
        assert bool(attribute["choices"]) == (attribute["kind"] == "choice")
        assert attribute["definition"].strip()


def test_the_guidelines_fit_on_a_page() -> None:
    assert 300 <= len(CODEBOOK["guidelines"].split()) <= 700
    assert "in it to win it" in CODEBOOK["guidelines"]


# ------------------------------------------------------------------------------------------------ the articles


def test_every_article_file_is_in_the_plan() -> None:
    there = {path.relative_to(DEMO).as_posix() for path in (DEMO / "articles").iterdir()}
    assert there == {article["file"] for article in PLAN["articles"]}


@every_article
def test_metadata_are_complete_and_name_no_real_address(article: dict[str, Any]) -> None:
    assert all(article[field] for field in ["title", "byline", "outlet", "language"])
    assert isinstance(article["published_on"], date)
    addresses = [article["url"], *re.findall(r"https?://[^\s\"')]+", raw_text(article))]
    hosts = {re.match(r"https?://([^/]+)", address)[1] for address in addresses}  # type: ignore[index]
    assert hosts <= {"example.org", "schema.org"}
    assert article["title"] in words_of(article)


@every_article
def test_the_body_is_as_long_as_an_op_ed(article: dict[str, Any]) -> None:
    assert 700 <= len(" ".join(body_lines(article)).split()) <= 1200


@every_article
def test_the_page_carries_the_litter_of_real_ones(article: dict[str, Any]) -> None:
    lines = [line for line in words_of(article).split("\n") if line]
    repeated = {line for line, times in Counter(lines).items() if times > 1}
    assert any(line.endswith("]") for line in repeated), "a doubled caption with its credit"
    cross_links = [line for line in lines if re.match(r"(READ MORE|ANALYSIS|اقرأ أيضًا|تحليل):", line)]
    assert len(cross_links) == 2


@every_article
def test_a_pull_quote_repeats_the_body_with_other_quotation_marks(article: dict[str, Any]) -> None:
    letters = {line: "".join(filter(str.isalnum, line)) for line in words_of(article).split("\n")}
    assert [
        short
        for short, long in permutations(letters, 2)
        if len(letters[short]) > 40 and letters[short] in letters[long] and short not in long
    ]


@every_article
def test_the_cast_of_the_demo_does_not_appear_in_what_it_reads(article: dict[str, Any]) -> None:
    assert not re.search(r"\b(Ana|Ben|Rita|Lea|Otto)\b", raw_text(article))


@every_article
def test_nothing_is_copied_from_the_reference_piece(article: dict[str, Any]) -> None:
    if not REFERENCE.exists():
        pytest.skip("the reference piece is not beside this checkout")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(*(words[start:] for start in range(6)), strict=False))

    assert not runs(words_of(article)) & runs(REFERENCE.read_text(encoding="utf-8"))


def test_one_article_holds_what_breaks_offsets() -> None:
    raw, text = raw_text(ARTICLES["not-a-backdrop"]), text_of("not-a-backdrop")
    assert not unicodedata.is_normalized("NFC", raw), "decomposed accents"
    assert "è" in raw, "and precomposed ones"
    assert "g\u0303" in text, "a letter that has no precomposed form"
    assert {"👨‍👩‍👧‍👦", "🇦🇶", "🏴‍☠️"} <= set(regex.findall(r"\X", text))
    assert set("“”‘’«»„\"'") <= set(text)


def test_one_article_runs_from_right_to_left() -> None:
    letters = [character for character in text_of("library-lamps") if character.isalpha()]
    assert {unicodedata.bidirectional(letter) for letter in letters} == {"AL"}


# ------------------------------------------------------------------------------------------------ who marked what


@every_article
def test_every_quote_is_in_its_article(article: dict[str, Any]) -> None:
    text = words_of(article)
    missing = [
        quote
        for span in spans_and_decisions(article)
        for quote, occurrence in pieces(span)
        if text.count(quote) < occurrence
    ]
    assert missing == []


@every_article
def test_a_quote_that_recurs_says_which_one_it_means(article: dict[str, Any]) -> None:
    text = words_of(article)
    for span in spans_and_decisions(article):
        recurs = any(text.count(quote) > 1 for quote, _ in pieces(span))
        assert recurs == ("occurrence" in span), span["quote"]


@every_article
def test_a_quote_is_canonical_and_keeps_words_and_clusters_whole(article: dict[str, Any]) -> None:
    text = words_of(article)
    clusters = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    for span in spans_and_decisions(article):
        for quote, _ in pieces(span):
            assert unicodedata.is_normalized("NFC", quote)
            assert quote == quote.strip()
            assert "\n" not in quote
        for start, end in ranges_of(article, span):
            assert {start, end} <= clusters
            assert not text[end - 1 : end + 1].isalnum(), f"cut inside a word: {span['quote']}"
            if article["language"] != "ar":  # Arabic writes "and" and "so" onto the word that follows
                assert not text[start - 1 : start + 1].isalnum(), f"cut inside a word: {span['quote']}"


@every_article
def test_ranges_of_a_span_stand_in_order_and_apart(article: dict[str, Any]) -> None:
    for span in spans_and_decisions(article):
        ranges = ranges_of(article, span)
        assert all(end < start for (_, end), (start, _) in zip(ranges, ranges[1:], strict=False)), span["quote"]


@every_article
def test_spans_use_labels_and_attributes_of_the_codebook(article: dict[str, Any]) -> None:
    for span in article["spans"]:
        allowed = attributes_for(span["label"])
        for key, value in span.get("attributes", {}).items():
            assert key in allowed, (span["quote"], key)
            assert allowed[key]["kind"] != "choice" or value in allowed[key]["choices"]


@every_article
def test_spans_say_nothing_else(article: dict[str, Any]) -> None:
    words = {"ref", "by", "label", "quote", "occurrence", "note", "unsure", "attributes"}
    assert all(set(span) <= words for span in article["spans"])
    assert {span["by"] for span in article["spans"]} <= set(article["assigned"])


@every_article
def test_nobody_marks_the_same_words_with_the_same_label_twice(article: dict[str, Any]) -> None:
    marks = Counter(mark(article, span) for span in article["spans"])
    assert max(marks.values()) == 1


@pytest.mark.parametrize(
    ("name", "by", "least"),
    [
        ("harbour-bridge", "ana", 20),
        ("harbour-bridge", "ben", 20),
        ("hask-dam", "ana", 20),
        ("hask-dam", "ben", 20),
        ("not-a-backdrop", "ana", 20),
        ("library-lamps", "ana", 8),
        ("library-lamps", "ben", 8),
    ],
)
def test_there_is_enough_to_look_at(name: str, by: str, least: int) -> None:
    assert sum(span["by"] == by for span in ARTICLES[name]["spans"]) >= least


@pytest.mark.parametrize("name", BOTH_MARKED)
def test_every_sort_of_overlap_is_there(name: str) -> None:
    found = sorts_of_overlap([mark(ARTICLES[name], span) for span in ARTICLES[name]["spans"]])
    assert {sort for sort in SORTS if found[sort] >= 2} == SORTS, found


def test_spans_of_several_ranges_notes_and_doubts_are_there() -> None:
    spans = [span for article in PLAN["articles"] for span in article["spans"]]
    assert sum(isinstance(span["quote"], list) for span in spans) >= 8
    assert sum(bool(span.get("note")) for span in spans) >= 8
    assert sum(span.get("unsure", False) for span in spans) >= 8


def test_spans_end_in_joined_emoji_and_flags() -> None:
    quotes = [quote for span in ARTICLES["not-a-backdrop"]["spans"] for quote, _ in pieces(span)]
    last = {regex.findall(r"\X", quote)[-1] for quote in quotes}
    assert {"👨‍👩‍👧‍👦", "🇦🇶", "🏴‍☠️"} <= last


# ------------------------------------------------------------------------------------------------ links, comments


@every_article
def test_refs_are_unique_in_their_article(article: dict[str, Any]) -> None:
    refs = [thing["ref"] for thing in article["spans"] + article["links"] if "ref" in thing]
    assert len(refs) == len(set(refs))


@every_article
def test_links_lead_from_a_span_to_what_the_same_person_made(article: dict[str, Any]) -> None:
    spans = {span["ref"]: span["by"] for span in article["spans"] if "ref" in span}
    links = {link["ref"]: link["by"] for link in article["links"] if "ref" in link}
    for link in article["links"]:
        assert link["kind"] in {"supports", "attacks", "undercuts"}
        targets = links if link["kind"] == "undercuts" else spans
        assert spans[link["from"]] == targets[link["to"]] == link["by"]
        assert link["from"] != link["to"]


def test_one_link_undercuts_another() -> None:
    kinds = Counter(link["kind"] for article in PLAN["articles"] for link in article["links"])
    assert all(kinds[kind] for kind in ["supports", "attacks", "undercuts"])


@every_article
def test_comments_are_made_where_their_writer_may_see_the_span(article: dict[str, Any]) -> None:
    """As in an independent project: an analyst sees their own spans, the reviewer those that are handed in."""
    makers = {span["ref"]: span["by"] for span in article["spans"] if "ref" in span}
    for comment in article["comments"]:
        maker = makers[comment["on"]]
        assert comment["by"] == maker or (comment["by"] == "rita" and maker in article["handed_in"])
        assert comment["text"].strip()


def test_somebody_comments() -> None:
    assert sum(len(article["comments"]) for article in PLAN["articles"]) >= 2


# ------------------------------------------------------------------------------------------------ decisions


def gold(article: dict[str, Any], decision: dict[str, Any]) -> Mark:
    """What a decision that does not reject makes of its spans."""
    taken = next(span for span in article["spans"] if span.get("ref") == decision["take"])
    return mark(article, {**taken, **decision, "label": decision.get("label", taken["label"])})


@every_article
def test_decisions_speak_once_of_spans_that_are_handed_in(article: dict[str, Any]) -> None:
    handed_in = {span["ref"] for span in article["spans"] if span["by"] in article["handed_in"] and "ref" in span}
    spoken_of = [ref for decision in article.get("decisions", []) for ref in decision["spans"]]
    assert len(spoken_of) == len(set(spoken_of))
    assert set(spoken_of) <= handed_in


@every_article
def test_a_decision_takes_or_rejects_and_gives_reasons(article: dict[str, Any]) -> None:
    for decision in article.get("decisions", []):
        assert decision["by"] == "rita"
        assert ("take" in decision) != decision.get("reject", False)
        assert decision.get("take", decision["spans"][0]) in decision["spans"]
        assert decision.get("label", "claim") in LABELS
        if decision.get("reject") or {"label", "quote"} & set(decision):
            assert decision["reason"].strip()


@every_article
def test_no_two_decisions_make_the_same_gold(article: dict[str, Any]) -> None:
    made = [gold(article, decision) for decision in article.get("decisions", []) if "take" in decision]
    assert len(made) == len(set(made))


@every_article
def test_what_is_settled_is_handed_in_and_decided_throughout(article: dict[str, Any]) -> None:
    assert set(article["handed_in"]) <= set(article["assigned"])
    spoken_of = {ref for decision in article.get("decisions", []) for ref in decision["spans"]}
    if article["settled"]:
        assert article["handed_in"] == article["assigned"]
        assert {span.get("ref") for span in article["spans"]} == spoken_of


def test_the_settled_article_shows_every_kind_of_decision() -> None:
    decisions = ARTICLES["harbour-bridge"]["decisions"]
    assert any(set(decision) <= {"by", "spans", "take"} for decision in decisions), "accepted as it was"
    assert any("label" in decision for decision in decisions), "relabelled"
    assert any("quote" in decision for decision in decisions), "given another extent"
    assert any(decision.get("reject") for decision in decisions), "rejected"


def test_articles_stand_at_every_stage() -> None:
    stages = {name: (tuple(article["handed_in"]), article["settled"]) for name, article in ARTICLES.items()}
    assert stages == {
        "harbour-bridge": (("ana", "ben"), True),
        "hask-dam": (("ana", "ben"), False),
        "library-lamps": (("ana",), False),
        "not-a-backdrop": ((), False),
    }


def test_people_are_the_cast() -> None:
    roles = {person["username"]: person["role"] for person in PLAN["people"]}
    assert roles == {"ana": "analyst", "ben": "analyst", "rita": "reviewer", "lea": "lead"}
    assert PLAN["project"]["mode"] == "shared"
