"""Exactly which spans come back for each viewer, in each mode and state."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from annotate.assignment.models import Assignment
from annotate.corpus import actions as corpus
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Role, User
from annotate.review import actions as review
from annotate.review.queries import visible_decisions
from annotate.spans import actions
from annotate.spans.models import Span
from annotate.spans.queries.sets import (
    readers_of,
    sight_of,
    visible_comments,
    visible_links,
    visible_sets,
    visible_spans,
    who_may_see,
)
from tests.factories import World

STATES = ("open", "ana in", "both in", "returned", "settled")

# Who sees whose spans in an independent project. Rita and Lea have no work of their own here.
INDEPENDENT = {
    "open": {"ana": "ana", "ben": "ben", "rita": "", "lea": "", "otto": ""},
    "ana in": {"ana": "ana", "ben": "ben", "rita": "ana", "lea": "ana", "otto": ""},
    "both in": {"ana": "ana", "ben": "ben", "rita": "ana ben", "lea": "ana ben", "otto": ""},
    "returned": {"ana": "ana", "ben": "ben", "rita": "ben", "lea": "ben", "otto": ""},
    "settled": dict.fromkeys(("ana", "ben", "rita", "lea"), "ana ben") | {"otto": ""},
}


def reach(world: World, state: str) -> dict[str, Span]:
    """Ana and Ben mark, and the article comes to this state."""
    spans = {"ana": world.mark(world.ana, "cheaper"), "ben": world.mark(world.ben, "the toll alone")}
    if state == "open":
        return spans
    world.hand_in(world.ana)
    if state == "ana in":
        return spans
    world.hand_in(world.ben)
    if state == "returned":
        review.return_work(world.article, analyst=world.ana.user_id, reason="again", by=world.rita, at=world.at)
    if state == "settled":
        for span in spans.values():
            world.decide(span)
        review.settle_article(world.article, by=world.rita, at=world.at)
    return spans


def people(world: World) -> dict[str, User]:
    cast = {name: getattr(world, name).user for name in ("ana", "ben", "rita", "lea")}
    return cast | {"otto": world.otto}


@pytest.mark.parametrize("state", STATES)
def test_an_independent_project_shows_exactly(independent: World, state: str) -> None:
    spans = reach(independent, state)
    seen = {
        name: {owner for owner, span in spans.items() if visible_spans(person).filter(pk=span.pk).exists()}
        for name, person in people(independent).items()
    }
    assert seen == {name: set(owners.split()) for name, owners in INDEPENDENT[state].items()}


@pytest.mark.parametrize("state", STATES)
def test_a_shared_project_shows_everything_to_members_and_nothing_to_others(shared: World, state: str) -> None:
    spans = reach(shared, state)
    for name, person in people(shared).items():
        expected = set() if name == "otto" else {span.pk for span in spans.values()}
        assert set(visible_spans(person).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rita", ["reviews", "has work of her own"])
def test_who_hears_of_a_set_is_who_may_see_it(world: World, state: str, rita: str) -> None:
    reach(world, state)
    if rita != "reviews":  # and so sees nothing of others, in whatever state their work is
        world.assign(world.rita)
    for work in world.article.assignments.all():
        hears = {name for name, person in people(world).items() if person.pk in who_may_see(world.article, [work])}
        sees = {name for name, person in people(world).items() if visible_sets(person).filter(pk=work.pk).exists()}
        assert hears == sees
        told = {name for name, person in people(world).items() if work in sets_in_sight(world, person)}
        assert told == sees


def sets_in_sight(world: World, person: User) -> list[Assignment]:
    """What the desk asks; of somebody who says that they are a member, too."""
    member = Membership(project=world.project, user=person, role=Role.LEAD)
    return [seen.work for seen in sight_of(member, world.article).sets]


def test_each_set_at_an_article_comes_with_its_analyst(
    shared: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reach(shared, "open")
    elsewhere = shared.take_in("Another piece\n\nIt is cheaper, they say.")
    shared.mark(shared.ana, "cheaper", article=elsewhere)
    with django_assert_num_queries(1):
        sight = sight_of(shared.rita, shared.article)
        assert sorted((seen.work.analyst.username, seen.spans) for seen in sight.sets) == [("ana", 1), ("ben", 1)]
    assert sight.revision == 2
    assert [seen.spans for seen in sight_of(shared.rita, shared.article, counted=False).sets] == [0, 0]


def test_a_set_is_seen_with_how_far_its_own_audience_has_heard(independent: World) -> None:
    reach(independent, "both in")
    elsewhere = independent.take_in("Another piece\n\nIt is cheaper, they say.")
    independent.assign(independent.rita, article=elsewhere)
    independent.mark(independent.rita, "cheaper", article=elsewhere)
    sight = sight_of(independent.rita, independent.article)
    counted = {seen.work.analyst.username: (seen.revision, seen.spans) for seen in sight.sets}
    assert counted == {"ana": (1, 1), "ben": (1, 1)}
    assert sight.revision == 0, "she did nothing here"


@pytest.mark.parametrize("role", ["rita", "lea"])
def test_a_reviewer_with_unfinished_work_of_their_own_is_blind_too(independent: World, role: str) -> None:
    reviewer = getattr(independent, role)
    independent.assign(reviewer)
    spans = reach(independent, "both in")
    assert not visible_spans(reviewer.user).exists()
    independent.hand_in(reviewer)
    assert visible_spans(reviewer.user).count() == len(spans)


def test_who_could_see_others_is_remembered(independent: World) -> None:
    reach(independent, "both in")
    independent.assign(independent.rita)
    independent.hand_in(independent.rita)
    assert actions.take_back(independent.article, by=independent.rita, at=independent.at).saw_others
    other = independent.take_in("Another piece\n\nIt is cheaper, they say.")
    independent.assign(independent.ana, article=other)
    independent.mark(independent.ana, "cheaper", article=other)
    independent.hand_in(independent.ana, article=other)
    assert not other.assignments.get().saw_others


def test_gold_tells_nobody_of_a_span_they_are_blind_to(independent: World) -> None:
    spans = reach(independent, "both in")
    independent.decide(spans["ana"])
    seen = {name: visible_decisions(person).count() for name, person in people(independent).items()}
    assert seen == {"ana": 1, "ben": 0, "rita": 1, "lea": 1, "otto": 0}
    independent.assign(independent.lea)
    assert not visible_decisions(independent.lea.user).exists()


def test_comments_and_links_follow_their_spans(independent: World) -> None:
    spans = reach(independent, "both in")
    actions.add_comment(spans["ana"], text="Why so wide?", by=independent.rita, at=independent.at)
    seen = {name: visible_comments(person).count() for name, person in people(independent).items()}
    assert seen == {"ana": 1, "ben": 0, "rita": 1, "lea": 1, "otto": 0}
    actions.add_link(spans["ana"], kind="supports", target=spans["ben"], by=independent.rita, at=independent.at)
    assert {name: visible_links(person).count() for name, person in people(independent).items()} == {
        "ana": 0, "ben": 0, "rita": 1, "lea": 1, "otto": 0,
    }  # fmt: skip


def test_who_left_sees_nothing(shared: World) -> None:
    reach(shared, "open")
    projects.end_membership(shared.ben, by=shared.lea, at=shared.at)
    assert not visible_spans(shared.ben.user).exists()


def test_a_withdrawn_article_hides_its_spans_until_it_is_put_back(world: World) -> None:
    reach(world, "settled")
    corpus.withdraw_article(world.article, reason="twice", by=world.lea, at=world.at)
    assert not any(visible_spans(person).exists() for person in people(world).values())
    corpus.put_back_article(world.article, by=world.lea, at=world.at)
    assert visible_spans(world.ana.user).count() == 2


@pytest.mark.parametrize("state", STATES)
def test_readers_of_a_set_are_those_whom_it_is_shown_to(world: World, state: str) -> None:
    reach(world, state)
    world.assign(world.lea, article=world.article)
    for work in world.article.assignments.select_related("article__project"):
        shown = {name for name, person in people(world).items() if visible_sets(person).filter(pk=work.pk).exists()}
        assert set(readers_of(work).values_list("user__username", flat=True)) == shown


def test_nobody_reads_a_set_of_a_withdrawn_article(world: World) -> None:
    reach(world, "both in")
    corpus.withdraw_article(world.article, reason="twice", by=world.lea, at=world.at)
    assert not any(readers_of(work).exists() for work in Assignment.objects.filter(article=world.article))
