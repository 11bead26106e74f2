"""Pages of labels in use and of the journal: who may open them, what they show before they do it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now, entry_of, find_codebook
from annotate.curation import actions
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership
from annotate.spans.models import Span
from tests.factories import World


@pytest.fixture
def open_page(sign_in):  # type: ignore[no-untyped-def]
    def get(by: Membership, address: str, /, *args: object, query: str = "", **sent: object):  # type: ignore[no-untyped-def]
        client: Client = sign_in(by.user)
        url = reverse(address, args=[by.project.slug, *args]) + query
        return client.post(url, sent) if sent else client.get(url)

    return get


PAGES = [
    ("codebook:codebook", [], "analyst"),
    ("codebook:find", [], "analyst"),
    ("codebook:versions", [], "analyst"),
    ("codebook:version", [1], "analyst"),
    ("codebook:compare", [], "analyst"),
    ("codebook:draft", [], "lead"),
    ("codebook:draft_colors", [], "lead"),
    ("codebook:change_label", ["claim"], "lead"),
    ("codebook:add_attribute", [], "lead"),
    ("codebook:change_attribute", ["voice"], "lead"),
    ("codebook:guidelines", [], "lead"),
    ("curation:publish", [], "lead"),
    ("codebook:copy", [], "lead"),
    ("curation:label", ["claim"], "reviewer"),
    ("curation:rename", ["claim"], "lead"),
    ("curation:retire", ["claim"], "lead"),
    ("curation:move", ["claim"], "lead"),
    ("curation:drop", ["claim"], "lead"),
    ("curation:merge", ["claim"], "lead"),
    ("curation:split", ["claim"], "lead"),
    ("curation:sort", ["claim"], "reviewer"),
    ("curation:journal", [], "analyst"),
]
REACH = {"analyst": {"ana", "rita", "lea"}, "reviewer": {"rita", "lea"}, "lead": {"lea"}}


@pytest.mark.parametrize(("name", "args", "role"), PAGES)
def test_each_page_opens_for_those_whose_it_is_and_nobody_else(
    shared: World, client: Client, name: str, args: list[object], role: str
) -> None:
    shared.mark(shared.ana, "cheaper")
    url = reverse(name, args=[shared.project.slug, *args])
    for person in ("ana", "rita", "lea"):
        client.force_login(getattr(shared, person).user, backend="annotate.projects.sessions.Accounts")
        assert client.get(url).status_code == (200 if person in REACH[role] else 403), person
    client.force_login(shared.otto, backend="annotate.projects.sessions.Accounts")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["curation:label", "curation:merge", "codebook:change_label", "curation:sort"])
def test_a_label_that_there_is_not_is_not_found(shared: World, open_page, name: str) -> None:  # type: ignore[no-untyped-def]
    assert open_page(shared.lea, name, "nothing").status_code == 404


def test_merge_shows_what_will_change_before_it_does_it(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ben, "cheaper")
    shared.mark(shared.ben, "cheaper", "evidence")
    page = open_page(shared.lea, "curation:merge", "claim", query="?into=evidence").content.decode()
    for said in ("2 spans", "of 2 people", "in 1 article", "1 of them lies on words", "Version 2", "Merge them"):
        assert said in page
    assert Span.objects.filter(label__key="claim").count() == 2
    answer = open_page(shared.lea, "curation:merge", "claim", into="evidence")
    assert answer.status_code == 302
    assert not Span.objects.filter(label__key="claim").exists()
    assert "Take the merge back" in open_page(shared.lea, "curation:label", "claim").content.decode()
    open_page(shared.lea, "curation:take_back", "claim", yes="1")
    assert Span.objects.filter(label__key="claim", deleted_at=None).count() == 2


def test_numbers_tell_a_lead_nothing_of_work_that_is_not_handed_in(independent: World, open_page) -> None:  # type: ignore[no-untyped-def]
    independent.mark(independent.ana, "cheaper")
    for name, query in [("curation:merge", "?into=evidence"), ("curation:retire", ""), ("curation:label", "")]:
        page = open_page(independent.lea, name, "claim", query=query).content.decode()
        assert "1 span" not in page, name
        assert "not handed in" in page or "what is handed in" in page, name
    independent.hand_in(independent.ana)
    assert "1 span" in open_page(independent.lea, "curation:retire", "claim").content.decode()


def test_rename_retire_and_move_go_into_the_draft(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    shared.mark(shared.ana, "cheaper")
    assert (
        "will be called “Assertion”"
        in open_page(shared.lea, "curation:rename", "claim", query="?name=Assertion").content.decode()
    )
    open_page(shared.lea, "curation:rename", "claim", name="Assertion")
    open_page(shared.lea, "curation:retire", "evidence", yes="1")
    page = open_page(shared.lea, "curation:move", "claim", query="?parent=rhetoric").content.decode()
    assert "“Technique” is asked of it." in page
    open_page(shared.lea, "curation:move", "claim", parent="rhetoric")
    entry = entry_of(find_codebook(shared.project), of="labels", key="claim")
    assert entry is not None
    assert (entry["name"], entry["parent"]) == ("Assertion", "rhetoric")
    assert Label.objects.get(project=shared.project, key="claim").name == "Claim"


def test_a_label_in_use_cannot_be_taken_out(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    shared.mark(shared.ana, "cheaper")
    page = open_page(shared.lea, "curation:drop", "claim").content.decode()
    assert "is in use, so it stays" in page
    assert "Take it out" not in page
    open_page(shared.lea, "curation:drop", "claim", yes="1")
    assert entry_of(find_codebook(shared.project), of="labels", key="claim")
    open_page(shared.lea, "curation:drop", "aside", yes="1")
    assert not entry_of(find_codebook(shared.project), of="labels", key="aside")


def test_split_leads_to_its_queue(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    span = shared.mark(shared.ana, "cheaper")
    sent = {"key-0": "forecast", "name-0": "Forecast"}
    page = open_page(shared.lea, "curation:split", "claim", query="?key-0=forecast&name-0=Forecast").content.decode()
    assert "New label “Forecast” (forecast)." in page
    assert open_page(shared.lea, "curation:split", "claim", **sent).status_code == 302
    queue = open_page(shared.rita, "curation:sort", "claim").content.decode()
    assert "1 span waits." in queue
    assert "<mark>cheaper</mark>" in queue
    open_page(shared.rita, "curation:sort", "claim", span=span.pk, into="forecast")
    assert "Nothing waits" in open_page(shared.rita, "curation:sort", "claim").content.decode()
    span.refresh_from_db()
    assert span.label.key == "forecast"


def test_the_page_of_a_label_tells_how_it_is_used(independent: World, open_page) -> None:  # type: ignore[no-untyped-def]
    independent.mark(independent.ana, "cheaper", unsure=True)
    independent.mark(independent.ben, "is cheaper", "evidence")
    independent.mark(independent.ben, "The council", "aside")
    independent.hand_in(independent.ana, independent.ben)
    page = open_page(independent.rita, "curation:label", "claim").content.decode()
    assert "<mark>cheaper</mark>" in page
    assert "Of 1 handed-in span" in page
    assert 'Evidence</a></td><td class="number">1' in page
    assert "Aside</a></td>" not in page
    assert "?unsure=1" in page


def test_an_example_is_taken_from_a_passage(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    span = shared.mark(shared.ana, "cheaper")
    open_page(shared.lea, "curation:add_example", "claim", span=span.pk, sort="example", why="It asserts.")
    entry = entry_of(find_codebook(shared.project), of="labels", key="claim")
    assert entry is not None
    assert entry["examples"][-1]["why"] == "It asserts."
    assert open_page(shared.lea, "curation:add_example", "aside", span=span.pk, sort="example").status_code == 404


def test_a_draft_is_made_read_and_published_by_pages_alone(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    open_page(shared.lea, "codebook:add_label", key="irony", name="Irony", parent="rhetoric")
    open_page(shared.lea, "codebook:move_label", "irony", to="out")
    form = open_page(shared.lea, "codebook:change_label", "irony").context["form"]
    open_page(
        shared.lea, "codebook:change_label", "irony", seen=form.initial["seen"], name="Irony", stroke="dotted",
        hue="own", own="#FFEE00", definition="Meant otherwise.",
        **{"example-passage": ["How [nice]."], "example-why": ["It is not."]},
    )  # fmt: skip
    open_page(
        shared.lea,
        "codebook:add_attribute",
        key="heat",
        name="Heat",
        kind="choice",
        choices="low\nhigh\nlow",
        labels="irony",
    )
    form = open_page(shared.lea, "codebook:guidelines").context["form"]
    open_page(shared.lea, "codebook:guidelines", seen=form.initial["seen"], text="# Read <script>alert(1)</script>")
    page = open_page(shared.lea, "curation:publish")
    assert "<ins>Meant otherwise.</ins>" in page.content.decode()
    open_page(shared.lea, "curation:publish", seen=page.context["form"].initial["seen"], note="Irony.")
    version = codebook_now(shared.project)
    irony = entry_of(version.codebook, of="labels", key="irony")
    assert irony is not None
    assert (version.number, irony["color"], irony["stroke"], irony["parent"]) == (2, "#ffee00", "dotted", None)
    assert irony["examples"] == [{"passage": "How [nice].", "why": "It is not."}]
    heat = entry_of(version.codebook, of="attributes", key="heat")
    assert heat is not None
    assert (heat["choices"], heat["labels"]) == (["low", "high"], ["irony"])
    read = open_page(shared.ana, "codebook:codebook").content.decode()
    assert "<script>alert" not in read
    compared = open_page(shared.ana, "codebook:compare", query="?older=1&newer=2").content.decode()
    assert "Irony" in compared
    assert "Meant otherwise." in open_page(shared.ana, "codebook:find", query="?q=MEANT+irony").content.decode()


def test_the_journal_is_filtered_and_taken_back_from(shared: World, open_page) -> None:  # type: ignore[no-untyped-def]
    claim = shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ben, "The council", "evidence")
    line = JournalLine.objects.get(verb="span_added", subject=claim.pk)
    lines = open_page(shared.ana, "curation:journal", query="?label=claim&verb=span_added").context["lines"]
    assert [told.line for told in lines] == [line]
    of_ben = open_page(shared.ana, "curation:journal", query="?person=ben").context["lines"]
    assert {told.line.by for told in of_ben} == {shared.ben.user_id}
    by_article = open_page(shared.ana, "curation:journal", query=f"?article={shared.article.pk}").context["lines"]
    assert {told.line.article for told in by_article} == {shared.article.pk}
    assert (
        open_page(shared.ben, "curation:revert", line.pk, yes="1").status_code == 302
    )  # somebody else's: told why not
    claim.refresh_from_db()
    assert claim.deleted_at is None
    open_page(shared.ana, "curation:revert", line.pk, yes="1")
    claim.refresh_from_db()
    assert claim.deleted_at is not None


def test_the_journal_shows_no_line_of_what_one_is_blind_to(independent: World, open_page) -> None:  # type: ignore[no-untyped-def]
    span = independent.mark(independent.ana, "cheaper", note="a secret note")
    independent.mark(independent.ben, "cheaper")
    line = actions.merge_label(
        independent.labels["claim"], into=independent.labels["aside"], by=independent.lea, at=independent.at
    )
    moved = JournalLine.objects.filter(verb="spans_moved", audience=independent.ana.user_id).get()
    assert line.pk < moved.pk
    for person in (independent.ben, independent.lea, independent.rita):
        page = open_page(person, "curation:journal").content.decode()
        assert "a secret note" not in page
        assert str(span.pk) not in page
        assert f"line-{moved.pk}" not in page, person
        assert open_page(person, "curation:revert", moved.pk, yes="1").status_code == 404
    assert f"line-{moved.pk}" not in open_page(independent.ana, "curation:journal").content.decode()  # not her deed
    independent.hand_in(independent.ana)
    assert f"line-{moved.pk}" in open_page(independent.lea, "curation:journal").content.decode()
