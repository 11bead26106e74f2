"""What is said about spans."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, Sync, reply_page
from annotate.api.parameters import Key, PathId
from annotate.api.replies import no_content, reply
from annotate.api.schemas.common import Gone
from annotate.api.schemas.talk import CommentIn, CommentOut, comment_out
from annotate.corpus.entry import article_by_id
from annotate.corpus.models import Article
from annotate.projects.entry import find_membership, membership_in
from annotate.projects.models import Membership
from annotate.spans import actions
from annotate.spans.entry import find_comment, find_span
from annotate.spans.models import Comment
from annotate.spans.queries.lists import list_comments

router = Router(tags=["comments"])


@router.get("/projects/{slug:slug}/comments", response=Page[CommentOut | Gone])
def list_project_comments(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The comments on the project's spans that one may see. With `updated_since` also those gone, with `deleted_at`."""
    return _reply(find_membership(request.auth, slug), page)


@router.get("/articles/{int:article_id}/comments", response=Page[CommentOut | Gone])
def list_article_comments(request: ApiRequest, article_id: PathId, page: AskedSync) -> HttpResponse:
    """The comments on the article's spans that one may see. With `updated_since` also those gone, with `deleted_at`."""
    membership, article = article_by_id(request.auth, article_id)
    return _reply(membership, page, article)


@router.post("/spans/{int:span_id}/comments", response={201: CommentOut})
def add_comment(request: ApiRequest, span_id: PathId, payload: CommentIn, key: Key) -> HttpResponse:
    """Say something about a span one can see."""
    span = find_span(request.auth, span_id)
    membership = membership_in(request.auth, span.article.project_id)
    comment, _new = actions.add_comment(span, text=payload.text, by=membership, at=now(), action=key)
    return reply(comment_out(comment), status=201)


@router.patch("/comments/{int:comment_id}", response=CommentOut)
def change_comment(request: ApiRequest, comment_id: PathId, payload: CommentIn, key: Key) -> HttpResponse:
    """Word one's own comment anew."""
    comment = find_comment(request.auth, comment_id)
    membership = membership_in(request.auth, comment.span.article.project_id)
    changed = actions.change_comment(comment, text=payload.text, by=membership, at=now(), action=key)
    return reply(comment_out(changed))


@router.delete("/comments/{int:comment_id}", response={204: None})
def delete_comment(request: ApiRequest, comment_id: PathId, key: Key) -> HttpResponse:
    """Take one's own comment away."""
    comment = find_comment(request.auth, comment_id)
    membership = membership_in(request.auth, comment.span.article.project_id)
    actions.delete_comment(comment, by=membership, at=now(), action=key)
    return no_content()


def _reply(membership: Membership, page: Sync, article: Article | None = None) -> HttpResponse:
    def write(comment: Comment) -> CommentOut | Gone:
        gone_at = comment.gone_at  # type: ignore[attr-defined]  # annotated by list_comments
        return comment_out(comment) if gone_at is None else {"id": comment.pk, "deleted_at": gone_at}

    rows = list_comments(membership, since=page.updated_since)
    if article is not None:
        rows = rows.filter(span__article=article)
    return reply_page(rows, by=("created_at", "id"), of="comments", page=page, write=write)
