"""Articles and their blocks, of the projects one belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from annotate.admin.base import Changeable, LookOnly, each, staff
from annotate.assignment.models import Assignment, Round
from annotate.assignment.queries import work_known_to
from annotate.corpus import actions
from annotate.corpus.models import Article, Block, BlockKind, Reading
from annotate.corpus.queries import articles_known_to
from annotate.corpus.rules import LONGEST
from annotate.projects.entry import membership_in
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused


class BlockInline(admin.TabularInline):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """What each block is: a lead may correct it."""

    model = Block
    fields = ("number", "start", "end", "kind")
    readonly_fields = ("number", "start", "end")
    extra = 0
    max_num = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return staff(request).is_staff

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(Changeable):
    """Articles: what is said about them may be corrected, their text never."""

    list_display = ("title", "project", "outlet", "published_on", "language", "length", "created_at", "withdrawn_at")
    list_filter = ("project", "language", ("withdrawn_at", admin.EmptyFieldListFilter), "outlet")
    search_fields = ("title", "byline", "outlet", "external_id", "sha256")
    list_select_related = ("project",)
    date_hierarchy = "created_at"
    editable = (*LONGEST, "published_on")
    exclude = ("source", "text", "inlines")
    inlines = (BlockInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # Django's
    actions = ("put_back",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return articles_known_to(staff(request)).without_text()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name not in self.exclude]

    def act(self, request: HttpRequest, obj: Article, form: Any) -> None:
        by = membership_in(staff(request), obj.project_id)
        words = {name: getattr(obj, name) for name in LONGEST}
        actions.describe_article(obj, words=words, published_on=obj.published_on, by=by, at=now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        by = membership_in(staff(request), form.instance.project_id)
        formset.save(commit=False)
        for block, _fields in formset.changed_objects:
            held = Block.objects.select_related("article").get(pk=block.pk)
            try:
                actions.correct_kind(held, kind=BlockKind(block.kind), by=by, at=now())
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)

    @admin.action(description=gettext_lazy("Put back what was withdrawn"))
    def put_back(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        def act(article: Article) -> None:
            actions.put_back_article(article, by=membership_in(staff(request), article.project_id), at=now())

        each(self, request, chosen, act, ("%(count)s article put back.", "%(count)s articles put back."))


@admin.register(Block)
class BlockAdmin(LookOnly):
    """Blocks; their kinds are corrected on the article's page."""

    list_display = ("article", "number", "kind", "start", "end")
    list_filter = ("kind", "article__project")
    search_fields = ("article__title",)
    list_select_related = ("article",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Block]:
        return super().get_queryset(request).filter(article__in=articles_known_to(staff(request)))


@admin.register(Reading)
class ReadingAdmin(LookOnly):
    """Sentences and words found in articles: may be dropped at any time, so there is nothing to change."""

    list_display = ("article", "rules")
    search_fields = ("article__title",)
    list_select_related = ("article",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        return super().get_queryset(request).filter(article__in=articles_known_to(staff(request)))


@admin.register(Assignment)
class AssignmentAdmin(LookOnly):
    """Who works on what, as far as one may know; steps are taken on the desk and in review."""

    list_display = (
        "article", "analyst", "round", "training", "state", "due_on", "saw_others", "handed_in_at", "changed_at",
    )  # fmt: skip
    list_filter = ("state", "round", "training", "saw_others", "article__project")
    search_fields = ("article__title", "analyst__username", "analyst__name")
    list_select_related = ("article", "analyst")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return work_known_to(staff(request)).order_by("-changed_at")


@admin.register(Round)
class RoundAdmin(LookOnly):
    """Waves of assignments of one's projects; they are opened, changed and closed on the project's own page."""

    list_display = ("project", "number", "name", "way", "per_article", "quota", "due_on", "training", "closed_at")
    list_filter = ("way", "training", "project")
    search_fields = ("name", "project__name", "project__slug")
    list_select_related = ("project",)
    exclude = ("articles",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        standing = Membership.objects.filter(user=staff(request), ended_at=None, role__in=[Role.REVIEWER, Role.LEAD])
        return Round.objects.filter(project__in=standing.values("project")).order_by("project", "number")
