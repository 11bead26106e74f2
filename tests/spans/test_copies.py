"""A corrected article: the old one is only read; its people take their spans over."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.formats import plain
from annotate.projects.models import Membership, Mode
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import actions
from annotate.spans.models import Link, LinkKind, Span
from annotate.spans.queries.copies import find_copies, find_link_copies, steps_of
from annotate.spans.queries.talk import find_earlier
from tests.factories import TEXT, World, make_world

pytestmark = pytest.mark.django_db

CORRECTED = TEXT.replace("40 crowns", "60 crowns").replace("The council", "The county council, they say,") + "\nMore."


@pytest.fixture
def world() -> World:
    return make_world(Mode.SHARED)


def correct(world: World, text: str = CORRECTED, *, older: Article | None = None) -> Article:
    arrival = corpus.Arrival(plain.read(text.encode()), text.encode())
    taken = corpus.take_in_correction(older or world.article, arrival, by=world.lea, at=world.at)
    assert taken.article is not None
    world.article.refresh_from_db()
    return taken.article


def copy(world: World, newer: Article, *, by: Membership | None = None, least: float = 0.5, **more: Any) -> Any:
    by = by or world.ana
    chosen = [(it.span, it.extent) for it in find_copies(by, newer) if it.extent and not it.taken and it.score >= least]
    return actions.copy_spans(newer, chosen, codebook_id=world.codebook.pk, by=by, at=world.at, **more)


def standing(newer: Article, by: Membership) -> list[tuple[str, str, int | None]]:
    found = Span.objects.filter(article=newer, assignment__analyst=by.user_id, deleted_at=None).order_by("start", "id")
    return [(it.label.key, it.extent.quote(newer.text), it.copied_from_id) for it in found.select_related("label")]


def test_proposals_are_one_s_own_and_say_what_became_of_each(world: World) -> None:
    for quote in ("The ferry must stay", "the toll alone costs 40 crowns a day", "The council says"):
        world.mark(world.ana, quote)
    world.mark(world.ben, "nobody")
    copies = find_copies(world.ana, newer := correct(world))
    assert [(it.kind, it.percent, it.new and it.new.quote) for it in copies] == [
        ("same", 100, "The ferry must stay"),
        ("changed", 64, "The county council, they say, says"),
        ("changed", 97, "the toll alone costs 60 crowns a day"),
    ]
    assert [(step.percent, step.count) for step in steps_of(copies)] == [(100, 1), (90, 2), (50, 3)]
    assert find_copies(world.rita, newer) == []


def test_what_is_taken_over_is_a_span_of_the_new_set(world: World) -> None:
    old = world.mark(world.ana, "in it to win it", "aside", note="so", unsure=True, attributes={"voice": "author"})
    copied = copy(world, newer := correct(world))
    new = Span.objects.get(article=newer)
    assert (copied.new, new.copied_from_id, new.label, new.note, new.unsure, new.attributes) == (
        1, old.pk, old.label, "so", True, {"voice": "author"},
    )  # fmt: skip
    assert new.assignment.analyst == world.ana.user
    assert [it.taken for it in find_copies(world.ana, newer)] == [True]
    old.refresh_from_db()
    assert old.deleted_at is None, "the old one stays"


def test_many_are_one_step_to_undo_and_to_redo(world: World) -> None:
    one, two = world.mark(world.ana, "nobody"), world.mark(world.ana, "cheaper")
    newer = correct(world)
    first = world.mark(world.ana, "More", article=newer)
    copy(world, newer, action="once")
    three = [("claim", "cheaper", two.pk), ("claim", "nobody", one.pk), ("claim", "More", None)]
    assert standing(newer, world.ana) == three
    actions.undo(newer, by=world.ana, at=world.at)
    assert standing(newer, world.ana) == three[2:]
    actions.redo(newer, by=world.ana, at=world.at)
    assert standing(newer, world.ana) == three
    actions.undo(newer, by=world.ana, at=world.at)
    actions.undo(newer, by=world.ana, at=world.at)
    first.refresh_from_db()
    assert first.deleted_at is not None, "the mark before is undone next"


def test_a_step_is_not_undone_where_one_of_its_spans_was_changed_by_somebody_else(world: World) -> None:
    world.mark(world.ana, "nobody")
    newer = correct(world)
    copy(world, newer)
    Span.objects.filter(article=newer).update(version=7)
    with pytest.raises(Clash, match="was changed since"):
        actions.undo(newer, by=world.ana, at=world.at)


def test_the_same_request_again_does_nothing_twice(world: World) -> None:
    span = world.mark(world.ana, "nobody")
    newer = correct(world)
    chosen = [(span, find_copies(world.ana, newer)[0].extent)]
    asked: dict[str, Any] = {"codebook_id": world.codebook.pk, "by": world.ana, "at": world.at, "action": "once"}
    assert actions.copy_spans(newer, chosen, **asked) == actions.copy_spans(newer, chosen, **asked)
    assert len(standing(newer, world.ana)) == 1


def test_a_twin_is_there_already_and_a_retired_label_is_left_out(world: World) -> None:
    world.mark(world.ana, "nobody")
    retired = world.mark(world.ana, "cheaper", "aside")
    newer = correct(world)
    world.mark(world.ana, "nobody", article=newer)
    type(retired.label).objects.filter(pk=retired.label_id).update(retired_at=world.at)
    copied = copy(world, newer)
    assert (copied.new, copied.there, copied.left) == (0, 1, 1)
    assert "retired" in copied.why
    assert standing(newer, world.ana) == [("claim", "nobody", None)]


@pytest.mark.parametrize(
    ("whose", "of", "refused"),
    [("ben", "older", "Only your own spans"), ("ana", "newer", "Only your own spans"), ("nobody", "older", "nothing")],
)
def test_only_one_s_own_spans_of_the_superseded_article(world: World, whose: str, of: str, refused: str) -> None:
    newer = correct(world)
    article = Article.objects.get(pk=newer.pk) if of == "newer" else world.article
    if of == "older":
        Article.objects.filter(pk=article.pk).update(superseded=False)
        article.refresh_from_db()
    spans = [] if whose == "nobody" else [world.mark(getattr(world, whose), "nobody", article=article)]
    chosen = [(span, span.extent) for span in spans]
    with pytest.raises(Unfit, match=refused):
        actions.copy_spans(newer, chosen, codebook_id=world.codebook.pk, by=world.ana, at=world.at)


def link(source: Span, target: Span | Link, *, by: Membership, at: Any) -> Link:
    kind = LinkKind.UNDERCUTS if isinstance(target, Link) else LinkKind.SUPPORTS
    return actions.add_link(source, kind=kind, target=target, by=by, at=at)[0]


def links_on(newer: Article) -> list[tuple[str, int | None, int | None]]:
    """The standing links there, by the spans that their source and target were copied from, or the link's source."""
    found = Link.objects.filter(article=newer, deleted_at=None, source__deleted_at=None).order_by("kind", "created_at")
    rows = found.values_list(
        "kind", "source__copied_from", "target_span__copied_from", "target_link__source__copied_from"
    )
    return [(kind, source, span or through) for kind, source, span, through in rows]


def test_links_come_along_once_all_they_speak_of_is_there(world: World) -> None:
    one, two, three = (world.mark(world.ana, quote) for quote in ("nobody", "cheaper", "40 crowns a day"))
    supports = link(one, two, by=world.ana, at=world.at)
    link(three, supports, by=world.ana, at=world.at)
    newer = correct(world)
    spans = {it.span.pk: (it.span, it.extent) for it in find_copies(world.ana, newer)}
    some: dict[str, Any] = {"codebook_id": world.codebook.pk, "by": world.ana, "at": world.at}
    assert actions.copy_spans(newer, [spans[one.pk]], **some).links == 0
    assert [it.ready or it.taken for it in find_link_copies(world.ana, newer)] == [False, False]
    asked = {**some, "action": "once"}
    copied = actions.copy_spans(newer, [spans[two.pk], spans[three.pk]], **asked)
    assert (copied.new, copied.links) == (2, 2)
    assert actions.copy_spans(newer, [spans[two.pk], spans[three.pk]], **asked) == copied
    both = [("supports", one.pk, two.pk), ("undercuts", three.pk, one.pk)]
    assert links_on(newer) == both
    assert [it.taken for it in find_link_copies(world.ana, newer)] == [True, True]
    actions.undo(newer, by=world.ana, at=world.at)
    assert (links_on(newer), len(standing(newer, world.ana))) == ([], 1)
    actions.redo(newer, by=world.ana, at=world.at)
    assert links_on(newer) == both


def test_a_link_to_somebody_else_s_span_waits_for_their_copy_and_is_a_step_of_its_own(world: World) -> None:
    mine, theirs = world.mark(world.ana, "nobody"), world.mark(world.ben, "cheaper")
    link(mine, theirs, by=world.ana, at=world.at)
    link(theirs, mine, by=world.ben, at=world.at)
    newer = correct(world)
    assert copy(world, newer).links == 0
    with pytest.raises(Unfit, match="nothing to take over"):
        actions.copy_spans(newer, [], codebook_id=world.codebook.pk, by=world.ana, at=world.at)
    assert copy(world, newer, by=world.ben).links == 1, "nobody takes over another's link"
    page, client = f"/p/{world.project.slug}/articles/{newer.pk}/correction/", entered(world.ana)
    assert "can be taken over" in client.get(page).content.decode()
    client.post(f"{page}copy/", {"links": "2"})
    assert len(links_on(newer)) == 1, "the page said another number"
    client.post(f"{page}copy/", {"links": "1"})
    assert links_on(newer) == [("supports", theirs.pk, mine.pk), ("supports", mine.pk, theirs.pk)]
    actions.undo(newer, by=world.ana, at=world.at)
    assert links_on(newer) == [("supports", theirs.pk, mine.pk)]
    assert not any(it.ready for it in find_link_copies(world.ana, newer)), "what was taken away does not come back"


def test_a_blind_person_is_not_told_by_their_link_that_another_took_a_span_over() -> None:
    world = make_world(Mode.INDEPENDENT)
    world.assign(world.rita)
    mine, theirs = world.mark(world.rita, "nobody"), world.mark(world.ana, "cheaper")
    world.hand_in(world.rita, world.ana)
    link(mine, theirs, by=world.rita, at=world.at)
    newer = correct(world)
    world.assign(world.rita, world.ana, article=newer)
    copy(world, newer, by=world.rita)
    before = find_link_copies(world.rita, newer)
    copy(world, newer)
    assert find_link_copies(world.rita, newer) == before
    assert [it.target for it in before] == [None]
    world.hand_in(world.rita, world.ana, article=newer)
    assert [it.ready for it in find_link_copies(world.rita, newer)] == [True], "seen, once it may be"


def test_a_step_is_not_undone_where_one_of_its_links_was_deleted_since(world: World) -> None:
    link(world.mark(world.ana, "nobody"), world.mark(world.ana, "cheaper"), by=world.ana, at=world.at)
    newer = correct(world)
    copy(world, newer)
    Link.objects.filter(article=newer).update(deleted_at=world.at)
    with pytest.raises(Clash, match="links was changed since"):
        actions.undo(newer, by=world.ana, at=world.at)
    assert len(standing(newer, world.ana)) == 2


def test_what_was_said_before_the_correction_is_read_from_the_copy(world: World) -> None:
    old = world.mark(world.ana, "nobody")
    actions.add_comment(old, text="Is this one? @ana", by=world.ben, at=world.at)
    newer = correct(world)
    copy(world, newer)
    new = Span.objects.get(article=newer)
    shown = read(world.ben, f"/p/{world.project.slug}/articles/{newer.pk}/spans/{new.pk}/")
    assert "Said about it before the correction" in shown
    assert "Is this one?" in shown
    assert f"/articles/{world.article.pk}/spans/{old.pk}/" in shown
    assert "before the correction" not in read(
        world.ben, f"/p/{world.project.slug}/articles/{world.article.pk}/spans/{old.pk}/"
    )
    corpus.withdraw_article(world.article, reason="a wrong file", by=world.lea, at=world.at)
    assert find_earlier(world.ben, new) is None, "what is withdrawn is not told of"


def test_what_was_said_before_the_correction_keeps_to_who_may_see_that_span() -> None:
    world = make_world(Mode.INDEPENDENT)
    old = world.mark(world.ana, "nobody")
    world.hand_in(world.ana)
    actions.add_comment(old, text="Only Rita and Ana", by=world.rita, at=world.at)
    newer = correct(world)
    world.assign(world.ana, article=newer)
    copy(world, newer)
    world.hand_in(world.ana, article=newer)
    new = Span.objects.get(article=newer)
    told = [find_earlier(by, new) for by in (world.ana, world.rita, world.ben)]
    assert [earlier and [line.comment.text for line in earlier.comments] for earlier in told] == [
        ["Only Rita and Ana"], ["Only Rita and Ana"], None,
    ]  # fmt: skip


def test_a_superseded_article_is_only_read(world: World) -> None:
    span = world.mark(world.ana, "nobody")
    newer = correct(world)
    with pytest.raises(Refused, match="has superseded this one"):
        world.mark(world.ana, "cheaper")
    with pytest.raises(Refused, match="has superseded this one"):
        actions.delete_span(Span.objects.get(pk=span.pk), by=world.ana, at=world.at)
    corpus.withdraw_article(newer, reason="it was no correction", by=world.lea, at=world.at)
    world.article.refresh_from_db()
    world.mark(world.ana, "cheaper")


def test_a_withdrawn_correction_makes_room_for_another_and_does_not_come_back(world: World) -> None:
    newer = correct(world)
    corpus.withdraw_article(newer, reason="a wrong file", by=world.lea, at=world.at)
    world.article.refresh_from_db()
    correct(world, CORRECTED + "\nAnd more.")
    with pytest.raises(Clash, match="Another correction"):
        corpus.put_back_article(newer, by=world.lea, at=world.at)


def test_only_a_lead_supersedes_and_what_is_refused_takes_nothing_in(world: World) -> None:
    with pytest.raises(Clash, match="The text is the same"):
        correct(world, TEXT)
    second = correct(world)
    with pytest.raises(Clash, match="superseded already"):
        correct(world, "Other\n\nwords.")
    with pytest.raises(Clash, match="supersedes that one already"):
        corpus.supersede(second, newer=world.article, by=world.lea, at=world.at)
    with pytest.raises(Refused, match="lead"):
        corpus.supersede(second, newer=world.article, by=world.rita, at=world.at)
    assert Article.objects.filter(project=world.project).count() == 2


def test_the_database_lets_nothing_supersede_itself_another_project_s_or_one_twice(world: World) -> None:
    other, third = make_world(Mode.SHARED).article, world.take_in("Third\n\nwords.")
    newer = correct(world)
    for article, older in ((newer, newer), (newer, other), (third, world.article)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(supersedes=older)


def test_the_page_tells_a_blind_person_nothing_of_others() -> None:
    world = make_world(Mode.INDEPENDENT)
    world.mark(world.ana, "nobody", note="Ana thinks")
    mine = world.mark(world.ben, "cheaper", note="Ben thinks")
    newer = correct(world)
    page = f"/p/{world.project.slug}/articles/{newer.pk}/correction/"
    before = read(world.ben, page)
    assert "Ben thinks" in before
    assert "Ana thinks" not in before
    assert "This article was not given to you." in before
    world.assign(world.ben, article=newer)
    client = entered(world.ben)
    client.post(f"{page}copy/", {"least": "0.5", "count": "7"})
    assert standing(newer, world.ben) == [], "the page said another number"
    client.post(f"{page}copy/", {"span": str(mine.pk)})
    assert standing(newer, world.ben) == [("claim", "cheaper", mine.pk)]
    assert "You have no spans" in read(world.rita, page)
    assert entered(world.ben).get(page.replace(str(newer.pk), str(world.article.pk))).status_code == 404


def test_a_lead_pastes_a_corrected_text(world: World) -> None:
    client, address = entered(world.lea), f"/p/{world.project.slug}/articles/{world.article.pk}/correct/"
    assert client.post(address, {"text": TEXT}).status_code == 422
    assert client.post(address, {}).status_code == 422
    response = client.post(address, {"text": CORRECTED})
    newer = Article.objects.get(supersedes=world.article)
    assert response["Location"] == f"/p/{world.project.slug}/articles/{newer.pk}/correction/"
    about = f"/p/{world.project.slug}/articles/{{}}/about/"
    assert str(newer.pk) in read(world.ana, about.format(world.article.pk))
    assert str(world.article.pk) in read(world.ana, about.format(newer.pk))
    assert entered(world.ana).get(address).status_code in (403, 404)


def entered(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="annotate.projects.sessions.Accounts")
    return client


def read(member: Membership, address: str) -> str:
    return entered(member).get(address).content.decode()
