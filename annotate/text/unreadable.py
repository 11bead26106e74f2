"""Why a source cannot become an article: one class a reason, each with its sentence for the person who brought it."""

from __future__ import annotations

from typing import ClassVar

from annotate.text.notes import gettext_noop

MAX_CHARACTERS = 2_000_000
"""The longest text of an article, in code points."""

MAX_TITLE = 500
"""The longest title of an article, in code points."""


class Unreadable(ValueError):
    """A source that is refused. `str()` is the sentence in English; the web translates `sentence` % `parameters`.

    A parameter that is itself a phrase (`looks_like`) is marked for translation, too.
    """

    sentence: ClassVar[str]

    def __init__(self, **parameters: str | int) -> None:
        super().__init__(parameters)
        self.parameters = parameters

    def __str__(self) -> str:
        return self.sentence % self.parameters


class NoText(Unreadable):
    """Nothing but white space."""

    sentence = gettext_noop("There is no text in this.")


class TooLong(Unreadable):
    """More text than an article may have. `limit` is in characters."""

    sentence = gettext_noop("This is too long: an article may have %(limit)s characters at most.")


class TooBig(Unreadable):
    """A file of more bytes than are looked at. `limit` is in bytes."""

    sentence = gettext_noop("This file is too big: %(limit)s bytes is the most that is read.")


class TitleTooLong(Unreadable):
    """A title that is none. `length` and `limit` are in characters."""

    sentence = gettext_noop("The title has %(length)s characters; %(limit)s is the most a title may have.")


class NotText(Unreadable):
    """Bytes that are no text. `looks_like` names what they seem to be."""

    sentence = gettext_noop("This is not a text file: it looks like %(looks_like)s.")


class OtherMarkup(Unreadable):
    """Markup that is no page: a drawing, a feed, a program's file. `beginning` is what it begins with."""

    sentence = gettext_noop(
        "This is not an article but markup (it begins with “%(beginning)s”). "
        "Bring the words alone, or a web page as HTML."
    )


class BrokenEncoding(Unreadable):
    """Bytes that are not what they say or seem to be. `byte` counts from 0, `line` from 1."""

    sentence = gettext_noop(
        "The text is not whole: read as %(encoding)s, byte %(byte)d (in line %(line)d) is broken. "
        "Mend the file, or name its encoding."
    )


class UnknownEncoding(Unreadable):
    """An encoding asked for by a name that nobody knows."""

    sentence = gettext_noop("There is no encoding named “%(encoding)s”.")


class NoEncodingFits(Unreadable):
    """Bytes that no encoding turns into a likely text."""

    sentence = gettext_noop("The encoding of this text cannot be guessed. Name it, if you know it.")


class TooTangled(Unreadable):
    """A page of more markup than any piece has. `limit` is of `what`."""

    sentence = gettext_noop("This page is broken, or no page of text: it has more than %(limit)s %(what)s.")


class LoneSurrogate(Unreadable):
    """Half a character, which no UTF-8 and no database can hold. `place` counts characters from 0."""

    sentence = gettext_noop("The character at place %(place)d is half a character (%(character)s): the text is broken.")


class TooNew(Unreadable):
    """A character whose normal form this installation's Unicode does not know. `place` counts characters from 0."""

    sentence = gettext_noop(
        "The character at place %(place)d (%(character)s) is newer than this installation's Unicode %(version)s."
    )
