"""How a label is used: counted over what one may see; what others call the same words, from handed-in work alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotate.codebook.models import CodebookVersion, Label
from annotate.codebook.queries import find_codebook, seen_as
from annotate.curation import actions
from annotate.curation.queries.usage import MOST_BARS, usage_of
from annotate.projects.models import Membership, User
from annotate.projects.refusals import Refused
from annotate.spans import actions as spans
from annotate.spans.models import Span
from tests.factories import World
from tests.house.story import ONCE


def confusions(world: World, by: Membership, key: str = "claim") -> dict[str, int]:
    return {one.label.key: one.spans for one in usage_of(world.labels[key], by=by).confusions}


def test_a_label_is_counted_by_person(shared: World) -> None:
    shared.mark(shared.ana, "cheaper", unsure=True)
    shared.mark(shared.ana, "the toll alone")
    shared.mark(shared.ben, "cheaper")
    shared.mark(shared.ben, "cheaper", "aside")
    usage = usage_of(shared.labels["claim"], by=shared.rita)
    assert [(one.person, one.spans, one.articles, one.unsure) for one in usage.people] == [
        ("Ana", 2, 1, 1),
        ("Ben", 1, 1, 0),
    ]
    assert (usage.spans, usage.articles, usage.unsure, usage.gold) == (3, 1, 1, 0)


def test_confusions_count_spans_once_and_only_where_words_are_shared(independent: World) -> None:
    independent.mark(independent.ana, "the new bridge is cheaper")
    independent.mark(independent.ana, "the toll alone")
    independent.mark(independent.ben, "new bridge", "evidence")
    independent.mark(independent.ben, "cheaper", "evidence")
    independent.mark(independent.ben, "cheaper", "claim")
    independent.mark(independent.ben, "They are", "aside")
    independent.mark(independent.ana, "cheaper", "framing")  # one's own other label is no confusion
    independent.hand_in(independent.ana)
    assert confusions(independent, independent.rita) == {}  # Ben has not handed in
    independent.hand_in(independent.ben)
    assert confusions(independent, independent.rita) == {"evidence": 1, "framing": 1}  # framing: of Ben's claim
    assert confusions(independent, independent.rita, "evidence") == {"claim": 2, "framing": 1}


def test_a_blind_reviewer_counts_nothing_of_others(independent: World) -> None:
    independent.assign(independent.rita)
    independent.mark(independent.ana, "cheaper")
    independent.hand_in(independent.ana)
    assert usage_of(independent.labels["claim"], by=independent.rita).spans == 0
    independent.hand_in(independent.rita)
    assert usage_of(independent.labels["claim"], by=independent.rita).spans == 1


@pytest.mark.parametrize("days", [1, 3, MOST_BARS, 400])
def test_bars_cover_the_time_and_hold_every_span(shared: World, days: int) -> None:
    for number in range(days if days < 10 else 5):
        shared.at += timedelta(days=max(1, days // 5))
        shared.mark(shared.ana, "cheaper", article=shared.take_in(f"Piece {days} {number}\n\nThe ferry is cheaper."))
    bars = usage_of(shared.labels["claim"], by=shared.lea).bars
    made = sorted(Span.objects.values_list("created_at__date", flat=True))
    assert (bars[0].first, bars[-1].first <= made[-1] <= bars[-1].last) == (made[0], True)
    assert sum(bar.spans for bar in bars) == len(made)
    assert len(bars) <= MOST_BARS
    assert max(bar.height for bar in bars) == 120


def test_more_spans_cost_no_more_questions(shared: World) -> None:
    counts = []
    for quote in ("cheaper", "the toll alone", "The council"):
        shared.mark(shared.ana, quote)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            usage_of(shared.labels["claim"], by=shared.rita)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_whether_a_label_can_be_dropped_tells_nothing_of_work_that_is_not_seen(independent: World) -> None:
    """Lea hears the same of a label that Ana gives, and of one that nobody gives."""
    independent.mark(independent.ana, "cheaper", "aside")
    said = []
    for key in ("aside", "framing"):
        with pytest.raises(Refused) as refusal:
            actions.drop_label(independent.project, key, by=independent.lea, at=independent.at)
        said.append(str(refusal.value).replace(independent.labels[key].name, ""))
    assert said[0] == said[1]
    independent.hand_in(independent.ana)
    actions.drop_label(independent.project, "framing", by=independent.lea, at=independent.at)
    with pytest.raises(Refused, match="is in use"):
        actions.drop_label(independent.project, "aside", by=independent.lea, at=independent.at)


@pytest.mark.parametrize("of", ["labels", "attributes"])
def test_publishing_tells_nothing_of_work_that_is_not_seen(
    independent: World, sign_in: Callable[[User], Client], of: str
) -> None:
    """What nobody used left the draft; then Ben began, blind, in one world with it and in another with something else.
    What Lea is answered is the same to the byte."""
    drop = {"labels": (actions.drop_label, "aside"), "attributes": (actions.drop_attribute, "voice")}
    act, key = drop[of]
    act(independent.project, key, by=independent.lea, at=independent.at)
    worlds: list[dict[str, object]] = [{"label": "aside"}, {"attributes": {"voice": "author"}}, {}]
    address, client = f"/p/{independent.project.slug}/codebook/draft/publish/", sign_in(independent.lea.user)
    answers = []
    for used in worlds:
        with transaction.atomic():
            independent.mark(independent.ben, "cheaper", **used)  # type: ignore[arg-type]
            form = client.get(address).context["form"]
            answer = client.post(address, {"seen": form.initial["seen"], "note": ""})
            answers.append((answer.status_code, ONCE.sub("", answer.content.decode())))
            transaction.set_rollback(True)
    assert answers == [answers[0]] * len(worlds)
    assert answers[0][0] == 403
    assert "may be in use where you do not see it yet" in answers[0][1]
    assert CodebookVersion.objects.filter(project=independent.project).count() == 1


@pytest.mark.parametrize(("used", "says"), [("aside", "is in use, so it stays"), ("framing", None)])
def test_publishing_says_what_is_in_use_to_who_may_see_it(shared: World, used: str, says: str | None) -> None:
    actions.drop_label(shared.project, "aside", by=shared.lea, at=shared.at)
    shared.mark(shared.ana, "cheaper", used)
    drafted = seen_as(find_codebook(shared.project))
    if says:
        with pytest.raises(Refused, match=says):
            actions.publish_draft(shared.project, note="", seen=drafted, by=shared.lea, at=shared.at)
    else:
        actions.publish_draft(shared.project, note="", seen=drafted, by=shared.lea, at=shared.at)
    assert Label.objects.filter(project=shared.project, key="aside").exists() is (says is not None)


def asked(world: World, by: Membership) -> list[tuple[str, str]]:
    return [(one.comment.text, one.quote) for one in usage_of(world.labels["claim"], by=by).questions]


def test_a_question_is_open_until_somebody_answers(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper")
    other = shared.mark(shared.ben, "the toll alone", "aside")
    spans.add_comment(other, text="Of another label?", by=shared.ana, at=shared.at)
    spans.add_comment(span, text="It is.", by=shared.ana, at=shared.at)
    assert asked(shared, shared.rita) == []
    spans.add_comment(span, text="Is it?", by=shared.ben, at=shared.at + timedelta(minutes=1))
    assert asked(shared, shared.rita) == [("Is it?", "cheaper")]
    answer, _new = spans.add_comment(span, text="Yes.", by=shared.ana, at=shared.at + timedelta(minutes=2))
    assert asked(shared, shared.rita) == []
    spans.delete_comment(answer, by=shared.ana, at=shared.at)
    assert asked(shared, shared.rita) == [("Is it?", "cheaper")]


def test_a_question_is_seen_by_who_sees_the_span(independent: World) -> None:
    span = independent.mark(independent.ana, "cheaper")
    spans.add_comment(span, text="Is it?", by=independent.ana, at=independent.at)
    assert asked(independent, independent.rita) == []
    independent.hand_in(independent.ana)
    assert asked(independent, independent.rita) == [("Is it?", "cheaper")]
