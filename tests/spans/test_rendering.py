"""What is printed says what the article says, and an answer makes of the old page the new one."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from lxml import html

from annotate.corpus.models import Article
from annotate.projects.models import Membership
from annotate.spans import actions
from annotate.spans.models import Span
from annotate.spans.queries.desk import find_desk
from annotate.spans.queries.layout import DRAWN, Touched, lay_out, stretches, touched_since, touched_too
from annotate.spans.rendering import rows_html
from annotate.spans.rules import why_no_extent
from annotate.text.chunks import LONG
from annotate.text.extent import MAX_SPAN, Extent, NoExtent
from tests.factories import World

SENTENCES = (
    "The council pays for nothing 🚢, they say.",
    "عائلة 👨\u200d👩\u200d👧 قالت إن الجسر سيبقى مكانه؟",
    "Cafe\u0301 owners — “all of them” — wept & <b>shouted</b>: 🇩🇪🇫🇷!",
    "क्षण भर में निर्णय बदला।",
    "議会は橋が安いと言う。",
)


@pytest.fixture
def hard(shared: World) -> Article:
    """Short blocks around one of some 6,000 characters, in many scripts."""
    rng = random.Random(3)
    long = " ".join(rng.choices(SENTENCES, k=160))
    short = [" ".join(rng.choices(SENTENCES, k=4)) for _ in range(8)]
    return shared.take_in("\n\n".join(["A title of its own", *short[:4], long, *short[4:]]))


def printed(by: Membership, article: Article) -> html.HtmlElement:
    """The pane as it is printed for a person now."""
    desk = find_desk(by, article)
    return html.fragment_fromstring(rows_html(desk, lay_out(desk)), create_parent="div")


def random_extent(rng: random.Random, text: str, longest: int) -> Extent:
    """One to three ranges that the text can carry."""
    while True:
        pairs = []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            start = rng.randrange(len(text) - 1)
            pairs.append((start, min(len(text), start + 1 + int(longest ** rng.random()))))
        try:
            extent = Extent.of(pairs).trim(text).snap(text)
            extent.check(text)
        except NoExtent:
            continue
        return extent


def texts_of(pane: html.HtmlElement) -> list[html.HtmlElement]:
    return pane.find_class("text")


def test_the_page_says_what_the_article_says_and_every_piece_stands_where_it_says(shared: World, hard: Article) -> None:
    rng = random.Random(4)
    for number in range(120):
        shared.mark_extent(
            shared.ana, random_extent(rng, hard.text, 3000), list(shared.labels)[number % 4], article=hard
        )
    pane = printed(shared.ana, hard)
    blocks = texts_of(pane)
    assert "".join("".join(block.itertext()) for block in blocks) == hard.text.replace("\n", "")
    assert pane.find_class("chunk")
    for block in blocks:
        start, end = int(block.get("data-start")), int(block.get("data-end"))
        assert "".join(block.itertext()) == hard.text[start:end]
        leaves = [piece for piece in block.iter("span", "mark") if not len(piece)]
        places = [(int(leaf.get("data-start")), len(leaf.text)) for leaf in leaves]
        assert [at for at, _size in places] == [start, *(at + size for at, size in places[:-1])]
        assert sum(size for _at, size in places) == end - start
        assert all(not piece.tail for piece in block.iter("span", "mark"))


def test_the_pieces_and_rails_of_a_span_are_its_quote(shared: World, hard: Article) -> None:
    rng = random.Random(5)
    spans = [shared.mark_extent(shared.ana, random_extent(rng, hard.text, 6000), article=hard) for _ in range(12)]
    desk = find_desk(shared.ana, hard)
    for span in spans:
        covered: set[int] = set()
        for laid in lay_out(desk):
            for piece in laid.pieces:
                if span.pk in piece.spans:
                    covered.update(range(piece.start, piece.start + len(piece.text)))
            if any(cover.pk == span.pk for cover in laid.covers):
                covered.update(range(laid.stretch.start, laid.stretch.end))
        wanted = {at for start, end in span.extent for at in range(start, end)}
        gaps = {at for one, other in pairwise(stretches(desk)) for at in range(one.end, other.start)}
        assert covered == wanted - gaps


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_makes_of_the_old_page_the_new_one(shared: World, hard: Article, seed: int) -> None:
    rng = random.Random(seed)
    mine: list[Span] = []
    for _ in range(25):
        desk = find_desk(shared.ana, hard)
        before = printed(shared.ana, hard)
        deed = rng.choice(("add", "add", "move", "delete")) if mine else "add"
        if deed == "add":
            mine.append(shared.mark_extent(shared.ana, random_extent(rng, hard.text, 8000), article=hard))
        elif deed == "move":
            extent, span = random_extent(rng, hard.text, 4000), rng.choice(mine)
            actions.change_span(
                span, version=Span.objects.get(pk=span.pk).version, extent=extent, quote=extent.quote(hard.text),
                by=shared.ana, at=shared.at,
            )  # fmt: skip
        else:
            span = mine.pop(rng.randrange(len(mine)))
            actions.delete_span(span, version=None, by=shared.ana, at=shared.at)
        after = find_desk(shared.ana, hard)
        touched = touched_since(after, desk.tag)
        answer = rows_html(after, lay_out(after, touched), changed=touched.changed)
        for part in html.fragments_fromstring(answer):
            shown = before.get_element_by_id(part.get("id"))
            put_known_lines(part, shown)
            shown.getparent().replace(shown, part)
        assert without_revisions(before) == without_revisions(printed(shared.ana, hard))


def put_known_lines(part: html.HtmlElement, shown: html.HtmlElement) -> None:
    """What an answer tells by ids alone: the lines of the page as they are."""
    for leaf in part.xpath(".//li[@data-known] | self::ul/li[@data-known]"):
        for span in leaf.get("data-known").split():
            (line,) = shown.xpath(f"descendant-or-self::ul/li[a/@data-span='{span}']")
            leaf.addprevious(line)
        leaf.getparent().remove(leaf)


def without_revisions(pane: html.HtmlElement) -> bytes:
    for part in pane.iter():
        part.attrib.pop("data-rev", None)
    return html.tostring(pane)


def test_a_long_span_prints_its_ends_again_and_marks_what_lies_between(shared: World, hard: Article) -> None:
    desk = find_desk(shared.ana, hard)
    every = stretches(desk)
    assert max(stretch.end - stretch.start for stretch in every) <= LONG
    touched = touched_too(desk, Touched(), [Extent.one(every[1].start, every[-1].end)])
    assert sorted(touched.whole) == [1, len(every) - 1]
    assert sorted(touched.covers) == list(range(2, len(every) - 1))
    short = touched_too(desk, Touched(), [Extent.one(every[1].start, every[DRAWN].end)])
    assert (sorted(short.whole), short.covers) == ([1, 2, 3], frozenset())


def test_a_span_that_is_too_long_is_refused_with_a_sentence_and_by_the_database(shared: World) -> None:
    article = shared.take_in("Word after word. " * 2000)
    extent = Extent.one(0, MAX_SPAN + 1)
    with pytest.raises(NoExtent) as refused:
        extent.check("a" * (MAX_SPAN + 1))
    assert "20,000" in why_no_extent(refused.value)
    span = shared.mark(shared.ana, "Word after word.", article=article)
    with pytest.raises(IntegrityError, match="span_is_not_too_long"), transaction.atomic():
        Span.objects.filter(pk=span.pk).update(extent=extent)
