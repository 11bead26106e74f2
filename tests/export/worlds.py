"""A project in which everything has happened that an archive must carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from annotate.assignment import actions as work
from annotate.assignment.models import Way
from annotate.codebook import actions as codebook
from annotate.codebook.models import Label
from annotate.codebook.queries import find_codebook, seen_as
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article, BlockKind
from annotate.curation import actions as curation
from annotate.formats import plain
from annotate.formats.source import Source
from annotate.projects import actions as projects
from annotate.projects.models import Mode
from annotate.review import actions as review
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind, Span
from annotate.spans.queries.sets import visible_spans
from annotate.text.extent import Extent
from tests.factories import World, make_world

FAMILY = "A family 👨‍👩‍👧‍👦 of ferries\n\nThe e\u0301clair is =cheap. عربي مُدَرِّس here, 🇩🇪🇪🇺 there.".replace(
    "e\u0301", "é"
)


class Stretch(NamedTuple):
    """A block, or an inline, as a reader of sources gives it."""

    kind: str
    start: int
    end: int
    href: str | None = None


def rich_world(mode: Mode) -> World:
    """Overlaps, twins under two labels, several ranges, deleted spans, undone and redone ones, links that undercut
    links, threads, attributes, answers, decisions of all sorts, one of them undone, a settled article, one withdrawn,
    one that supersedes another, an empty hand-in, people who left, labels retired, merged and split, a draft."""
    world = make_world(mode)
    world.ask(
        {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"]},
        {"key": "remark", "name": "Remark", "kind": "text"},
    )
    family = take_in_with_inlines(world)
    world.assign(world.ana, world.ben, world.lea, article=family)
    if mode == Mode.SHARED:
        world.assign(world.ana, world.ben)
    queue = work.open_round(
        world.project, articles=[family], name="Ben’s pilot", way=Way.TAKEN, per_article=4, quota=2,
        due_on=date(2026, 4, 1), training=False, by=world.lea, at=world.at,
    )  # fmt: skip
    spans.take_next(queue, by=world.rita, at=world.at)
    work.decline_work(family, by=world.rita, reason="Rita knows the author.", at=later(world, 1))
    work.close_round(queue, by=world.lea, at=later(world, 2))
    one = world.mark(world.ana, "in it to win it", "framing", note="@Ben, what do you and Rita say?", action="a-1")
    two = world.mark(world.ana, "They are in it to win it", attributes=attributes_of(world))
    world.mark(world.ana, "They are in it to win it", "rhetoric", unsure=True)
    parts = Extent.of([(21, 32), (40, 46), (60, 64)]).snap(world.article.text).trim(world.article.text)
    apart = world.mark_extent(world.ana, parts, "evidence")
    gone = world.mark(world.ana, "cheaper")
    spans.delete_span(gone, by=world.ana, at=later(world, 1))
    spans.undo(world.article, by=world.ana, at=later(world, 2))
    spans.redo(world.article, by=world.ana, at=later(world, 3))
    changed = world.mark(world.ana, "🚢", "aside")
    spans.change_span(changed, version=1, note="a ship", by=world.ana, at=later(world, 4))
    bens = world.mark(world.ben, "in it to win it", "framing")
    world.mark(world.ben, "toll", "evidence", note="rita?")
    link, _new = spans.add_link(two, kind=LinkKind.SUPPORTS, target=one, by=world.ana, at=world.at)
    other, _new = spans.add_link(apart, kind=LinkKind.UNDERCUTS, target=link, by=world.ana, at=world.at)
    third, _new = spans.add_link(one, kind=LinkKind.UNDERCUTS, target=other, by=world.ana, at=world.at)
    spans.delete_link(third, by=world.ana, at=later(world, 5))
    said, _new = spans.add_comment(one, text="Ana: ask rita or ben.", by=world.ana, at=world.at)
    spans.change_comment(said, text="Ask Rita (@rita) or @ben.", by=world.ana, at=later(world, 6))
    spans.delete_comment(
        spans.add_comment(one, text="No.", by=world.ana, at=world.at)[0], by=world.ana, at=later(world, 7)
    )
    for person in (world.ana, world.ben):
        world.mark(person, "👨‍👩‍👧‍👦", "aside", article=family)
        world.mark(person, "عربي مُدَرِّس", "claim", article=family)
        world.mark(person, "🇩🇪", "evidence", article=family)
    world.answer(world.ana, "stance", "torn")
    world.answer(world.ana, "stance", "for", version=1)
    world.answer(world.ben, "stance", "torn")
    world.answer(world.ben, "remark", "Ask ana.")
    world.answer(world.ana, "remark", "gone")
    world.answer(world.ana, "remark", "", version=1)
    world.hand_in(world.ana, world.ben)
    decide_answers(world)
    decide_all(world, one, bens)
    world.hand_in(world.ana, world.ben, world.lea, article=family)
    review.return_work(
        family, analyst=world.ana.user_id, reason="Look at the flags again, Ana.", by=world.rita, at=later(world, 9)
    )
    withdraw_and_supersede(world, family)
    correct_and_copy(world)
    projects.end_membership(world.ben, by=world.lea, at=later(world, 20))
    change_codebook(world)
    return world


def take_in_with_inlines(world: World) -> Article:
    """An article with a link, an emphasis, and source bytes that are no text."""
    lines = FAMILY.split("\n")
    blocks = (Stretch("title", 0, len(lines[0])), Stretch("paragraph", len(lines[0]) + 2, len(FAMILY)))
    source = Source(
        text=FAMILY, blocks=blocks, inlines=(Stretch("emphasis", 2, 8), Stretch("link", 0, 3, "https://quay.example/a")),
        title="A family of ferries", byline="Dora Invented", outlet="The Quay", language="ar", encoding="windows-1252",
        notes=("Two characters were mended.",), url="https://quay.example/family",
        map=None, published_on=None, how="declared",
    )  # fmt: skip
    arrival = corpus.Arrival(source, b"\xff\xfe\x00 source", name="family-of-ana.html", words={"external_id": "=q-1"})
    article = corpus.take_in(world.project, arrival, by=world.lea, at=later(world, -60)).article
    assert article is not None
    corpus.correct_kind(article.blocks.get(number=1), kind=BlockKind.QUOTATION, by=world.lea, at=later(world, -50))
    return article


def decide_answers(world: World) -> None:
    """One answer stands after another was taken back; one stands no more; one question is left without."""
    for number, value in enumerate(["torn", "for", "against"]):
        review.decide_answer(
            world.article, question="stance", value=value, reason="ben said so", by=world.rita, at=later(world, number)
        )
    review.undo_step(world.article, by=world.rita, at=later(world, 4))
    review.decide_answer(world.article, question="remark", value="", by=world.rita, at=later(world, 5))


def decide_all(world: World, one: Span, bens: Span) -> None:
    """Kept by two at once, changed, rejected, undone and decided anew; then the article is settled."""
    both = [one.pk, bens.pk]
    review.decide(
        world.article, span_ids=both, label=one.label, extent=one.extent, quote="in it to win it",
        reason="Both found it; Ana first.", by=world.rita, at=later(world, 8),
    )  # fmt: skip
    for number, span in enumerate(Span.objects.filter(article=world.article, deleted_at=None).exclude(pk__in=both)):
        span.article = world.article
        world.decide(span, label=[None, "claim", "same"][number % 3], reason="so")
    again = Span.objects.filter(article=world.article, deleted_at=None).exclude(pk__in=both).order_by("start")[0]
    world.decide(again, label="aside", reason="on second thoughts, as ben said")
    review.settle_article(world.article, by=world.rita, at=later(world, 10))


def withdraw_and_supersede(world: World, family: Article) -> None:
    """A third article with spans is withdrawn; a fourth supersedes it."""
    third = world.take_in("A third\n\nWhat nobody ought to read.", url="https://quay.example/3")
    world.assign(world.ana, article=third)
    world.mark(world.ana, "nobody", article=third)
    corpus.withdraw_article(third, reason="Lea took it in twice.", by=world.lea, at=later(world, 11))
    fourth = world.take_in("A fourth\n\nWhat everybody may read.")
    Article.objects.filter(pk=fourth.pk).update(supersedes=third)


def correct_and_copy(world: World) -> None:
    """An article with Ana's spans is corrected; she takes one of them over, takes that back, and does it again."""
    older = world.take_in("A fifth\n\nWhat some may read, they say.")
    world.assign(world.ana, article=older)
    span = world.mark(world.ana, "some may read", article=older, note="Ana’s", unsure=True)
    lead = {"by": world.lea, "at": later(world, 12)}
    arrival = corpus.Arrival(plain.read(b"A fifth\n\nWhat some, some may read, they say."), b"corrected")
    newer = corpus.take_in_correction(older, arrival, **lead).article
    assert newer is not None
    world.assign(world.ana, article=newer)
    start = newer.text.index("some may read")
    own = {"by": world.ana, "at": later(world, 13)}
    chosen = [(span, Extent.one(start, start + len("some may read")))]
    spans.copy_spans(newer, chosen, codebook_id=world.codebook.pk, **own)
    spans.undo(newer, **own)
    spans.redo(newer, **own)


def change_codebook(world: World) -> None:
    """A label is retired, with another version; one is merged into another and takes up a twin; one merge is taken
    back; one is split and one of its spans sorted; and there is a draft."""
    lead = {"by": world.lea, "at": later(world, 31)}
    codebook.retire_label(world.project, "aside", **lead)
    seen = seen_as(find_codebook(world.project)["guidelines"])
    codebook.write_guidelines(world.project, "Ask Rita.", seen=seen, **lead)
    codebook.publish_draft(world.project, note="", seen=seen_as(find_codebook(world.project)), **lead)
    back = curation.merge_label(world.labels["framing"], into=world.labels["claim"], **lead)
    curation.revert_line(back, **lead)
    curation.merge_label(world.labels["rhetoric"], into=world.labels["claim"], **lead)
    curation.split_label(world.labels["evidence"], into=[{"key": "figure", "name": "Figure"}], **lead)
    span = visible_spans(world.lea.user).filter(label=world.labels["evidence"], deleted_at=None).earliest("start")
    curation.sort_span(span, into=Label.objects.get(project=world.project, key="figure"), **lead)
    codebook.add_attribute(world.project, entry={"key": "heat", "kind": "flag", "required": True}, **lead)


def attributes_of(world: World) -> dict[str, object]:
    """A value for every attribute that fits a claim."""
    return {"voice": "author"}


def later(world: World, minutes: int):  # type: ignore[no-untyped-def]
    """So many minutes after the world was made, and a little: fractions must survive too."""
    return world.at + timedelta(minutes=minutes, microseconds=120_000)
