"""How an action says no: a sentence for the person, and the status that fits it."""

from __future__ import annotations

from django.utils.formats import number_format


class Refused(Exception):
    """Not allowed. The sentence says why."""

    status = 403

    def __init__(self, sentence: str, **found: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.found = found

    def __str__(self) -> str:
        return str(self.sentence)


class Clash(Refused):
    """Allowed, but something else is there, or came first: `found` says what."""

    status = 409


class Unfit(Refused):
    """What was sent cannot be: a range that is none, a label that is unknown."""

    status = 422


class Missing(Refused):
    """There is nothing under this address for this person. It never says whether there is for others."""

    status = 404


def grouped(number: int) -> str:
    """A number as a sentence has it, its thousands apart as the language of the page writes them: 10,000 or 10.000."""
    return number_format(number, force_grouping=True)
