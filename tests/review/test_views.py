"""Reviewing by plain forms: one cluster after another, then the article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from annotate.assignment.models import Assignment
from annotate.journal.models import JournalLine
from annotate.projects.models import User
from annotate.review.models import Decision
from annotate.spans.models import Span
from tests.factories import World
from tests.pages import form_to, forms, send, tree, words
from tests.rows import nothing_changes

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def home(world: World) -> str:
    return f"/p/{world.project.slug}/review/"


def sheet(world: World) -> str:
    return f"{home(world)}{world.article.pk}/"


@pytest.fixture
def handed_in(shared: World) -> Span:
    """One span of Ana's, handed in."""
    span = shared.mark(shared.ana, "in it to win it", "framing", note="the phrase")
    shared.hand_in(shared.ana)
    return span


@pytest.fixture
def rita(shared: World, sign_in: SignIn) -> Client:
    return sign_in(shared.rita.user)


def decide(client: Client, world: World, how: str, **more: object):  # type: ignore[no-untyped-def]
    form = form_to(client.get(sheet(world)), f"{sheet(world)}decide/")
    return send(client, form, how=how, **more)


def case(page, span: Span):  # type: ignore[no-untyped-def]
    (found,) = tree(page).cssselect(f"#cluster-{span.pk}")
    return " ".join(found.text_content().split())


def test_what_is_handed_in_stands_in_the_list_and_before_nothing(shared: World, rita: Client) -> None:
    assert "Nothing is handed in" in words(rita.get(home(shared)))
    shared.mark(shared.ana, "cheaper")
    assert "Nothing is handed in" in words(rita.get(home(shared)))
    shared.hand_in(shared.ana)
    page = rita.get(home(shared))
    (row,) = tree(page).cssselect("tbody tr")
    assert row.text_content().split()[-2:] == ["1", "0"]
    assert sheet(shared) in page.content.decode()


def test_a_span_is_accepted_and_is_gold(shared: World, rita: Client, handed_in: Span) -> None:
    page = rita.get(sheet(shared))
    assert "1 undecided · 0 gold" in words(page)
    assert "the phrase" in case(page, handed_in)
    page = decide(rita, shared, "most", reason="so it is")
    assert "gold" in case(page, handed_in)
    assert "so it is" in case(page, handed_in)
    assert "0 undecided · 1 gold" in words(page)
    gold = Decision.objects.gold().get()
    assert (gold.label_id, gold.extent, gold.decided_by_id) == (
        handed_in.label_id, handed_in.extent, shared.rita.user_id
    )  # fmt: skip


def test_a_span_is_rejected_then_relabelled_then_moved_then_undecided(
    shared: World, rita: Client, handed_in: Span
) -> None:
    assert "rejected" in case(decide(rita, shared, "reject"), handed_in)
    assert not Decision.objects.gold().exists()
    assert "Rhetoric" in case(decide(rita, shared, "label", label="rhetoric"), handed_in)
    start = shared.article.text.index("They are in it")
    extent = f"{start}-{handed_in.end}"
    quote = shared.article.text[start : handed_in.end]
    decide(rita, shared, "label", label="claim")
    page = decide(rita, shared, "extent", extent=extent, quote=quote)
    assert "They are in it to win it" in case(page, handed_in)
    gold = Decision.objects.gold().get()
    assert (gold.label.key if gold.label else None, gold.start, gold.end) == ("claim", start, handed_in.end)
    undo = form_to(page, f"{sheet(shared)}decisions/{gold.pk}/undo/")
    assert "1 undecided · 0 gold" in words(send(rita, undo))
    verbs = JournalLine.objects.filter(verb__startswith="decision_").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "decision_made", *(["decision_replaced", "decision_made"] * 3), "decision_undone",
    ]  # fmt: skip
    handed_in.refresh_from_db()
    assert (handed_in.label.key, handed_in.version) == ("framing", 1), "an analyst's span is never changed"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"how": "label", "label": "song"}, "This codebook has no label “song”."),
        ({"how": "extent", "extent": "0-9", "quote": "not there"}, "The text says something else there."),
        ({"how": "extent", "extent": "9-0"}, "its end lies after its start"),
        ({"how": "extent", "extent": "0-99999", "quote": "x"}, "does not lie in the text"),
        ({"how": "extent", "extent": "here"}, "These are no ranges"),
        ({"how": "sing"}, "This cannot be read. Reload the page."),
        ({"how": "most", "reason": "x" * 10_001}, "10,000 is the most"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_sentence(
    shared: World, rita: Client, handed_in: Span, body: dict[str, str], why: str
) -> None:
    address = f"{sheet(shared)}decide/"
    with nothing_changes():
        page = rita.post(address, {"spans": handed_in.pk, **body}, follow=True)
        part = rita.post(address, {"spans": handed_in.pk, **body}, headers={"HX-Request": "true"})
    assert why in words(page)  # type: ignore[arg-type]
    assert part.status_code in (409, 422)
    assert why in part.content.decode()


def test_of_work_that_is_not_handed_in_nothing_is_decided(shared: World, rita: Client) -> None:
    span = shared.mark(shared.ana, "cheaper")
    with nothing_changes():
        page = rita.post(f"{sheet(shared)}decide/", {"spans": span.pk, "how": "most"}, follow=True)
    assert "This work is not handed in, so nothing is decided of it yet." in words(page)  # type: ignore[arg-type]


def test_an_article_is_settled_once_all_is_decided_and_can_be_reopened(
    shared: World, rita: Client, handed_in: Span
) -> None:
    page = rita.get(sheet(shared))
    (button,) = tree(page).cssselect("#settle")
    assert "disabled" in button.attrib
    assert "1 spans of handed-in work are undecided" in button.get("title")
    with nothing_changes():
        page = send(rita, form_to(page, f"{sheet(shared)}settle/"))
    assert "spans of handed-in work are undecided" in words(page)
    page = send(rita, form_to(decide(rita, shared, "most"), f"{sheet(shared)}settle/"))
    assert "Settled. What was accepted is the gold set." in words(page)
    assert not [form for form in forms(page) if form.action == f"{sheet(shared)}decide/"]
    with nothing_changes():
        body = {"spans": handed_in.pk, "how": "reject"}
        assert "is settled" in words(rita.post(f"{sheet(shared)}decide/", body, follow=True))  # type: ignore[arg-type]
    page = send(rita, form_to(page, f"{sheet(shared)}reopen/"))
    assert "Open again. What was decided stands until you decide anew." in words(page)
    assert "0 undecided · 1 gold" in words(page)
    with nothing_changes():
        assert "Only a settled article" in words(rita.post(f"{sheet(shared)}reopen/", follow=True))  # type: ignore[arg-type]


def test_work_is_returned_with_a_reason_that_its_analyst_reads(shared: World, rita: Client, handed_in: Span) -> None:
    form = form_to(rita.get(sheet(shared)), f"{sheet(shared)}return/")
    with nothing_changes():
        assert "Say why the work is returned." in words(send(rita, form, reason=" "))
    page = send(rita, form, reason="Look at the end again.")
    assert "Returned to Ana." in words(page)
    assert Assignment.objects.get(pk=handed_in.assignment_id).state == "returned"
    desk = f"/p/{shared.project.slug}/articles/{shared.article.pk}/"
    ana = Client()
    ana.force_login(shared.ana.user, backend="annotate.projects.sessions.Accounts")
    assert "Returned to you: Look at the end again." in words(ana.get(desk))
    with nothing_changes():
        assert rita.post(f"{sheet(shared)}return/", {"analyst": "otto", "reason": "x"}).status_code == 404
        again = rita.post(f"{sheet(shared)}return/", {"analyst": "ana", "reason": "x"}, follow=True)
    assert "Only work that is handed in can be returned." in words(again)  # type: ignore[arg-type]


def test_a_decision_is_undone_on_its_own_article_s_page_alone(shared: World, rita: Client, handed_in: Span) -> None:
    decision = shared.decide(handed_in)
    other = shared.take_in("Tolls\n\nThey cost.")
    with nothing_changes():
        assert rita.post(f"{home(shared)}{other.pk}/decisions/{decision.pk}/undo/").status_code == 404


def test_who_is_at_work_on_an_article_of_an_independent_project_does_not_review_it(
    independent: World, sign_in: SignIn
) -> None:
    independent.assign(independent.rita)
    span = independent.mark(independent.ana, "cheaper", note="a note")
    independent.hand_in(independent.ana)
    client = sign_in(independent.rita.user)
    page = client.get(sheet(independent))
    assert "Hand in your own work on this article first" in words(page)
    assert "a note" not in words(page)
    assert "No work that you may see is handed in." in words(page)
    with nothing_changes():
        assert client.post(f"{sheet(independent)}decide/", {"spans": span.pk, "how": "most"}).status_code == 404
        for step in ("settle/", "return/"):
            answer = client.post(f"{sheet(independent)}{step}", {"analyst": "ana", "reason": "x"}, follow=True)
            assert "Hand in your own work on this article first" in words(answer)  # type: ignore[arg-type]


def test_an_analyst_reviews_nothing(shared: World, sign_in: SignIn, handed_in: Span) -> None:
    client = sign_in(shared.ben.user)
    with nothing_changes():
        answers = [client.get(home(shared)), client.get(sheet(shared))]
        body = {"spans": handed_in.pk, "how": "most", "analyst": "ana", "reason": "x"}
        answers += [client.post(f"{sheet(shared)}{step}/", body) for step in ("decide", "settle", "reopen", "return")]
    for page in answers:
        assert page.status_code == 403
        assert "Only a reviewer or a lead of this project may do that." in words(page)
    assert "Review" not in words(client.get(f"/p/{shared.project.slug}/"))


def test_the_part_that_htmx_asks_for_has_the_case_and_the_counts(shared: World, rita: Client, handed_in: Span) -> None:
    body = {"spans": handed_in.pk, "how": "most", "action": "one-id"}
    first = rita.post(f"{sheet(shared)}decide/", body, headers={"HX-Request": "true"})
    with nothing_changes():
        again = rita.post(f"{sheet(shared)}decide/", body, headers={"HX-Request": "true"})
    for part in (first, again):
        assert "gold" in case(part, handed_in)
        assert tree(part).cssselect("#standing")
        assert b"<html" not in part.content
        assert part.headers["Cache-Control"] == "no-store"
