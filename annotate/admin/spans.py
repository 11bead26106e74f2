"""Spans, links, comments and answers that one may see, with a reviewer's accept and reject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotate.admin.base import LookOnly, confirm, each, one_project, staff
from annotate.codebook.models import Label
from annotate.corpus.queries import frozen
from annotate.projects.entry import membership_in
from annotate.review import actions as review
from annotate.spans.models import Answer, Comment, Link, Revision, Span
from annotate.spans.queries.sets import visible_answers, visible_comments, visible_links, visible_sets, visible_spans


class AsForm(forms.Form):
    """The label that the chosen spans get in gold."""

    label = forms.ModelChoiceField(label=gettext_lazy("Label"), queryset=Label.objects.none())

    def __init__(self, *args: Any, project: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["label"].queryset = Label.objects.usable().filter(project=project)  # type: ignore[attr-defined]


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
    actions = ("accept", "reject", "relabel")

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
    def accept(self, request: HttpRequest, chosen: QuerySet[Span]) -> HttpResponse | None:
        return self._decide(request, chosen, "accept", _("Accept spans: they become gold as they are"))

    @admin.action(description=gettext_lazy("Reject: it becomes nothing"))
    def reject(self, request: HttpRequest, chosen: QuerySet[Span]) -> HttpResponse | None:
        return self._decide(request, chosen, "reject", _("Reject spans: they become nothing"))

    @admin.action(description=gettext_lazy("Relabel: it becomes gold under another label"))
    def relabel(self, request: HttpRequest, chosen: QuerySet[Span]) -> HttpResponse | None:
        return self._decide(request, chosen, "relabel", _("Relabel spans: they become gold under another label"))

    def _decide(self, request: HttpRequest, chosen: QuerySet[Span], action: str, title: str) -> HttpResponse | None:
        spans = list(chosen.select_related("article__project", "label", "assignment__analyst"))
        form = None
        if action == "relabel":
            project = one_project(spans, lambda span: span.article.project_id)
            if project is None:
                self.message_user(request, _("Choose spans of one project."), messages.ERROR)
                return None
            form = AsForm(request.POST if request.POST.get("confirmed") else None, project=project)
        if page := confirm(self, request, spans, action=action, title=title, effects=_effects(spans), form=form):
            return page
        label = form.cleaned_data["label"] if form else None

        def act(span: Span) -> None:
            by = membership_in(staff(request), span.article.project_id)
            review.decide(
                span.article, span_ids=[span.pk], label=label or (span.label if action == "accept" else None),
                extent=span.extent, quote=span.extent.quote(frozen(span.article_id).text), by=by, at=now(),
            )  # fmt: skip

        each(self, request, spans, act, ("%(count)s span decided.", "%(count)s spans decided."))
        return None


def _effects(spans: Sequence[Span]) -> list[str]:
    """What a decision on each of these spans will touch."""
    people = {span.assignment.analyst_id for span in spans}
    articles = {span.article_id for span in spans}
    counts = {"spans": len(spans), "people": len(people), "articles": len(articles)}
    return [
        _("%(spans)s spans of %(people)s people in %(articles)s articles.") % counts,
        _("Each gets a decision of yours, in the journal; what was decided before is undone. Spans stay as they are."),
        _("Spans whose work is not handed in, or whose article is settled, are left out, and named."),
    ]


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


@admin.register(Answer)
class AnswerAdmin(LookOnly):
    """Answers to questions about whole articles, of the sets that one may see."""

    list_display = ("question", "value", "analyst", "article", "version", "changed_at")
    list_filter = ("question", "assignment__state", "assignment__article__project")
    search_fields = ("value", "assignment__analyst__username", "assignment__article__title")
    list_select_related = ("assignment__analyst", "assignment__article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        return visible_answers(staff(request)).order_by("-changed_at")

    @admin.display(description=gettext_lazy("analyst"), ordering="assignment__analyst__username")
    def analyst(self, answer: Answer) -> str:
        return str(answer.assignment.analyst)

    @admin.display(description=gettext_lazy("article"), ordering="assignment__article__title")
    def article(self, answer: Answer) -> str:
        return answer.assignment.article.title


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
