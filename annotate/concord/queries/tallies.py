"""What is counted already, and how it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from annotate.agreement.coding import Unit
from annotate.agreement.confusion import list_confusions
from annotate.agreement.continuum import Continuum
from annotate.agreement.counting import count_article
from annotate.agreement.disorder import GammaCount, GammaSettings
from annotate.agreement.packing import GAP, PackedCounts, PackedTables, pack
from annotate.concord.models import Tally
from annotate.concord.queries.selection import Chosen, Selection

GAMMA = GammaSettings()
"""How γ is counted here; printed with every γ."""

TABLES = {Unit.CHARACTER: "characters", Unit.WORD: "words", Unit.SENTENCE: "sentences"}
"""Which column keeps an article's cross tables of a unit."""

_PLACES = "<i4"


@dataclass(frozen=True, slots=True)
class Counted:
    """All that is kept of one article but γ and the cross tables, which are read only where they are asked for.

    A row of `places` is how often two people gave a place these labels: the one's and the other's, by their numbers in
    `packed`, `GAP` where one of them gave none; and how often.
    """

    packed: PackedCounts
    places: bytes

    def confusions(self) -> Iterator[tuple[str | None, str | None, int]]:
        """The labels that two people gave a place, and how often."""
        names = [*self.packed.labels, None]
        for first, second, times in np.frombuffer(self.places, dtype=_PLACES).reshape(-1, 3).tolist():
            yield names[first], names[second], times


_encoder = msgspec.msgpack.Encoder()
_counted = msgspec.msgpack.Decoder(Counted)
_tables = msgspec.msgpack.Decoder(PackedTables)
_gamma = msgspec.msgpack.Decoder(GammaCount)


def write_counted(continuum: Continuum) -> dict[str, bytes]:
    """Count an article, as it is kept, column by column."""
    packed = pack(count_article(continuum))
    at = {label: number for number, label in enumerate(packed.labels)} | {None: GAP}
    places = Counter((at[first], at[second]) for first, second in (one.labels for one in list_confusions(continuum)))
    rows = np.array([(*labels, times) for labels, times in places.items()], dtype=_PLACES).tobytes()
    tables = {TABLES[table.unit]: _encoder.encode(table) for table in packed.tables}
    return {"counts": _encoder.encode(Counted(replace(packed, tables=()), rows)), **tables}


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


def read_tallies(selection: Selection, unit: Unit | None = None) -> list[Counted]:
    """The counts of a selection that is counted to the end, in its order; with the cross tables of a unit, if any."""
    if unit is None:
        return [_counted.decode(counts) for (counts,) in _kept_rows(selection, "counts")]
    found = []
    for counts, tables in _kept_rows(selection, "counts", TABLES[unit]):
        counted = _counted.decode(counts)
        found.append(replace(counted, packed=replace(counted.packed, tables=(_tables.decode(tables),))))
    return found


def read_gammas(selection: Selection) -> list[GammaCount]:
    """γ's counts of a selection whose γ is counted to the end."""
    return [_gamma.decode(gamma) for (gamma,) in _kept_rows(selection, "gamma")]


def _kept_rows(selection: Selection, *columns: str) -> Sequence[Sequence[bytes]]:
    wanted = {(one.article, one.people, one.within): at for at, one in enumerate(selection.articles)}
    rows = Tally.objects.filter(article__in=[one.article for one in selection.articles])
    found: list[Sequence[bytes]] = [()] * len(wanted)
    for article, people, within, *kept in rows.values_list("article", "people", "within", *columns):
        at = wanted.get((article, tuple(people), within))
        if at is not None:
            found[at] = [bytes(each or b"") for each in kept]
    return found
