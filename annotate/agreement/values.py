"""What a measure says: a number, or the reason why there is none, always with what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotate.text.notes import Note, gettext_noop


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile bootstrap interval over articles: how far the number moves with the articles it is taken of.

    `undefined` of the `resamples` gave no number and were left out.
    """

    low: float
    high: float
    level: float
    resamples: int
    undefined: int
    seed: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not counted, how many of it, and why; the reason is a sentence for people (see `Note`)."""

    reason: Note
    count: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure's answer. Exactly one of `value` and `undefined` is there; never a 0, 1 or NaN that stands for nothing.

    `articles`, `people`, `spans` count what went into it, `parameters` name all it depends on (thresholds, seeds).
    """

    name: str
    value: float | None
    undefined: Note | None
    interval: Interval | None
    articles: int
    people: int
    spans: int
    label: str | None = None
    unit: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    parameters: Mapping[str, int | float | str] = field(default_factory=dict)


# Translators: why a measure of agreement has no number. %(unit)s is one of character, word, sentence.
NO_SHARED_ARTICLE = gettext_noop("No article was finished by two people.")
NOTHING_MARKED = gettext_noop("Nobody marked anything.")
LABEL_UNUSED = gettext_noop("Nobody used this label.")
NO_UNITS = gettext_noop("It is not known where the articles' units (%(unit)s) begin and end.")
ONE_VALUE = gettext_noop(
    "Everybody gave everything the same value, so there is no disagreement that could come by chance, and nothing to "
    "correct for."
)
NO_BORDERS = gettext_noop("Nobody's spans begin or end inside the articles.")
CHANCE_AGREES = gettext_noop("By chance alone there would be no disagreement, so there is nothing to compare with.")
NOTHING_ALIGNED = gettext_noop("No two people's spans were taken for the same one, so labels cannot be compared.")
NOT_CONFIRMED = gettext_noop(
    "The published definition of its expected disagreement could not be confirmed, and none is made up here."
)
WHOLE_ONLY = gettext_noop("This measure speaks of all labels together, not of one.")
ONE_LABEL_ONLY = gettext_noop("This measure speaks of one label; choose one.")
NONE_ANSWERED_BY_TWO = gettext_noop("No article was answered by two people.")
OWN_WORDS = gettext_noop("People answer this in words of their own, of which no number says how far they agree.")
NOTHING_FITS = gettext_noop("Every article had to be left out.")

# Translators: what was left out of a measure of agreement, before how many.
FEWER_THAN_TWO = gettext_noop("articles that fewer than two people finished")
FEWER_THAN_TWO_ANSWERED = gettext_noop("articles of which fewer than two people answered this")
OWN_SPANS_OVERLAP = gettext_noop("articles in which somebody's own spans overlap, which this measure does not know")
OWN_LABEL_OVERLAPS = gettext_noop(
    "articles in which somebody's own spans of one label overlap, which this measure does not know"
)
UNDEFINED_PAIRS = gettext_noop("pairs of people for whom it is undefined: both gave everything the same value")
OUT_OF_REACH = gettext_noop(
    "articles whose best alignment is out of reach: too many people, too many overlapping spans"
)
UNMARKED_PAIRS = gettext_noop("pairs of people for whom it is undefined: neither marked anything of this kind")
UNMARKED_ARTICLES = gettext_noop("articles in which nobody marked anything, which have no disorder")
