"""What was counted of agreement: kept counts, which nobody wrote and anybody may count again."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from annotate.admin.base import LookOnly, staff
from annotate.assignment.models import Assignment
from annotate.assignment.states import MARKABLE
from annotate.concord.models import Report, Tally
from annotate.projects.models import Membership, Role


@admin.register(Tally)
class TallyAdmin(LookOnly):
    """Of which articles, of whose sets of them, counts are kept; for who reviews there, and works on them no more."""

    list_display = ("article", "people", "within", "gamma_done", "gamma_seconds")
    list_filter = ("gamma_done",)
    search_fields = ("article__title", "within")
    list_select_related = ("article",)
    exclude = ("counts", "gamma")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tally]:
        reviews = reviewing(request).filter(project=OuterRef("article__project"))
        at_work = Assignment.objects.filter(article=OuterRef("article"), analyst=staff(request), state__in=MARKABLE)
        return super().get_queryset(request).filter(Exists(reviews), ~Exists(at_work))


@admin.register(Report)
class ReportAdmin(LookOnly):
    """Of which projects numbers are kept; for who reviews there."""

    list_display = ("project", "key")
    search_fields = ("project__name", "key")
    list_select_related = ("project",)
    exclude = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        reviews = reviewing(request).filter(project=OuterRef("project"))
        return super().get_queryset(request).filter(Exists(reviews))


def reviewing(request: HttpRequest) -> QuerySet[Membership]:
    """Where the person who asks is a reviewer or a lead."""
    return Membership.objects.filter(user=staff(request), ended_at=None, role__in=[Role.REVIEWER, Role.LEAD])
