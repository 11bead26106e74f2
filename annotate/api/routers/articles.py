"""Articles: lists, one with its text, taking in one or very many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson
from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import TypeAdapter, ValidationError

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.parameters import Key, PathId, derived
from annotate.api.parsing import LONGEST_LINE, NDJSON, lines_of
from annotate.api.problems import problem_of_errors
from annotate.api.replies import reply, reply_in_lines
from annotate.api.schemas.articles import (
    ArticleIn,
    ArticleOut,
    LineOut,
    NewArticleIn,
    WholeArticleOut,
    article_out,
    whole_article_out,
)
from annotate.api.schemas.common import Gone
from annotate.assignment.queries import known_articles
from annotate.corpus import actions
from annotate.corpus.actions import Arrival, Taken
from annotate.corpus.entry import article_by_id, find_article
from annotate.corpus.models import Article
from annotate.corpus.rules import may_see_withdrawn
from annotate.projects.entry import find_membership
from annotate.projects.middleware import outage_sentence
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused
from annotate.projects.rules import why_not_change

router = Router(tags=["articles"])


@router.get("/projects/{slug:slug}/articles", response=Page[ArticleOut | Gone])
def list_articles(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The articles one may know of, without their texts. With `updated_since` also those withdrawn."""
    membership = find_membership(request.auth, slug)
    whole = may_see_withdrawn(Role(membership.role))

    def write(article: Article) -> ArticleOut | Gone:
        if article.withdrawn_at is not None and not whole:
            return {"id": article.pk, "deleted_at": article.withdrawn_at}
        return article_out(article, project=slug)

    since = page.updated_since
    rows = known_articles(membership).filter(Q(withdrawn_at=None) if since is None else Q(changed_at__gte=since))
    return reply_page(rows, by=("created_at", "id"), of="articles", page=page, write=write)


@router.post("/projects/{slug:slug}/articles", response={201: WholeArticleOut, 200: WholeArticleOut})
def take_in_article(request: ApiRequest, slug: str, payload: NewArticleIn, key: Key) -> HttpResponse:
    """Take in an article: 201, or 200 with the one that is there where the same source came in before. For leads.

    With `supersedes` it corrects another article of the project, which is only read from then on.
    """
    by = find_membership(request.auth, slug, at_least=Role.LEAD)
    arrival = payload.arrival(action=key)
    if payload.supersedes is None:
        taken = actions.take_in(by.project, arrival, by=by, at=now())
    else:
        _membership, older = find_article(request.auth, slug, payload.supersedes)
        taken = actions.take_in_correction(older, arrival, by=by, at=now())
    assert taken.article is not None, "what is refused is raised"
    article = Article.objects.without_text().get(pk=taken.article.pk)  # its length is the database's to say
    return reply(whole_article_out(article, project=slug), status=201 if taken.new else 200)


@router.post(
    "/projects/{slug:slug}/articles/bulk",
    openapi_extra={
        "requestBody": {"required": True, "content": {NDJSON: {"schema": {"type": "string"}}}},
        "responses": {200: {"description": "OK", "content": {NDJSON: {"schema": TypeAdapter(LineOut).json_schema()}}}},
    },
)
def take_in_articles(request: ApiRequest, slug: str, key: Key) -> StreamingHttpResponse:
    """Take in very many articles: NDJSON in, a body of `POST …/articles` a line; NDJSON out, a line for each, in order.

    Both directions stream, and nobody holds the whole. An article that cannot be had stops none of the others; a
    database that goes away ends the answer with the lines that were not stored.
    """
    by = find_membership(request.auth, slug, at_least=Role.LEAD)
    if reason := why_not_change(by.project):
        raise Refused(reason)
    return reply_in_lines(_take_in_lines(lines_of(request), by=by, key=key))


@router.get("/articles/{int:article_id}", response=WholeArticleOut)
def read_article(request: ApiRequest, article_id: PathId) -> HttpResponse:
    """An article with its text and its blocks."""
    membership, article = article_by_id(request.auth, article_id)
    return reply(whole_article_out(article, project=membership.project.slug))


def _take_in_lines(lines: Iterable[bytes], *, by: Membership, key: str | None) -> Iterator[list[LineOut]]:
    """The answers chunk by chunk: one statement writes many articles, and memory stays small."""
    for chunk in _chunks(lines):
        read = [(number, _read_line(line, action=derived(key, number))) for number, line in chunk]
        arrivals = [it for _number, it in read if isinstance(it, Arrival)]
        try:
            taken = iter(list(actions.take_in_many(by.project, arrivals, by=by, at=now())))
        except Exception as error:
            if (sentence := outage_sentence(error)) is None:
                raise
            yield [{"line": number, "error": sentence} for number, _line in chunk]
            return
        yield [_line_out(number, next(taken) if isinstance(it, Arrival) else it) for number, it in read]


def _chunks(lines: Iterable[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """The lines that say something, numbered from 1, as many at once as are written at once and fit into memory."""
    chunk: list[tuple[int, bytes]] = []
    size = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            chunk.append((number, line))
            size += len(line)
        if len(chunk) >= actions.CHUNK or size >= LONGEST_LINE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_line(line: bytes, *, action: str | None) -> Arrival | str:
    """The article of a line, or the sentence why it is none."""
    if len(line) > LONGEST_LINE:
        return _("This line is too long.")
    try:
        return ArticleIn.model_validate(orjson.loads(line)).arrival(action=action)
    except orjson.JSONDecodeError as error:
        return _("This is no JSON: %(why)s") % {"why": error}
    except ValidationError as error:
        return problem_of_errors(error)["detail"]
    except Refused as refusal:
        return str(refusal)


def _line_out(number: int, taken: Taken | str) -> LineOut:
    if isinstance(taken, str):
        return {"line": number, "error": taken}
    if taken.refused is not None or taken.article is None:
        return {"line": number, "error": str(taken.refused)}
    return {"line": number, "id": taken.article.pk}
