"""People and things that no database knows: all that a rule looks at."""

from __future__ import annotations

from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.projects.models import Membership, Mode, Project, Role, User
from tests.factories import AT

ANA, BEN = User(username="ana"), User(username="ben")


def project(mode: Mode = Mode.SHARED, *, closed: bool = False) -> Project:
    """A project of this mode, open or closed."""
    return Project(mode=mode, closed_at=AT if closed else None)


def member(role: Role = Role.ANALYST, of: Project | None = None, *, user: User = ANA) -> Membership:
    """Ana, unless somebody else is named, in this role; in an open shared project, unless another is named."""
    return Membership(project=of or project(), user=user, role=role)


def article(*, withdrawn: bool = False, superseded: bool = False, **more: object) -> Article:
    """An article, standing, withdrawn or superseded."""
    return Article(withdrawn_at=AT if withdrawn else None, superseded=superseded, **more)


def work(state: State, *, analyst: User = ANA, decided: bool = False, training: bool = False) -> Assignment:
    """Ana's work, unless it is somebody else's, in this state."""
    return Assignment(analyst=analyst, state=state.value, decided_at=AT if decided else None, training=training)


def says(sentence: str | None, why: str | None) -> bool:
    """Whether a rule says what its table has: words of its sentence, or nothing."""
    return sentence is None if why is None else sentence is not None and why in str(sentence)
