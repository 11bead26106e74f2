"""Nothing of a project is there for a stranger, and nothing of Ana's for who is blind to it: every address, everybody.

`routes.py` lists the addresses and what each shows, `story.py` tells one project from beginning to end while everybody
reads everything. A new address, operation, table of the admin or format fails here until it is listed.
"""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from annotate.assignment import actions as work
from annotate.assignment.models import Way
from annotate.export.queries.files import FORMATS
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, Role
from tests.api.conftest import operations
from tests.factories import make_world
from tests.house.routes import (
    ADMIN_PAGES,
    API,
    API_NOT_OF_A_PROJECT,
    FILES,
    NOT_OF_A_PROJECT,
    PAGES,
    STRUCTURE,
    TABLE_PAGES,
    TABLES,
    TEXTS,
    Route,
    addresses,
    admin_tables,
    path_of,
)
from tests.house.story import HIDDEN, PHASES, REMARK, ROLES, SAME, Story, tell
from tests.rows import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def story(kept: None) -> Story:
    """The story, told once for all tests here. Each finds it at its end."""
    return tell()


def unlisted(found: set[str], listed: set[str], where: str) -> str:
    """What to do about a difference; empty where there is none."""
    new, gone = sorted(found - listed), sorted(listed - found)
    said = [f"{name}: say in tests/house/routes.py, {where}, what it shows of Ana's and to whom." for name in new]
    return "\n".join([*said, *(f"{name}: it is no more, take it out of {where}." for name in gone)])


def test_every_page_is_listed() -> None:
    found = {address.name for address in addresses() if not address.name.startswith(("admin:", "api:"))}
    found |= {"api:openapi-json", "api:openapi-view", "api:api-root"}
    listed = {route.name for route in PAGES} | NOT_OF_A_PROJECT
    assert not unlisted(found, listed, "PAGES (or NOT_OF_A_PROJECT)")


def test_every_page_answers_the_methods_that_are_listed(story: Story) -> None:
    """A view that takes GET, or POST, without being listed with it would never be asked."""
    taken = set()
    for name in {route.name for route in PAGES}:
        path = next(address.path for address in addresses() if address.name == name)
        for method in ("GET", "POST"):
            if story.send("otto", method, path).status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                taken.add(f"{method} {name}")
    assert not unlisted(taken, {f"{route.method} {route.name}" for route in PAGES}, "PAGES, by this method")


def test_every_operation_is_listed() -> None:
    found = {f"{method} {name}" for name, (method, _path) in operations().items() if name not in API_NOT_OF_A_PROJECT}
    assert not unlisted(found, {f"{route.method} {route.name}" for route in API}, "API (or API_NOT_OF_A_PROJECT)")
    routed = {address.name for address in addresses() if address.name.startswith("api:")} - NOT_OF_A_PROJECT
    assert routed == {f"api:{name}" for name in operations()}, "an operation is not in the OpenAPI description"


def test_every_table_and_page_of_the_admin_is_listed() -> None:
    tables = {route.name for route in TABLES} | TEXTS | STRUCTURE
    assert not unlisted(set(admin_tables()), tables, "TABLES, TEXTS or STRUCTURE")
    pages = {f"{app}_{table}_{page}" for table, app in admin_tables().items() for page in TABLE_PAGES}
    found = {address.name.removeprefix("admin:") for address in addresses() if address.name.startswith("admin:")}
    assert not unlisted(found, pages | ADMIN_PAGES, "TABLE_PAGES or ADMIN_PAGES")


def test_every_format_is_listed() -> None:
    assert not unlisted(set(FORMATS), {format for format, _set in FILES}, "FILES")


def test_every_route_that_answers_htmx_with_a_part_is_listed(story: Story) -> None:
    """All others answer htmx as they answer everybody, so one request of them is enough."""
    for route in PAGES:
        if route.reads:
            page, part = (story.read(story.ask("lea", route, part=asked)).digest for asked in (False, True))
            assert (page != part) == route.part, f"{route.name}: set `part` in tests/house/routes.py, PAGES"


def is_decided(phase: str) -> bool:
    """Whether Rita has decided on Ana's span by then."""
    order = list(PHASES)
    return order.index(phase) >= order.index("decided")


def expected(route: Route, who: str, phase: str) -> set[str]:
    """What of Ana's this person finds there then."""
    told: set[str] = set()
    if not ROLES[who].reaches(route.at_least):
        return told
    if who in PHASES[phase].sees.split() and ROLES[who].reaches(route.shown_to):
        told |= set(route.shows.split())
    if route.settled and phase not in ("settled", "lea in"):
        told = set()
    if not is_decided(phase):
        told = set() if route.decided else told - {"decision"}
    if route.name == "journalline" and who == "rita":
        told.discard("decision")  # her own line, which the story does not ask for: it is hers in every phase
    if route.name == "curation:journal" and who == "rita" and is_decided(phase):
        told |= {"id", "answer", "decision"}  # here it stands
    if route.knows and ROLES[who].reaches(Role.REVIEWER):
        told.add("name")
    return told


READINGS = [(phase, who) for phase, (_sees, reads, _thorough) in PHASES.items() for who in reads.split()]


@pytest.mark.parametrize(("phase", "who"), READINGS)
def test_exactly_who_may_see_it_finds_what_is_ana_s(story: Story, phase: str, who: str) -> None:
    received = story.received[phase, who]
    wrong = {}
    for route in (*PAGES, *API):
        for name in (route.name, f"{route.name} in part", f"{route.name} since then"):
            if name in received and received[name].tells != (wanted := expected(route, who, phase)):
                wrong[name] = (received[name].status, set(received[name].tells), wanted)
    for route in TABLES:
        pages = [answer.tells for name, answer in received.items() if name.split()[0] == route.name]
        if (found := set().union(*pages)) != (wanted := expected(route, who, phase)):
            wrong[route.name] = (found, wanted)
    for name in ("article", "block", "reading"):
        assert not received.get(f"{name} listed", received["corpus:about"]).tells
    assert wrong == {}


@pytest.mark.parametrize(("phase", "who"), READINGS)
def test_exactly_who_may_see_it_takes_out_what_is_ana_s(story: Story, phase: str, who: str) -> None:
    received = story.received[phase, who]
    for (format, chosen), shows in FILES.items():
        least, shown_to = (Role.LEAD, Role.LEAD) if format == "archive" else (Role.REVIEWER, Role.REVIEWER)
        asked = Route("", shows=shows, at_least=least, shown_to=shown_to, decided=chosen == "gold")
        wanted = expected(asked, who, phase)
        answer = received.get(f"{chosen} as {format}")
        assert answer is None or answer.tells == wanted, (format, chosen)
    if (answer := received.get("her set")) is not None:
        sees = who in PHASES[phase].sees.split() and who != "ben"  # who takes out his own alone
        assert answer.status == (200 if sees else 403 if who == "ben" else 404)
        assert ("note" in answer.tells) == sees


@pytest.mark.parametrize(("phase", "who"), READINGS)
def test_what_is_named_by_an_id_that_may_not_be_known_is_not_there(story: Story, phase: str, who: str) -> None:
    sees = who in PHASES[phase].sees.split()
    for route in (*PAGES, *API):
        if route.reads and any(f"{{{name}}}" in path_of(route) for name in HIDDEN):
            assert story.received[phase, who][route.name].status == (200 if sees else 404), route.name


@pytest.mark.parametrize(("who", "phases"), SAME)
def test_not_a_byte_changes_for_who_is_blind(story: Story, who: str, phases: str) -> None:
    """Whatever Ana did in between: no count, no order, no number of a revision tells of it."""
    before, after = (story.received[phase, who] for phase in split(phases))
    assert [name for name in before.keys() & after.keys() if before[name] != after[name]] == []
    assert len(before.keys() & after.keys()) > 35


def split(phases: str) -> tuple[str, str]:
    """Two phases, each of which may be of two words."""
    return next((one, two) for one in PHASES for two in PHASES if f"{one} {two}" == phases)


def test_what_ben_is_answered_while_he_works_is_his_alone(story: Story) -> None:
    assert {name: set(answer.tells) for name, answer in story.works.items() if answer.tells} == {}
    assert [answer.status for answer in story.works.values()] == [
        200, 200, 200, 200, 200, 200, 409, 200, 200, 302, 403, 302,
    ]  # fmt: skip


@pytest.mark.parametrize(("phase", "who"), [("more", "ben"), ("more", "lea"), ("decided", "ben"), ("decided", "lea")])
def test_what_one_is_blind_to_cannot_be_touched_and_answers_as_nothing_does(story: Story, phase: str, who: str) -> None:
    assert story.touched[phase, who] == []


@pytest.mark.parametrize("who", ["otto", "root"])
def test_a_stranger_finds_the_same_nothing_as_where_nothing_is(story: Story, who: str) -> None:
    """Pages and parts by GET and POST, operations by their methods; a superuser, who is one too, by these alone.

    What a view does not take, it takes from nobody: 405, as everywhere.
    """
    nothing = {**dict.fromkeys(story.ids, 1), "slug": "no-such"}
    before = snapshot()
    for route in (*PAGES, *API):
        assert story.ask(who, route).status_code == 404, route.name
        page = ":" in route.name
        for method in ("GET", "POST") if page and who == "otto" else (route.method,):
            asked = route._replace(method=method)
            for part in {False, page and who == "otto"}:
                here, nowhere = story.ask(who, asked, part=part), story.ask(who, asked, part=part, **nothing)
                assert here.status_code in (404, 405), (route.name, method)
                assert story.read(here) == story.read(nowhere), (route.name, method)
                assert not story.read(here).tells
    assert snapshot() == before


def test_who_has_not_signed_in_is_asked_to_wherever_they_go(story: Story) -> None:
    before = snapshot()
    for route in PAGES:
        page, part = story.ask("nobody", route), story.ask("nobody", route, part=True)
        assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, "/sign-in/"), route.name
        assert (part.status_code, part.content) == (401, b"Sign in again."), route.name  # type: ignore[attr-defined]
    for route in API:
        assert story.ask("nobody", route).status_code == 401, route.name
    assert snapshot() == before


def admin_paths(story: Story) -> list[str]:
    """Every page of the admin, of rows that are there."""
    rows = {
        "article": story.world.article.pk, "assignment": story.ids["assignment_id"], "span": story.ids["span_id"],
        "comment": story.ids["comment_id"], "answer": story.ids["answer_id"], "link": story.ids["link_id"],
        "decision": story.ids["decision_id"],
        "project": story.world.project.pk, "user": story.world.ana.user_id, "membership": story.world.ana.pk,
    }  # fmt: skip
    paths = []
    for address in addresses():
        if address.name.startswith("admin:") and address.name not in ("admin:login", "admin:logout", "admin:nowhere"):
            table = f"{address.path}//".split("/")[3]
            filled = address.path.replace("{object_id}", str(rows.get(table, 1))).replace("{content_type_id}", "1")
            paths.append(re.sub(r"\^\(.*\)/\$", "annotate/", filled))
    return paths


def test_the_admin_is_closed_to_who_is_no_staff(story: Story) -> None:
    """Otto, who is signed in, is sent to the admin's own door; who is not, to a door."""
    before = snapshot()
    for path in admin_paths(story):
        for method in ("GET", "POST"):
            otto, nobody = story.send("otto", method, path), story.send("nobody", method, path)
            assert (otto.status_code, otto.headers["Location"].split("?")[0]) == (302, "/admin/login/"), path
            assert nobody.status_code == 302, path
            assert nobody.headers["Location"].split("?")[0] in ("/admin/login/", "/sign-in/"), path
    assert snapshot() == before


def test_a_superuser_who_is_no_member_finds_structure_and_nothing_that_anybody_marked(story: Story) -> None:
    before = snapshot()
    for path in admin_paths(story):
        table = f"{path}//".split("/")[3]
        for method in ("GET",) if table in STRUCTURE else ("GET", "POST"):
            answer = story.read(story.send("root", method, path))
            assert answer.status < 500
            assert answer.tells <= ({"name"} if table in STRUCTURE else set()), (method, path)
    assert snapshot() == before


@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_the_admin_s_completion_offers_nothing_that_anybody_marked(story: Story) -> None:
    """It answers for every foreign key there is, whatever forms name it."""
    asked = 0
    for model in apps.get_app_config("annotate").get_models():
        for key in model._meta.get_fields():
            if isinstance(key, ForeignKey):
                query = {"app_label": "annotate", "model_name": model._meta.model_name, "field_name": key.name}
                answer = story.read(story.send("root", "GET", "/admin/autocomplete/", query={**query, "term": ""}))
                table = str(key.related_model._meta.model_name)  # type: ignore[union-attr]
                assert answer.tells <= ({"name"} if table in STRUCTURE else set()), query
                asked += answer.status == 200
    assert asked > 15


def test_staff_who_are_blind_complete_nothing_either(story: Story) -> None:
    """Ben, on an article that he has not been given back: here, one whose set was never handed in."""
    world = story.world
    world.assign(world.ana, article=(article := world.take_in("Another\n\nThe pier is closed.")))
    span = world.mark(world.ana, "The pier", article=article)
    query = {"app_label": "annotate", "model_name": "comment", "field_name": "span", "term": ""}
    for who in ("ben", "rita", "lea"):
        answer = story.send(who, "GET", "/admin/autocomplete/", query=query)
        assert answer.status_code == 200
        assert str(span.pk) not in answer.content.decode()  # type: ignore[attr-defined]


def test_in_one_s_own_project_the_ids_of_another_open_nothing(story: Story) -> None:
    """Otto leads a project, and knows every id of Ana's."""
    own = make_world(Mode.SHARED, slug="ottos")
    projects.add_member(own.project, username="otto", role=Role.LEAD, by=own.lea, at=own.at)
    otto = Membership.objects.select_related("project", "user").get(project=own.project, user=own.otto)
    own.hand_in(otto)
    before = snapshot()
    for route in PAGES:
        path = path_of(route)
        if set(re.findall(r"{(\w+)}", path)) & {"article_id", "membership_id"}:
            answer = story.ask("otto", route, slug="ottos")
            assert answer.status_code == 404, route.name
    assert snapshot() == before
    here = {"slug": "ottos", "article_id": own.article.pk}
    for name in ("spans:span", "spans:change_span", "spans:delete_span", "spans:restore_span", "review:decide",
                 "review:undo_decision", "review:return_work", "decide", "add_link"):  # fmt: skip
        route = next(route for route in (*PAGES, *API) if route.name == name)
        assert story.ask("otto", route, **here).status_code == 404, name
    assign = next(route for route in API if route.name == "assign_article")
    assert story.send("otto", "POST", path_of(assign), body=assign.body, slug="ottos").status_code == 422
    page = next(route for route in PAGES if route.name == "spans:assign")
    body = {"article": story.world.article.pk, "analyst": "otto"}
    assert story.send("otto", "POST", path_of(page), body=body, slug="ottos").status_code == 302
    assert snapshot() == before


def test_in_a_shared_project_members_see_each_other_s_spans_and_otto_none() -> None:
    """As in `test_exactly_…`: Ben, at work, finds all that is shown to analysts, and the members' names."""
    story = Story(make_world(Mode.SHARED, slug="open-to-members"))
    story.world.ask(REMARK)
    story.ana_marks()
    world = story.world
    story.ids["number"] = work.open_round(
        world.project, articles=[world.article], name="", way=Way.TAKEN, per_article=2, quota=None, due_on=None,
        training=False, by=world.lea, at=world.at,
    ).number  # fmt: skip
    story.note("open", "ben", thorough=True)
    for route in (*PAGES, *API):
        shown = ROLES["ben"].reaches(route.at_least) and ROLES["ben"].reaches(route.shown_to)
        wanted = set(route.shows.split()) - {"decision"} if shown else set()
        wanted |= {"name"} if route.knows else set()
        if route.name == "list_decisions" or route.settled:
            wanted = set()
        if route.name == "curation:journal":  # where all see all, analysts too read it
            wanted = set(route.shows.split()) - {"decision"} | {"name"}
        if route.reads:
            assert story.received["open", "ben"][route.name].tells == wanted, route.name
    for route in (*PAGES, *API):
        if route.reads:
            answer = story.ask("otto", route)
            assert (answer.status_code, story.read(answer).tells) == (404, frozenset()), route.name
