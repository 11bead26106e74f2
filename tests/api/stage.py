"""A project in which every operation of the API has something to succeed on, and the call that does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.test import Client

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.projects import actions as projects
from annotate.review import actions as review
from annotate.review.models import Decision
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind, Span
from tests.factories import World

API = "/api/v1"


class Call(NamedTuple):
    """One request: who asks, where, with what, and the answer they get."""

    who: str
    method: str
    path: str
    ids: Mapping[str, Any] = {}
    body: Any = None
    query: Mapping[str, Any] = {}
    status: int = 200

    @property
    def address(self) -> str:
        return API + self.path.format(**self.ids)


@dataclass
class Stage:
    """A world, its people's tokens, and one article for each state that work can be in, made when it is first named."""

    world: World
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        cast = {name: getattr(world, name).user for name in ("ana", "ben", "rita", "lea")} | {"otto": world.otto}
        self.secrets = {name: projects.create_token(person, by=None, at=world.at)[1] for name, person in cast.items()}
        self.claim = world.mark(world.ana, "cheaper", note="Ana’s own words")
        self.evidence = world.mark(world.ana, "the toll alone costs 40 crowns a day", "evidence")
        self.deleted = world.mark(world.ana, "in it to win it", "aside")
        spans.delete_span(self.deleted, by=world.ana, at=world.at)
        self.comment, _new = spans.add_comment(self.claim, text="Ana says why", by=world.ana, at=world.at)
        self.link = self._link(LinkKind.SUPPORTS)
        self.unlinked = self._link(LinkKind.ATTACKS)
        spans.delete_link(self.unlinked, by=world.ana, at=world.at)

    @cached_property
    def handed_in(self) -> Article:
        """An article on which Ana's work is handed in; Ben's is only given."""
        return self._article("Handed in")

    @cached_property
    def decided(self) -> Article:
        """The same, and decided on."""
        return self._article("Decided on", decide=True)

    @cached_property
    def decision(self) -> Decision:
        """What was decided."""
        return Decision.objects.get(article=self.decided)

    @cached_property
    def settled(self) -> Article:
        """The same, and settled."""
        return self._article("Settled long ago", decide=True, settle=True)

    @cached_property
    def fresh(self) -> Article:
        """An article that was given to nobody."""
        return self.world.take_in("Fresh\n\nNobody has read this one.")

    def complete(self) -> Stage:
        """This stage, with all of its articles made."""
        for name in ("handed_in", "decided", "settled", "fresh"):
            getattr(self, name)
        return self

    def client(self, who: str) -> Client:
        """A client that sends this person's token."""
        return Client(headers={"Authorization": f"Bearer {self.secrets[who]}"}, raise_request_exception=True)

    def ask(self, who: str, method: str, path: str, body: Any = None, *, key: str | None = None, **query: Any) -> Any:
        """The response to one request, by somebody."""
        headers = {} if key is None else {"Idempotency-Key": key}
        data = "" if body is None else json.dumps(body)
        return self.client(who).generic(
            method, API + path, data, content_type="application/json", headers=headers, query_params=query
        )

    def do(self, call: Call, *, who: str | None = None, key: str | None = None) -> HttpResponse:
        """The response to one of the calls below."""
        headers = {} if key is None else {"Idempotency-Key": key}
        data = call.body if isinstance(call.body, str) else "" if call.body is None else json.dumps(call.body)
        return self.client(who or call.who).generic(
            call.method, call.address, data, content_type="application/json", headers=headers, query_params=call.query
        )

    def place(self, quote: str, *, article: Article | None = None) -> dict[str, Any]:
        """Where an article first says this, as the API wants it."""
        start = (article or self.world.article).text.index(quote)
        return {"start": start, "end": start + len(quote), "quote": quote}

    def work(self, article: Article, who: str = "ana") -> Assignment:
        """Somebody's assignment on an article."""
        return Assignment.objects.get(article=article, analyst__username=who)

    def span_on(self, article: Article) -> Span:
        """Ana's one span on an article."""
        return Span.objects.get(article=article, assignment__analyst__username="ana")

    def _link(self, kind: LinkKind):  # type: ignore[no-untyped-def]
        return spans.add_link(self.evidence, kind=kind, target=self.claim, by=self.world.ana, at=self.world.at)[0]

    def _article(self, title: str, *, decide: bool = False, settle: bool = False) -> Article:
        world = self.world
        article = world.take_in(f"{title}\n\nThe bridge is cheaper, they say, and {title.lower()} it stays.")
        world.assign(world.ana, world.ben, article=article)
        span = world.mark(world.ana, "The bridge is cheaper", article=article)
        world.hand_in(world.ana, article=article)
        if decide:
            world.decide(span)
        if settle:
            review.settle_article(article, by=world.rita, at=world.at)
        return article


def calls(stage: Stage) -> dict[str, Call]:
    """For every operation, by its id, a call that succeeds once."""
    world = stage.world
    slug, article = {"slug": world.project.slug}, {"article_id": world.article.pk}
    span, comment = {"span_id": stage.claim.pk}, {"comment_id": stage.comment.pk}
    of = stage.work
    return {
        "list_projects": Call("ana", "GET", "/projects"),
        "create_project": Call("ana", "POST", "/projects", body={"slug": "a-new-one", "name": "New"}, status=201),
        "read_agreement": Call("rita", "GET", "/projects/{slug}/agreement", slug),
        "read_project": Call("ana", "GET", "/projects/{slug}", slug),
        "list_members": Call("ana", "GET", "/projects/{slug}/members", slug),
        "add_member": Call(
            "lea", "POST", "/projects/{slug}/members", slug, {"username": "otto", "role": "analyst"}, status=201
        ),
        "list_codebook_versions": Call("ana", "GET", "/projects/{slug}/codebook", slug),
        "list_articles": Call("ana", "GET", "/projects/{slug}/articles", slug),
        "take_in_article": Call(
            "lea", "POST", "/projects/{slug}/articles", slug, {"text": "Tolls\n\nThey cost."}, status=201
        ),
        "take_in_articles": Call(
            "lea", "POST", "/projects/{slug}/articles/bulk", slug, '{"text": "One\\n\\nline."}\n'
        ),
        "read_article": Call("ana", "GET", "/articles/{article_id}", article),
        "list_assignments": Call("ana", "GET", "/projects/{slug}/assignments", slug),
        "assign_article": Call(
            "lea", "POST", "/projects/{slug}/assignments", slug,
            {"article": stage.fresh.pk, "analyst": "ben"}, status=201,
        ),
        "hand_in": Call(
            "ana", "POST", "/assignments/{assignment_id}/hand-in", {"assignment_id": of(world.article).pk}, {}
        ),
        "take_back": Call(
            "ana", "POST", "/assignments/{assignment_id}/take-back", {"assignment_id": of(stage.handed_in).pk}, {}
        ),
        "return_work": Call(
            "rita", "POST", "/assignments/{assignment_id}/return", {"assignment_id": of(stage.handed_in).pk},
            {"reason": "Look at the second paragraph again."},
        ),
        "list_spans": Call("ana", "GET", "/articles/{article_id}/spans", article),
        "add_span": Call(
            "ana", "POST", "/articles/{article_id}/spans", article,
            {"label": "claim", **stage.place("The ferry must stay")}, status=201,
        ),
        "add_spans": Call(
            "ana", "POST", "/articles/{article_id}/spans/bulk", article,
            [{"label": "claim", **stage.place("The ferry must stay")}],
        ),
        "read_span": Call("ana", "GET", "/spans/{span_id}", span),
        "change_span": Call("ana", "PATCH", "/spans/{span_id}", span, {"version": 1, "note": "Other words"}),
        "delete_span": Call("ana", "DELETE", "/spans/{span_id}", span, query={"version": 1}, status=204),
        "restore_span": Call("ana", "POST", "/spans/{span_id}/restore", {"span_id": stage.deleted.pk}),
        "list_project_answers": Call("ana", "GET", "/projects/{slug}/answers", slug),
        "list_project_comments": Call("ana", "GET", "/projects/{slug}/comments", slug),
        "list_article_comments": Call("ana", "GET", "/articles/{article_id}/comments", article),
        "add_comment": Call("ana", "POST", "/spans/{span_id}/comments", span, {"text": "Is it?"}, status=201),
        "change_comment": Call("ana", "PATCH", "/comments/{comment_id}", comment, {"text": "It is."}),
        "delete_comment": Call("ana", "DELETE", "/comments/{comment_id}", comment, status=204),
        "list_project_links": Call("ana", "GET", "/projects/{slug}/links", slug),
        "list_article_links": Call("ana", "GET", "/articles/{article_id}/links", article),
        "add_link": Call(
            "ana", "POST", "/articles/{article_id}/links", article,
            {"kind": "supports", "source": stage.claim.pk, "target_span": stage.evidence.pk}, status=201,
        ),
        "delete_link": Call("ana", "DELETE", "/links/{link_id}", {"link_id": stage.link.pk}, status=204),
        "restore_link": Call("ana", "POST", "/links/{link_id}/restore", {"link_id": stage.unlinked.pk}),
        "list_decisions": Call("rita", "GET", "/articles/{article_id}/decisions", {"article_id": stage.decided.pk}),
        "read_clusters": Call("rita", "GET", "/articles/{article_id}/clusters", {"article_id": stage.decided.pk}),
        "decide": Call(
            "rita", "POST", "/articles/{article_id}/decisions", {"article_id": stage.handed_in.pk},
            {
                "spans": [stage.span_on(stage.handed_in).pk], "label": "claim",
                **stage.place("The bridge is cheaper", article=stage.handed_in),
            },
            status=201,
        ),
        "undo_decision": Call(
            "rita", "DELETE", "/decisions/{decision_id}", {"decision_id": stage.decision.pk}, status=204
        ),
        "settle_article": Call("rita", "POST", "/articles/{article_id}/settle", {"article_id": stage.decided.pk}),
        "export_project": Call("rita", "GET", "/projects/{slug}/export", slug, query={"format": "jsonl", "set": "all"}),
        "reopen_article": Call("rita", "POST", "/articles/{article_id}/reopen", {"article_id": stage.settled.pk}),
    }  # fmt: skip
