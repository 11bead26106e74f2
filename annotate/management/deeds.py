"""Who may do what with an article's work in which state: asked of the rules themselves, for the page of states.

The people: the analyst whose work it is, another analyst, a reviewer and a lead who have no work of their own on the
article. The project is independent, where an article is somebody's only when it was given to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotate.assignment import rules as of_work
from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.projects.models import Membership, Mode, Project, Role, User
from annotate.projects.rules import why_not_as
from annotate.review import rules as of_review
from annotate.spans.models import Span

PEOPLE = ("the analyst", "another analyst", "a reviewer", "a lead")
ROLES = (Role.ANALYST, Role.ANALYST, Role.REVIEWER, Role.LEAD)


@dataclass(frozen=True)
class Case:
    """One person before one article on which the analyst's work is in one state; no database knows them."""

    by: Membership
    article: Article
    work: Assignment

    @property
    def own(self) -> Assignment | None:
        """The work that this person has on the article."""
        return self.work if self.work.analyst_id == self.by.user_id else None

    def owned(self, ask: Callable[[Assignment], str | None]) -> str | None:
        """What a rule says of one's own work; without any, that there is none."""
        return "there is no work of theirs" if self.own is None else ask(self.own)

    def reviewed(self, ask: Callable[[], str | None]) -> str | None:
        """What a rule says where one may review at all."""
        return of_review.why_not_review(self.article, self.own, by=self.by) or ask()


DEEDS: dict[str, Callable[[Case], str | None]] = {
    "mark, change, delete": lambda case: of_work.why_not_work(case.by.project, case.own),
    "hand in": lambda case: case.owned(lambda own: of_work.why_not_hand_in(own, by=case.by)),
    "take back": lambda case: case.owned(lambda own: of_work.why_not_take_back(own, by=case.by)),
    "decline": lambda case: case.owned(lambda own: of_work.why_not_decline(own, by=case.by)),
    "call back": lambda case: why_not_as(Role.LEAD, case.by) or of_work.why_not_call_back(case.work),
    "return": lambda case: case.reviewed(lambda: of_work.why_not_return(case.work)),
    "decide": lambda case: case.reviewed(
        lambda: of_review.why_not_decide(case.article, [Span(article=case.article, assignment=case.work)])
    ),
    "settle, when all is decided": lambda case: case.reviewed(
        lambda: of_review.why_not_settle([case.work], undecided=0)
    ),
    "reopen": lambda case: case.reviewed(lambda: of_review.why_not_reopen([case.work])),
}
"""What can be done, and the rule that says why not. `PEOPLE` × `State` × these is the table."""


def may(deed: str, person: str, state: State) -> bool:
    """Whether this person may do this where the analyst's work is in this state."""
    project = Project(mode=Mode.INDEPENDENT)
    article = Article(project=project)
    number = PEOPLE.index(person)
    users = [User(username=f"p{one}") for one in range(len(PEOPLE))]
    by = Membership(project=project, user=users[number], role=ROLES[number])
    work = Assignment(article=article, analyst=users[0], state=state.value)
    return DEEDS[deed](Case(by, article, work)) is None


def who_may(deed: str, state: State) -> str:
    """The people who may, in words; a dash where nobody may."""
    return ", ".join(person for person in PEOPLE if may(deed, person, state)) or "–"
