"""Curves over growing sizes as an SVG, both axes logarithmic: work in proportion is parallel to one slanting line.

Text stays text; colours come from classes, and follow the reader's choice of light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from outcome import Curve

WIDTH, HEIGHT, LEFT, TOP, RIGHT, GAP, BOTTOM = 860, 380, 70, 46, 250, 70, 46
COLOURS = ("#0b62d6", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#be123c", "#0f766e", "#4d4d4d")
DARK = ("#74b0ff", "#fb9a5b", "#5fd38a", "#c99bff", "#e5c04a", "#ff8fa5", "#4fd1c5", "#bdbdbd")
DASHES = ("", "7 4", "2 3", "9 3 2 3")
_UNITS = {"s": "seconds", "MiB": "memory, MiB"}


class Axis(NamedTuple):
    """Where a figure lies between two ends, by its logarithm."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a figure."""
        share = (math.log10(value) - math.log10(self.least)) / (math.log10(self.most) - math.log10(self.least))
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Every power of ten between the ends."""
        first, last = math.ceil(math.log10(self.least) - 1e-9), math.floor(math.log10(self.most) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]


def axis(values: Iterable[float], start: float, end: float) -> Axis:
    """An axis from one power of ten to another, with all values between them."""
    held = [value for value in values if value > 0]
    least, most = math.floor(math.log10(min(held))), math.ceil(math.log10(max(held)))
    return Axis(10.0**least, 10.0 ** max(most, least + 1), start, end)


def drawing(curves: Sequence[Curve]) -> str:
    """A panel for each unit, one under the other."""
    units = [unit for unit in _UNITS if any(curve.unit == unit for curve in curves)]
    high = len(units) * HEIGHT + (len(units) - 1) * GAP // 2
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" role="img">']
    parts.append("<title>Time and memory from size to size, both axes logarithmic</title>")
    parts.append(f"<style>{_style()}</style>")
    parts.append(f'<rect class="ground" width="{WIDTH}" height="{high}"/>')
    names = list(dict.fromkeys(curve.name for curve in curves))
    for n, unit in enumerate(units):
        shown = {names.index(curve.name): curve for curve in curves if curve.unit == unit and curve.points}
        parts += _panel(shown, unit, n * (HEIGHT + GAP // 2))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _style() -> str:
    """Colours for light, and for dark where the reader asks for it."""

    def rules(colours: Sequence[str], ink: str, grid: str, ground: str) -> str:
        lines = "".join(f".c{n}{{stroke:{c}}}.f{n}{{fill:{c}}}" for n, c in enumerate(colours))
        return f"text{{fill:{ink}}}.grid{{stroke:{grid}}}.ground{{fill:{ground}}}{lines}"

    base = "text{font:13px system-ui,sans-serif}.title{font-weight:600}"
    base += ".line{fill:none;stroke-width:2}.slope{stroke-dasharray:2 5;stroke-width:2}"
    dark = rules(DARK, "#e6e6e6", "#444c56", "#0d1117")
    return f"{base}{rules(COLOURS, '#1f2328', '#d0d7de', '#ffffff')}@media(prefers-color-scheme:dark){{{dark}}}"


def _panel(curves: Mapping[int, Curve], unit: str, top: int) -> Iterator[str]:
    """The curves of one unit, by the number that gives each its colour."""
    points = [point for curve in curves.values() for point in curve.points]
    x = axis((size for size, _ in points), LEFT, WIDTH - RIGHT)
    y = axis((value for _, value in points), top + HEIGHT - BOTTOM, top + TOP)
    yield f'<text class="title" x="{LEFT}" y="{top + 24}">{escape(_UNITS[unit])}</text>'
    for tick in x.ticks():
        place = x.at(tick)
        yield f'<line class="grid" x1="{place}" y1="{y.end}" x2="{place}" y2="{y.start}"/>'
        yield f'<text x="{place}" y="{y.start + 20}" text-anchor="middle">{tick:,.0f}</text>'
    for tick in y.ticks():
        place = y.at(tick)
        yield f'<line class="grid" x1="{x.start}" y1="{place}" x2="{x.end}" y2="{place}"/>'
        yield f'<text x="{LEFT - 8}" y="{place + 4}" text-anchor="end">{_figure(tick)}</text>'
    yield f'<text x="{(x.start + x.end) / 2}" y="{y.start + 38}" text-anchor="middle">model cards</text>'
    yield from _lines(curves, x, y)


def _figure(tick: float) -> str:
    return f"{tick:,.0f}" if tick >= 1 else f"{tick:g}"


def _proportion(x: Axis, y: Axis) -> str:
    """The line that all growth in proportion is parallel to, from the panel's corner."""
    times = min(x.most / x.least, y.most / y.least)
    right, high = x.at(x.least * times), y.at(y.least * times)
    return f'<line class="grid slope" x1="{x.start}" y1="{y.start}" x2="{right}" y2="{high}"/>'


def _lines(curves: Mapping[int, Curve], x: Axis, y: Axis) -> Iterator[str]:
    """Each curve with its points, and its name at its end; names keep a line's distance from each other."""
    yield _proportion(x, y)
    place = -math.inf
    for wanted, n in sorted((y.at(curve.points[-1][1]), n) for n, curve in curves.items()):
        place = max(wanted, place + 17)
        yield f'<text class="f{n % len(COLOURS)}" x="{x.end + 14}" y="{place + 4}">{escape(curves[n].name)}</text>'
    for n, curve in curves.items():
        colour = n % len(COLOURS)
        dash = f' stroke-dasharray="{DASHES[n % len(DASHES)]}"' if DASHES[n % len(DASHES)] else ""
        places = [(x.at(size), y.at(value)) for size, value in curve.points]
        route = " ".join(f"{a},{b}" for a, b in places)
        yield f'<polyline class="line c{colour}"{dash} points="{route}"/>'
        for (a, b), (size, value) in zip(places, curve.points, strict=True):
            told = escape(f"{curve.name}, {size:,} model cards: {value:.3g} {curve.unit}")
            yield f'<circle class="f{colour}" cx="{a}" cy="{b}" r="3.5"><title>{told}</title></circle>'
