"""Deciding, several decisions at one stroke, undoing, and what each leaves: rows, journal, news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from annotate.assignment.models import Assignment
from annotate.codebook.queries import entry_of, find_codebook
from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Missing, Refused, Unfit
from annotate.review import actions as review
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries import (
    ClusterLine,
    Proposal,
    Sheet,
    count_outcomes,
    find_outcomes,
    find_settlements,
    find_sheet,
    visible_lines,
)
from annotate.spans import actions as spans
from tests.factories import World, make_user

minutes = count(1)


@pytest.fixture
def both(independent: World) -> World:
    """Ana and Ben handed in: they agree but for a full stop, differ in extent, in label; one thing each has alone."""
    world = independent
    world.mark(world.ana, "The ferry must stay")
    world.mark(world.ben, "The ferry must stay")
    world.mark(world.ana, "the new bridge is cheaper", note="wide")
    world.mark(world.ben, "The council says the new bridge is cheaper.")
    world.mark(world.ana, "in it to win it", "rhetoric")
    world.mark(world.ben, "in it to win it,", "aside")
    world.mark(world.ana, "the toll alone costs 40 crowns a day", "evidence")
    world.mark(world.ben, "they have told nobody")
    world.hand_in(world.ana, world.ben)
    return world


def sheet(world: World, who: str = "rita") -> Sheet:
    member: Membership = getattr(world, who)
    return find_sheet(Membership.objects.select_related("project", "user").get(pk=member.pk), world.article)


def at_place(world: World, words: str) -> ClusterLine:
    (found,) = [cluster for cluster in sheet(world).clusters if words in cluster.quote]
    return found


def decide(world: World, proposal: Proposal | None, *, by: str = "rita", **more: object) -> Decision:
    """Somebody decides, each time a minute later."""
    assert proposal is not None
    return review.decide(
        world.article, span_ids=proposal.span_ids, label=proposal.label, extent=proposal.extent, quote=proposal.quote,
        reason=proposal.reason, by=getattr(world, by), at=later(world), **more,  # type: ignore[arg-type]
    )[0]  # fmt: skip


def stroke(world: World, how: str, **more: object) -> list[Decision]:
    (found,) = [one for one in sheet(world).strokes if one.how == how]
    return review.decide_many(
        world.article, found.proposals, how=how, by=world.rita, at=later(world), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def undo(world: World, by: str = "rita") -> JournalLine:
    return review.undo_step(world.article, by=getattr(world, by), at=later(world))


def later(world: World):  # type: ignore[no-untyped-def]
    return world.at + timedelta(minutes=next(minutes))


def gold(world: World) -> set[tuple[str, str, int]]:
    """Label, words, and how many spans each gold span stands for."""
    found = Decision.objects.filter(article=world.article).gold()
    return {
        (one.label.key if one.label else "", one.extent.quote(world.article.text),
         one.decided.filter(undone_at=None).count())
        for one in found
    }  # fmt: skip


def test_the_clusters_of_an_article_with_their_verdicts(both: World) -> None:
    found = [(cluster.quote, cluster.verdict.value, cluster.outcome) for cluster in sheet(both).clusters]
    assert found == [
        ("The ferry must stay", "agreed", "open"),
        ("The council says the new bridge is cheaper.", "extent differs", "open"),
        ("the toll alone costs 40 crowns a day", "only some", "open"),
        ("in it to win it,", "label differs", "open"),
        ("they have told nobody", "only some", "open"),
    ]


@pytest.mark.parametrize(
    ("tolerance", "agreed"),
    [("nothing", 0), ("white space", 0), ("punctuation", 1), ("determiner", 2)],
)
def test_what_counts_as_agreed_is_the_project_s_tolerance(independent: World, tolerance: str, agreed: int) -> None:
    world = independent
    world.mark(world.ana, "The council says the new bridge is cheaper.")
    world.mark(world.ben, "The council says the new bridge is cheaper")
    world.mark(world.ana, "the toll alone", "evidence")
    world.mark(world.ben, "toll alone", "evidence")
    world.hand_in(world.ana, world.ben)
    type(world.article).objects.filter(pk=world.article.pk).update(language="en")
    world.article.language = "en"
    projects.describe_project(
        world.project, name="Op-eds", mode=world.project.mode, tolerance=tolerance, by=world.lea, at=world.at
    )
    assert [one.count for one in sheet(world).strokes if one.how == "agreed"] == ([agreed] if agreed else [])


@pytest.mark.parametrize(
    ("propose", "wanted"),
    [
        (lambda c: c.most(), ("claim", "The council says the new bridge is cheaper.")),
        (lambda c: c.of(c.candidates[0].span.pk), ("claim", "the new bridge is cheaper")),
        (lambda c: c.widest(), ("claim", "The council says the new bridge is cheaper.")),
        (lambda c: c.narrowest(), ("claim", "the new bridge is cheaper")),
        (lambda c: c.relabelled(c.lines["aside"].label), ("aside", "The council says the new bridge is cheaper.")),
        (lambda c: c.none(), (None, "The council says the new bridge is cheaper.")),
    ],
    ids=["most", "Ana's", "union", "intersection", "relabel", "reject"],
)
def test_what_each_button_decides(
    both: World, propose: Callable[[ClusterLine], Proposal], wanted: tuple[str | None, str]
) -> None:
    cluster = at_place(both, "bridge")
    decision = decide(both, propose(cluster))
    said = (decision.label.key if decision.label else None, decision.extent.quote(both.article.text))
    assert said == wanted
    assert at_place(both, "bridge").standing == [decision.pk]


def test_each_answer_is_kept_as_one_step(both: World) -> None:
    cluster = at_place(both, "win it")
    review.decide_many(both.article, cluster.each(), how="each", standing=[], by=both.rita, at=later(both))
    assert gold(both) == {("rhetoric", "in it to win it", 1), ("aside", "in it to win it,", 1)}
    undo(both)
    assert gold(both) == set()


def test_another_label_later_keeps_the_extent_that_was_decided(both: World) -> None:
    decide(both, at_place(both, "bridge").narrowest())
    decide(both, at_place(both, "bridge").relabelled(both.labels["aside"]))
    assert gold(both) == {("aside", "the new bridge is cheaper", 2)}


def test_a_span_of_another_cluster_proposes_nothing(both: World) -> None:
    assert at_place(both, "bridge").of(at_place(both, "ferry").pk) is None


STROKES = {
    "agreed": {("claim", "The ferry must stay", 2)},
    "all of ana": {
        ("claim", "The ferry must stay", 2), ("claim", "the new bridge is cheaper", 2),
        ("rhetoric", "in it to win it", 2), ("evidence", "the toll alone costs 40 crowns a day", 1),
    },
    "all of ben": {
        ("claim", "The ferry must stay", 2), ("claim", "The council says the new bridge is cheaper.", 2),
        ("aside", "in it to win it,", 2), ("claim", "they have told nobody", 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("how", STROKES)
def test_a_stroke_says_its_count_and_is_one_line_and_one_undo(both: World, how: str) -> None:
    counts = {one.how: one.count for one in sheet(both).strokes}
    assert counts == {name: len(found) for name, found in STROKES.items()}
    before = JournalLine.objects.count()
    stroke(both, how)
    assert gold(both) == STROKES[how]
    assert JournalLine.objects.count() == before + 1
    line = undo(both)
    assert JournalLine.objects.count() == before + 2
    assert JournalLine.objects.get(pk=line.undoes).verb == "decisions_made"
    assert gold(both) == set()
    assert not Assignment.objects.filter(article=both.article).exclude(decided_at=None).exists()


def test_where_two_of_three_agree(independent: World) -> None:
    world = independent
    make_user("cara")
    cara = projects.add_member(world.project, username="cara", role=Role.ANALYST, by=world.lea, at=world.at)
    world.assign(cara)
    for person, words in ((world.ana, "cheaper"), (world.ben, "cheaper"), (cara, "bridge is cheaper")):
        world.mark(person, words)
    for person, label in ((world.ana, "claim"), (world.ben, "aside"), (cara, "rhetoric")):
        world.mark(person, "they have told nobody", label)
    world.hand_in(world.ana, world.ben, cara)
    counts = {one.how: (one.count, one.agreeing, one.of) for one in sheet(world).strokes}
    assert counts["2 of 3"] == (1, 2, 3)
    assert "agreed" not in counts
    stroke(world, "2 of 3")
    assert gold(world) == {("claim", "cheaper", 3)}


def test_a_stroke_leaves_alone_what_is_decided(both: World) -> None:
    decide(both, at_place(both, "ferry").none())
    assert "agreed" not in {one.how for one in sheet(both).strokes}
    stroke(both, "all of ana")
    assert len(gold(both)) == len(STROKES["all of ana"]) - 1


def test_undo_puts_back_what_a_step_replaced(both: World) -> None:
    first = decide(both, at_place(both, "bridge").most())
    decide(both, at_place(both, "bridge").widest())
    undo(both)
    assert at_place(both, "bridge").standing == [first.pk]
    undo(both)
    assert at_place(both, "bridge").outcome == "open"
    with pytest.raises(Clash, match="nothing to undo"):
        undo(both)


def test_undo_puts_back_what_was_opened_again(both: World) -> None:
    decision = decide(both, at_place(both, "bridge").most())
    review.undo_decision(decision, by=both.rita, at=later(both))
    undo(both)
    assert at_place(both, "bridge").standing == [decision.pk]


def test_undo_takes_a_span_out_of_the_gold_that_it_joined(both: World) -> None:
    first, second = at_place(both, "ferry"), at_place(both, "nobody")
    decide(both, first.most())
    decide(both, replace(first.most(), span_ids=second.span_ids))
    assert gold(both) == {("claim", "The ferry must stay", 3)}
    undo(both)
    assert gold(both) == {("claim", "The ferry must stay", 2)}


def test_each_reviewer_undoes_their_own_steps_and_never_another_s(both: World) -> None:
    decide(both, at_place(both, "bridge").most())
    cluster = at_place(both, "bridge")
    decide(both, cluster.widest(), by="lea", standing=cluster.standing)
    with pytest.raises(Clash, match="decided otherwise since"):
        undo(both)
    undo(both, by="lea")
    undo(both)
    assert gold(both) == set()


def test_what_somebody_else_decided_meanwhile_stands(both: World) -> None:
    seen = at_place(both, "bridge")
    theirs = decide(both, seen.most(), by="lea", standing=seen.standing)
    with pytest.raises(Clash, match="Lea decided this meanwhile: Claim") as refused:
        decide(both, seen.widest(), standing=seen.standing)
    assert refused.value.found == {"decisions": [theirs.pk]}
    with pytest.raises(Clash, match="meanwhile"):
        review.decide_many(both.article, [seen.most()], how="agreed", standing=[], by=both.rita, at=later(both))
    assert at_place(both, "bridge").standing == [theirs.pk]
    review.undo_decision(theirs, by=both.lea, at=later(both))
    with pytest.raises(Clash, match="taken back meanwhile"):
        decide(both, seen.widest(), standing=[theirs.pk])


def test_a_step_sent_twice_is_one(both: World) -> None:
    proposals = [cluster.most() for cluster in sheet(both).clusters]
    args = {"how": "all of ana", "by": both.rita, "at": later(both), "action": "a-1"}
    first = review.decide_many(both.article, proposals, **args)
    again = review.decide_many(both.article, proposals, **args)
    assert {one.pk for one in first} == {one.pk for one in again}
    assert Decision.objects.count() == len(proposals)
    undone = review.undo_step(both.article, by=both.rita, at=later(both), action="a-2")
    assert review.undo_step(both.article, by=both.rita, at=later(both), action="a-2") == undone


@pytest.mark.parametrize(
    ("who", "change", "refusal"),
    [
        ("ana", {}, Refused),
        ("rita", {"span_ids": (1,)}, Missing),
        ("rita", {"quote": "something else"}, Clash),
        ("rita", {"reason": "x" * 10_001}, Unfit),
        ("rita", None, Unfit),
    ],
    ids=["an analyst", "no such span", "another quote", "a long reason", "nothing"],
)
def test_a_stroke_that_cannot_be_made_makes_nothing(
    both: World, who: str, change: dict[str, object] | None, refusal: type[Refused]
) -> None:
    good, bad = at_place(both, "ferry").most(), at_place(both, "bridge").most()
    proposals = [] if change is None else [good, replace(bad, **change)]  # type: ignore[arg-type]
    before = JournalLine.objects.count()
    with pytest.raises(refusal):
        review.decide_many(both.article, proposals, how="agreed", by=getattr(both, who), at=later(both))
    assert (Decision.objects.count(), JournalLine.objects.count()) == (0, before)


def settle(world: World, how: str = "all of ana") -> None:
    stroke(world, how)
    for cluster in sheet(world).clusters:
        if cluster.outcome == "open":
            decide(world, replace(cluster.none(), reason="Not the author’s claim"))
    review.settle_article(world.article, by=world.rita, at=later(world))


def test_the_gold_of_each_settlement_stays_in_history(both: World) -> None:
    settle(both)
    review.reopen_article(both.article, by=both.lea, at=later(both))
    with pytest.raises(Clash, match="nothing to undo"):
        undo(both)
    decide(both, at_place(both, "bridge").widest())
    review.settle_article(both.article, by=both.lea, at=later(both))
    second, first = find_settlements(both.rita, both.article)
    assert (first.number, first.person, first.reopened_by) == (1, "Rita", "Lea")
    assert (second.number, second.person, second.reopened_at) == (2, "Lea", None)
    assert {(g.line.label.key, g.quote, len(g.span_ids)) for g in first.gold} == STROKES["all of ana"]
    assert [g.quote for g in first.gold if g.decision.undone_at] == ["the new bridge is cheaper"]
    assert "The council says the new bridge is cheaper." in [g.quote for g in second.gold]


def test_a_returned_article_keeps_its_decisions(both: World) -> None:
    decision = decide(both, at_place(both, "bridge").most())
    review.return_work(both.article, analyst=both.ana.user_id, reason="look again", by=both.rita, at=later(both))
    assert sheet(both).clusters
    spans.hand_in(both.article, by=both.ana, at=later(both))
    assert at_place(both, "bridge").standing == [decision.pk]


def test_gold_whose_spans_were_deleted_is_not_lost_from_sight(both: World) -> None:
    cluster = at_place(both, "toll")
    decision = decide(both, cluster.most())
    review.return_work(both.article, analyst=both.ana.user_id, reason="look again", by=both.rita, at=later(both))
    spans.delete_span(cluster.candidates[0].span, by=both.ana, at=later(both))
    spans.hand_in(both.article, by=both.ana, at=later(both))
    assert [ruling.decision.pk for ruling in sheet(both).orphans] == [decision.pk]
    assert sheet(both).gold == 1


def test_analysts_see_what_became_of_their_spans_once_it_is_settled(both: World) -> None:
    assert find_outcomes(both.ben, both.article) == []
    settle(both)
    told = [(o.quote, o.became, o.gold_quote if o.gold_line else "") for o in find_outcomes(both.ben, both.article)]
    assert told[:4] == [
        ("The ferry must stay", "kept", "The ferry must stay"),
        ("The council says the new bridge is cheaper.", "changed", "the new bridge is cheaper"),
        ("in it to win it,", "changed", "in it to win it"),
        ("they have told nobody", "rejected", ""),
    ]
    outcomes = find_outcomes(both.ben, both.article)
    assert count_outcomes(outcomes) == [("kept", 1), ("changed", 2), ("rejected", 1)]
    assert [o.decision.reason for o in outcomes if o.mine and o.became == "rejected"] == ["Not the author’s claim"]


def test_a_pinned_decision_is_an_example_of_its_label(both: World) -> None:
    narrow = at_place(both, "bridge").narrowest()
    assert narrow is not None
    decision = decide(both, replace(narrow, reason="It is contested"))  # type: ignore[type-var]
    with pytest.raises(Clash, match="Everybody reads the codebook"):
        review.pin_decision(decision, label=both.labels["claim"], counter=False, by=both.lea, at=later(both))
    settle(both)
    for _twice in range(2):
        review.pin_decision(decision, label=both.labels["claim"], counter=False, by=both.lea, at=later(both))
    review.pin_decision(decision, label=both.labels["evidence"], counter=True, by=both.lea, at=later(both))
    pinned = {"passage": "[the new bridge is cheaper]", "why": "It is contested"}
    codebook = find_codebook(both.project)
    claim, evidence = (entry_of(codebook, of="labels", key=key) for key in ("claim", "evidence"))
    assert claim is not None
    assert evidence is not None
    assert claim["examples"].count(pinned) == 1
    assert evidence["counter_examples"][-1] == pinned
    with pytest.raises(Refused, match="Only a lead"):
        review.pin_decision(decision, label=both.labels["claim"], counter=False, by=both.rita, at=later(both))


def test_who_may_not_see_a_set_reads_no_stroke_over_it(both: World) -> None:
    stroke(both, "all of ana")
    lines = visible_lines(both.lea.user).filter(verb="decisions_made")
    assert lines.count() == 1
    assert not visible_lines(both.ben.user).filter(verb="decisions_made").exists()
    review.return_work(both.article, analyst=both.ana.user_id, reason="again", by=both.rita, at=later(both))
    assert lines.count() == 0


def test_only_reviewers_who_see_every_set_are_told_of_a_decision(both: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[set[int]] = []
    monkeypatch.setattr("annotate.review.actions.holding.tell", lambda article, audiences: told.append(set(audiences)))
    decide(both, at_place(both, "bridge").most())
    stroke(both, "all of ana")
    undo(both)
    assert told == [{both.lea.user_id}] * 3


def test_a_decision_speaks_of_spans_once(both: World) -> None:
    for _again in range(3):
        decide(both, at_place(both, "bridge").most())
        decide(both, at_place(both, "bridge").none())
    standing = DecidedSpan.objects.filter(undone_at=None).values_list("span", flat=True)
    assert sorted(standing) == sorted(at_place(both, "bridge").span_ids)
    decided = Article.objects.filter(project=both.project, decisions__undone_at=None)
    assert decided.distinct().get() == both.article
