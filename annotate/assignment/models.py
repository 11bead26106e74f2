"""Assignments: the one home of an analyst's spans of an article."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotate.assignment.states import IN_REVIEW, MARKABLE, STEPS, State
from annotate.corpus.models import Article
from annotate.database.columns import IdField
from annotate.projects.models import Project, User

STATES = [
    (State.ASSIGNED.value, _("assigned")),
    (State.OPEN.value, _("open")),
    (State.HANDED_IN.value, _("handed in")),
    (State.RETURNED.value, _("returned")),
    (State.SETTLED.value, _("settled")),
    (State.DECLINED.value, _("declined")),
]


class Way(models.TextChoices):
    """How the articles of a round come to people."""

    DEALT = "dealt", _("dealt out evenly")
    TAKEN = "taken", _("taken from a queue")


class Round(models.Model):
    """One wave of assignments of the same articles, numbered in its project."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    way = models.CharField(_("way"), max_length=6, choices=Way, default=Way.DEALT)
    per_article = models.PositiveSmallIntegerField(_("people per article"), default=2)
    quota = models.PositiveSmallIntegerField(_("most articles per person"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    training = models.BooleanField(_("training"), default=False)
    articles = models.ManyToManyField(Article, related_name="rounds", db_table="annotate_roundarticle")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="round_way_is_one"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(per_article__gte=1) & (Q(quota=None) | Q(quota__gte=1)),
                name="round_counts_from_one",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="project_and_number_never_change", fields=["project", "number"])]

    def __str__(self) -> str:
        return self.name or _("Round %(number)s") % {"number": self.number}


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def markable(self) -> AssignmentQuerySet:
        """Whose analyst is still at work."""
        return self.filter(state__in=MARKABLE)

    def in_review(self) -> AssignmentQuerySet:
        """Handed in or settled, and not for training."""
        return self.filter(state__in=IN_REVIEW, training=False)


class Assignment(models.Model):
    """One analyst on one article."""

    id = IdField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="assignments")
    analyst = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    training = models.BooleanField(
        _("training"), default=False, help_text=_("On a settled article, to compare with its gold afterwards.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    seconds_spent = models.PositiveIntegerField(
        _("seconds spent"), default=0, help_text=_("While the desk was in sight and in use.")
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=State.ASSIGNED.value)
    returned_because = models.TextField(_("returned because"), blank=True)
    saw_others = models.BooleanField(
        _("had seen others"), default=False, help_text=_("Its maker could see somebody else's spans of the article.")
    )
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when a standing decision speaks of this work.")
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "analyst"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state for state, _ in STATES]), name="assignment_state_is_one"
            ),
        ]
        indexes = [models.Index(fields=["analyst", "state"], name="assignment_of_person")]
        triggers = [
            pgtrigger.ReadOnly(name="home_never_changes", fields=["article", "analyst"]),
            pgtrigger.FSM(
                name="only_allowed_steps",
                field="state",
                transitions=[(step.source.value, step.target.value) for step in STEPS],
                separator="/",
            ),
        ]
