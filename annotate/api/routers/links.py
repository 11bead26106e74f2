"""Links between spans."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, Sync, reply_page
from annotate.api.parameters import Key, PathId
from annotate.api.replies import no_content, reply
from annotate.api.schemas.common import Gone
from annotate.api.schemas.talk import LinkIn, LinkOut, link_out
from annotate.corpus.entry import article_by_id
from annotate.corpus.models import Article
from annotate.projects.entry import find_membership, membership_in
from annotate.projects.models import Membership
from annotate.spans import actions
from annotate.spans.entry import find_link, standing_link, standing_span
from annotate.spans.models import Link, Span
from annotate.spans.queries.lists import list_links

router = Router(tags=["links"])


@router.get("/projects/{slug:slug}/links", response=Page[LinkOut | Gone])
def list_project_links(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The project's links, of those whose ends one may see. With `updated_since` also those gone, with `deleted_at`."""
    return _reply(find_membership(request.auth, slug), page)


@router.get("/articles/{int:article_id}/links", response=Page[LinkOut | Gone])
def list_article_links(request: ApiRequest, article_id: PathId, page: AskedSync) -> HttpResponse:
    """The article's links, of those whose ends one may see. With `updated_since` also those gone, with `deleted_at`."""
    membership, article = article_by_id(request.auth, article_id)
    return _reply(membership, page, article)


@router.post("/articles/{int:article_id}/links", response={201: LinkOut, 200: LinkOut})
def add_link(request: ApiRequest, article_id: PathId, payload: LinkIn, key: Key) -> HttpResponse:
    """Say that a span supports or attacks another, or undercuts a link: 201, or 200 with the link that is there."""
    membership, article = article_by_id(request.auth, article_id)
    source = standing_span(request.auth, article, payload.source)
    target: Span | Link
    if payload.target_link is not None:
        target = standing_link(request.auth, article, payload.target_link)
    else:
        target = standing_span(request.auth, article, payload.target_span or 0)
    link, new = actions.add_link(source, kind=payload.kind, target=target, by=membership, at=now(), action=key)
    return reply(link_out(link), status=201 if new else 200)


@router.delete("/links/{int:link_id}", response={204: None})
def delete_link(request: ApiRequest, link_id: PathId, key: Key) -> HttpResponse:
    """Take one's own link away; it can be restored."""
    link = find_link(request.auth, link_id)
    actions.delete_link(link, by=membership_in(request.auth, link.article.project_id), at=now(), action=key)
    return no_content()


@router.post("/links/{int:link_id}/restore", response=LinkOut)
def restore_link(request: ApiRequest, link_id: PathId, key: Key) -> HttpResponse:
    """Bring one's own deleted link back. 409 where the same link was made anew."""
    link = find_link(request.auth, link_id)
    membership = membership_in(request.auth, link.article.project_id)
    return reply(link_out(actions.restore_link(link, by=membership, at=now(), action=key)))


def _reply(membership: Membership, page: Sync, article: Article | None = None) -> HttpResponse:
    def write(link: Link) -> LinkOut | Gone:
        gone_at = link.gone_at  # type: ignore[attr-defined]  # annotated by list_links
        return link_out(link) if gone_at is None else {"id": link.pk, "deleted_at": gone_at}

    rows = list_links(membership, since=page.updated_since)
    if article is not None:
        rows = rows.filter(article=article)
    return reply_page(rows, by=("created_at", "id"), of="links", page=page, write=write)
