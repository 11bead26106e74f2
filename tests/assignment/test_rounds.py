"""Rounds: opened, dealt, taken, declined, called back; who sees what of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment, Round, Way
from annotate.assignment.queries import deal_of, loads, next_for, queues_for, waiting_for
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.management.commands.states import drawn
from annotate.projects.refusals import Clash, Missing, Refused, Unfit
from annotate.review import actions as review
from annotate.review.queries import articles_in_review
from annotate.spans import actions
from tests.factories import World
from tests.pages import written
from tests.run.installation import ROOT


def articles(world: World, number: int) -> list[Article]:
    return [world.take_in(f"Piece {at}\n\nThe toll of piece {at} is paid in {at} crowns.") for at in range(number)]


def open_round(world: World, some: list[Article], **terms: object) -> Round:
    said = {
        "name": "Pilot", "way": Way.DEALT, "per_article": 2, "quota": None, "due_on": None, "training": False, **terms,
    }  # fmt: skip
    return work.open_round(world.project, articles=some, by=world.lea, at=world.at, **said)  # type: ignore[arg-type]


def pairs(world: World) -> set[tuple[int, str]]:
    rows = Assignment.objects.filter(article__project=world.project).exclude(state=State.DECLINED)
    return set(rows.values_list("article", "analyst__username"))


def test_a_round_is_dealt_evenly_in_one_step_and_again_gives_nothing_more(world: World) -> None:
    some = articles(world, 6)
    found = open_round(world, some, due_on=date(2026, 4, 1))
    people = [world.ana, world.ben, world.rita]
    preview = deal_of(found, people)
    dealt = actions.deal_round(found, people, by=world.lea, at=world.at)
    assert dealt == preview
    assert len(dealt.given) == 12
    mine = Assignment.objects.filter(article__in=some, round=found.number, analyst=world.ana.user)
    assert mine.count() == 4
    assert set(mine.values_list("due_on", flat=True)) == {date(2026, 4, 1)}
    assert actions.deal_round(found, people, by=world.lea, at=world.at).given == ()
    assert JournalLine.objects.filter(verb="round_dealt", subject=found.pk).count() == 2
    assert JournalLine.objects.filter(verb="article_assigned", article__in=[one.pk for one in some]).count() == 12


def test_terms_can_change_and_unfinished_work_follows(world: World) -> None:
    found = open_round(world, articles(world, 1))
    actions.deal_round(found, [world.ana, world.ben], by=world.lea, at=world.at)
    world.hand_in(world.ana, article=found.articles.get())
    work.change_round(found, name="Second", quota=3, due_on=date(2026, 5, 1), by=world.lea, at=world.at)
    given = Assignment.objects.filter(article=found.articles.get(), round=found.number)
    assert dict(given.values_list("analyst__username", "due_on")) == {"ana": None, "ben": date(2026, 5, 1)}


def test_a_queue_gives_each_article_to_as_many_as_wanted_and_each_person_their_quota(world: World) -> None:
    found = open_round(world, articles(world, 3), way=Way.TAKEN, quota=2)
    for person in (world.ana, world.ben, world.ana, world.ben):
        actions.take_next(found, by=person, at=world.at)
    readers = {
        article.pk: set(article.assignments.values_list("analyst__username", flat=True))
        for article in found.articles.all()
    }
    assert sorted(map(len, readers.values())) == [0, 2, 2], "an article that is begun finds its second reader first"
    with pytest.raises(Clash, match="2 articles that each person reads"):
        actions.take_next(found, by=world.ana, at=world.at)
    assert found not in queues_for(world.ana)
    actions.take_next(found, by=world.rita, at=world.at)
    with pytest.raises(Missing):
        actions.take_next(found, by=world.rita, at=world.at)


def test_taking_twice_with_one_action_id_takes_once(world: World) -> None:
    found = open_round(world, articles(world, 3), way=Way.TAKEN)
    first = actions.take_next(found, by=world.ana, at=world.at, action="once")
    assert actions.take_next(found, by=world.ana, at=world.at, action="once") == first
    assert len(pairs(world) & {(one.pk, "ana") for one in found.articles.all()}) == 1


def test_a_closed_round_gives_nothing(world: World) -> None:
    found = open_round(world, articles(world, 2), way=Way.TAKEN)
    work.close_round(found, by=world.lea, at=world.at)
    with pytest.raises(Clash, match="closed"):
        actions.take_next(found, by=world.ana, at=world.at)
    with pytest.raises(Clash, match="closed already"):
        work.close_round(found, by=world.lea, at=world.at)
    work.reopen_round(found, by=world.lea, at=world.at)
    actions.take_next(found, by=world.ana, at=world.at)


def test_who_declines_is_not_asked_again_and_the_lead_sees_why(world: World) -> None:
    some = articles(world, 1)
    found = open_round(world, some, per_article=1)
    actions.deal_round(found, [world.ana], by=world.lea, at=world.at)
    with pytest.raises(Unfit):
        work.decline_work(some[0], by=world.ana, reason="  ", at=world.at)
    work.decline_work(some[0], by=world.ana, reason="I know the author.", at=world.at)
    [(declined, reason)] = waiting_for(world.lea).declined
    assert (declined.analyst, reason) == (world.ana.user, "I know the author.")
    with pytest.raises(Refused, match="no longer given to you"):
        world.mark(world.ana, "toll", article=some[0])
    assert actions.deal_round(found, [world.ana], by=world.lea, at=world.at).given == ()
    assert actions.deal_round(found, [world.ana, world.ben], by=world.lea, at=world.at).given == (
        (some[0].pk, world.ben.user_id),
    )
    _again, new = actions.assign_article(some[0], analyst=world.ana, by=world.lea, at=world.at)
    assert new, "a lead may ask again by hand"
    world.mark(world.ana, "toll", article=some[0])
    with pytest.raises(Clash, match="begun"):
        work.decline_work(some[0], by=world.ana, reason="After all, no.", at=world.at)


def test_a_lead_calls_back_what_is_not_begun(world: World) -> None:
    some = articles(world, 1)
    actions.assign_article(some[0], analyst=world.ana, by=world.lea, at=world.at)
    assignment = Assignment.objects.get(article=some[0])
    with pytest.raises(Refused):
        work.call_back_work(assignment, some[0], by=world.rita, at=world.at)
    work.call_back_work(assignment, some[0], by=world.lea, at=world.at)
    assert Assignment.objects.get(article=some[0]).state == State.DECLINED


@pytest.mark.parametrize("person", ["ana", "rita"])
def test_only_leads_open_and_deal(world: World, person: str) -> None:
    some, member = articles(world, 1), getattr(world, person)
    found = open_round(world, some)
    with pytest.raises(Refused, match="Only a lead"):
        work.open_round(
            world.project, articles=some, name="", way=Way.DEALT, per_article=1, quota=None, due_on=None,
            training=False, by=member, at=world.at,
        )  # fmt: skip
    for act in (
        lambda: actions.deal_round(found, [world.ana], by=member, at=world.at),
        lambda: work.change_round(found, name="x", quota=1, due_on=None, by=member, at=world.at),
        lambda: work.close_round(found, by=member, at=world.at),
    ):
        with pytest.raises(Refused, match="Only a lead"):
            act()


def settled(world: World) -> Article:
    """An article that Ana read and Rita settled."""
    [article] = articles(world, 1)
    world.assign(world.ana, article=article)
    span = world.mark(world.ana, "toll", article=article)
    world.hand_in(world.ana, article=article)
    world.decide(span)
    review.settle_article(article, by=world.rita, at=world.at)
    return article


def test_training_is_blind_until_it_is_handed_in_and_is_never_reviewed(independent: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    world = independent
    article = settled(world)
    found = open_round(world, [article], per_article=1, training=True)
    assert actions.deal_round(found, [world.ben], by=world.lea, at=world.at).given == ((article.pk, world.ben.user_id),)
    desk = f"/p/{world.project.slug}/articles/{article.pk}/"
    client = sign_in(world.ben.user)
    assert "Ana" not in written(client.get(desk))
    assert client.get(f"{desk}compare/").status_code == 404
    bens = world.mark(world.ben, "The toll", article=article)
    world.mark(world.ben, "crowns", article=article)
    world.hand_in(world.ben, article=article)
    page = client.get(f"{desk}compare/").content.decode()
    assert "near the gold" in page
    assert "not in the gold" in page
    with pytest.raises(Clash, match="training"):
        world.decide(bens)
    with pytest.raises(Clash, match="gold of this article"):
        actions.take_back(article, by=world.ben, at=world.at)
    assert article not in [one for one in articles_in_review(world.rita) if one.waiting]


def test_training_needs_settled_articles_and_blind_people(shared: World, independent: World) -> None:
    with pytest.raises(Unfit, match="shared project"):
        open_round(shared, [settled(shared)], training=True)
    with pytest.raises(Unfit, match="settled"):
        open_round(independent, articles(independent, 1), training=True)
    with pytest.raises(Unfit, match="settled article is given out for training only"):
        open_round(independent, [settled(independent)])
    with pytest.raises(Unfit, match="Choose articles"):
        open_round(independent, [])


def test_time_counts_on_unfinished_own_work_only(world: World) -> None:
    world.assign(world.ana)
    work.add_time(world.article, by=world.ana, seconds=60)
    work.add_time(world.article, by=world.ana, seconds=5000)
    work.add_time(world.article, by=world.rita, seconds=60)
    world.hand_in(world.ana)
    work.add_time(world.article, by=world.ana, seconds=60)
    [ana] = loads(world.lea, [world.ana], today=date(2026, 3, 4))
    assert ana.seconds == 180
    assert ana.minutes_each == 3


def test_overdue_is_told(world: World) -> None:
    found = open_round(world, articles(world, 1), due_on=world.at.date() - timedelta(days=1), per_article=1)
    actions.deal_round(found, [world.ben], by=world.lea, at=world.at)
    assert [one.analyst for one in waiting_for(world.lea).overdue] == [world.ben.user]


def test_what_is_due_first_is_next_and_the_list_says_when(independent: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    world = independent
    late, soon = articles(world, 2)
    for number, (article, day) in enumerate(((late, date(2026, 5, 2)), (soon, date(2026, 4, 1))), start=1):
        found = open_round(world, [article], name=f"Wave {number}", per_article=1, due_on=day)
        actions.deal_round(found, [world.ana], by=world.lea, at=world.at)
    assert next_for(world.ana) == soon, "not the one that came in first, nor the one without a day"
    home = f"/p/{world.project.slug}/"
    page = " ".join(sign_in(world.ana.user).get(home, {"state": "assigned"}).content.decode().split())
    assert [day in page for day in ("due on 2026-04-01", "due on 2026-05-02")] == [True, True]
    world.hand_in(world.ana, article=soon)
    assert next_for(world.ana) == late
    assert "due on 2026-04-01" not in sign_in(world.ana.user).get(home).content.decode()


def test_pages_give_out_by_form_without_scripts(world: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    some = articles(world, 2)
    if world.project.mode == "independent":
        given = Assignment.objects.get(article=world.article, analyst=world.ana.user)
        work.call_back_work(given, world.article, by=world.lea, at=world.at)
    client: Client = sign_in(world.lea.user)
    base = f"/p/{world.project.slug}/rounds/"
    answer = client.post(f"{base}open/", {"which": "free", "way": "dealt", "per_article": "2", "name": "First"})
    assert answer.status_code == 302, answer.content.decode()
    found = Round.objects.get(name="First")
    assert set(some) <= set(found.articles.all())
    preview = client.get(answer["Location"], {"person": ["ana", "ben"]}).content.decode()
    assert "Give them out" in preview
    client.post(f"{answer['Location']}deal/", {"person": ["ana", "ben"]})
    assert {(one.pk, who) for one in some for who in ("ana", "ben")} <= pairs(world)
    page = client.get(answer["Location"]).content.decode()
    assert "Call back from Ana" in page
    refused = client.post(f"{base}open/", {"which": "free", "way": "dealt", "per_article": "0"})
    assert refused.status_code == 422
    one = Assignment.objects.filter(article__in=some, round=found.number, analyst=world.ben.user).first()
    assert one is not None
    client.post(f"/p/{world.project.slug}/work/{one.pk}/call-back/")
    one.refresh_from_db()
    assert one.state == State.DECLINED
    ana = sign_in(world.ana.user)
    article = Assignment.objects.filter(article__in=some, round=found.number, analyst=world.ana.user)[0].article
    ana.post(f"/p/{world.project.slug}/articles/{article.pk}/decline/", {"reason": "I wrote it."})
    assert Assignment.objects.get(article=article, analyst=world.ana.user).state == State.DECLINED
    assert ana.post(f"/p/{world.project.slug}/articles/{article.pk}/spend/", {"seconds": "30"}).status_code == 204


def test_a_blind_analyst_sees_nobody_else_in_the_work(independent: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    world = independent
    found = open_round(world, articles(world, 2))
    actions.deal_round(found, [world.ana, world.rita], by=world.lea, at=world.at)
    client = sign_in(world.ben.user)
    for address in (f"/p/{world.project.slug}/rounds/", f"/p/{world.project.slug}/rounds/{found.number}/"):
        page = client.get(address).content.decode()
        assert "Ana" not in page
        assert "Rita" not in page
        assert "Piece" not in page


def test_strangers_find_no_rounds(world: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    found = open_round(world, articles(world, 1))
    client = sign_in(world.otto)
    base = f"/p/{world.project.slug}/rounds/"
    for address in (base, f"{base}{found.number}/"):
        assert client.get(address).status_code == 404
    for step in ("open/", f"{found.number}/deal/", f"{found.number}/change/", f"{found.number}/close/",
                 f"{found.number}/take/"):  # fmt: skip
        assert client.post(base + step).status_code == 404


def test_the_page_of_states_is_as_the_code_has_it() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == drawn(), "manage.py states > docs/states.md"
