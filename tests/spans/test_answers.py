"""What people answer to the codebook's questions about a whole article: from the desk, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from annotate.assignment.models import Assignment
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, User
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.spans import actions
from annotate.spans.models import Answer
from annotate.spans.queries.answers import own_answers, unanswered
from annotate.spans.queries.sets import others_can_be_seen, visible_answers
from tests.factories import World
from tests.pages import written

SignIn = Callable[[User], Client]
STANCE = {"key": "stance", "name": "Stance", "kind": "scale", "choices": ["against", "torn", "for"], "required": True}
GENRE = {"key": "genre", "name": "Genre", "kind": "choice", "choices": ["column", "letter"]}
REMARK = {"key": "remark", "name": "Remark", "kind": "text"}


def said(world: World, by: Membership) -> dict[str, tuple[str, int]]:
    """What the person's desk shows: each question's own answer, with its version."""
    return {line.key: (line.value, line.version) for line in own_answers(by, world.article)}


def verbs() -> list[str]:
    return list(JournalLine.objects.filter(verb__startswith="answer_").order_by("id").values_list("verb", flat=True))


def test_an_answer_is_given_changed_and_taken_away(shared: World) -> None:
    shared.ask(STANCE, GENRE, REMARK)
    answer = shared.answer(shared.ana, "stance", "torn")
    assert Assignment.objects.get(article=shared.article, analyst=shared.ana.user).state == "open"
    assert (answer.value, answer.version, answer.codebook) == ("torn", 1, shared.codebook)
    assert shared.answer(shared.ana, "stance", "for", version=1).pk == answer.pk
    shared.answer(shared.ana, "remark", " two\nlines ")
    assert said(shared, shared.ana) == {"stance": ("for", 2), "genre": ("", 0), "remark": ("two\nlines", 1)}
    assert said(shared, shared.ben)["stance"] == ("", 0)
    shared.answer(shared.ana, "stance", "", version=2)
    assert said(shared, shared.ana)["stance"] == ("", 3)
    last = JournalLine.objects.filter(verb="answer_given").latest("id")
    assert (last.before, last.after) == (
        {"question": "stance", "value": "for"},
        {"question": "stance", "value": "", "version": 3},
    )


def test_an_answer_is_not_written_over_unseen_and_the_same_twice_changes_nothing(shared: World) -> None:
    shared.ask(STANCE)
    shared.answer(shared.ana, "stance", "torn")
    with pytest.raises(Clash, match="answered otherwise meanwhile"):
        shared.answer(shared.ana, "stance", "for")
    sent = {"question": "stance", "value": "for", "version": 1, "by": shared.ana, "at": shared.at, "action": "once"}
    first, again = (actions.answer_question(shared.article, **sent) for _twice in range(2))
    assert (first.pk, first.version) == (again.pk, again.version)
    shared.answer(shared.ana, "stance", "for", version=2)
    assert verbs() == ["answer_given", "answer_given"]


@pytest.mark.parametrize(
    ("question", "value", "why"),
    [
        ("stance", "maybe", "“Stance” is answered with one of: against, torn, for."),
        ("genre", "Column", "“Genre” is answered with one of: column, letter."),
        ("remark", "x" * 2001, "at most 2,000 characters"),
        ("colour", "red", "does not ask this any more"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(shared: World, question: str, value: str, why: str) -> None:
    shared.ask(STANCE, GENRE, REMARK)
    with pytest.raises(Unfit, match=why):
        shared.answer(shared.ana, question, value)
    assert not Assignment.objects.filter(article=shared.article).exists()


def test_work_is_handed_in_only_with_the_answers_that_are_required(shared: World) -> None:
    shared.ask(STANCE, GENRE)
    with pytest.raises(Clash, match="“Stance” is not answered yet"):
        shared.hand_in(shared.ana)
    shared.answer(shared.ana, "stance", "torn")
    shared.ask({**STANCE, "choices": ["against", "for"]}, GENRE)
    (line, _genre) = own_answers(shared.ana, shared.article)
    assert line.outdated
    assert unanswered(shared.ana, shared.article) == ["Stance"]
    shared.answer(shared.ana, "stance", "for", version=1)
    shared.hand_in(shared.ana)
    with pytest.raises(Refused, match="handed in"):
        shared.answer(shared.ana, "genre", "column")


def test_undo_and_redo_go_through_answers_and_spans_in_one_order(shared: World) -> None:
    shared.ask(STANCE)
    turn = {"by": shared.ana, "at": shared.at}
    shared.answer(shared.ana, "stance", "torn")
    span = shared.mark(shared.ana, "cheaper")
    shared.answer(shared.ana, "stance", "for", version=1)
    assert actions.undo(shared.article, **turn) == ("answer_given", ())
    assert said(shared, shared.ana)["stance"] == ("torn", 3)
    assert actions.undo(shared.article, **turn)[0] == "span_added"
    actions.undo(shared.article, **turn)
    assert said(shared, shared.ana)["stance"] == ("", 4)
    for _again in range(3):
        actions.redo(shared.article, **turn)
    assert said(shared, shared.ana)["stance"] == ("for", 6)
    span.refresh_from_db()
    assert span.deleted_at is None
    shared.ask({**STANCE, "choices": ["against", "for"]})
    with pytest.raises(Clash, match="one of: against, for"):
        actions.undo(shared.article, **turn)


def test_answers_are_seen_with_the_set_they_belong_to(independent: World) -> None:
    independent.ask(GENRE)
    answer = independent.answer(independent.ana, "genre", "column")
    sees = {
        name: visible_answers(getattr(independent, name).user).filter(pk=answer.pk).exists()
        for name in ("ana", "ben", "rita", "lea")
    }
    assert sees == {"ana": True, "ben": False, "rita": False, "lea": False}
    independent.hand_in(independent.ana)
    assert visible_answers(independent.rita.user).get() == answer
    assert others_can_be_seen(independent.rita, independent.article)
    assert not visible_answers(independent.ben.user).exists()
    assert not visible_answers(independent.otto).exists()


def test_the_mode_of_a_project_is_fixed_by_an_answer_as_by_a_span(shared: World) -> None:
    shared.ask(GENRE)
    shared.answer(shared.ana, "genre", "column")
    with pytest.raises(Clash, match="The mode is fixed"):
        projects.describe_project(shared.project, name="Op-eds", mode=Mode.INDEPENDENT, by=shared.lea, at=shared.at)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM annotate_answer",
        "UPDATE annotate_answer SET question = 'genre'",
        "UPDATE annotate_answer SET version = 0",
    ],
)
def test_the_database_keeps_an_answer_where_it_was_given(shared: World, change: str) -> None:
    shared.ask(STANCE)
    shared.answer(shared.ana, "stance", "torn")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Answer.objects.values_list("question", "version").get() == ("stance", 1)


def test_the_desk_asks_and_keeps_without_script(shared: World, sign_in: SignIn) -> None:
    shared.ask({**STANCE, "definition": "As a whole."}, GENRE, REMARK)
    desk = reverse("spans:desk", args=[shared.project.slug, shared.article.pk])
    client = sign_in(shared.ana.user)
    assert "As a whole." in written(client.get(desk))
    address = reverse("spans:answer_question", args=[shared.project.slug, shared.article.pk, "genre"])
    kept = client.post(address, {"value": "letter", "version": "0"}, follow=True)
    assert "Answer saved." in written(kept)
    assert "<option selected>letter</option>" in written(kept)
    late = client.post(address, {"value": "column", "version": "0"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert 'id="question-genre"' in late.content.decode()
    assert 'id="question-stance"' not in late.content.decode()
    saved = client.post(address, {"value": "column", "version": "1"}, headers={"HX-Request": "true"})
    assert saved.headers["Annotate-Span"] == "question-genre 2"
    shared.answer(shared.ana, "stance", "for")
    shared.hand_in(shared.ana)
    assert client.post(address, {"value": "letter", "version": "2"}).status_code == 302
    assert said(shared, shared.ana)["genre"] == ("column", 2)


def test_a_codebook_that_asks_nothing_leaves_the_desk_as_it_was(shared: World, sign_in: SignIn) -> None:
    desk = reverse("spans:desk", args=[shared.project.slug, shared.article.pk])
    assert "Questions about the article" not in written(sign_in(shared.ana.user).get(desk))
