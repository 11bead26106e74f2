"""Every list asks the database as often for three rows as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotate.assignment import actions as work
from annotate.assignment.models import Way
from annotate.projects import actions as projects
from annotate.projects.models import Mode, Role
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind
from tests.factories import make_user, make_world
from tests.house.story import enter

pytestmark = pytest.mark.django_db


class Growing:
    """A world that Lea looks at, and that has one more of everything each time it grows."""

    def __init__(self) -> None:
        self.world = make_world(Mode.SHARED, slug="growing")
        self.first = self.world.mark(self.world.ana, "The council says")
        lea = self.world.lea.user
        lea.is_staff = True
        lea.save()
        self.client = enter(lea)
        _token, secret = projects.create_token(lea, by=lea, at=self.world.at)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def grow(self, number: int) -> None:
        """A project, a person, a key, a version, a round, an article with its work; on the first article a set, too."""
        world = self.world
        name = f"otto{number}"
        person = make_user(name, name=f"Otto the {number}th")
        member = projects.add_member(world.project, username=name, role=Role.ANALYST, by=world.lea, at=world.at)
        projects.create_token(world.lea.user, name=name, by=world.lea.user, at=world.at)
        make_world(Mode.SHARED)
        article = world.take_in(f"Piece {number}\n\nThe bridge is cheaper, they say. It costs {number} crowns.")
        found = work.open_round(
            world.project, articles=[article], name=name, way=Way.DEALT, per_article=2, quota=None, due_on=None,
            training=False, by=world.lea, at=world.at,
        )  # fmt: skip
        spans.deal_round(found, [world.ana, member], by=world.lea, at=world.at)
        for place in (article, world.article):
            span = world.mark(member, "cheaper", article=place, note=f"by {person}")
            other = world.mark(member, "costs", "evidence", article=place)
            spans.add_link(other, kind=LinkKind.SUPPORTS, target=span, by=member, at=world.at)
            spans.add_comment(span, text="@lea, is it?", by=member, at=world.at)
            world.hand_in(member, article=place)
            world.decide(span)
        spans.add_comment(self.first, text="@lea, and here?", by=member, at=world.at)
        spans.add_link(self.first, kind=LinkKind.ATTACKS, target=span, by=world.lea, at=world.at)
        spans.change_span(self.first, version=number, note=f"{number}", by=world.ana, at=world.at)

    def counts(self) -> dict[str, int]:
        """How many queries each list takes, everything that is kept in memory being there."""
        return {name: self._count(path) for name, path in self.paths().items()}

    def _count(self, path: str) -> int:
        headers = self.headers if path.startswith("/api/") else {}
        assert self.client.get(path, headers=headers).status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(path, headers=headers)
            answer.getvalue() if answer.streaming else answer.content
        return len(asked)

    def paths(self) -> dict[str, str]:
        """Every list that Lea can open."""
        world = self.world
        home, api = f"/p/{world.project.slug}/", f"/api/v1/projects/{world.project.slug}/"
        desk, article = f"{home}articles/{world.article.pk}/", f"/api/v1/articles/{world.article.pk}/"
        tables = ("apitoken", "article", "assignment", "block", "comment", "decidedspan", "decision", "journalline",
                  "label", "link", "membership", "project", "revision", "round", "span", "user")  # fmt: skip
        return {
            "projects:index": "/",
            "projects:account": "/account/",
            "projects:members": f"{home}members/",
            "assignment:articles": home,
            "spans:desk": desk,
            "spans:changes": f"{desk}changes/",
            "spans:spans": f"{desk}spans/",
            "spans:span": f"{desk}spans/{self.first.pk}/",
            "spans:history": f"{desk}spans/{self.first.pk}/history/",
            "spans:links": f"{desk}spans/{self.first.pk}/links/",
            "spans:mentions": f"{home}mentions/",
            "spans:rounds": f"{home}rounds/",
            "review:index": f"{home}review/",
            "review:article": f"{home}review/{world.article.pk}/",
            "concord:agreement": f"{home}agreement/",
            "concord:passages": f"{home}agreement/passages/",
            "export:page": f"{home}export/",
            "export:download": f"{home}export/download/?format=jsonl",
            "list_projects": "/api/v1/projects",
            "read_project": api.rstrip("/"),
            **{f"list_{name}": f"{api}{name}" for name in ("members", "articles", "assignments", "comments", "links")},
            "list_spans": f"{article}spans",
            "list_decisions": f"{article}decisions",
            **{f"admin:{table}": f"/admin/annotate/{table}/" for table in tables},
        }


def test_every_list_takes_as_many_queries_for_three_rows_as_for_one() -> None:
    growing = Growing()
    growing.grow(1)
    one = growing.counts()
    growing.grow(2)
    growing.grow(3)
    three = growing.counts()
    assert {name: (one[name], three[name]) for name in one if one[name] != three[name]} == {}
    print(one)
