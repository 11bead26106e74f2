"""Lists for clients that keep a copy: what stands, and since a time also what changed, went, or came into view."""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.projects.models import Membership, Mode
from annotate.spans.models import Answer, Comment, Link, Span
from annotate.spans.queries.sets import visible_answers, visible_comments, visible_links, visible_sets, visible_spans

LINK_ENDS = ("source", "target_span", "target_link", "target_link__source", "target_link__target_span")
"""What a link hangs on: it shows while all of these stand."""


def sets_come_into_view(membership: Membership, *, since: datetime) -> QuerySet[Assignment]:
    """The visible sets that may not have been visible to this member before `since`, whenever their spans changed.

    All of them where the person came, or got another role, since; those of an article put back; and in an independent
    project those handed in or settled since, or on whose article the person's own work was. Rather one too many.
    """
    sets = visible_sets(membership.user).filter(article__project=membership.project_id)
    if membership.changed_at >= since:
        return sets
    changed = Q(article__changed_at__gte=since)
    if membership.project.mode == Mode.INDEPENDENT:
        own = Assignment.objects.filter(article=OuterRef("article"), analyst=membership.user_id, changed_at__gte=since)
        changed |= Q(changed_at__gte=since) | Q(Exists(own))
    return sets.filter(changed)


def list_spans(membership: Membership, article: Article, *, since: datetime | None) -> QuerySet[Span]:
    """The article's standing spans that this member may see; with `since`, what is new to them, deleted ones too."""
    spans = visible_spans(membership.user, article=article).select_related("label", "assignment__analyst")
    if since is None:
        return spans.filter(deleted_at=None)
    return spans.filter(Q(changed_at__gte=since) | Q(assignment__in=sets_come_into_view(membership, since=since)))


def list_answers(membership: Membership, *, since: datetime | None) -> QuerySet[Answer]:
    """The answers about the project's articles that this member may see; with `since`, what is new to them, those
    taken away too."""
    answers = visible_answers(membership.user).filter(assignment__article__project=membership.project_id)
    answers = answers.select_related("assignment__analyst", "codebook").defer("codebook__codebook")
    if since is None:
        return answers.standing()
    return answers.filter(Q(changed_at__gte=since) | Q(assignment__in=sets_come_into_view(membership, since=since)))


def list_comments(membership: Membership, *, since: datetime | None) -> QuerySet[Comment]:
    """The project's comments that this member may see, each with `gone_at`: when it, or its span, was deleted."""
    comments = visible_comments(membership.user).filter(span__article__project=membership.project_id)
    comments = comments.select_related("made_by", "span").annotate(gone_at=_latest("deleted_at", "span__deleted_at"))
    if since is None:
        return comments.filter(gone_at=None)
    come = Q(span__assignment__in=sets_come_into_view(membership, since=since))
    return comments.filter(Q(changed_at__gte=since) | Q(span__changed_at__gte=since) | come)


def list_links(membership: Membership, *, since: datetime | None, article: Article | None = None) -> QuerySet[Link]:
    """The project's links that this member may see, or those of an article, each with `gone_at`: when it, or one of its
    ends, was deleted."""
    links = visible_links(membership.user, article=article).select_related("made_by")
    links = links.filter(article__project=membership.project_id) if article is None else links
    links = links.annotate(gone_at=_latest("deleted_at", *(f"{end}__deleted_at" for end in LINK_ENDS)))
    if since is None:
        return links.filter(gone_at=None)
    new = Q(changed_at__gte=since)
    for end in LINK_ENDS:
        new |= Q(**{f"{end}__changed_at__gte": since})
    sets = sets_come_into_view(membership, since=since)
    return links.filter(new | Q(source__assignment__in=sets) | Q(target_span__assignment__in=sets))


def _latest(*names: str) -> Greatest:
    """The latest of these times, NULL where none is set (PostgreSQL's GREATEST passes over NULLs)."""
    return Greatest(*(F(name) for name in names), output_field=DateTimeField())
