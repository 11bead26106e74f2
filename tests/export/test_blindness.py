"""Exactly which spans leave with whom, in every state."""

from __future__ import annotations

import json

import pytest
from django.http import Http404

from annotate.corpus import actions as corpus
from annotate.export.entry import find_export, sets_for
from annotate.export.queries.files import Wanted
from annotate.projects.models import Membership
from annotate.projects.refusals import Missing, Refused
from annotate.review import actions as review
from tests.factories import World


def taken(world: World, by: Membership, chosen: str) -> set[tuple[str | None, str]]:
    """Whose spans on what words leave."""
    file = find_export(by.user, world.project.slug, Wanted(set=chosen))
    lines = b"".join(file.pieces).splitlines()
    return {(span["analyst"], span["quote"]) for line in lines for span in json.loads(line)["spans"]}


ANA, BEN = ("ana", "cheaper"), ("ben", "ferry")


@pytest.fixture
def marked(independent: World) -> World:
    """Ana and Ben have each marked something, blind."""
    independent.mark(independent.ana, "cheaper")
    independent.mark(independent.ben, "ferry")
    return independent


def test_while_people_work_each_takes_out_their_own(marked: World) -> None:
    assert taken(marked, marked.ana, "ana") == {ANA}
    assert taken(marked, marked.ben, "ben") == {BEN}
    assert taken(marked, marked.rita, "all") == taken(marked, marked.lea, "all") == set()


def test_reviewers_take_out_what_is_handed_in(marked: World) -> None:
    marked.hand_in(marked.ana)
    assert taken(marked, marked.rita, "all") == taken(marked, marked.lea, "ana") == {ANA}
    assert taken(marked, marked.ana, "ana") == {ANA}
    assert sets_for(marked.rita) == ["all", "gold", "ana", "rita"]


def test_a_lead_at_work_on_the_article_takes_out_nothing_of_others(marked: World) -> None:
    marked.assign(marked.lea)
    marked.hand_in(marked.ana, marked.ben)
    assert taken(marked, marked.lea, "all") == set()
    marked.mark(marked.lea, "toll")
    marked.hand_in(marked.lea)
    assert taken(marked, marked.lea, "all") == {ANA, BEN, ("lea", "toll")}


def test_gold_leaves_with_nobody_who_may_not_see_what_it_came_from(marked: World) -> None:
    marked.hand_in(marked.ana)
    marked.decide(marked.article.spans.get(assignment__analyst=marked.ana.user_id))
    assert taken(marked, marked.rita, "gold") == {(None, "cheaper")}
    marked.assign(marked.lea)
    assert taken(marked, marked.lea, "gold") == set()


def test_what_became_of_a_span_is_told_only_to_whom_the_decision_is(marked: World) -> None:
    """Ana's work is returned: a decision that speaks of her span and of Ben's stays unknown to her."""
    ana, ben = marked.mark(marked.ana, "toll"), marked.mark(marked.ben, "toll")
    marked.hand_in(marked.ana, marked.ben)
    review.decide(
        marked.article, span_ids=[ana.pk, ben.pk], label=ana.label, extent=ana.extent, quote="toll", by=marked.rita,
        at=marked.at,
    )  # fmt: skip
    review.return_work(marked.article, analyst=marked.ana.user_id, reason="once more", by=marked.rita, at=marked.at)
    assert statuses(marked, marked.ana, "ana") == {"cheaper": "open", "toll": "open"}
    assert sets_for(marked.rita) == ["all", "gold", "ben", "rita"]
    assert statuses(marked, marked.rita, "all") == {"ferry": "handed in", "toll": "handed in"}


def statuses(world: World, by: Membership, chosen: str) -> dict[str, str]:
    file = find_export(by.user, world.project.slug, Wanted("csv", chosen))
    lines = b"".join(file.pieces).decode().splitlines()[1:]
    return {line.split(",")[10]: line.split(",")[12] for line in lines}


@pytest.mark.parametrize("chosen", ["all", "gold", "ben", "nobody"])
def test_an_analyst_takes_out_no_other_set_and_learns_nothing_of_it(world: World, chosen: str) -> None:
    with pytest.raises(Refused, match="your own set"):
        find_export(world.ana.user, world.project.slug, Wanted(set=chosen))


def test_a_set_of_nobody_is_missing(world: World) -> None:
    with pytest.raises(Missing):
        find_export(world.rita.user, world.project.slug, Wanted(set="nobody"))


def test_a_stranger_finds_no_project(world: World) -> None:
    with pytest.raises(Http404):
        find_export(world.otto, world.project.slug, Wanted())


def test_in_a_shared_project_reviewers_take_out_work_in_progress(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    assert taken(shared, shared.rita, "all") == {ANA}


def test_an_archive_waits_for_the_last_hand_in(marked: World) -> None:
    wanted = Wanted("archive")
    marked.hand_in(marked.ana)
    with pytest.raises(Refused, match="1 piece of work is not handed in"):
        find_export(marked.lea.user, marked.project.slug, wanted)
    with pytest.raises(Refused, match="Only a lead"):
        find_export(marked.rita.user, marked.project.slug, wanted)
    marked.hand_in(marked.ben)
    assert b"".join(find_export(marked.lea.user, marked.project.slug, wanted).pieces)


def test_withdrawn_articles_leave_only_in_an_archive(shared: World) -> None:

    shared.mark(shared.ana, "cheaper")
    corpus.withdraw_article(shared.article, reason="by mistake", by=shared.lea, at=shared.at)
    assert taken(shared, shared.lea, "all") == set()
    archive = b"".join(find_export(shared.lea.user, shared.project.slug, Wanted("archive")).pieces)
    assert b'"quote":"cheaper"' in archive
