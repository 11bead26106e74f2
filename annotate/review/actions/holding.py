"""What every action of a reviewer begins with: the sets locked, the right to decide, the spans in question."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.live.telling import tell
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Missing, Refused
from annotate.review import rules
from annotate.review.models import AnswerDecision, DecidedSpan, Decision
from annotate.spans.models import Span
from annotate.spans.queries.sets import visible_spans, who_may_see


def hold(article: Article) -> list[Assignment]:
    """All assignments of the article, locked in one order: what is decided of it is decided one at a time."""
    return list(Assignment.objects.select_for_update(no_key=True).filter(article=article.pk).order_by("pk"))


def check_reviewer(article: Article, sets: Sequence[Assignment], by: Membership) -> None:
    """Refused unless this member may decide on the article now."""
    own = next((work for work in sets if work.analyst_id == by.user_id), None)
    if reason := rules.why_not_review(article, own, by=by):
        raise Refused(reason)


def find_spans(article: Article, span_ids: Collection[int], *, by: Membership) -> list[Span]:
    """The spans of which a decision is to speak. Missing where one is not theirs to see, Clash where it cannot now."""
    wanted = set(span_ids)
    found = visible_spans(by.user, article=article).filter(pk__in=wanted)
    spans = list(found.select_related("assignment", "label"))
    if len(spans) != len(wanted):
        raise Missing(_("There is no such span on this article."))
    if why_not := rules.why_not_decide(article, spans):
        raise Clash(why_not)
    return spans


def check_standing(spans: Sequence[Span], standing: Collection[int] | None) -> None:
    """Clash, naming what stands, unless just these decisions stand of the spans: those that the person saw.

    None: they did not say what they saw, and decide anew whatever stands.
    """
    if standing is None:
        return
    found = Decision.objects.filter(decided__span__in=spans, decided__undone_at=None).distinct()
    there = list(found.select_related("label", "decided_by").order_by("decided_at", "pk"))
    if {decision.pk for decision in there} == set(standing):
        return
    if not there:
        raise Clash(_("What was decided here was taken back meanwhile. Look again, then decide."), decisions=[])
    last = there[-1]
    words = {"person": last.decided_by, "label": last.label.name if last.label else _("rejected")}
    raise Clash(
        _("%(person)s decided this meanwhile: %(label)s. It stands. Look, then decide anew if you must.") % words,
        decisions=[decision.pk for decision in there],
    )


def tell_reviewers(article: Article, sets: Sequence[Assignment], told: Collection[int], *, by: Membership) -> None:
    """What was decided is news to the other reviewers who may see every set that it speaks of, and to nobody else."""
    works = [work for work in sets if work.pk in told]
    seeing = [who_may_see(article, [work]) for work in works]
    if not seeing:
        return
    reviewers = Membership.objects.filter(
        project=article.project_id,
        ended_at=None,
        role__in=[Role.REVIEWER, Role.LEAD],
        user__in=set.intersection(*seeing),
    )
    tell(article.pk, set(reviewers.values_list("user", flat=True)) - {by.user_id})


def sets_decided(works: Collection[int]) -> set[int]:
    """Those of these sets of whose spans or answers a standing decision speaks."""
    spans = DecidedSpan.objects.filter(span__assignment__in=works, undone_at=None)
    answers = AnswerDecision.objects.standing().filter(answers__assignment__in=works)
    return {
        *spans.values_list("span__assignment", flat=True),
        *answers.values_list("answers__assignment", flat=True),
    } & set(works)
