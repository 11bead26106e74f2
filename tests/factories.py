"""Things for tests, made by calling the actions: no impossible worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from annotate.codebook import actions as codebook
from annotate.codebook.models import CodebookVersion, Label
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.formats import plain
from annotate.projects import actions as projects
from annotate.projects.models import Membership, Mode, Project, Role, User
from annotate.review import actions as review
from annotate.review.models import Decision
from annotate.spans import actions as spans
from annotate.spans.models import Answer, Span
from annotate.text.extent import Extent

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

TEXT = """The ferry must stay

The council says the new bridge is cheaper. It is not: the toll alone costs 40 crowns a day 🚢.

They are in it to win it, and they have told nobody what “winning” means.
"""

_numbers = count(1)


def make_user(username: str, **fields: object) -> User:
    """An account that nobody signs in to with a password."""
    user = User(username=username, name=str(fields.pop("name", username.title())), **fields)
    user.set_unusable_password()
    user.save()
    return user


@dataclass
class World:
    """A project and its cast. `article` has TEXT."""

    project: Project
    ana: Membership
    ben: Membership
    rita: Membership
    lea: Membership
    otto: User
    codebook: CodebookVersion
    article: Article
    at: datetime = AT
    labels: dict[str, Label] = field(default_factory=dict)

    def take_in(self, text: str, **words: str) -> Article:
        """Another article."""
        source = plain.read(text.encode())
        return corpus.take_in(
            self.project, corpus.Arrival(source, text.encode(), words=words), by=self.lea, at=self.at
        ).article  # type: ignore[return-value]

    def assign(self, *people: Membership, article: Article | None = None) -> None:
        """Give the article to people."""
        for person in people:
            spans.assign_article(article or self.article, analyst=person, by=self.lea, at=self.at)

    def mark(
        self, by: Membership, quote: str, label: str = "claim", *, article: Article | None = None, **more: object
    ) -> Span:
        """A span on the first place where the article says the quote."""
        article = article or self.article
        start = article.text.index(quote)
        return self.mark_extent(by, Extent.one(start, start + len(quote)), label, article=article, **more)

    def mark_extent(
        self, by: Membership, extent: Extent, label: str = "claim", *, article: Article | None = None, **more: object
    ) -> Span:
        """A span on an extent."""
        article = article or self.article
        return spans.add_span(
            article, extent=extent, quote=extent.quote(article.text), label=self.labels[label],
            codebook_id=self.codebook.pk, by=by, at=self.at, **more,  # type: ignore[arg-type]
        ).span  # fmt: skip

    def ask(self, *questions: Mapping[str, Any]) -> None:
        """The codebook's next version asks this about every article."""
        whole = codebook.complete({"questions": questions})
        self.codebook = codebook.publish(
            self.project, guidelines="", questions=whole["questions"], note="", by=self.lea.user, at=self.at
        )

    def answer(
        self, by: Membership, question: str, value: str, *, article: Article | None = None, version: int = 0
    ) -> Answer:
        """What somebody answers."""
        return spans.answer_question(
            article or self.article, question=question, value=value, version=version, by=by, at=self.at
        )

    def hand_in(self, *people: Membership, article: Article | None = None) -> None:
        """Their work on the article is done."""
        for person in people:
            spans.hand_in(article or self.article, by=person, at=self.at)

    def decide(
        self, span: Span, *, label: str | None = "same", extent: Extent | None = None, reason: str = ""
    ) -> Decision:
        """Rita's word on a span."""
        extent = extent or span.extent
        chosen = span.label if label == "same" else self.labels[label] if label else None
        quote = extent.quote(span.article.text)
        return review.decide(
            span.article,
            span_ids=[span.pk],
            label=chosen,
            extent=extent,
            quote=quote,
            reason=reason,
            by=self.rita,
            at=self.at,
        )[0]


def make_world(
    mode: Mode, *, at: datetime = AT, slug: str | None = None, text: str = TEXT, labels: Mapping[str, Any] | None = None
) -> World:
    """A project with these labels or the default ones, its cast, an article; given to Ana and Ben if independent."""
    people = {
        name: User.objects.filter(username=name).first() or make_user(name)
        for name in ("ana", "ben", "rita", "lea", "otto")
    }
    project = projects.create_project(
        slug or f"op-eds-{next(_numbers)}", name="Op-eds", mode=mode, lead=people["lea"], at=at
    )
    version = codebook.write_codebook(project, codebook=labels or codebook.default_codebook(), by=people["lea"], at=at)
    lea = Membership.objects.select_related("project", "user").get(project=project, user=people["lea"])
    roles = {"ana": Role.ANALYST, "ben": Role.ANALYST, "rita": Role.REVIEWER}
    members = {
        name: projects.add_member(project, username=name, role=role, by=lea, at=at) for name, role in roles.items()
    }
    source = plain.read(text.encode())
    article = corpus.take_in(project, corpus.Arrival(source, text.encode()), by=lea, at=at).article
    assert article is not None
    world = World(
        project=project, lea=lea, otto=people["otto"], codebook=version, article=article, at=at,
        labels={label.key: label for label in Label.objects.filter(project=project)}, **members,
    )  # fmt: skip
    if mode == Mode.INDEPENDENT:
        world.assign(world.ana, world.ben)
    return world
