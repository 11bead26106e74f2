"""Spans, links and comments that one may see, with a reviewer's accept and reject."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from annotate.admin.base import LookOnly, each, staff
from annotate.corpus.queries import frozen
from annotate.projects.entry import membership_in
from annotate.review import actions as review
from annotate.spans.models import Comment, Link, Revision, Span
from annotate.spans.queries.sets import visible_comments, visible_links, visible_sets, visible_spans


@admin.register(Span)
class SpanAdmin(LookOnly):
    """Spans. What an analyst made only that analyst changes; a reviewer decides."""

    list_display = ("quote", "label", "analyst", "article", "unsure", "version", "changed_at", "deleted_at")
    list_filter = (
        "label",
        "unsure",
        ("deleted_at", admin.EmptyFieldListFilter),
        "assignment__state",
        "article__project",
    )
    search_fields = ("note", "label__name", "assignment__analyst__username", "article__title")
    list_select_related = ("label", "assignment__analyst", "article")
    actions = ("accept", "reject")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Span]:
        return visible_spans(staff(request)).order_by("-changed_at")

    @admin.display(description=gettext_lazy("quote"))
    def quote(self, span: Span) -> str:
        said: str = span.extent.quote(frozen(span.article_id).text)
        return said if len(said) <= 80 else said[:77] + "…"

    @admin.display(description=gettext_lazy("analyst"), ordering="assignment__analyst__username")
    def analyst(self, span: Span) -> str:
        return str(span.assignment.analyst)

    @admin.action(description=gettext_lazy("Accept: it becomes gold as it is"))
    def accept(self, request: HttpRequest, chosen: QuerySet[Span]) -> None:
        self._decide(request, chosen, keep=True)

    @admin.action(description=gettext_lazy("Reject: it becomes nothing"))
    def reject(self, request: HttpRequest, chosen: QuerySet[Span]) -> None:
        self._decide(request, chosen, keep=False)

    def _decide(self, request: HttpRequest, chosen: QuerySet[Span], *, keep: bool) -> None:
        def act(span: Span) -> None:
            by = membership_in(staff(request), span.article.project_id)
            review.decide(
                span.article, span_ids=[span.pk], label=span.label if keep else None, extent=span.extent,
                quote=span.extent.quote(frozen(span.article_id).text), by=by, at=now(),
            )  # fmt: skip

        each(self, request, chosen, act, ("%(count)s span decided.", "%(count)s spans decided."))


@admin.register(Link)
class LinkAdmin(LookOnly):
    """Links between spans that one may see."""

    list_display = ("kind", "source", "target_span", "target_link", "made_by", "created_at", "deleted_at")
    list_filter = ("kind", ("deleted_at", admin.EmptyFieldListFilter), "article__project")
    search_fields = ("article__title", "made_by__username")
    list_select_related = ("source__label", "target_span__label", "target_link", "made_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        return visible_links(staff(request)).order_by("-created_at")


@admin.register(Comment)
class CommentAdmin(LookOnly):
    """Comments on spans that one may see."""

    list_display = ("text", "made_by", "span", "created_at", "deleted_at")
    list_filter = (("deleted_at", admin.EmptyFieldListFilter), "span__article__project")
    search_fields = ("text", "made_by__username")
    list_select_related = ("made_by", "span__label")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        return visible_comments(staff(request)).order_by("-created_at")


@admin.register(Revision)
class RevisionAdmin(LookOnly):
    """How many changes an audience has seen, of the sets one may see."""

    list_display = ("article", "audience", "number")
    search_fields = ("article__title",)
    list_select_related = ("article",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        sets = visible_sets(staff(request))
        return (
            super()
            .get_queryset(request)
            .filter(article__in=sets.values("article"), audience__in=[0, staff(request).pk])
        )
