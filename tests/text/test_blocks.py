"""Which lines are argument: above all, that no paragraph of it is ever set apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text.blocks import ARGUMENT, KINDS, MUTED, BlockKind, Hint, find_blocks
from annotate.text.blocks.rules import CUES
from annotate.text.canonical import canonical
from annotate.text.unreadable import TooNew

PARAGRAPHS = [
    "The harbour was closed on Monday, and nobody in the ministry could say for how long it would stay so, or why.",
    "There are good reasons to close a harbour, and I shall come to them; but none of these was given, then or since.",
    "What was given was a date. The date has passed, and the harbour is closed, and the boats lie three deep at it.",
    "A government that cannot say why it does a thing should at least be able to say when it will stop doing it.",
    "Rita Otto, who runs the chandlery, has counted the days on the door of her shop in chalk, as prisoners do.",
]

ARGUMENT_LIKE_SOMETHING_ELSE = [
    "Rita Otto is a minister who has never met a farmer.",
    "Otto Lea is the founder of nothing at all.",
    "Ana Ben was a professor, once, and it shows.",
    "Otto Ben teaches us nothing.",
    "The author of this law is a man who has never been hungry.",
    "The author is right.",
    "The writer is a former minister, and one can tell.",
    "The views of the minister are his own.",
    "The views expressed by the minister are his own, and he should keep them.",
    "The view from the quay is one that few can call their own.",
    "That does not necessarily reflect greed.",
    "Higher prices do not necessarily reflect greed, and lower ones are not necessarily those that the poor can pay.",
    "She does not share his views, and neither does the town.",
    "He does not take positions.",
    "This opinion is not necessarily the view of a fool.",
    "Source of all this: fear.",
    "Read more: that is what they tell us.",
    "Read on.",
    "Listen.",
    "Print money, they say.",
    "Share.",
    "Share the burden, or share the blame.",
    "Watch this space.",
    "WATCH: that is all we are told to do.",
    "Analysis: there was none.",
    "Photographs do not lie, but those who take them may.",
    "It was a photograph by an amateur that changed the law.",
    "Subscribe to this logic and you will subscribe to anything today.",
    "Sign up for nothing.",
    "Tell us, minister, how you sleep.",
    "Let us know no more of this.",
    "Let us know no more of this government.",
    "What do you think they did next?",
    "Do you have a better idea? Then say so.",
    "Do you agree? I do not.",
    "If you liked the last war, you will love the next.",
    "Support us, they said, and we did.",
    "More in sorrow than in anger, then, the town voted.",
    "More on that another day.",
    "More from less: that was the promise.",
    "Also in this town there are people.",
    "You might like it or not.",
    "Most read it and wept.",
    "Latest of all came the fleet.",
    "Don't miss the point.",
    "Comments are closed, minds too.",
    "Copyright is a fine thing, but not for a sea wall.",
    "All rights reserved, the sign on the beach said.",
    "This story was changed for ever that night.",
    "The story ran on every front page, and nobody apologised.",
    "This story appears in every textbook.",
    "The article was amended, the minister was not.",
    "Correction is not the same as regret.",
    "For the record, nobody asked.",
    "By Friday it was over.",
    "By Ana's account it was worse.",
    "Von Anfang an war es falsch.",
    "March 3, 2017 was a Friday like any other.",
    "On 12 May 2011 the bridge fell.",
    "12 May 2011 is the day that they will not forget.",
    "Published in 12 May 2011, the report was ignored.",
    "Opinion is cheap.",
    "Figure 1 of the report says otherwise.",
    "Tags: that is what the sheep wear.",
    "Thank you for reading the small print, minister.",
    "Thanks for nothing.",
    "He lives in fear.",
    "She teaches us patience.",
    "They have nothing left.",
    "Follow the money.",
    "Contact was lost at nine.",
    "Reach them a hand.",
    "About the author of this plan we know little.",
    "References were given, and not checked.",
    "Enough.",
    "And for what?",
    "Why should they pay for it?",
    "This piece of rock was first published as a map in an atlas.",
    "Distributed by nobody, the leaflets stayed in their boxes.",
    "A man [not the mayor] said so, and he was right [and alone].",
    "As the engineers put it [the older ones], it leaks.",
    "(It is not the first time, as readers of this column know.)",
    "“Nobody asked us,” said the pilot, who has kept the light for thirty years.",
    "“They think of the strait as a tap and forget that they are standing at the sink.”",
    "Es war nicht unbedingt die Meinung der Leute.",
    "Ben Lea's new toy is a bridge.",
    "Ana Otto's first budget was her last.",
    "The author, the columnist, the writer: all were wrong.",
    "Quelle surprise!",
    "Sources say nothing.",
    "Source: nobody.",
    "Enjoyed this, did you?",
    "Ends justify nothing.",
    "Ces promesses n’engagent que ceux qui les croient.",
    "La ley no refleja lo que pasa en el puerto.",
    "Von Montag an war alles anders.",
    "Par ailleurs, le port est fermé.",
    "Quelle: der Hafen selbst.",
    "Das ist nicht unbedingt die Meinung der Fischer.",
    "Der Autor dieses Gesetzes ist ein Mann, der nie Hunger hatte.",
    "L’auteur est celui qui ferme le port.",
    "لا تعكس هذه الأرقام بالضرورة ما يجري في الميناء.",
    "كاتب هذه السطور لا يملك قاربًا.",
    "ريتا أوتو مديرة لم تر الميناء قط.",
    "Lea Ben ist Ministerin, Autorin und ratlos.",
]
"""Lines of argument that begin, or end, as a cue does."""


def blocks(*lines: str, hints: tuple[Hint, ...] = ()) -> list[tuple[str, str]]:
    text = "\n\n".join(lines)
    return [(str(block.kind), text[block.start : block.end]) for block in find_blocks(text, hints=hints)]


def kinds(*lines: str) -> list[str]:
    return [kind for kind, _ in blocks(*lines)]


@pytest.mark.parametrize("head", [(), ("The harbour", "By Ana Rita"), ("The harbour nobody closed",)])
@pytest.mark.parametrize("line", ARGUMENT_LIKE_SOMETHING_ELSE)
def test_no_line_of_argument_is_muted_wherever_it_stands(line: str, head: tuple[str, ...]) -> None:
    for place in range(len(PARAGRAPHS) + 1):
        found = blocks(*head, *PARAGRAPHS[:place], line, *PARAGRAPHS[place:])
        muted = [words for kind, words in found if kind in MUTED and words not in head]
        assert muted == [], f"as line {place}"


REALLY_LIKE_A_NOTE = {
    "Rita Otto is a minister who has never met a farmer.",
    "Otto Lea is the founder of nothing at all.",
    "Ana Ben was a professor, once, and it shows.",
    "Otto Ben teaches us nothing.",
    "The writer is a former minister, and one can tell.",
    "Ben Lea's new toy is a bridge.",
    "Ana Otto's first budget was her last.",
    "Lea Ben ist Ministerin, Autorin und ratlos.",
    "ريتا أوتو مديرة لم تر الميناء قط.",
}
"""Of the lines above, those that only their place tells from a note on an author, when notes do follow."""


@pytest.mark.parametrize("line", [line for line in ARGUMENT_LIKE_SOMETHING_ELSE if line not in REALLY_LIKE_A_NOTE])
def test_no_line_of_argument_is_muted_before_real_notes(line: str) -> None:
    notes = ["Ana Rita is a columnist.", "The views expressed here are the author's own.", "SOURCE: The Ledger"]
    for place in (3, 4, 5):
        for tail in (notes, notes[1:], notes[:1]):
            lines = ["The harbour", "By Ana Rita", *PARAGRAPHS[:place], line, *PARAGRAPHS[place:]]
            found = {words: kind for kind, words in blocks(*lines, *tail)}
            assert [words for words in [*PARAGRAPHS, line] if found[words] in MUTED] == []
            assert found[tail[-1]] in MUTED


def test_what_is_really_like_a_note_is_argument_with_other_people_s_bylines() -> None:
    for line in REALLY_LIKE_A_NOTE - {"The writer is a former minister, and one can tell."}:
        found = kinds("The harbour", "By Lea Rita", *PARAGRAPHS, line, "SOURCE: The Ledger")
        assert found[-2] == "paragraph", line


@given(st.permutations(PARAGRAPHS), st.sampled_from(["\n", "\n\n", "\n\n\n"]))
def test_paragraphs_alone_are_paragraphs_in_any_order(paragraphs: list[str], between: str) -> None:
    found = find_blocks(between.join(paragraphs))
    assert {block.kind for block in found} == {BlockKind.PARAGRAPH}


@given(st.text(), st.lists(st.sampled_from([*PARAGRAPHS, "Turning point", "READ MORE: x", "Source: y", "By Ana Ben"])))
def test_every_line_that_is_not_blank_is_a_block(noise: str, lines: list[str]) -> None:
    try:
        text = canonical("\n".join([noise, *lines])).text
    except TooNew:
        return
    found = find_blocks(text)
    assert [text[block.start : block.end] for block in found] == [line for line in text.split("\n") if line]


def test_every_kind_is_argument_or_muted() -> None:
    assert set(KINDS) == ARGUMENT | MUTED
    assert len(KINDS) == 13


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("READ MORE: The port that feeds three countries", "cross-link"),
        ("ANALYSIS: What does the treaty say?", "cross-link"),
        ("Lesen Sie auch: Warum die Umgehung teurer wird", "cross-link"),
        ("À lire aussi : Le port fermé", "cross-link"),
        ("Lea también: El puerto cerrado", "cross-link"),
        ("اقرأ أيضًا: تأجيل ملء الخزان", "cross-link"),
        ("Ministers stand by their closure of the harbour in spite of protests", "cross-link"),
        ("Boats at the quay on Tuesday [Lea Ben/Northlight]", "caption"),
        ("Boats at the quay. (Photo: Lea Ben)", "caption"),
        ("Photo: Boats at the quay, seen from the light.", "caption"),
        ("Figure 2: Boats at the quay, by year", "caption"),
        ("Boats at the quay. Photograph: Lea Ben/The Ledger", "caption"),
        ("Boote am Kai. Foto: Lea Ben", "caption"),
        ("A quiet quay", "heading"),
        ("* * *", "heading"),
        ("III", "heading"),
        ("Share | Print | Copy link", "teaser"),
        ("Advertisement", "teaser"),
        ("Sign up for our newsletter and never miss a boat", "teaser"),
        ("“They think of the strait as a tap and forget that they are standing at the sink.”", "quotation"),
        ("Why should they pay for it?", "paragraph"),
        ("- the right to land, and to leave", "paragraph"),
        ("now in small letters", "paragraph"),
    ],
)
def test_a_line_between_paragraphs_is(line: str, kind: str) -> None:
    assert kinds("The harbour", *PARAGRAPHS[:2], line, *PARAGRAPHS[2:])[3] == kind


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["Opinion", "The harbour", "By Ana Ben", "12 May 2019"], ["byline", "title", "byline", "byline"]),
        (
            ["The harbour", "Why it should be opened again before the spring", "ANA BEN"],
            ["title", "standfirst", "byline"],
        ),
        (["The harbour", "It is time to open it, and to say sorry.", "By Ana Ben"], ["title", "standfirst", "byline"]),
        (["Der Hafen", "Von Otto Ana", "12. Mai 2019, 17:04 Uhr"], ["title", "byline", "byline"]),
        (["Le port", "Par Otto Ana", "Publié le 12 mai 2019"], ["title", "byline", "byline"]),
        (["Home > Opinion > Ports", "The harbour", "4 min read"], ["cross-link", "title", "byline"]),
        (["A WIRE", "FOR RELEASE SUNDAY", "(650 words)", "THE HARBOUR"], ["source", "source", "source", "title"]),
        (["The harbour", "Boats at the quay", "Boats at the quay"], ["title", "caption", "caption"]),
        (["The harbour"], ["title"]),
        ([], []),
    ],
)
def test_a_head_is(lines: list[str], wanted: list[str]) -> None:
    assert kinds(*lines, *PARAGRAPHS) == [*wanted, *["paragraph"] * 5]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            ["Lea Ben teaches law at the Academy.", "The views expressed here are the author's own."],
            ["author-note", "disclaimer"],
        ),
        (
            ["Lea Ben is a columnist.", "She lives in Velmar.", "© 2019 The Ledger"],
            ["author-note", "author-note", "source"],
        ),
        (["(Lea Ben, once a minister, is a visiting lecturer.)"], ["author-note"]),
        (["Lea Ben ist Redakteurin.", "Alle Rechte vorbehalten"], ["author-note", "source"]),
        (["SOURCE: THE LEDGER", "© 2019 The Ledger"], ["source", "source"]),
        (["This article was amended on 4 May to correct a date."], ["disclaimer"]),
        (["This essay appears in the Spring issue, with another title.", "-30-"], ["source", "source"]),
        (["MORE FROM OPINION", "A port in a storm", "What the pilots say of it."], ["teaser", "teaser", "teaser"]),
        (["Do you agree? Tell us in the comments below", "Comments are closed."], ["teaser", "teaser"]),
    ],
)
def test_a_tail_is(lines: list[str], wanted: list[str]) -> None:
    assert kinds("The harbour", *PARAGRAPHS, *lines)[6:] == wanted


def test_a_note_on_the_byline_s_author_needs_no_second_sign() -> None:
    assert kinds("The harbour", "By Ana Ben", *PARAGRAPHS, "Ana Ben is a columnist.")[-1] == "author-note"
    assert kinds("The harbour", *PARAGRAPHS, "Ana Ben is a columnist.")[-1] == "paragraph"
    assert kinds("The harbour", "By Lea Rita", *PARAGRAPHS, "Ana Ben is a columnist.")[-1] == "paragraph"


def test_too_much_after_a_note_is_argument() -> None:
    """A source in the middle of a piece does not make its end a tail."""
    assert (
        kinds("The harbour", *PARAGRAPHS[:3], "Source: a survey of pilots", *PARAGRAPHS[3:])[-2:] == ["paragraph"] * 2
    )


@pytest.mark.parametrize(
    ("quote", "kind"),
    [
        ("A government that cannot say why it does a thing should at least be able to say when", "pull-quote"),
        ("“The date has passed, and the harbour is closed, and the boats lie three deep”", "pull-quote"),
        ("'none of these was given'", "paragraph"),
        ("A government that cannot say why it does a thing should at least be able to whe", "cross-link"),
    ],
)
def test_a_pull_quote_repeats_a_paragraph_but_for_quotation_marks(quote: str, kind: str) -> None:
    assert kinds("The harbour", PARAGRAPHS[0], quote, *PARAGRAPHS[1:])[2] == kind


def test_of_two_equal_lines_the_later_is_the_pull_quote() -> None:
    found = kinds("The harbour", PARAGRAPHS[0], PARAGRAPHS[3], PARAGRAPHS[1], PARAGRAPHS[3], PARAGRAPHS[2])
    assert found == ["title", "paragraph", "paragraph", "paragraph", "pull-quote", "paragraph"]


def test_lines_without_full_stops_in_a_row_are_verse_or_a_list() -> None:
    verse = ["The boats are in", "The lamps are out", "The pilots are asleep"]
    assert kinds("The harbour", PARAGRAPHS[0], *verse, *PARAGRAPHS[1:])[2:5] == ["paragraph"] * 3


def test_hints_decide_and_the_last_of_them_counts() -> None:
    text = "\n\n".join(PARAGRAPHS)
    second = text.index(PARAGRAPHS[1])
    hints = [Hint(0, len(text), BlockKind.QUOTATION), Hint(second, second + 50, BlockKind.PARAGRAPH)]
    hints += [Hint(second, second + len(PARAGRAPHS[1]), BlockKind.CAPTION)]
    found = [block.kind for block in find_blocks(text, hints=hints)]
    assert found == [BlockKind.QUOTATION, BlockKind.CAPTION, *[BlockKind.QUOTATION] * 3]


def test_a_hint_that_mutes_a_long_line_is_not_believed() -> None:
    long = " ".join(PARAGRAPHS)
    assert blocks(long, hints=(Hint(0, len(long), BlockKind.BYLINE),)) == [("paragraph", long)]


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_a_row_has_no_group_of_its_own(cue: object) -> None:
    """Rows of one place are joined to one pattern, and the last group says which row it was."""
    pattern = re.compile(cue.pattern)  # type: ignore[attr-defined]
    assert set(pattern.groupindex) <= {"name"}
    assert pattern.groups == len(pattern.groupindex)
    assert len({row.name for row in CUES}) == len(CUES)


@pytest.mark.parametrize(
    "text",
    [
        "They have it.\n" * 5_000,
        "© 2019 x\nshort one.\n" * 5_000,
        "a\n" * 100_000,
        "(" * 500_000,
        "By A" + " B" * 400_000,
    ],
    ids=["notes", "sources", "letters", "brackets", "byline"],
)
def test_odd_texts_take_no_odd_time(text: str) -> None:
    assert find_blocks(text.strip())


def test_scripts_without_spaces_have_words_too() -> None:
    paragraphs = [
        "政府决定关闭这条铁路，却没有问过任何人。有人说火车总是空的，可是在那之前，一半的班次已经被取消了，学生只好四点起床。",
        "部长说：“我们研究过所有方案。”也许是这样，但是没有人看过那些方案，这才是让人难过的地方，也是让人不安的地方。",
        "铁路当然要花钱，公路也要花钱。把一边的账算得很细，另一边却一笔带过，这不是计算，而是已经做好了决定再去找理由。",
    ]
    found = blocks("最后一班车", paragraphs[0], paragraphs[1], "数字的背后", paragraphs[2])
    assert [kind for kind, _ in found] == ["title", "paragraph", "paragraph", "heading", "paragraph"]
    assert kinds(*paragraphs) == ["paragraph"] * 3
