"""The picture of how cost grows: lines over two logarithmic axes, as SVG that reads in both themes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 730, 360, 80, 210, 20, 50
DASHES = ("none", "8 4", "2 4")

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #222 }
  path, line { stroke: #222; fill: none } line { stroke-opacity: .15 } circle { fill: #222 }
  @media (prefers-color-scheme: dark) { text, circle { fill: #eee } path, line { stroke: #eee } }
"""


@dataclass(frozen=True)
class Line:
    """What was measured, and its (spans, milliseconds)."""

    name: str
    points: Sequence[tuple[float, float]]


def drawn(lines: Sequence[Line]) -> str:
    """An SVG document of lines that have the same abscissae, all above 0."""
    xs = [x for line in lines for x, _y in line.points]
    ys = [y for line in lines for _x, y in line.points]
    bottom, top = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def across(x: float) -> float:
        share = (math.log10(x) - math.log10(min(xs))) / (math.log10(max(xs)) - math.log10(min(xs)))
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def up(y: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(y) - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">']
    parts.append(f"<title>Medians in milliseconds by the number of spans</title><style>{STYLE}</style>")
    for power in range(bottom, top + 1):
        y = up(10**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g} ms</text>')
    for x in sorted(set(xs)):
        parts.append(f'<text x="{across(x):.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.1f}" y="{HEIGHT - 8}" text-anchor="middle">spans</text>')
    for line, dash in zip(lines, DASHES, strict=False):
        places = [(across(x), up(y)) for x, y in line.points]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="{path}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places]
        end_x, end_y = places[-1]
        parts.append(f'<text x="{end_x + 10:.1f}" y="{end_y + 4:.1f}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
