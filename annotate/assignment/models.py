"""Assignments: the one home of an analyst's spans of an article."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotate.assignment.states import IN_REVIEW, MARKABLE, STEPS, State
from annotate.corpus.models import Article
from annotate.database.columns import IdField
from annotate.projects.models import User

STATES = [
    (State.ASSIGNED.value, _("assigned")),
    (State.OPEN.value, _("open")),
    (State.HANDED_IN.value, _("handed in")),
    (State.RETURNED.value, _("returned")),
    (State.SETTLED.value, _("settled")),
]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def markable(self) -> AssignmentQuerySet:
        """Whose analyst is still at work."""
        return self.filter(state__in=MARKABLE)

    def in_review(self) -> AssignmentQuerySet:
        """Handed in or settled."""
        return self.filter(state__in=IN_REVIEW)


class Assignment(models.Model):
    """One analyst on one article."""

    id = IdField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="assignments")
    analyst = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
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
