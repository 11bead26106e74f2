"""Blindness: which sets, and so which spans, a person may see. Decided here and nowhere else."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.corpus.models import Article
from annotate.projects.models import Membership, Mode, Role, User
from annotate.spans.models import EVERYBODY, Comment, Link, Span


def visible_sets(viewer: User, *, article: Article | None = None) -> QuerySet[Assignment]:
    """The sets whose spans this person may see.

    Always their own. In a shared project every set. In an independent one, where their own work on that article is not
    unfinished: the sets of a settled article, and for reviewers those handed in. Of a project one is no member of, or
    of a withdrawn article: none.
    """
    member = Membership.objects.filter(project=OuterRef("article__project"), user=viewer, ended_at=None)
    at_work = Assignment.objects.filter(article=OuterRef("article"), analyst=viewer, state__in=MARKABLE)
    reviews = Exists(member.filter(role__in=[Role.REVIEWER, Role.LEAD]))
    handed_in = Q(state=State.SETTLED) | (Q(state__in=IN_REVIEW) & reviews)
    shared = Q(article__project__mode=Mode.SHARED)
    sets = Assignment.objects.filter(Exists(member), article__withdrawn_at=None).filter(
        Q(analyst=viewer) | shared | (~Exists(at_work) & handed_in)
    )
    return sets if article is None else sets.filter(article=article)


def readers_of(work: Assignment) -> QuerySet[Membership]:
    """The standing members who may see the spans of this set: those to whom `visible_sets` shows it."""
    members = Membership.objects.filter(project=work.article.project_id, ended_at=None)
    if work.article.withdrawn_at is not None:
        return members.none()
    if work.article.project.mode == Mode.SHARED:
        return members
    at_work = Assignment.objects.filter(article=work.article_id, analyst=OuterRef("user"), state__in=MARKABLE)
    others = {State.SETTLED: Q(), State.HANDED_IN: Q(role__in=[Role.REVIEWER, Role.LEAD])}.get(State(work.state))
    mine = Q(user=work.analyst_id)
    return members.filter(mine if others is None else mine | (others & ~Exists(at_work)))


def visible_spans(viewer: User, *, article: Article | None = None) -> QuerySet[Span]:
    """The spans, deleted ones too, of the sets this person may see; others' deleted spans only as deletions."""
    spans = Span.objects.filter(assignment__in=visible_sets(viewer, article=article))
    return spans if article is None else spans.filter(article=article)


def visible_comments(viewer: User) -> QuerySet[Comment]:
    """The comments, deleted ones too, on spans this person may see.

    On a blind person's own span only those can have spoken who may see it: reviewers, after it was handed in.
    """
    return Comment.objects.filter(span__in=visible_spans(viewer))


def visible_links(viewer: User) -> QuerySet[Link]:
    """The links, deleted ones too, all of whose ends this person may see."""
    seen = visible_spans(viewer)
    ends = Q(target_span=None) | Q(target_span__in=seen)
    through = Q(target_link=None) | Q(target_link__source__in=seen, target_link__target_span__in=seen)
    return Link.objects.filter(Q(source__in=seen) & ends & through)


def audience_of(by: Membership) -> int:
    """Who hears of what this person changes: everybody in a shared project, only they in an independent one."""
    return EVERYBODY if by.project.mode == Mode.SHARED else by.user_id


def others_can_be_seen(membership: Membership, article: Article) -> bool:
    """Whether this person could look at somebody else's spans of the article now."""
    others = visible_sets(membership.user, article=article).exclude(analyst=membership.user_id)
    return Span.objects.filter(assignment__in=others, deleted_at=None).exists()
