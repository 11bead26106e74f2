"""A language in which marked words can be seen: `Sign in` is `⟦Šíĝñ íñ··⟧`, a third longer, without a plain letter.

What is read in plain letters on a page in this language was not marked for translation, or is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils.translation import trans_real

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ODD = "ÅƁČĎÉƑĜĤÍĴĶĹṀÑÓƤɊŘŠŤÚṼŴẊÝŽåƀčďéƒĝĥíĵķĺṁñóƥɋřšťúṽŵẋýž"
ODDLY = str.maketrans(PLAIN, ODD)

KEPT = re.compile(r"(%{1,2}\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;)")
"""What a translator leaves alone: places that are filled in, elements, entities."""

PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")

STAND_IN = "de"
"""The language that is spoken oddly meanwhile: pages, cookies and headers need to know no other."""


def odd(sentence: str) -> str:
    """A sentence in the pseudo-language."""
    pieces = (piece if KEPT.fullmatch(piece) else piece.translate(ODDLY) for piece in KEPT.split(sentence))
    return f"⟦{''.join(pieces)}{'·' * (len(sentence) // 3)}⟧" if sentence.strip() else sentence


class Oddly(trans_real.DjangoTranslation):
    """Every sentence that is asked for, whether it is in a catalogue or not: Django's own, too."""

    def gettext(self, message: str) -> str:
        return odd(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def everything_said_oddly() -> Iterator[None]:
    """The stand-in language is the pseudo-language meanwhile, in all threads of this process."""
    with mock.patch.dict(trans_real._translations, {STAND_IN: Oddly(STAND_IN)}):
        yield
