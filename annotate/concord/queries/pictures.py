"""Numbers as places on a drawing: what templates print as SVG. All in the drawing's own units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

NAME_WIDTH, NAME_HEIGHT = 150, 96
CELL_WIDTH, CELL_HEIGHT = 46, 28
DARKEST = 0.42
"""The strongest fill of a cell: dark enough to see, light enough for the words on it."""

BINS = 20
PLOT_WIDTH, TALLEST = 640, 140
LINES_WIDTH, LINES_HEIGHT = 640, 220


@dataclass(frozen=True, slots=True)
class Drawing:
    """What every drawing has: its size."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a heat map: where it is, how strong, what stands in it, and where it leads."""

    x: int
    y: int
    strength: str
    text: str
    query: str
    said: str

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + CELL_WIDTH / 2, self.y + CELL_HEIGHT / 2 + 4


@dataclass(frozen=True, slots=True)
class Named:
    """A row's or a column's name, and where it stands."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Heat(Drawing):
    """A heat map, and the same as a table: `lines` are its rows, each a name and its cells."""

    columns: tuple[Named, ...]
    rows: tuple[Named, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All of them, as they are drawn."""
        return tuple(cell for _name, cells in self.lines for cell in cells)


@dataclass(frozen=True, slots=True)
class Field:
    """What a cell shows: a share of the strongest, words, and the query of what stands behind it."""

    share: float
    text: str
    query: str
    said: str


def draw_heat(rows: Sequence[str], columns: Sequence[str], field: Callable[[int, int], Field]) -> Heat:
    """A map of rows × columns."""
    lines = []
    for at, name in enumerate(rows):
        cells = []
        for column in range(len(columns)):
            shown = field(at, column)
            strength = f"{max(min(shown.share, 1), 0) * DARKEST:.3f}"
            x, y = NAME_WIDTH + column * CELL_WIDTH, NAME_HEIGHT + at * CELL_HEIGHT
            cells.append(Cell(x, y, strength, shown.text, shown.query, shown.said))
        lines.append((name, tuple(cells)))
    return Heat(
        width=NAME_WIDTH + len(columns) * CELL_WIDTH + 90,
        height=NAME_HEIGHT + len(rows) * CELL_HEIGHT + 2,
        columns=tuple(
            Named(_short(name), NAME_WIDTH + (at + 0.5) * CELL_WIDTH, NAME_HEIGHT - 8)
            for at, name in enumerate(columns)
        ),
        rows=tuple(
            Named(_short(name), NAME_WIDTH - 8, NAME_HEIGHT + (at + 0.5) * CELL_HEIGHT + 4)
            for at, name in enumerate(rows)
        ),
        lines=tuple(lines),
    )


@dataclass(frozen=True, slots=True)
class Dot:
    """An article: its place, and what it is."""

    x: float
    y: float
    article: int
    value: float


@dataclass(frozen=True, slots=True)
class Dots(Drawing):
    """Articles stacked over their numbers, from 0 to 1."""

    base: float
    radius: float
    dots: tuple[Dot, ...]
    ticks: tuple[Named, ...]


def draw_dots(values: Iterable[tuple[int, float]]) -> Dots:
    """A dot plot of `(article, value)`: values are put into bins of a twentieth, and dots shrink as they must."""
    stacked: Counter[int] = Counter()
    placed = []
    for article, value in sorted(values, key=lambda pair: (pair[1], pair[0])):
        bin_ = min(max(int(value * BINS), 0), BINS - 1)
        placed.append((bin_, stacked[bin_], article, value))
        stacked[bin_] += 1
    highest = max(stacked.values(), default=1)
    step = min(14.0, TALLEST / highest)
    base = round(highest * step) + 8
    left, wide = 20, (PLOT_WIDTH - 40) / BINS
    dots = tuple(
        Dot(round(left + (bin_ + 0.5) * wide, 1), round(base - (level + 0.5) * step, 1), article, value)
        for bin_, level, article, value in placed
    )
    ticks = tuple(Named(f"{at / 5:.1f}", left + at / 5 * BINS * wide, base + 20) for at in range(6))
    return Dots(PLOT_WIDTH, base + 28, base, round(max(step / 2 - 0.5, 0.6), 2), dots, ticks)


@dataclass(frozen=True, slots=True)
class Point:
    """A number of a line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure over rounds; `number` tells lines apart by more than colour."""

    name: str
    number: int
    points: tuple[Point, ...]
    path: str
    end: Named


@dataclass(frozen=True, slots=True)
class Lines(Drawing):
    """Measures over rounds, from 0 (or below) to 1."""

    lines: tuple[Line, ...]
    ticks: tuple[Named, ...]
    levels: tuple[Named, ...]


def draw_lines(rounds: Sequence[str], measures: Sequence[tuple[str, Sequence[float | None]]]) -> Lines:
    """A line a measure, over the rounds in their order; where there is no number, there is no point."""
    given = [value for _name, values in measures for value in values if value is not None]
    low = min(0.0, *given) if given else 0.0
    left, right, top, bottom = 48, 160, 14, 34
    across = (LINES_WIDTH - left - right) / max(len(rounds) - 1, 1)

    def x(at: int) -> float:
        return round(left + at * across, 1)

    def y(value: float) -> float:
        return round(top + (1 - value) / (1 - low) * (LINES_HEIGHT - top - bottom), 1)

    lines = []
    for number, (name, values) in enumerate(measures):
        points = tuple(Point(x(at), y(value), f"{value:.2f}") for at, value in enumerate(values) if value is not None)
        if points:
            path = " ".join(f"{point.x},{point.y}" for point in points)
            lines.append(Line(name, number, points, path, Named(name, points[-1].x + 12, points[-1].y + 4)))
    levels = tuple(Named(f"{level:.2f}", left - 12, y(level)) for level in (0.0, 0.25, 0.5, 0.75, 1.0))
    ticks = tuple(Named(name, x(at), LINES_HEIGHT - 10) for at, name in enumerate(rounds))
    return Lines(LINES_WIDTH, LINES_HEIGHT, _apart(lines), ticks, levels)


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, their names at the right moved down where they would stand on each other."""
    below, placed = float("-inf"), {}
    for line in sorted(lines, key=lambda line: line.end.y):
        below = max(line.end.y, below + 16)
        placed[line.number] = Line(line.name, line.number, line.points, line.path, Named(line.name, line.end.x, below))
    return tuple(placed[line.number] for line in lines)


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
