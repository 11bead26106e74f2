"""The demo, built: what the plan says is what the tables hold."""

from __future__ import annotations

from typing import Any

import pytest

from annotate.assignment.models import Assignment
from annotate.concord import actions as agreement
from annotate.concord.queries.selection import Question, find_selection
from annotate.corpus.models import Article
from annotate.demo.loading import load_demo, read_plan
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Project, User
from annotate.review.models import Decision
from annotate.spans.models import Answer, Comment, Link, Span
from tests.conftest import AT

pytestmark = pytest.mark.django_db
PASSWORD = "bridge-dam-lamps-island"


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """The plan as it is shipped."""
    return read_plan()


@pytest.fixture(scope="module", autouse=True)
def project(kept: None, plan: dict[str, Any]) -> Project:
    """The project of the demo, loaded once for all tests here, none of which changes anything."""
    return load_demo(plan, password=PASSWORD, at=AT)


def test_everything_of_the_plan_is_there(plan: dict[str, Any]) -> None:
    articles = [*plan["articles"], *plan["blind"]["articles"]]
    assert Article.objects.count() == len(articles)
    assert Span.objects.count() == sum(len(article["spans"]) for article in articles)
    assert Link.objects.count() == sum(len(article["links"]) for article in articles)
    assert Answer.objects.count() == sum(len(article.get("answers", [])) for article in articles)
    assert Comment.objects.count() == sum(len(article["comments"]) for article in articles)
    assert Decision.objects.count() == sum(len(article.get("decisions", [])) for article in articles)
    states = {
        (work.article.source_name, work.analyst.username): work.state
        for work in Assignment.objects.select_related("article", "analyst")
    }
    assert states == {
        ("harbour-bridge.txt", "ana"): "settled",
        ("harbour-bridge.txt", "ben"): "settled",
        ("hask-dam.html", "ana"): "handed-in",
        ("hask-dam.html", "ben"): "handed-in",
        ("library-lamps.txt", "ana"): "handed-in",
        ("library-lamps.txt", "ben"): "open",
        ("not-a-backdrop.md", "ana"): "open",
        ("not-a-backdrop.md", "ben"): "assigned",
        **{(name, who): "handed-in" for name in ("night-bus.txt", "school-street.txt") for who in ("ana", "ben")},
    }


def test_a_span_covers_the_words_that_the_plan_quotes(plan: dict[str, Any]) -> None:
    words = next(span for article in plan["articles"] for span in article["spans"] if isinstance(span["quote"], list))
    quotes = {span.extent.quote(span.article.text) for span in Span.objects.select_related("article")}
    assert " … ".join(words["quote"]) in quotes


def test_everybody_signs_in_with_the_one_password(project: Project) -> None:
    people = User.objects.order_by("username")
    assert [person.username for person in people] == ["ana", "ben", "lea", "rita"]
    assert all(person.check_password(PASSWORD) and not person.one_time_password for person in people)
    roles = dict(Membership.objects.filter(project=project).values_list("user__username", "role"))
    assert roles == {"ana": "analyst", "ben": "analyst", "lea": "lead", "rita": "reviewer"}


def test_deeds_follow_one_another_and_none_lies_in_the_future() -> None:
    times = list(JournalLine.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < AT


def test_the_second_project_has_agreement_to_show_at_once(plan: dict[str, Any]) -> None:
    rita = Membership.objects.select_related("project", "user").get(
        project__slug=plan["blind"]["project"]["slug"], user__username="rita"
    )
    selection, question = find_selection(rita, Question()), Question()
    found = {one.name: one for one in agreement.measure_now(selection, question, ["exact_f1", "u_alpha"], seconds=60)}
    exact = found["exact_f1"]
    # Of 32 spans, 16 each, the same to the letter are 3 of the one piece and 3 of the other.
    assert (exact.value, exact.articles, exact.people, exact.spans) == (2 * 6 / 32, 2, 2, 32)
    assert found["u_alpha"].value is not None
    stance, tone = agreement.find_answers(rita, selection)
    # for, for, torn, for: observed and expected are the same, so α is 0; the tones are the same, article by article.
    assert (stance.number.value, tone.number.value) == (0, 1)
