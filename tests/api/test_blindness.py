"""In an independent project nothing that Ana does changes a byte of what Ben receives, until he may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from annotate.review import actions as review
from annotate.review.queries import visible_lines
from annotate.spans import actions
from annotate.spans.models import Comment, Link, LinkKind, Span
from tests.api.conftest import operations
from tests.api.stage import Call, Stage, calls

READS = sorted(name for name, (method, _path) in operations().items() if method == "GET")
EARLY = "2020-01-01T00:00:00Z"


def reads(stage: Stage) -> dict[str, Call]:
    """Every GET as Ben would ask it, on an article that was given to both, and once more for what is new since."""
    table = {name: calls(stage)[name]._replace(who="ben") for name in READS}
    table["export_project of his own"] = table["export_project"]._replace(query={"set": "ben"})
    since = {
        f"{name} since": call._replace(query={"updated_since": EARLY})
        for name, call in table.items()
        if name.startswith("list_") and name != "list_projects"
    }
    return table | since


def received(stage: Stage) -> dict[str, tuple[int, bytes]]:
    return {
        name: ((response := stage.do(call)).status_code, response.getvalue()) for name, call in reads(stage).items()
    }


def ana_and_rita_work(stage: Stage) -> None:
    world = stage.complete().world
    later = world.at + timedelta(hours=1)
    span = world.mark(world.ana, "The ferry must stay", note="another of Ana’s")
    actions.change_span(stage.claim, version=1, note="Ana changed her mind", by=world.ana, at=later)
    actions.delete_span(stage.evidence, by=world.ana, at=later)
    actions.add_comment(span, text="Ana again", by=world.ana, at=later)
    actions.add_link(span, kind=LinkKind.SUPPORTS, target=stage.claim, by=world.ana, at=later)
    actions.hand_in(world.article, by=world.ana, at=later)
    world.decide(span)
    world.decide(stage.span_on(stage.handed_in))
    review.settle_article(stage.decided, by=world.rita, at=later)


def test_ben_receives_the_same_bytes_whatever_ana_and_rita_do(blind: Stage) -> None:
    before = received(blind)
    ana_and_rita_work(blind)
    assert received(blind) == before


def test_nothing_that_ben_receives_tells_of_ana(blind: Stage) -> None:
    ana_and_rita_work(blind)
    tells = {"Ana", '"ana"', "cheaper", "changed her mind"}
    for row in (*Span.objects.all(), *Comment.objects.all(), *Link.objects.all(), blind.work(blind.world.article)):
        tells.add(str(row.pk))
    texts = {"read_article", "export_project of his own"}  # the article itself says “cheaper”
    for name, (status, content) in received(blind).items():
        words = content.decode()
        found = {word for word in tells if word in words}
        assert found - ({"cheaper"} if name in texts else set()) == set(), name
        assert status == {"read_span": 404, "export_project": 403, "read_clusters": 403}.get(name, 200), name


def test_ben_counts_only_himself(blind: Stage) -> None:
    ana_and_rita_work(blind)
    body = blind.ask("ben", "GET", f"/projects/{blind.world.project.slug}").json()
    assert [member["username"] for member in body["members"]] == ["ben"]
    assert body["counts"] == {"articles": 4, "members": 1, "assignments": {"assigned": 4}, "spans": 0, "decisions": 0}
    assert blind.fresh.pk not in {
        item["id"] for item in blind.ask("ben", "GET", f"/projects/{blind.world.project.slug}/articles").json()["items"]
    }


@pytest.mark.parametrize("name", ["add_comment", "change_comment", "delete_comment", "change_span", "delete_span"])
def test_what_ben_may_not_see_he_cannot_touch(blind: Stage, name: str) -> None:
    assert blind.do(calls(blind)[name], who="ben").status_code == 404


def test_what_ben_may_not_see_he_cannot_link_to_or_step_with(blind: Stage) -> None:
    own = blind.world.mark(blind.world.ben, "The ferry must stay")
    wanted = {"kind": "supports", "source": own.pk, "target_span": blind.claim.pk}
    assert blind.ask("ben", "POST", f"/articles/{blind.world.article.pk}/links", wanted).status_code == 404
    for name in ("hand_in", "take_back", "return_work"):
        assert blind.do(calls(blind)[name], who="ben").status_code == 404


def test_what_comes_into_view_is_new_since_then(blind: Stage) -> None:
    world, article = blind.world, blind.handed_in
    spans, decisions = f"/articles/{article.pk}/spans", f"/articles/{article.pk}/decisions"

    def new_to_ben(path: str, since: str) -> list[dict[str, Any]]:
        return blind.ask("ben", "GET", path, updated_since=since).json()["items"]

    hidden = blind.span_on(article)
    world.decide(hidden)
    assert new_to_ben(spans, EARLY) == []
    later = world.at + timedelta(days=1)
    actions.hand_in(article, by=world.ben, at=later)
    assert new_to_ben(spans, EARLY) == []
    review.settle_article(article, by=world.rita, at=later)
    assert hidden.changed_at < later
    for path in (spans, decisions):
        assert len(new_to_ben(path, later.isoformat())) == 1
        assert new_to_ben(path, (later + timedelta(seconds=1)).isoformat()) == []
    assert new_to_ben(spans, later.isoformat())[0]["id"] == hidden.pk


def test_reviewers_see_what_is_handed_in_and_no_more(blind: Stage) -> None:
    for who in ("rita", "lea"):
        open_work = blind.ask(who, "GET", f"/articles/{blind.world.article.pk}/spans").json()["items"]
        handed_in = blind.ask(who, "GET", f"/articles/{blind.handed_in.pk}/spans").json()["items"]
        assert (open_work, [item["analyst"] for item in handed_in]) == ([], ["ana"])


def test_what_a_request_found_is_no_news_to_others(blind: Stage) -> None:
    twin = {"label": "claim", **blind.place("cheaper")}
    answer = blind.ask("ana", "POST", f"/articles/{blind.world.article.pk}/spans", twin, key="k")
    assert answer.status_code == 200
    found = {"verb": "span_found", "subject": blind.claim.pk}
    assert visible_lines(blind.world.ana.user).filter(**found).exists()
    for reviewer in (blind.world.rita, blind.world.lea):
        assert not visible_lines(reviewer.user).filter(**found).exists()
