"""Decisions and the journal, as far as one may see."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from annotate.admin.base import LookOnly, each, staff
from annotate.corpus.queries import frozen
from annotate.journal.models import JournalLine
from annotate.projects.entry import membership_in
from annotate.review import actions
from annotate.review.models import AnswerDecision, DecidedSpan, Decision
from annotate.review.queries import visible_answer_decisions, visible_decisions, visible_lines


@admin.register(Decision)
class DecisionAdmin(LookOnly):
    """What reviewers said; the standing ones with a label are gold."""

    list_display = ("quote", "label", "article", "decided_by", "decided_at", "undone_at")
    list_filter = ("label", ("undone_at", admin.EmptyFieldListFilter), "article__project")
    search_fields = ("reason", "decided_by__username", "article__title")
    list_select_related = ("label", "article", "decided_by")
    actions = ("undo",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return visible_decisions(staff(request)).order_by("-decided_at")

    @admin.display(description=gettext_lazy("quote"))
    def quote(self, decision: Decision) -> str:
        said: str = decision.extent.quote(frozen(decision.article_id).text)
        return said if len(said) <= 80 else said[:77] + "…"

    @admin.action(description=gettext_lazy("Take the decision back"))
    def undo(self, request: HttpRequest, chosen: QuerySet[Decision]) -> None:
        def act(decision: Decision) -> None:
            by = membership_in(staff(request), decision.article.project_id)
            actions.undo_decision(decision, by=by, at=now())

        each(self, request, chosen, act, ("%(count)s decision taken back.", "%(count)s decisions taken back."))


@admin.register(DecidedSpan)
class DecidedSpanAdmin(LookOnly):
    """Which spans each decision speaks of."""

    list_display = ("decision", "span", "undone_at")
    search_fields = ("span__label__name",)
    list_select_related = ("decision", "span__label")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DecidedSpan]:
        return super().get_queryset(request).filter(decision__in=visible_decisions(staff(request)))


@admin.register(AnswerDecision)
class AnswerDecisionAdmin(LookOnly):
    """Decisions on answers to questions about whole articles."""

    list_display = ("question", "value", "article", "reason", "decided_by", "decided_at", "undone_at")
    list_filter = ("question", ("undone_at", admin.EmptyFieldListFilter), "article__project")
    search_fields = ("value", "reason", "article__title")
    list_select_related = ("article", "decided_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnswerDecision]:
        return visible_answer_decisions(staff(request)).order_by("-decided_at")


@admin.register(JournalLine)
class JournalLineAdmin(LookOnly):
    """What happened, when, by whom. Nobody rewrites it."""

    list_display = ("at", "verb", "by", "project", "article", "subject", "turn")
    list_filter = ("verb", "turn")
    search_fields = ("=by", "=project", "=article", "=subject", "verb")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalLine]:
        return visible_lines(staff(request))
