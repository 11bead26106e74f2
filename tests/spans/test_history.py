"""Undo all gives the beginning, redo all the end, whatever was done in between."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotate.corpus.models import Article
from annotate.projects.refusals import Clash
from annotate.spans import actions
from annotate.spans.models import Link, Span
from annotate.text.extent import Extent
from tests.factories import World

WORDS = "The bridge is cheap 😊, they say; the toll is not. Who pays? We do."
DEEDS = ("mark", "relabel", "move", "note", "unsure", "delete", "restore", "link", "unlink", "undo", "redo")

_numbers = count()


def picture(article: Article) -> tuple[frozenset[object], frozenset[object]]:
    """What stands on the article: every span and link with all that can be changed of it."""
    spans = frozenset(
        (span.pk, span.label.key, span.extent, span.note, span.unsure)
        for span in Span.objects.filter(article=article, deleted_at=None).select_related("label")
    )
    links = frozenset(Link.objects.filter(article=article, deleted_at=None).values_list("pk", "source", "target_span"))
    return spans, links


def do(world: World, article: Article, deed: str, data: st.DataObject) -> None:
    """One thing a person may do; what cannot be done now is refused and changes nothing."""
    spans = list(Span.objects.filter(article=article).select_related("label", "article").order_by("created_at", "pk"))
    standing = [span for span in spans if span.deleted_at is None]
    deleted = [span for span in spans if span.deleted_at is not None]
    by, at = world.ana, world.at

    def draw(things: list[Span]) -> Span:
        return things[data.draw(st.integers(0, len(things) - 1))]

    def draw_extent() -> Extent:
        words = article.text.split("\n\n")[1]
        begin = article.text.index(words)
        starts = [begin + at for at, letter in enumerate(words) if letter.isalpha() and words[at - 1 : at] in ("", " ")]
        start = data.draw(st.sampled_from(starts))
        end = article.text.find(" ", start)
        return Extent.one(start, end if end > 0 else len(article.text.rstrip()))

    labels = st.sampled_from(["claim", "evidence", "rhetoric"])
    try:
        if deed == "mark":
            world.mark_extent(by, draw_extent(), data.draw(labels), article=article)
        elif deed == "undo":
            actions.undo(article, by=by, at=at)
        elif deed == "redo":
            actions.redo(article, by=by, at=at)
        elif deed == "restore" and deleted:
            actions.restore_span(draw(deleted), by=by, at=at)
        elif standing:
            span = draw(standing)
            span.article.project = world.project
            if deed == "relabel":
                label = world.labels[data.draw(labels)]
                actions.change_span(span, version=span.version, label=label, by=by, at=at)
            elif deed == "move":
                extent = draw_extent()
                quote = extent.quote(article.text)
                actions.change_span(span, version=span.version, extent=extent, quote=quote, by=by, at=at)
            elif deed == "note":
                note = data.draw(st.sampled_from(["", "why", "how"]))
                actions.change_span(span, version=span.version, note=note, by=by, at=at)
            elif deed == "unsure":
                actions.change_span(span, version=span.version, unsure=not span.unsure, by=by, at=at)
            elif deed == "delete":
                actions.delete_span(span, by=by, at=at)
            elif deed == "link" and len(standing) > 1:
                target = draw([other for other in standing if other.pk != span.pk])
                actions.add_link(span, kind="supports", target=target, by=by, at=at)
            elif deed == "unlink" and (link := Link.objects.filter(article=article, deleted_at=None).first()):
                actions.delete_link(link, by=by, at=at)
    except Clash:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undo_all_gives_the_beginning_and_redo_all_the_end(shared: World, data: st.DataObject) -> None:
    article = shared.take_in(f"Number {next(_numbers)}\n\n{WORDS}")
    beginning = picture(article)
    for deed in data.draw(st.lists(st.sampled_from(DEEDS), max_size=14)):
        do(shared, article, deed, data)
    while True:  # what was undone and not redone is the end that counts
        try:
            actions.redo(article, by=shared.ana, at=shared.at)
        except Clash:
            break
    end, steps = picture(article), 0
    pictures = [end]
    while True:
        try:
            actions.undo(article, by=shared.ana, at=shared.at)
        except Clash:
            break
        steps += 1
        pictures.append(picture(article))
    assert pictures[-1] == beginning
    for before in reversed(pictures[:-1]):
        actions.redo(article, by=shared.ana, at=shared.at)
        assert picture(article) == before
    with pytest.raises(Clash, match="nothing to redo"):
        actions.redo(article, by=shared.ana, at=shared.at)
    assert picture(article) == end


def test_undo_is_one_persons_own(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    with pytest.raises(Clash, match="nothing to undo"):
        actions.undo(shared.article, by=shared.ben, at=shared.at)
    shared.mark(shared.ben, "The council")
    actions.undo(shared.article, by=shared.ana, at=shared.at)
    assert Span.objects.get(deleted_at=None).assignment.analyst == shared.ben.user


def test_undo_answers_a_resent_request_without_undoing_twice(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ana, "The council")
    actions.undo(shared.article, by=shared.ana, at=shared.at, action="once")
    actions.undo(shared.article, by=shared.ana, at=shared.at, action="once")
    assert Span.objects.filter(deleted_at=None).count() == 1
