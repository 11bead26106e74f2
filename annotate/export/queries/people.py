"""What people are called in a file: by their names, or by pseudonyms that tell nobody who they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac

from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.codebook.models import Attribute, CodebookVersion, Label
from annotate.codebook.queries import questions_of
from annotate.corpus.models import Article
from annotate.formats.bundle import Person
from annotate.journal.models import PEOPLE, JournalLine
from annotate.projects.models import RESERVED, Membership, Project, Role, User
from annotate.review.models import AnswerDecision, Decision
from annotate.spans.models import EVERYBODY, Comment, Link, LinkKind
from annotate.text.mentions import Mentions

DIGITS = 10
"""Hexadecimal digits of a pseudonym: among 1,000 people two get the same once in two million projects."""


class People:
    """Everybody a file may speak of, by id, under the names they go by in it."""

    def __init__(self, people: Mapping[int, Person]) -> None:
        self._people = people

    def called(self, user: int | None) -> str | None:
        """What this person is called; None where nobody is meant, or nobody knows any more."""
        person = self._people.get(user) if user is not None else None
        return person.username if person is not None else None

    def name(self, user: int) -> str:
        """What this person is called, of whom the file certainly knows."""
        return self._people[user].username

    def audience(self, audience: int | None) -> str | None:
        """Whose revision a journal line belongs to: a person's, everybody's, or nobody's."""
        return RESERVED[0] if audience == EVERYBODY else self.called(audience)

    def all(self) -> list[Person]:
        """Everybody, by name, in the order of code points."""
        return sorted(self._people.values(), key=lambda person: person.username)

    def words(self, text: str) -> str:
        """What somebody wrote, as it may leave."""
        return text

    def values(self, found: Any) -> Any:
        """JSON that somebody's words may be in, as it may leave."""
        return found

    def request(self, action: str | None, asked: str) -> tuple[str | None, str]:
        """A client's own id of a request, and the hash of what it asked, as they may leave."""
        return action, asked

    def state(self, state: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """A journal line's state: people in it by name instead of by id."""
        if state is None:
            return None
        named = {key: self.called(value) for key, value in state.items() if key in PEOPLE and isinstance(value, int)}
        rest = self.values({key: value for key, value in state.items() if key not in named})
        return {key: named.get(key, rest.get(key)) for key in state}


class Pseudonyms(People):
    """The same people under pseudonyms, in what they wrote too. Words that the project declared itself stay.

    A pseudonym is made of the installation's SECRET_KEY, the project and the person: it stays the same from file to
    file, differs from project to project, and cannot be traced back without the key.
    """

    def __init__(self, people: Mapping[int, Person], *, project: Project, keep: Collection[str]) -> None:
        false_names = {user: pseudonym(project.pk, user) for user in people}
        super().__init__({user: Person(false_name, "") for user, false_name in false_names.items()})
        self._keep = keep
        self._mentions = Mentions(
            {name: false_names[user] for user, person in people.items() for name in (person.username, person.name)}
        )

    def words(self, text: str) -> str:
        return self._mentions.replace(text)

    def request(self, action: str | None, asked: str) -> tuple[str | None, str]:
        return None, ""  # a client may put a name into the one, and the other proves a guess of what was said

    def values(self, found: Any) -> Any:
        if isinstance(found, str):
            return found if found in self._keep else self.words(found)
        if isinstance(found, list):
            return [self.values(one) for one in found]
        if isinstance(found, dict):
            return {key: self.values(one) for key, one in found.items()}
        return found


def people_of(project: Project, *, pseudonyms: bool) -> People:
    """Everybody who ever did something in the project, or belonged to it."""
    found = User.objects.filter(
        Q(pk__in=Membership.objects.filter(project=project).values("user"))
        | Q(pk__in=Article.objects.filter(project=project).values("created_by"))
        | Q(pk__in=Assignment.objects.filter(article__project=project).values("analyst"))
        | Q(pk__in=Link.objects.filter(article__project=project).values("made_by"))
        | Q(pk__in=Comment.objects.filter(span__article__project=project).values("made_by"))
        | Q(pk__in=Decision.objects.filter(article__project=project).values("decided_by"))
        | Q(pk__in=AnswerDecision.objects.filter(article__project=project).values("decided_by"))
        | Q(pk__in=CodebookVersion.objects.filter(project=project).values("published_by"))
        | Q(pk__in=JournalLine.objects.filter(project=project.pk).values("by"))
    )
    people = {pk: Person(username, name) for pk, username, name in found.values_list("pk", "username", "name")}
    if pseudonyms:
        return Pseudonyms(people, project=project, keep=frozenset(_declared(project)))
    return People(people)


def pseudonym(project: int, user: int) -> str:
    """What a person is called in a project's pseudonymous files."""
    digest = salted_hmac("annotate.export.pseudonym", f"{project}/{user}", algorithm="sha256").hexdigest()
    return f"person-{digest[:DIGITS]}"


def _declared(project: Project) -> Iterable[str]:
    """Words of the project's own that are nobody's name wherever they stand alone: keys, choices, states, roles."""
    yield from (project.slug, project.name)
    yield from Label.objects.filter(project=project).values_list("key", flat=True)
    for key, choices in Attribute.objects.filter(project=project).values_list("key", "choices"):
        yield from (key, *choices)
    for codebook in CodebookVersion.objects.filter(project=project).values_list("codebook", flat=True):
        for question in questions_of(codebook):
            yield from (question["key"], *question["choices"])
    yield from (*State, *Role.values, *LinkKind.values)
