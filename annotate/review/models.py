"""Decisions, and the spans or answers each speaks of. Gold is the standing decisions that have a label, or a value."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from annotate.codebook.models import KEY, CodebookVersion, Label
from annotate.corpus.models import Article
from annotate.database.columns import ExtentField, Highest, IdField, IsBounded, Lowest
from annotate.projects.models import User
from annotate.spans.models import Answer, Span


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        """Not taken back."""
        return self.filter(undone_at=None)

    def gold(self) -> DecisionQuerySet:
        """The settled spans: standing, with a label, in the order of the text."""
        return self.standing().exclude(label=None).order_by("start", "end", "id")


class Decision(models.Model):
    """What a reviewer says of spans that speak of the same place: its label and extent, or none (rejected)."""

    id = IdField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="decisions")
    label = models.ForeignKey(Label, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    extent = ExtentField()
    start = models.GeneratedField(expression=Lowest(F("extent")), output_field=models.IntegerField(), db_persist=True)
    end = models.GeneratedField(expression=Highest(F("extent")), output_field=models.IntegerField(), db_persist=True)
    reason = models.TextField(blank=True)
    codebook = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    spans = models.ManyToManyField(Span, through="DecidedSpan", related_name="decisions")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "label", "extent"],
                name="gold_no_twins",
                condition=Q(undone_at__isnull=True, label__isnull=False),
            ),
            models.CheckConstraint(condition=IsBounded(F("extent")), name="decision_extent_is_bounded"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="lies_where_it_says",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("extent", "label_id", "article_id"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM annotate_article a WHERE a.id = NEW.article_id AND upper(NEW.extent) <= a.length
                        AND (NEW.label_id IS NULL OR EXISTS (
                            SELECT 1 FROM annotate_label l WHERE l.id = NEW.label_id AND l.project_id = a.project_id))
                    ) THEN
                        RAISE EXCEPTION 'the extent or the label is not this article''s'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="decisions_stay", operation=pgtrigger.Delete),
        ]


class DecidedSpan(models.Model):
    """A span that a decision speaks of: at most one standing decision a span."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="decided")
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="decided")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["span"], name="span_decided_once", condition=Q(undone_at__isnull=True)),
        ]


class AnswerDecisionQuerySet(models.QuerySet["AnswerDecision"]):
    def standing(self) -> AnswerDecisionQuerySet:
        """Not taken back."""
        return self.filter(undone_at=None)


class AnswerDecision(models.Model):
    """What a reviewer says of people's answers to a question about an article: the gold answer, or none (rejected)."""

    id = IdField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="answer_decisions")
    question = models.CharField(max_length=60, help_text="The question's key.")
    value = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    codebook = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    answers = models.ManyToManyField(Answer, related_name="decisions", db_table="annotate_decidedanswer")

    objects = AnswerDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "question"], name="answer_decided_once", condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(question__regex=KEY), name="decided_question_can_be_written"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_decided_stays", fields=["article", "question", "value", "decided_by", "decided_at"]
            ),
            pgtrigger.Protect(name="decisions_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"
