"""Who of an archive is who here. Nobody is taken for somebody because of an equal name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotate.formats.bundle import Person
from annotate.projects.models import User
from annotate.projects.refusals import Clash, Unfit
from annotate.projects.rules import why_not_called


class Accounts:
    """The people of an archive with their accounts: those that were said to be theirs, else new, closed ones."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.names: dict[str, str] = {}
        self.made: list[str] = []
        self._said = said
        self._ids: dict[str, int] = {}

    def take(self, people: Iterable[Person]) -> None:
        """Find or make everybody's account. Unfit or Clash where somebody cannot have one."""
        for person in people:
            user = self._account(person)
            if user.pk in self._ids.values():
                sentence = _("Two people of the archive cannot both be “%(name)s” here.")
                raise Unfit(sentence % {"name": user.username})
            self._ids[person.username] = user.pk
            self.names[person.username] = user.username
        if unknown := sorted(self._said.keys() - self._ids.keys()):
            raise Unfit(_("The archive knows nobody called “%(name)s”.") % {"name": unknown[0]})

    def of(self, name: str) -> int:
        """The id here of somebody whom the archive names. Unfit where they are not among its people."""
        if name not in self._ids:
            raise Unfit(_("The archive speaks of “%(name)s”, who is not among its people.") % {"name": name})
        return self._ids[name]

    def find(self, name: str | None) -> int | None:
        """The same; None where nobody is named."""
        return None if name is None else self.of(name)

    def _account(self, person: Person) -> User:
        if said := self._said.get(person.username):
            user = User.objects.filter(username__iexact=said).first()
            if user is None:
                raise Unfit(_("There is no account “%(name)s” here.") % {"name": said})
            return user
        if User.objects.filter(username__iexact=person.username).exists():
            sentence = _(
                "There is an account “%(name)s” here, and an equal name need not be the same person. Say who it is: "
                "--people %(name)s=%(name)s, or another account after the equals sign."
            )
            raise Clash(sentence % {"name": person.username})
        return self._make(person)

    def _make(self, person: Person) -> User:
        """A closed account without a password: what the person did has its name, and nobody signs in with it."""
        user = User(username=person.username, name=person.name, is_active=False)
        user.set_unusable_password()
        reason = why_not_called(person.username)
        try:
            user.clean_fields(exclude=["id", "password"])
        except ValidationError as error:
            reason = " ".join(error.messages)
        if reason:
            raise Unfit(_("Nobody can be called “%(name)s” here: %(why)s") % {"name": person.username, "why": reason})
        user.save(force_insert=True)
        self.made.append(user.username)
        return user
