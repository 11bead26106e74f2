"""Sentences for a person, made where no translator stands by: the template and its parameters stay with the words."""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators' catalogues; it is translated where it is shown, not here."""
    return sentence


class Note(str):
    """What a person should know of how their source was read, in English. The web translates `sentence` % `parameters`.

    A parameter that is itself a phrase was marked for translation, too.
    """

    sentence: str
    parameters: dict[str, str | int]

    def __new__(cls, sentence: str, **parameters: str | int) -> Note:
        note = super().__new__(cls, sentence % parameters)
        note.sentence, note.parameters = sentence, parameters
        return note
