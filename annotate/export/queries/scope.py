"""Which rows a file may take: those its reader may see, of the set they want."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from annotate.assignment.models import Assignment
from annotate.assignment.states import MARKABLE, State
from annotate.corpus.models import Article
from annotate.formats.bundle import Loss
from annotate.projects.models import Project, User
from annotate.review.models import AnswerDecision, DecidedSpan, Decision
from annotate.review.queries import visible_answer_decisions, visible_decisions
from annotate.spans.models import Answer, AnswerQuerySet, Comment, Link, Span
from annotate.spans.queries.sets import visible_comments, visible_links, visible_sets

ALL = "all"
"""The set of everybody's standing spans, without gold."""

GOLD = "gold"
"""The set of the standing decisions."""


@dataclass(frozen=True)
class Scope:
    """A set of a project as a viewer sees it. Without a viewer: as the operator at the terminal does, who sees all.

    Withdrawn articles are left out, with all that is on them.
    """

    project: Project
    chosen: str = ALL
    viewer: User | None = None

    @cached_property
    def sets(self) -> QuerySet[Assignment]:
        """The analysts' sets that may be seen, of the analyst wanted where one is."""
        if self.viewer is not None:
            found = visible_sets(self.viewer).filter(article__project=self.project)
        else:
            found = Assignment.objects.filter(article__project=self.project, article__withdrawn_at=None)
        return found if self.chosen in (ALL, GOLD) else found.filter(analyst__username=self.chosen)

    def spans(self) -> QuerySet[Span]:
        """The standing spans of these sets."""
        return Span.objects.filter(assignment__in=self.sets, deleted_at=None)

    def decisions(self) -> QuerySet[Decision]:
        """The standing decisions that may be seen."""
        if self.viewer is not None:
            found = visible_decisions(self.viewer)
        else:
            found = Decision.objects.filter(article__withdrawn_at=None)
        return found.filter(article__project=self.project, undone_at=None)

    def gold(self) -> QuerySet[Decision]:
        """Of these, the gold spans."""
        return self.decisions().exclude(label=None)

    def decided(self) -> QuerySet[DecidedSpan]:
        """Which of the set's spans these decisions speak of: each at most once."""
        return DecidedSpan.objects.filter(undone_at=None, decision__in=self.decisions(), span__in=self.spans())

    def answers(self) -> AnswerQuerySet:
        """The standing answers of these sets."""
        return Answer.objects.standing().filter(assignment__in=self.sets)

    def gold_answers(self) -> QuerySet[AnswerDecision]:
        """The standing decisions on answers that may be seen, of those that let a value stand."""
        if self.viewer is not None:
            found = visible_answer_decisions(self.viewer)
        else:
            found = AnswerDecision.objects.filter(article__withdrawn_at=None)
        return found.filter(article__project=self.project, undone_at=None).exclude(value="")

    def articles(self) -> QuerySet[Article]:
        """The articles of the set: of one analyst those given to them, of gold those with a decision or settled."""
        found = Article.objects.filter(project=self.project, withdrawn_at=None)
        if self.chosen == ALL:
            return found
        here = self.sets.filter(article=OuterRef("pk"))
        if self.chosen == GOLD:
            return found.filter(
                Exists(here.filter(state=State.SETTLED))
                | Exists(self.gold().filter(article=OuterRef("pk")))
                | Exists(self.gold_answers().filter(article=OuterRef("pk")))
            )
        return found.filter(Exists(here))

    def beside(self, what: Loss) -> int:
        """How much of a sort belongs to the set's spans, for formats that cannot say it."""
        match what:
            case Loss.WORK:
                return self.sets.count()
            case Loss.LINKS:
                return self._links().filter(deleted_at=None, source__in=self.spans()).count()
            case Loss.COMMENTS:
                return self._comments().filter(deleted_at=None, span__in=self.spans()).count()
            case Loss.DECISIONS:
                return self.decided().values("decision").distinct().count()
            case Loss.ANSWERS:
                return self.gold_answers().count() if self.chosen == GOLD else self.answers().count()
            case Loss.INLINES:
                return self.articles().exclude(inlines=[]).count()
        raise ValueError(f"{what} is counted while a file is written")

    def _links(self) -> QuerySet[Link]:
        return Link.objects.all() if self.viewer is None else visible_links(self.viewer)

    def _comments(self) -> QuerySet[Comment]:
        return Comment.objects.all() if self.viewer is None else visible_comments(self.viewer)


def analysts_in(scope: Scope) -> list[str]:
    """Whose sets there are to choose from, by user name."""
    names = scope.sets.values_list("analyst__username", flat=True).distinct()
    return sorted(names)


def unfinished_work(project: Project, *, of: User | None = None) -> int:
    """How many assignments of the project, or of one person in it, are not handed in; on withdrawn articles too."""
    found = Assignment.objects.filter(article__project=project, state__in=MARKABLE)
    return (found if of is None else found.filter(analyst=of)).count()
