"""What a decision teaches: its passage and reason become an example, or a counter-example, of a label."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from annotate.codebook import actions as codebook
from annotate.codebook.models import Draft, Label
from annotate.codebook.queries import entry_of, find_codebook, seen_as
from annotate.corpus.queries import frozen
from annotate.projects.models import Membership
from annotate.projects.refusals import Clash, Missing
from annotate.review import rules
from annotate.review.actions.holding import hold
from annotate.review.models import Decision


@transaction.atomic
def pin_decision(
    decision: Decision, *, label: Label, counter: bool, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Pin a standing decision's words and reason to a label, in the codebook's draft, as an example or a
    counter-example of it. Pinned twice is pinned once.

    Refused where the person may not change the codebook, Clash where the decision was taken back, or where somebody
    would read what they are still blind to.
    """
    if why_not := rules.why_not_pin(hold(decision.article), by=by):
        raise Clash(why_not)
    if decision.undone_at is not None:
        raise Clash(_("This decision was taken back, so it is no example."))
    entry = entry_of(find_codebook(by.project), of="labels", key=label.key)
    if entry is None:
        raise Missing(_("This codebook has no label “%(key)s”.") % {"key": label.key})
    quote = decision.extent.quote(frozen(decision.article_id).text).replace("[", "(").replace("]", ")")
    pinned = {"passage": f"[{quote}]", "why": decision.reason}
    name = "counter_examples" if counter else "examples"
    words = {name: [*(one for one in entry[name] if one != pinned), pinned]}
    return codebook.change_label(by.project, label.key, words=words, seen=seen_as(entry), by=by, at=at, action=action)
