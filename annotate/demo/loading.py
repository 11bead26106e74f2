"""`plan.toml`, `blind.toml` and their articles -> the demo's projects, action by action.

The plans' grammar stands at the top of the first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction

from annotate.codebook import actions as codebooks
from annotate.codebook.models import CodebookVersion, Label
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.formats.files import read_file
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, Project, Role, User
from annotate.review import actions as review
from annotate.spans import actions as spans
from annotate.spans.models import Link, LinkKind, Span
from annotate.text.extent import Extent

FOLDER = Path(__file__).parent

BEGAN = timedelta(hours=1)
"""So long before the demo is made its people began; each of their deeds is a second after the last."""

METADATA = ("title", "byline", "outlet", "language", "url")


class QuoteMissing(Exception):
    """The plan quotes words that its article does not have."""


def read_plan() -> dict[str, Any]:
    """The plan as it is shipped; its `blind` is the plan of the second project, which the same people are in."""
    plan, blind = (tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("plan.toml", "blind.toml"))
    return {**plan, "blind": blind}


@transaction.atomic
def load_demo(plan: Mapping[str, Any], *, password: str, at: datetime) -> Project:
    """Build the plan's projects, whose people all sign in with `password`; the first of them. It is all or nothing.

    Clash where an account or a project of the plan is there already, QuoteMissing where the plan and an article differ.
    """
    return _Loading(plan, at=at).load(password)


class _Loading:
    """What is known while the demo is built: its people, and the time, which moves with every deed."""

    def __init__(self, plan: Mapping[str, Any], *, at: datetime) -> None:
        self.plan = plan
        self._times = (at - BEGAN + timedelta(seconds=second) for second in count())

    def now(self) -> datetime:
        return next(self._times)

    def load(self, password: str) -> Project:
        self.users = {person["username"]: self._person(person, password) for person in self.plan["people"]}
        first = _Project(self, self.plan).load()
        _Project(self, self.plan["blind"]).load()
        return first

    def _person(self, person: Mapping[str, Any], password: str) -> User:
        user, _one_time = projects.create_user(person["username"], name=person["name"], by=None, at=self.now())
        projects.choose_password(user, password, at=self.now())
        named = {"name": person["name"], "initials": person["initials"]}
        projects.describe_user(user, **named, language="", preferences={}, at=self.now())
        return user


class _Project:
    """One project of the demo: its codebook, its members, its articles."""

    def __init__(self, demo: _Loading, plan: Mapping[str, Any]) -> None:
        self.now = demo.now
        self.plan = plan
        people, words = demo.plan["people"], plan["project"]
        lead = next(demo.users[person["username"]] for person in people if person["role"] == Role.LEAD)
        self.project = projects.create_project(
            words["slug"], name=words["name"], mode=Mode(words["mode"]), lead=lead, at=self.now()
        )
        codebook = {**codebooks.default_codebook(), "questions": plan.get("questions", [])}
        self.codebook: CodebookVersion = codebooks.write_codebook(
            self.project, codebook=codebook, by=lead, at=self.now()
        )
        self.labels = {label.key: label for label in Label.objects.filter(project=self.project)}
        self.lead = Membership.objects.select_related("project", "user").get(project=self.project, user=lead)
        self.members = {person["username"]: self._member(person) for person in people}

    def load(self) -> Project:
        for article in self.plan["articles"]:
            _Article(self, article).load()
        return self.project

    def _member(self, person: Mapping[str, Any]) -> Membership:
        if person["username"] == self.lead.user.username:
            return self.lead
        return projects.add_member(
            self.project, username=person["username"], role=Role(person["role"]), by=self.lead, at=self.now()
        )


class _Article:
    """One article of the plan: taken in, given out, marked, handed in, decided, settled, in this order."""

    def __init__(self, demo: _Project, words: Mapping[str, Any]) -> None:
        self.demo = demo
        self.words = words
        self.article = self._take_in()
        self.spans: dict[str, Span] = {}
        self.links: dict[str, Link] = {}

    def load(self) -> None:
        demo, words, article = self.demo, self.words, self.article
        for analyst in words["assigned"]:
            spans.assign_article(article, analyst=demo.members[analyst], by=demo.lead, at=demo.now())
        for span in words["spans"]:
            self._mark(span)
        for link in words["links"]:
            self._link(link)
        for answer in words.get("answers", ()):
            by = demo.members[answer["by"]]
            told = {"question": answer["question"], "value": answer["value"], "version": 0}
            spans.answer_question(article, **told, by=by, at=demo.now())
        for analyst in words["handed_in"]:
            spans.hand_in(article, by=demo.members[analyst], at=demo.now())
        for comment in words["comments"]:
            by = demo.members[comment["by"]]
            spans.add_comment(self.spans[comment["on"]], text=comment["text"], by=by, at=demo.now())
        for decision in words.get("decisions", ()):
            self._decide(decision)
        if words["settled"]:
            review.settle_article(article, by=self._reviewer(), at=demo.now())

    def _take_in(self) -> Article:
        path = FOLDER / self.words["file"]
        data = path.read_bytes()
        arrival = corpus.Arrival(
            read_file(path.name, data), data, name=path.name, published_on=self.words["published_on"],
            words={name: self.words[name] for name in METADATA},
        )  # fmt: skip
        article = corpus.take_in(self.demo.lead.project, arrival, by=self.demo.lead, at=self.demo.now()).article
        assert article is not None, "take_in raises where it takes nothing in"
        return article

    def _mark(self, words: Mapping[str, Any]) -> None:
        extent = self._extent(words)
        answer = spans.add_span(
            self.article, extent=extent, quote=extent.quote(self.article.text), label=self.demo.labels[words["label"]],
            codebook_id=self.demo.codebook.pk, note=words.get("note", ""), unsure=words.get("unsure", False),
            attributes=words.get("attributes", {}), by=self.demo.members[words["by"]], at=self.demo.now(),
        )  # fmt: skip
        if "ref" in words:
            self.spans[words["ref"]] = answer.span

    def _link(self, words: Mapping[str, Any]) -> None:
        kind = LinkKind(words["kind"])
        ends: Mapping[str, Span | Link] = self.links if kind == LinkKind.UNDERCUTS else self.spans
        link, _new = spans.add_link(
            self.spans[words["from"]], kind=kind, target=ends[words["to"]], by=self.demo.members[words["by"]],
            at=self.demo.now(),
        )  # fmt: skip
        if "ref" in words:
            self.links[words["ref"]] = link

    def _decide(self, words: Mapping[str, Any]) -> None:
        taken = self.spans[words["take"] if "take" in words else words["spans"][0]]
        label = self.demo.labels[words["label"]] if "label" in words else taken.label
        extent = self._extent(words) if "quote" in words else taken.extent
        review.decide(
            self.article, span_ids=[self.spans[ref].pk for ref in words["spans"]],
            label=None if words.get("reject") else label, extent=extent, quote=extent.quote(self.article.text),
            reason=words.get("reason", ""), by=self.demo.members[words["by"]], at=self.demo.now(),
        )  # fmt: skip

    def _reviewer(self) -> Membership:
        return next(member for member in self.demo.members.values() if member.role == Role.REVIEWER)

    def _extent(self, words: Mapping[str, Any]) -> Extent:
        return Extent.of(self._find(quote, occurrence) for quote, occurrence in pieces(words))

    def _find(self, quote: str, occurrence: int) -> tuple[int, int]:
        start = -1
        for _time in range(occurrence):
            start = self.article.text.find(quote, start + 1)
            if start < 0:
                raise QuoteMissing(f"{self.words['file']} does not say {occurrence} times: {quote}")
        return start, start + len(quote)


def pieces(words: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The quote of each range of a span of the plan, and which of its occurrences is meant, from 1."""
    quotes = [words["quote"]] if isinstance(words["quote"], str) else words["quote"]
    given = words.get("occurrence", 1)
    return zip(quotes, given if isinstance(given, list) else [given] * len(quotes), strict=True)
