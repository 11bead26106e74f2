"""Spans, links, comments, answers about the whole article, and the revision that live updates follow."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotate.assignment.models import Assignment
from annotate.codebook.models import KEY, CodebookVersion, Label
from annotate.corpus.models import Article
from annotate.database.columns import ExtentField, Highest, IdField, IsBounded, Lowest
from annotate.projects.models import User
from annotate.text.extent import MAX_SPAN, Extent


class SpanQuerySet(models.QuerySet["Span"]):
    def standing(self) -> SpanQuerySet:
        """Not deleted."""
        return self.filter(deleted_at=None)

    def touching(self, extent: Extent) -> SpanQuerySet:
        """That share a code point with the extent."""
        return self.filter(start__lt=extent.end, end__gt=extent.start, extent__overlap=extent)

    def in_order(self) -> SpanQuerySet:
        """As people read and files list them: by start, end, id."""
        return self.order_by("start", "end", "id")


class Span(models.Model):
    """An extent that a person has given a label."""

    id = IdField()
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="spans")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="spans", db_index=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="spans")
    extent = ExtentField()
    start = models.GeneratedField(expression=Lowest(F("extent")), output_field=models.IntegerField(), db_persist=True)
    end = models.GeneratedField(expression=Highest(F("extent")), output_field=models.IntegerField(), db_persist=True)
    note = models.TextField(blank=True)
    unsure = models.BooleanField(default=False)
    attributes = models.JSONField(default=dict, blank=True)
    codebook = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    folded_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="folded", db_index=False,
        help_text="The twin that took it up when labels were merged.",
    )  # fmt: skip
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies", db_index=False,
        help_text="The span of the superseded article that its analyst took over from.",
    )  # fmt: skip

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "label", "extent"], name="span_no_twins", condition=Q(deleted_at__isnull=True)
            ),
            models.CheckConstraint(condition=IsBounded(F("extent")), name="span_extent_is_bounded"),
            models.CheckConstraint(
                condition=Q(folded_into__isnull=True) | Q(deleted_at__isnull=False), name="span_folded_is_deleted"
            ),
            models.CheckConstraint(condition=Q(end__lte=F("start") + MAX_SPAN), name="span_is_not_too_long"),
        ]
        indexes = [models.Index(fields=["article", "start"], name="span_of_article")]
        triggers = [
            pgtrigger.ReadOnly(name="home_never_changes", fields=["assignment", "article", "created_at"]),
            pgtrigger.Trigger(
                name="lies_where_it_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("extent", "label_id"),
                declare=[("fits", "boolean"), ("merged", "boolean")],
                # The label is locked against a merge that begins now; see docs/decisions/0022-merging-labels.md
                func="""
                    SELECT upper(NEW.extent) <= a.length, l.merged_into_id IS NOT NULL INTO fits, merged
                    FROM annotate_article a
                    JOIN annotate_assignment w ON w.id = NEW.assignment_id AND w.article_id = a.id
                    JOIN annotate_label l ON l.id = NEW.label_id AND l.project_id = a.project_id
                    WHERE a.id = NEW.article_id
                    FOR KEY SHARE OF l;
                    IF merged AND NEW.label_id IS DISTINCT FROM OLD.label_id THEN
                        RAISE EXCEPTION 'the label is merged into another'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'span_label_is_not_merged';
                    END IF;
                    IF fits IS NOT TRUE THEN
                        RAISE EXCEPTION 'the extent, the label or the assignment is not this article''s'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="deleted_spans_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.extent}"


class LinkKind(models.TextChoices):
    """What a link says of its ends."""

    SUPPORTS = "supports", _("supports")
    ATTACKS = "attacks", _("attacks")
    UNDERCUTS = "undercuts", _("undercuts")


class Link(models.Model):
    """A span supports or attacks another, or undercuts a link. It shows while its ends stand."""

    id = IdField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=9, choices=LinkKind)
    source = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="links")
    target_span = models.ForeignKey(Span, null=True, blank=True, on_delete=models.PROTECT, related_name="linked_by")
    target_link = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undercut_by")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_has_one_target_of_its_kind",
                condition=Q(kind__in=["supports", "attacks"], target_span__isnull=False, target_link__isnull=True)
                | Q(kind="undercuts", target_span__isnull=True, target_link__isnull=False),
            ),
            models.CheckConstraint(condition=~Q(source=F("target_span")), name="link_leads_elsewhere"),
            models.UniqueConstraint(
                fields=["source", "kind", "target_span", "target_link"],
                name="link_once",
                condition=Q(deleted_at__isnull=True),
                nulls_distinct=False,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ends_are_this_articles",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("source_id", "target_span_id", "target_link_id", "article_id"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM annotate_span WHERE id = NEW.source_id AND article_id = NEW.article_id)
                       OR (NEW.target_span_id IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM annotate_span WHERE id = NEW.target_span_id AND article_id = NEW.article_id))
                       OR (NEW.target_link_id IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM annotate_link WHERE id = NEW.target_link_id AND article_id = NEW.article_id))
                    THEN
                        RAISE EXCEPTION 'a link''s ends lie in one article' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="deleted_links_stay", operation=pgtrigger.Delete),
        ]


class Comment(models.Model):
    """Something said about a span, in its thread."""

    id = IdField()
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="comments")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
        triggers = [pgtrigger.Protect(name="deleted_comments_stay", operation=pgtrigger.Delete)]


class AnswerQuerySet(models.QuerySet["Answer"]):
    def standing(self) -> AnswerQuerySet:
        """Not taken away."""
        return self.exclude(value="")


class Answer(models.Model):
    """What a person answers to a question of the codebook about a whole article. Without a value it is taken away."""

    id = IdField()
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60, help_text="The question's key.")
    value = models.TextField(blank=True)
    codebook = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(question__regex=KEY), name="answer_question_can_be_written"),
            models.CheckConstraint(condition=Q(version__gte=1), name="answer_version_counts_from_one"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="home_never_changes", fields=["assignment", "question", "created_at"]),
            pgtrigger.Protect(name="answers_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"


EVERYBODY = 0
"""The audience of a shared project; in an independent one each person is their own."""


class Revision(models.Model):
    """How many changes an audience has seen of an article. Its row is held while a change is written, so no reader
    who knows revision n has missed one up to n."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    audience = models.BigIntegerField(help_text="A person's id; 0 is everybody.")
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "audience"], name="revision_once")]
