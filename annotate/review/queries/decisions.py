"""Which decisions and journal lines a person may read, and what became of a span."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import IN_REVIEW, MARKABLE, State
from annotate.corpus.models import Article
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Mode, Role, User
from annotate.review.models import DecidedSpan, Decision
from annotate.review.queries.answers import visible_answer_decisions
from annotate.spans.models import EVERYBODY, Span
from annotate.spans.queries.lists import sets_come_into_view
from annotate.spans.queries.sets import visible_comments, visible_links, visible_sets
from annotate.text.extent import Extent


def undecided_spans(article: Article) -> QuerySet[Span]:
    """The standing spans of handed-in sets of which no standing decision speaks."""
    decided = DecidedSpan.objects.filter(span=OuterRef("pk"), undone_at=None)
    return Span.objects.filter(
        ~Exists(decided), article=article.pk, assignment__state=State.HANDED_IN,
        assignment__training=False, deleted_at=None,
    )  # fmt: skip


def visible_decisions(viewer: User, *, article: Article | None = None) -> QuerySet[Decision]:
    """The decisions, undone ones too, that this person may see: each that speaks of a span of a set they may see, and
    of none that they may not, so that no decision tells of a span somebody is blind to."""
    seen = visible_sets(viewer, article=article)
    spoken = DecidedSpan.objects.filter(decision=OuterRef("pk"))
    found = Decision.objects.filter(
        Exists(spoken.filter(span__assignment__in=seen)), ~Exists(spoken.exclude(span__assignment__in=seen))
    )
    return found if article is None else found.filter(article=article)


def spans_told(decision: Decision, *, viewer: User) -> list[int]:
    """Of which spans a decision speaks now, by id, as far as this person may know: for who decided the same of a span
    they see, and so came upon a decision that also speaks of one that was given back to its analyst."""
    spoken = DecidedSpan.objects.filter(decision=decision, undone_at=None)
    return list(spoken.filter(span__assignment__in=visible_sets(viewer)).values_list("span", flat=True))


def visible_lines(viewer: User) -> QuerySet[JournalLine]:
    """The journal lines this person may read: their own; of the projects whose people they may know, those that tell
    nothing of a set they are blind to, and nothing of a decision, a comment or a link that tells of one."""
    return _lines_of(viewer.pk).all()


@lru_cache(maxsize=256)
def _lines_of(person: int) -> QuerySet[JournalLine]:
    """The same by id. Kept, because putting the question together takes longer than the database takes to answer it; it
    is asked anew each time."""
    viewer = User(pk=person)
    standing = Membership.objects.filter(user=viewer, ended_at=None)
    knows = standing.filter(Q(project__mode=Mode.SHARED) | Q(role__in=[Role.REVIEWER, Role.LEAD]))
    blind = Assignment.objects.filter(
        article__project__mode=Mode.INDEPENDENT, analyst=viewer, state__in=MARKABLE, article=OuterRef("article")
    )
    sets_there = visible_sets(viewer).filter(article=OuterRef("article"))
    of_spans = Q(Exists(sets_there), audience=EVERYBODY)
    of_spans |= Q(Exists(sets_there.filter(analyst=OuterRef("audience"))), audience__gt=EVERYBODY)
    of_rest = Q(audience=None) & (Q(article=None) | ~Exists(blind))
    hidden = Q()
    for about, seen in (
        ("decision_", visible_decisions(viewer)),
        ("comment_", visible_comments(viewer)),
        ("link_", visible_links(viewer)),
        ("answers_", visible_answer_decisions(viewer)),
    ):
        hidden |= Q(~Exists(seen.filter(pk=OuterRef("subject"))), verb__startswith=about)
    unseen = Decision.objects.filter(article=OuterRef("article")).exclude(pk__in=visible_decisions(viewer).values("pk"))
    for about in ("decisions_", "gold_"):  # these tell of several decisions of their article
        hidden |= Q(Exists(unseen), verb__startswith=about)
    of_others = Q(project__in=knows.values("project")) & (of_spans | of_rest) & ~hidden
    return JournalLine.objects.filter(Q(by=person) | of_others).order_by("-id")


def list_decisions(membership: Membership, article: Article, *, since: datetime | None) -> QuerySet[Decision]:
    """The article's standing decisions that this member may see; with `since`, what is new to them, undone ones too."""
    decisions = visible_decisions(membership.user, article=article).select_related("label", "decided_by")
    decisions = decisions.prefetch_related("decided")
    if since is None:
        return decisions.filter(undone_at=None)
    spoken = DecidedSpan.objects.filter(decision=OuterRef("pk"))
    come = Exists(spoken.filter(span__assignment__in=sets_come_into_view(membership, since=since)))
    merged = Q(codebook__published_at__gte=since)  # a merge of labels gives gold the version that it published
    return decisions.filter(Q(decided_at__gte=since) | Q(undone_at__gte=since) | merged | come)


def status_of(span: Span, decision: Decision | None) -> str:
    """What became of a span: open, handed in, kept, changed or rejected (export's words)."""
    decided = (decision.label_id, decision.extent) if decision is not None else None
    return what_became(span.label_id, span.extent, state=span.assignment.state, decided=decided)


def what_became(
    label: int, extent: Extent | str, *, state: str, decided: tuple[int | None, Extent | str] | None
) -> str:
    """The same of a span that is no object: its label and extent, its set's state, and what was decided of it."""
    if decided is not None:
        if decided[0] is None:
            return "rejected"
        return "kept" if decided == (label, extent) else "changed"
    return "handed in" if state in IN_REVIEW else "open"
