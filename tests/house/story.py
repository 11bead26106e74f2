"""One independent project told from beginning to end, and what everybody received of it on the way.

Ana marks; Ben works beside her, blind; Rita reviews and marks nothing; Lea leads, and was given the article too: she is
blind to the others until her own work is handed in, whatever her role. All three are staff as well, Root is a superuser
and no member, Otto has an account and nothing else: being staff opens nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from annotate.assignment import actions as work
from annotate.assignment.models import Assignment, Way
from annotate.codebook import actions as codebook
from annotate.journal.models import JournalLine
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, Role, User
from annotate.review import actions as review
from annotate.review.queries import undecided_questions, undecided_spans
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind, Span
from tests.api.stage import API as API_PATH
from tests.factories import World, make_user, make_world
from tests.house.routes import API, FILES, PAGES, STILL, TABLES, TEXTS, Route, admin_tables, path_of
from tests.rows import snapshot

WORDS = {
    "note": "note-hq4vz",
    "comment": "comment-w8kfj?",
    "answer": "answer-v6kjd",
    "decision": "reason-z3tnb",
    "name": "7q9x",
}
"""Words that stand nowhere but where Ana, or a reviewer who speaks of her span, wrote them."""

HIDDEN = ("span_id", "other_id", "comment_id", "link_id", "answer_id", "decision_id", "line_id")
"""What an address or a body may name that is nothing to who may not see Ana's set."""

NOTHING = dict.fromkeys(HIDDEN, 1) | {"line_id": 2**40}  # lines are counted from 1
"""What they name before it is there, and where it never was."""

ROUND = 2
"""The number of the round, of the published codebook, and of a block: an address that has a number has this one."""

REMARK = codebook.complete({"questions": [{"key": "remark", "kind": "text"}]})["questions"][0]
"""What the codebook asks about the article."""

ROLES = {"ben": Role.ANALYST, "rita": Role.REVIEWER, "lea": Role.LEAD}

EARLY = "2020-01-01T00:00:00Z"

ONCE = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<="x-csrftoken": ")\w+|(?<="ticket": ")[^"]+')
"""What differs in every answer: the token against forgery, the ticket to the stream (tests/live look into it)."""


class Phase(NamedTuple):
    """A stretch of the story: who may see Ana's set in it (she always may), who reads, and whether every variant."""

    sees: str
    reads: str
    thorough: bool = False


PHASES = {
    "given": Phase("", "ben", thorough=True),
    "open": Phase("", "rita lea"),
    "more": Phase("", "ben rita lea", thorough=True),
    "ana in": Phase("rita", "ben rita"),
    "both in": Phase("rita", "ben"),
    "decided": Phase("rita", "ben rita lea"),
    "returned": Phase("", "rita lea"),
    "again": Phase("", "ben rita"),
    "settled": Phase("ben rita", "ben rita lea", thorough=True),
    "lea in": Phase("ben rita lea", "lea"),
}

SAME = (
    ("ben", "given more"), ("ben", "given ana in"), ("ben", "both in decided"), ("ben", "both in again"),
    ("rita", "open more"), ("rita", "returned again"), ("lea", "open more"),
)  # fmt: skip
"""Between these two phases Ana, or Rita about Ana, did something that this person may know nothing of."""


class Received(NamedTuple):
    """What came back: a status, what in it tells of Ana, and a digest of all of it."""

    status: int
    tells: frozenset[str]
    digest: str


@dataclass
class Story:
    """The world as far as it is told; a signed-in client and an API token for everybody; what they received."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    received: dict[tuple[str, str], dict[str, Received]] = field(default_factory=dict)
    touched: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    works: dict[str, Received] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world, ana = self.world, self.world.ana.user
        ana.username, ana.name, ana.initials = f"ana-7q9x-{world.project.slug}", "Ana 7q9x", "7q9x"
        ana.save()
        for staff in (world.ben.user, world.rita.user, world.lea.user):
            staff.is_staff = True
            staff.save()
        people = {"ana": ana, "ben": world.ben.user, "rita": world.rita.user, "lea": world.lea.user, "otto": world.otto}
        people["root"] = User.objects.filter(username="root").first() or make_user(
            "root", is_staff=True, is_superuser=True
        )
        for name, person in people.items():
            self.clients[name] = enter(person)
            _token, secret = projects.create_token(person, by=person, at=world.at)
            self.tokens[name] = {"Authorization": f"Bearer {secret}"}
        self.clients["nobody"], self.tokens["nobody"] = Client(), {}
        self.ids: dict[str, Any] = {
            **NOTHING, "assignment_id": 1, "slug": world.project.slug, "article_id": world.article.pk,
            "membership_id": world.ana.pk, "username": ana.username, "number": ROUND,
            "key": "claim",
        }  # fmt: skip

    # What happens.

    def ana_marks(self) -> None:
        """Two spans, a note on the first, a link between them, a comment; and an answer about the article."""
        world = self.world
        span = world.mark(world.ana, "cheaper", note=WORDS["note"])
        other = world.mark(world.ana, "the toll alone costs 40 crowns a day", "evidence")
        link, _new = spans.add_link(span, kind=LinkKind.SUPPORTS, target=other, by=world.ana, at=world.at)
        comment, _new = spans.add_comment(span, text=WORDS["comment"], by=world.ana, at=world.at)
        answer = world.answer(world.ana, REMARK["key"], WORDS["answer"])
        hers = Assignment.objects.get(article=world.article, analyst=world.ana.user_id)
        self.ids |= {"answer_id": answer.pk}
        self.ids |= {"span_id": span.pk, "other_id": other.pk, "link_id": link.pk, "comment_id": comment.pk}
        self.ids["assignment_id"] = hers.pk
        self.ids["line_id"] = JournalLine.objects.get(verb="span_added", subject=span.pk).pk

    def ana_goes_on(self) -> None:
        """A third span, and other words in her answer."""
        self.world.mark(self.world.ana, "🚢", "aside")
        self.world.answer(self.world.ana, REMARK["key"], f"{WORDS['answer']} indeed", version=1)

    def rita_decides(self, *of: Membership) -> None:
        """On their handed-in spans that are undecided; on Ana's first with a reason."""
        people = [member.user_id for member in of]
        for span in undecided_spans(self.world.article).filter(assignment__analyst__in=people):
            first = span.pk == self.ids["span_id"]
            decision = self.world.decide(span, reason=WORDS["decision"] if first else "")
            if first:
                self.ids["decision_id"] = decision.pk
        if undecided_questions(self.world.article):
            review.decide_answer(
                self.world.article, question=REMARK["key"], value=f"{WORDS['answer']} stands", by=self.world.rita,
                at=self.world.at,
            )  # fmt: skip

    def rita_returns(self) -> None:
        """Ana has her work back."""
        world = self.world
        review.return_work(world.article, analyst=world.ana.user_id, reason="once more", by=world.rita, at=world.at)

    def settle(self) -> None:
        """Ana hands in again, what is left is decided, the article is settled."""
        self.world.hand_in(self.world.ana)
        self.rita_decides(self.world.ana, self.world.ben)
        review.settle_article(self.world.article, by=self.world.rita, at=self.world.at)

    # What they ask.

    def ask(self, who: str, route: Route, *, part: bool = False, query: Any = None, **ids: Any) -> HttpResponseBase:
        """The response to one request, its address and its body filled with what is Ana's."""
        query = query or (route.body if route.reads else None)
        return self.send(who, route.method, path_of(route), body=route.body, part=part, query=query, **ids)

    def send(
        self, who: str, method: str, path: str, *, body: Any = None, part: bool = False, query: Any = None, **ids: Any
    ) -> HttpResponseBase:
        """The response to a request by this method, of a page's form or of JSON."""
        known = {**self.ids, **ids}
        client, address, body = self.clients[who], path.format(**known), filled(body, known)
        client.cookies.pop("messages", None)  # what an earlier request was told would stand on this page
        if path.startswith(API_PATH):
            data = body if isinstance(body, str) else "" if body is None else json.dumps(body)
            return client.generic(
                method, address, data, content_type="application/json", headers=self.tokens[who], query_params=query
            )
        headers = {"HX-Request": "true"} if part else {}
        if method == "POST":
            return client.post(address, body or {}, headers=headers)
        return client.generic(method, address, headers=headers, query_params=query)

    def read(self, response: HttpResponseBase) -> Received:
        """What is in a response."""
        written = response.getvalue().decode()  # type: ignore[attr-defined]
        tells = {name for name, word in WORDS.items() if word in written}
        if self.ids["span_id"] != 1 and str(self.ids["span_id"]) in written:
            tells.add("id")
        digest = hashlib.sha256(ONCE.sub("", written).encode()).hexdigest()
        return Received(response.status_code, frozenset(tells), digest)

    def note(self, phase: str, who: str, *, thorough: bool) -> None:
        """Everything that this person can read, read now."""
        answers = self._answers(who, thorough=thorough)
        self.received[phase, who] = {name: self.read(response) for name, response in answers}

    def _answers(self, who: str, *, thorough: bool) -> Iterator[tuple[str, HttpResponseBase]]:
        for route in (*PAGES, *API):
            if route.reads and (thorough or route.name not in STILL):
                yield route.name, self.ask(who, route)
                if thorough and route.part:
                    yield f"{route.name} in part", self.ask(who, route, part=True)
                if thorough and route.name.startswith("list_"):
                    yield f"{route.name} since then", self.ask(who, route, query={"updated_since": EARLY})
        for format, chosen in FILES:
            if thorough or (format, chosen) in (("jsonl", "gold"), ("archive", "all")):
                query = {"format": format, "set": chosen}
                yield f"{chosen} as {format}", self.send(who, "GET", "/p/{slug}/export/download/", query=query)
        if thorough:
            yield "her set", self.send(who, "GET", "/p/{slug}/export/download/", query={"set": self.ids["username"]})
        yield from self.admin(who, (*(route.name for route in TABLES), *(TEXTS if thorough else ())))

    def admin(self, who: str, tables: tuple[str, ...] | set[str]) -> Iterator[tuple[str, HttpResponseBase]]:
        """Tables of the admin as lists, and the pages of the rows that tell of Ana."""
        for table in sorted(tables):
            home = f"/admin/{admin_tables()[table]}/{table}/"
            yield f"{table} listed", self.send(who, "GET", home)
            for number, row in enumerate(self._rows(who, table)):
                yield f"{table} {number}", self.send(who, "GET", f"{home}{row}/change/")

    def _rows(self, who: str, table: str) -> list[Any]:
        """The rows whose own pages tell of Ana. The lines of what one did oneself are one's own."""
        if table == "journalline":
            of_her = {"subject__in": [self.ids[name] for name in HIDDEN], "turn": 0}
            verbs = ["span_added", "comment_added", "answer_given", "decision_made"]
            lines = JournalLine.objects.filter(verb__in=verbs, **of_her).exclude(by=getattr(self.world, who).user_id)
            return list(lines.order_by("id").values_list("pk", flat=True))
        named = {
            "span": "span_id", "comment": "comment_id", "link": "link_id", "answer": "answer_id",
            "decision": "decision_id",
        }  # fmt: skip
        return [self.ids[named[table]]] if table in named else []

    # What they try.

    def touch(self, phase: str, who: str) -> None:
        """All that would change what is Ana's, as if its id were known; told: what was not as for nothing."""
        before, told = snapshot(), []
        for route in (*PAGES, *API):
            if not route.reads and any(f"{{{name}}}" in f"{path_of(route)} {route.body}" for name in HIDDEN):
                hers, none = self.read(self.ask(who, route)), self.read(self.ask(who, route, **NOTHING))
                if hers != none or hers.status not in (302, 403, 404):
                    told.append(f"{route.name}: {hers.status}, and for nothing {none.status}")
        changed = [table for table, digest in snapshot().items() if digest != before[table]]
        self.touched[phase, who] = told + changed

    def ben_works(self) -> None:
        """What Ben is answered while he marks, changes, deletes, undoes, hands in and takes back; then it never was."""
        desk, own = "/p/{slug}/articles/{article_id}/", Span.objects.get(assignment__analyst=self.world.ben.user_id).pk
        mark = {"label": "rhetoric", "extent": "0-9", "quote": "The ferry"}
        steps: list[tuple[str, str, Any]] = [
            ("POST", "spans/add/", mark),
            ("POST", f"spans/{own}/change/", {"version": "1", "label": "evidence"}),
            ("POST", f"spans/{own}/delete/", {}),
            ("POST", f"spans/{own}/restore/", {}),
            ("POST", "undo/", {}),
            ("POST", "redo/", {}),
            ("POST", "spans/add/", {**mark, "quote": "not there"}),
            ("POST", f"questions/{REMARK['key']}/", {"value": "his own", "version": "0"}),
            ("POST", "undo/", {}),
            ("POST", "hand-in/", {}),
            ("POST", "spans/add/", {**mark, "label": "aside"}),
            ("POST", "take-back/", {}),
        ]
        with transaction.atomic():
            self.works = {
                f"{number} {path}": self.read(self.send("ben", method, desk + path, body=body, part=True))
                for number, (method, path, body) in enumerate(steps)
            }
            transaction.set_rollback(True)


def filled(body: Any, ids: dict[str, Any]) -> Any:
    """A body with the ids that stand in braces in it."""
    if isinstance(body, dict):
        return {key: filled(value, ids) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value, ids) for value in body]
    if not isinstance(body, str) or not (name := re.search(r"\{(\w+)\}", body)):
        return body
    return ids[name[1]] if body == name[0] else body.format(**ids)


def enter(person: User) -> Client:
    """A client that is signed in."""
    client = Client()
    client.force_login(person, backend="annotate.projects.sessions.Accounts")
    return client


def give_in_a_round(world: World) -> None:
    """A second codebook version, and a second round in which Ana, Ben and Lea have the article."""
    codebook.publish(
        world.project, guidelines="Read twice.", questions=[REMARK], note="", by=world.lea.user, at=world.at
    )
    for member in (world.ana, world.ben):
        given = Assignment.objects.get(article=world.article, analyst=member.user_id)
        work.call_back_work(given, world.article, by=world.lea, at=world.at)
    found = work.open_round(
        world.project, articles=[world.article], name="", way=Way.DEALT, per_article=3, quota=None, due_on=None,
        training=False, by=world.lea, at=world.at,
    )  # fmt: skip
    assert found.number == ROUND
    for member in (world.ana, world.ben, world.lea):
        terms = work.Terms(round=ROUND)
        spans.assign_article(world.article, analyst=member, by=world.lea, at=world.at, terms=terms)


def tell() -> Story:
    """The whole story; in every phase those who are there read everything they can."""
    world = make_world(Mode.INDEPENDENT, slug="sealed")
    story = Story(world)
    give_in_a_round(world)
    world.mark(world.ben, "The council says")
    steps: dict[str, Callable[[], object]] = {
        "given": lambda: None,
        "open": story.ana_marks,
        "more": story.ana_goes_on,
        "ana in": lambda: world.hand_in(world.ana),
        "both in": lambda: world.hand_in(world.ben),
        "decided": lambda: story.rita_decides(world.ana),
        "returned": story.rita_returns,
        "again": lambda: world.mark(world.ana, "nobody", "rhetoric"),
        "settled": story.settle,
        "lea in": lambda: world.hand_in(world.lea),
    }
    for phase, (_sees, reads, thorough) in PHASES.items():
        steps[phase]()
        for who in reads.split():
            story.note(phase, who, thorough=thorough)
        if phase in ("more", "decided"):
            story.touch(phase, "ben")
            story.touch(phase, "lea")
        if phase == "ana in":
            story.ben_works()
    return story
