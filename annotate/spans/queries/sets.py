"""Blindness: which sets, and so which spans, a person may see. Decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.corpus.models import Article
from annotate.database.asking import Part, Prepared, find_rows
from annotate.projects.models import Membership, Mode, Role, User
from annotate.spans.models import EVERYBODY, Answer, AnswerQuerySet, Comment, Link, Span


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


def _sets_at(viewer: int, article: int) -> QuerySet[Assignment]:
    return visible_sets(User(pk=viewer), article=Article(pk=article)).order_by("pk")


_IDS_AT = Prepared(lambda viewer, article: _sets_at(viewer, article).values("pk"), numbers=2)

_WORK, _ANALYST = Part(Assignment, "w"), Part(User, "u")
_NAMES = ", ".join([*(f"w_{name}" for name in _WORK.names), *(f"u_{name}" for name in _ANALYST.names)])
_SIGHT = Prepared(
    lambda viewer, article: _sets_at(viewer, article).select_related("analyst"),
    numbers=2,
    within=f"""
        SELECT v.id, own.number, theirs.number, CASE WHEN %s THEN (
            SELECT count(*) FROM annotate_span s WHERE s.assignment_id = w.w_id AND s.deleted_at IS NULL
        ) ELSE 0 END, w.*
        FROM (SELECT id FROM annotate_codebookversion WHERE project_id = %s ORDER BY number DESC LIMIT 1) v
        LEFT JOIN annotate_revision own ON own.article_id = %s AND own.audience = %s
        LEFT JOIN ({{}}) w ({_NAMES}) ON true
        LEFT JOIN annotate_revision theirs ON theirs.article_id = w.w_article_id AND theirs.audience = w.w_analyst_id
        ORDER BY w.w_id
    """,
)


class SetSeen(NamedTuple):
    """A set that one may see, with its analyst; how far that person's audience has heard, and how many spans stand."""

    work: Assignment
    revision: int
    spans: int


class Sight(NamedTuple):
    """What one person sees of an article now: the codebook version published last, how far their audience has heard,
    and `visible_sets`."""

    codebook_id: int
    revision: int
    sets: list[SetSeen]


def sight_of(membership: Membership, article: Article, *, counted: bool = True) -> Sight:
    """What every desk and every answer to a mark asks, in one statement: all of it is of the same moment. Unless
    `counted`, no span is."""
    numbers = [counted, membership.project_id, article.pk, audience_of(membership)]
    rows = find_rows(*_SIGHT.asked(membership.user_id, article.pk, before=numbers))
    sets = []
    for _codebook, _own, revision, spans, *row in rows:
        if row[0] is not None:
            work = _WORK.read(row[: len(_WORK)])
            work.analyst = _ANALYST.read(row[len(_WORK) :])
            sets.append(SetSeen(work, revision or 0, spans))
    return Sight(rows[0][0], rows[0][1] or 0, sets)


def who_may_see(article: Article, works: Collection[Assignment]) -> set[int]:
    """The people who may see the spans of any of these sets of an article: `visible_sets`, asked the other way."""
    if article.withdrawn_at is not None:
        return set()
    members = Membership.objects.filter(project=article.project_id, ended_at=None)
    seeing = Q(user__in=[work.analyst_id for work in works])
    states = {work.state for work in works}
    if article.project.mode == Mode.SHARED:
        seeing = Q()
    elif states & set(IN_REVIEW):
        at_work = Assignment.objects.filter(article=article, analyst=OuterRef("user"), state__in=MARKABLE)
        reads = Q() if State.SETTLED in states else Q(role__in=[Role.REVIEWER, Role.LEAD])
        seeing |= ~Exists(at_work) & reads
    return set(members.filter(seeing).values_list("user", flat=True))


def readers_of(work: Assignment) -> QuerySet[Membership]:
    """The standing members who may see the spans of this set: those to whom `visible_sets` shows it."""
    seeing = who_may_see(work.article, [work])
    return Membership.objects.filter(project=work.article.project_id, ended_at=None, user__in=seeing)


def visible_spans(viewer: User, *, article: Article | None = None) -> QuerySet[Span]:
    """The spans, deleted ones too, of the sets this person may see; others' deleted spans only as deletions."""
    if article is None:
        return Span.objects.filter(assignment__in=visible_sets(viewer))
    return Span.objects.filter(article=article, assignment__in=_ids_at(article, viewer))


def _ids_at(article: Article, viewer: User) -> list[int]:
    """Which sets of an article may be seen now. To name them costs less than to ask for them within each question."""
    return [pk for (pk,) in find_rows(*_IDS_AT.asked(viewer.pk, article.pk))]


def visible_answers(viewer: User, *, article: Article | None = None) -> AnswerQuerySet:
    """The answers about whole articles, those taken away too, of the sets this person may see."""
    return Answer.objects.filter(assignment__in=visible_sets(viewer, article=article))


def visible_comments(viewer: User, *, article: Article | None = None) -> QuerySet[Comment]:
    """The comments, deleted ones too, on spans this person may see.

    On a blind person's own span only those can have spoken who may see it: reviewers, after it was handed in.
    """
    if article is None:
        return Comment.objects.filter(span__in=visible_spans(viewer))
    return Comment.objects.filter(span__article=article, span__assignment__in=_ids_at(article, viewer))


def visible_links(viewer: User, *, article: Article | None = None) -> QuerySet[Link]:
    """The links, deleted ones too, all of whose ends this person may see."""
    seen: tuple[str, object] = ("in", visible_spans(viewer))
    if article is not None:
        seen = ("assignment__in", _ids_at(article, viewer))

    def is_seen(end: str) -> Q:
        return Q(**{f"{end}__{seen[0]}": seen[1]})

    ends = Q(target_span=None) | is_seen("target_span")
    through = Q(target_link=None) | (is_seen("target_link__source") & is_seen("target_link__target_span"))
    links = Link.objects.filter(is_seen("source") & ends & through)
    return links if article is None else links.filter(article=article)


def audience_of(by: Membership) -> int:
    """Who hears of what this person changes: everybody in a shared project, only they in an independent one."""
    return EVERYBODY if by.project.mode == Mode.SHARED else by.user_id


def others_can_be_seen(membership: Membership, article: Article) -> bool:
    """Whether this person could look at somebody else's spans of the article, or answers about it, now."""
    others = visible_sets(membership.user, article=article).exclude(analyst=membership.user_id)
    spans = Span.objects.filter(assignment__in=others, deleted_at=None)
    return spans.exists() or Answer.objects.standing().filter(assignment__in=others).exists()
