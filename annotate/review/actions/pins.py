"""What a decision teaches: its passage and reason become an example, or a counter-example, of a label."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import actions as codebook
from annotate.codebook.models import Label
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Refused
from annotate.projects.rules import why_not_as
from annotate.review import rules
from annotate.review.actions.holding import hold
from annotate.review.models import Decision


@transaction.atomic
def pin_decision(decision: Decision, *, label: Label, counter: bool, by: Membership, at: datetime) -> Label:
    """Pin a standing decision's words and reason to a label, as an example or a counter-example of it.

    Refused below a reviewer, Clash where the decision was taken back, or where somebody would read what they are still
    blind to.
    """
    if reason := why_not_as(Role.REVIEWER, by):
        raise Refused(reason)
    if why_not := rules.why_not_pin(by.project, hold(decision.article)):
        raise Clash(why_not)
    if decision.undone_at is not None:
        raise Clash(_("This decision was taken back, so it is no example."))
    passage = decision.extent.quote(frozen(decision.article_id).text)
    return codebook.pin_passage(label, passage=passage, why=decision.reason, counter=counter, by=by, at=at)
