"""Undo all gives the beginning, redo all the end, whatever was done in between, with reloads at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import lxml.html
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.projects.refusals import Clash
from annotate.spans import actions
from annotate.spans.models import Link, Span
from annotate.text.extent import Extent
from tests.factories import World
from tests.pages import tree, written

WORDS = "The bridge is cheap 😊, they say; the toll is not. Who pays? We do."
DEEDS = (
    "mark", "relabel", "move", "note", "unsure", "attribute", "delete", "restore", "link", "unlink", "undo", "redo",
    "reload",
)  # fmt: skip

_numbers = count()


def picture(article: Article) -> tuple[frozenset[object], frozenset[object]]:
    """What stands on the article: every span and link with all that can be changed of it."""
    spans = frozenset(
        (span.pk, span.label.key, span.extent, span.note, span.unsure, tuple(sorted(span.attributes.items())))
        for span in Span.objects.filter(article=article, deleted_at=None).select_related("label")
    )
    links = frozenset(Link.objects.filter(article=article, deleted_at=None).values_list("pk", "source", "target_span"))
    return spans, links


@dataclass
class Desk:
    """Ana's desk in a browser that knows nothing but what the page says."""

    client: Client
    article: Article

    def reload(self) -> set[str]:
        """Open the page anew; which of undo and redo it offers. It shows the spans that stand, and no others."""
        answer = self.client.get(f"/p/{self.article.project.slug}/articles/{self.article.pk}/")
        page = lxml.html.document_fromstring(written(answer))
        shown = {tag.get("data-span") for tag in page.cssselect("#text .tag")}
        standing = Span.objects.filter(article=self.article, deleted_at=None)
        assert shown == {str(pk) for pk in standing.values_list("pk", flat=True)}
        return {
            str(button.get("id"))
            for button in page.cssselect("button#undo, button#redo")
            if "disabled" not in button.attrib
        }

    def press(self, button: str) -> bool:
        """Undo or redo, if the page offers it."""
        if button not in self.reload():
            return False
        path = f"/p/{self.article.project.slug}/articles/{self.article.pk}/{button}/"
        answer = self.client.post(path, headers={"hx-request": "true"})
        assert answer.status_code == 200, answer.content.decode()
        return True


def do(world: World, desk: Desk, deed: str, data: st.DataObject) -> None:
    """One thing a person may do; what cannot be done now is refused and changes nothing."""
    article = desk.article
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
        chosen = data.draw(st.lists(st.sampled_from(starts), min_size=1, max_size=2, unique=True))
        ends = [article.text.find(" ", start) for start in chosen]
        return Extent.of([(s, e if e > 0 else len(article.text.rstrip())) for s, e in zip(chosen, ends, strict=True)])

    labels = st.sampled_from(["claim", "evidence", "rhetoric"])
    try:
        if deed == "mark":
            world.mark_extent(by, draw_extent(), data.draw(labels), article=article)
        elif deed == "reload":
            desk.reload()
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
            elif deed == "attribute":
                attributes = data.draw(st.sampled_from([{}, {"voice": "author"}, {"voice": "quoted"}]))
                actions.change_span(span, version=span.version, attributes=attributes, by=by, at=at)
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
def test_undo_all_gives_the_beginning_and_redo_all_the_end(
    shared: World, sign_in: Callable[[User], Client], data: st.DataObject
) -> None:
    article = shared.take_in(f"Number {next(_numbers)}\n\n{WORDS}")
    desk = Desk(sign_in(shared.ana.user), article)
    beginning = picture(article)
    for deed in data.draw(st.lists(st.sampled_from(DEEDS), max_size=14)):
        do(shared, desk, deed, data)
    while desk.press("redo"):  # what was undone and not redone is the end that counts
        pass
    pictures = [picture(article)]
    while desk.press("undo"):
        pictures.append(picture(article))
    assert pictures[-1] == beginning
    assert "undo" not in desk.reload()
    for before in reversed(pictures[:-1]):
        assert desk.press("redo")
        assert picture(article) == before
    assert "redo" not in desk.reload()


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


def test_undo_goes_on_in_the_article_of_ones_last_deed(shared: World, sign_in: Callable[[User], Client]) -> None:
    other = shared.take_in("Tolls\n\nTolls cost. Who pays them?")
    client = sign_in(shared.ana.user)

    def undo_at(article: Article) -> tuple[str, str]:
        """Where undo leads, and how it is called."""
        page = tree(client.get(f"/p/{shared.project.slug}/articles/{article.pk}/"))
        (undo,) = page.cssselect("#undo")
        return undo.get("href", "-" if undo.get("disabled") is None else "disabled"), undo.text_content().strip()

    assert undo_at(shared.article) == ("disabled", "Undo")
    shared.mark(shared.ben, "The council")
    shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ana, "Who pays them?", article=other)
    assert undo_at(other) == undo_at(shared.article) == ("-", "Undo")
    actions.undo(other, by=shared.ana, at=shared.at)
    there = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    assert undo_at(other) == (there, "Undo there")
    actions.undo(shared.article, by=shared.ana, at=shared.at)
    assert undo_at(other) == undo_at(shared.article) == ("disabled", "Undo")
    actions.redo(shared.article, by=shared.ana, at=shared.at)
    shared.hand_in(shared.ana)
    assert undo_at(other) == ("disabled", "Undo"), "what is handed in is not undone"
