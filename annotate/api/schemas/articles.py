"""Articles, in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, NotRequired, Self

from pydantic import ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from annotate.api.schemas.common import Day, Id, Incoming, Line
from annotate.corpus.actions import Arrival
from annotate.corpus.models import Article, BlockKind
from annotate.corpus.queries import blocks_of, correction_of, frozen
from annotate.corpus.rules import LONGEST
from annotate.formats import html, plain
from annotate.formats.source import Source
from annotate.intake.actions.sources import unfit
from annotate.text.unreadable import Unreadable

READERS: Mapping[str, Callable[[str], Source]] = {"text": plain.read, "html": html.read}
"""What reads each field that can hold a source; an ArticleIn has exactly one of them."""


class ArticleIn(Incoming):
    """An article to take in. What is left out is what the reader finds in the source."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [name]} for name in READERS]})

    text: Annotated[
        str | None, Field(description="Plain text. It is kept as sent, and its canonical text is found.")
    ] = None
    html: Annotated[str | None, Field(description="A page, or a piece of one; the article in it is found.")] = None
    title: Annotated[Line | None, Field(max_length=LONGEST["title"])] = None
    byline: Annotated[Line | None, Field(max_length=LONGEST["byline"])] = None
    outlet: Annotated[Line | None, Field(max_length=LONGEST["outlet"])] = None
    published_on: Day | None = None
    language: Annotated[Line | None, Field(max_length=LONGEST["language"], description="As in web pages: en, ar.")] = (
        None
    )
    url: Annotated[Line | None, Field(max_length=LONGEST["url"], pattern="^(https?://.*)?$")] = None
    external_id: Annotated[Line | None, Field(max_length=LONGEST["external_id"])] = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if len(self._sources()) != 1:
            raise ValueError(f"send exactly one of: {', '.join(READERS)}")
        return self

    def arrival(self, *, action: str | None) -> Arrival:
        """The article on its way in, its source read. Unfit where there is none in it."""
        (kind,) = self._sources()
        sent: str = getattr(self, kind)
        try:
            source = READERS[kind](sent)
        except Unreadable as reason:
            raise unfit(reason) from reason
        words = {name: value for name in LONGEST if (value := getattr(self, name))}
        return Arrival(source, sent.encode(), words=words, published_on=self.published_on, action=action)

    def _sources(self) -> list[str]:
        return [kind for kind in READERS if getattr(self, kind) is not None]


class NewArticleIn(ArticleIn):
    """An article to take in; a corrected one says which article it supersedes."""

    supersedes: Annotated[
        Id | None, Field(description="The id of the article it corrects, which is only read from then on.")
    ] = None


class ArticleOut(TypedDict):
    """An article without its text. `deleted_at`: since when it is withdrawn."""

    id: int
    project: str
    external_id: str
    title: str
    byline: str
    outlet: str
    published_on: date | None
    language: str
    url: str
    sha256: Annotated[str, Field(description="Of the text's UTF-8 bytes.")]
    length: Annotated[int, Field(description="In Unicode code points.")]
    supersedes: Annotated[int | None, Field(description="The id of the article that it corrects.")]
    superseded: Annotated[bool, Field(description="A corrected article has superseded it: it is only read.")]
    created_at: datetime
    updated_at: datetime
    deleted_at: NotRequired[datetime]


class BlockOut(TypedDict):
    """A stretch of the text, in code points."""

    kind: BlockKind
    start: int
    end: int


class InlineOut(TypedDict):
    """Emphasis, strong words or a link in the text, in code points."""

    kind: str
    start: int
    end: int
    href: str | None


class WholeArticleOut(ArticleOut):
    """An article with its text, the stretches it is made of, and what its reader told who took it in.

    `superseded_by`: the id of the article that corrects it.
    """

    text: str
    blocks: list[BlockOut]
    inlines: list[InlineOut]
    notes: list[str]
    superseded_by: int | None


class LineOut(TypedDict):
    """What came of one line of a bulk request: the article's id, or why there is none. Lines count from 1."""

    line: int
    id: NotRequired[int]
    error: NotRequired[str]


def article_out(article: Article, *, project: str) -> ArticleOut:
    """An article for lists."""
    out: ArticleOut = {
        "id": article.pk, "project": project, "external_id": article.external_id, "title": article.title,
        "byline": article.byline, "outlet": article.outlet, "published_on": article.published_on,
        "language": article.language, "url": article.url, "sha256": article.sha256, "length": article.length,
        "supersedes": article.supersedes_id, "superseded": article.superseded,
        "created_at": article.created_at, "updated_at": article.changed_at,
    }  # fmt: skip
    if article.withdrawn_at is not None:
        out["deleted_at"] = article.withdrawn_at
    return out


def whole_article_out(article: Article, *, project: str) -> WholeArticleOut:
    """An article with its text."""
    text, inlines = frozen(article.pk)
    return {
        **article_out(article, project=project),
        "text": text,
        "blocks": [
            {"kind": BlockKind(block.kind), "start": block.start, "end": block.end} for block in blocks_of(article)
        ],
        "inlines": [{"kind": kind, "start": start, "end": end, "href": href} for kind, start, end, href in inlines],
        "notes": article.notes,
        "superseded_by": correction.pk if (correction := correction_of(article)) else None,
    }
