"""What is counted already, and how it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from annotate.agreement.confusion import list_confusions
from annotate.agreement.continuum import Continuum
from annotate.agreement.counting import count_article
from annotate.agreement.disorder import GammaCount, GammaSettings
from annotate.agreement.packing import PackedCounts, pack
from annotate.concord.models import Tally
from annotate.concord.queries.selection import Chosen, Selection

GAMMA = GammaSettings()
"""How γ is counted here; printed with every γ."""

Place = tuple[int, int, str | None, str | None]
"""Two people, and the labels they gave a place; None where one of them gave none."""


@dataclass(frozen=True, slots=True)
class Counted:
    """All that is kept of one article but γ: its counts, and how often two people gave a place these labels."""

    packed: PackedCounts
    confusions: tuple[tuple[Place, int], ...]


_encoder = msgspec.msgpack.Encoder()
_counted = msgspec.msgpack.Decoder(Counted)
_gamma = msgspec.msgpack.Decoder(GammaCount)


def write_counted(continuum: Continuum) -> bytes:
    """Count an article, as it is kept."""
    places = Counter((*place.people, *place.labels) for place in list_confusions(continuum))
    return _encoder.encode(Counted(pack(count_article(continuum)), tuple(places.items())))


def write_gamma(count: GammaCount) -> bytes:
    """γ's counts as they are kept."""
    return _encoder.encode(count)


def read_gamma(kept: bytes) -> GammaCount:
    """γ's counts as they were kept."""
    return _gamma.decode(kept)


@dataclass(frozen=True, slots=True)
class Kept:
    """How far the counting of a selection is."""

    counted: int
    gamma: int
    """Articles whose γ is counted to the end."""
    articles: int
    seconds: float
    """What γ took so far."""
    waiting: tuple[Chosen, ...]
    """Not counted yet, or changed since."""
    gamma_waiting: tuple[Chosen, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything but γ is counted."""
        return not self.waiting

    @property
    def gamma_is_whole(self) -> bool:
        """Whether γ is counted, too."""
        return not self.gamma_waiting


def find_kept(selection: Selection) -> Kept:
    """Which articles of the selection are counted and fresh. Reads no counts."""
    names = ("article", "people", "within", "stamp", "gamma_done", "gamma_seconds")
    rows = Tally.objects.filter(article__project=selection.project).values_list(*names)
    known = {
        (article, tuple(people), within, stamp): (done, took) for article, people, within, stamp, done, took in rows
    }
    found = [(one, known.get((one.article, one.people, one.within, one.stamp))) for one in selection.articles]
    waiting = tuple(one for one, row in found if row is None)
    gamma_waiting = tuple(one for one, row in found if row is None or not row[0])
    total = len(selection.articles)
    seconds = sum(row[1] for _one, row in found if row is not None)
    return Kept(total - len(waiting), total - len(gamma_waiting), total, seconds, waiting, gamma_waiting)


def read_tallies(selection: Selection) -> list[Counted]:
    """The counts of a selection that is counted to the end, in its order."""
    return [_counted.decode(row) for row in _kept_rows(selection, "counts")]


def read_gammas(selection: Selection) -> list[GammaCount]:
    """γ's counts of a selection whose γ is counted to the end."""
    return [_gamma.decode(row) for row in _kept_rows(selection, "gamma")]


def _kept_rows(selection: Selection, column: str) -> Sequence[bytes]:
    wanted = {(one.article, one.people, one.within): at for at, one in enumerate(selection.articles)}
    rows = Tally.objects.filter(article__in=[one.article for one in selection.articles])
    found: list[bytes] = [b""] * len(wanted)
    for article, people, within, kept in rows.values_list("article", "people", "within", column):
        at = wanted.get((article, tuple(people), within))
        if at is not None:
            found[at] = bytes(kept or b"")
    return found
