"""Giving out the articles of a round: dealt evenly by a lead, or taken one by one from its queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from annotate.assignment import rules
from annotate.assignment.actions import Terms
from annotate.assignment.dealing import Deal
from annotate.assignment.models import Assignment, Round
from annotate.assignment.queries import articles_to_give, deal_of
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.journal import actions as journal
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Clash, Missing, Refused, Unfit
from annotate.projects.rules import why_not_as, why_not_change
from annotate.spans.actions.work import assign_article


def terms_of(found: Round) -> Terms:
    """What somebody who is given an article of this round is told."""
    return Terms(round=found.number, due_on=found.due_on, training=found.training)


@transaction.atomic
def deal_round(found: Round, people: Sequence[Membership], *, by: Membership, at: datetime) -> Deal:
    """Share the round's articles out evenly among these people; what they have of it already counts.

    One step: each assignment has its line in the journal, and the whole has one.
    """
    if reason := why_not_as(Role.LEAD, by) or why_not_change(by.project):
        raise Refused(reason)
    held = Round.objects.select_for_update(no_key=True).get(pk=found.pk)
    if held.closed_at is not None:
        raise Clash(_("This round is closed."))
    if not people:
        raise Unfit(_("Choose people first."))
    dealt = deal_of(held, people)
    articles = {article.pk: article for article in articles_to_give(held)}
    member_of = {member.user_id: member for member in people}
    for article, person in dealt.given:
        assign_article(articles[article], analyst=member_of[person], by=by, at=at, terms=terms_of(held))
    journal.record(
        "round_dealt", held.pk, by=by.user_id, at=at, project=held.project_id,
        after={"given": [list(pair) for pair in dealt.given], "lacking": [list(pair) for pair in dealt.lacking]},
    )  # fmt: skip
    return dealt


@transaction.atomic
def take_next(found: Round, *, by: Membership, at: datetime, action: str | None = None) -> Assignment:
    """The next article of the round's queue, given to whoever asks: the one that is nearest to having all its readers.

    Clash where they have their quota or the round is no queue, Missing where nothing is left for them.
    """
    held = Round.objects.select_for_update(no_key=True).get(pk=found.pk)  # one at a time: nobody is one too many
    asked = journal.fingerprint("take_next", held.pk)
    if line := journal.answered(by=by.user_id, action=action, asked=asked):
        return Assignment.objects.get(pk=line.subject)
    if reason := why_not_change(by.project):
        raise Refused(reason)
    mine = Assignment.objects.filter(article__project=held.project_id, round=held.number, analyst=by.user_id)
    if reason := rules.why_not_take(held, held=mine.exclude(state=State.DECLINED).count()):
        raise Clash(reason)
    article = next_in_queue(held, by)
    if article is None:
        raise Missing(_("Nothing is left for you in this round."))
    taken, _new = assign_article(article, analyst=by, by=by, at=at, terms=terms_of(held))
    journal.record(
        "article_taken", taken.pk, by=by.user_id, at=at, project=held.project_id, article=article.pk,
        after={"round": held.number}, action=action, asked=asked,
    )  # fmt: skip
    return taken


def next_in_queue(found: Round, by: Membership) -> Article | None:
    """What this person would be given next; None where nothing is left for them."""
    theirs = Assignment.objects.filter(article=OuterRef("pk"), analyst=by.user_id)
    open_to_them = articles_to_give(found).filter(~Exists(theirs))
    counted = open_to_them.annotate(readers=Count("assignments", filter=~Q(assignments__state=State.DECLINED)))
    return counted.filter(readers__lt=found.per_article).order_by(F("readers").desc(), "created_at", "id").first()
