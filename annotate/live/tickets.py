"""Tickets: what Django's door lets a page hear, signed, for a few minutes, so that the stream asks no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

LIFE_SECONDS = 300
"""How long a ticket is good. Whoever leaves a project may hear numbers for as long, where no process was told."""

LONGEST = 1_000
"""Letters of a ticket; one that is longer was not written here."""

NAME_LETTERS = 40
"""What a ticket says of a name: several tickets stand in one address."""

_SALT = "annotate.live"


class NoTicket(Exception):
    """The ticket is none of ours, or its time is over."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person's right to hear of one article.

    `audiences` are those whose changes they hear of; `meets` says whether they meet others there, and others them.
    `until` is in seconds since 1970, UTC.
    """

    article: int
    person: int
    audiences: tuple[int, ...]
    meets: bool
    name: str
    short: str
    until: int

    def signed(self) -> str:
        """As the page carries it: letters, digits and - _ : only."""
        name = self.name[:NAME_LETTERS]
        said = [self.article, self.person, list(self.audiences), self.meets, name, self.short, self.until]
        return signing.dumps(said, salt=_SALT)


def read_ticket(written: str, *, now: float) -> Ticket:
    """The ticket that was signed. NoTicket where it was signed by nobody who knows our key, or is over."""
    try:
        if len(written) > LONGEST:
            raise NoTicket
        article, person, audiences, meets, name, short, until = signing.loads(written, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NoTicket from error
    if until <= now:
        raise NoTicket
    return Ticket(article, person, tuple(audiences), meets, name, short, until)
