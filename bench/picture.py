"""The chart of the README from a bench.json: `python -m bench.picture [bench.json] [docs/bench.svg]`.

Left: what each way's plan earns, as a share of a bound that no plan can beat. Right: how far the planner's
own proof is from its plan as problems grow. Plain SVG: the same figures give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import floor
from pathlib import Path
from typing import Any

WIDTH, ROW = 1180, 30
INK, SOFT, ACCENT, GRID = "#17202e", "#5b6b82", "#2f55c8", "#d9dee7"
OTHER = "#a9b4c6"
FONT = "font-family='Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif'"


class NotMeasured(Exception):
    """The file holds no solver figures."""


def picture(figures: Sequence[Mapping[str, Any]], date: str) -> str:
    """The SVG of bench figures (as bench.json holds them). Raises NotMeasured without solver figures."""
    ways = [
        (figure["name"].partition(": ")[2], figure["also"]["% of the bound, median"], figure["also"]["worst"])
        for figure in figures
        if figure["name"].startswith("side by side")
    ]
    grown = [
        (match[1], figure["also"]["worst"], figure["cpu"] / 1000)
        for figure in figures
        if (match := re.match(r"growth: (\d+ x \d+)", figure["name"]))
    ]
    limits = {
        match[1] for figure in figures if (match := re.match(r"growth: .*; (\d+) s at", figure["name"]))
    }
    if not ways or not grown:
        raise NotMeasured("bench.json holds no solver figures; run `python -m bench solvers` first.")
    height = 110 + ROW * max(len(ways), len(grown))
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' "
        f"aria-label='Outcome of six ways to split a budget, and the proof as problems grow' {FONT}>",
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
        *_ways(ways),
        *_growth(grown, " or ".join(sorted(limits))),
        _text(
            20,
            height - 14,
            f"Measured {date[:10]} by python -m bench solvers; see docs/benchmarks.md",
            SOFT,
            13,
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _ways(ways: Sequence[tuple[str, float, float]]) -> Iterator[str]:
    left, room = 230, 270
    yield _text(20, 30, "Outcome reached in 5 s, % of what no plan can beat", INK, 17, bold=True)
    yield _text(
        20, 52, "12 channels x 12 months with thresholds; median and worst of five problems", SOFT, 14
    )
    for i, (name, median, worst) in enumerate(ways):
        y = 68 + ROW * i
        own = i == 0
        yield _text(left - 10, y + 16, name[:1].upper() + name[1:], INK, 14, end=True, bold=own)
        yield f"<rect x='{left}' y='{y + 3}' width='{room}' height='18' fill='{GRID}' opacity='0.5'/>"
        yield (
            f"<rect x='{left}' y='{y + 3}' width='{room * median / 100:.1f}' height='18' "
            f"fill='{ACCENT if own else OTHER}'/>"
        )
        at = left + room * worst / 100
        yield f"<line x1='{at:.1f}' x2='{at:.1f}' y1='{y}' y2='{y + 24}' stroke='{INK}' stroke-width='2'/>"
        yield _text(left + room + 10, y + 16, f"{floor(10 * median) / 10:.1f}", INK, 14, bold=own)


def _growth(grown: Sequence[tuple[str, float, float]], limit: str) -> Iterator[str]:
    start, left, room = 610, 730, 300
    most = max(gap for _name, gap, _seconds in grown) or 1.0
    yield _text(start, 30, "How far the planner can still be from the best, %", INK, 17, bold=True)
    said = f"channels x periods; stopped once 0.1 % is proven or after {limit} s; with processor seconds"
    yield _text(start, 52, said, SOFT, 14)
    for i, (name, gap, seconds) in enumerate(grown):
        y = 68 + ROW * i
        yield _text(left - 10, y + 16, name.replace("x", "\N{MULTIPLICATION SIGN}"), INK, 14, end=True)
        wide = max(1.5, room * gap / most)
        yield f"<rect x='{left}' y='{y + 3}' width='{wide:.1f}' height='18' fill='{ACCENT}'/>"
        yield _text(left + room * gap / most + 8, y + 16, f"{gap:.2f} in {seconds:.1f} s", INK, 14)


def _text(
    x: float, y: float, text: str, colour: str, size: int, *, end: bool = False, bold: bool = False
) -> str:
    anchor = " text-anchor='end'" if end else ""
    weight = " font-weight='600'" if bold else ""
    place = f"x='{x:.0f}' y='{y:.0f}' fill='{colour}' font-size='{size}'{anchor}{weight}"
    return f"<text {place}>{escape(text)}</text>"


def main() -> None:
    """Read the figures, write the picture."""
    parser = argparse.ArgumentParser(prog="bench.picture", description="The README's chart from bench.json.")
    parser.add_argument("figures", nargs="?", type=Path, default=Path("bench.json"))
    parser.add_argument("out", nargs="?", type=Path, default=Path("docs/bench.svg"))
    asked = parser.parse_args()
    try:
        document = json.loads(asked.figures.read_text(encoding="utf-8"))
        asked.out.write_text(picture(document["figures"], document["date"]), encoding="utf-8")
    except (OSError, KeyError, ValueError, NotMeasured) as problem:
        parser.exit(1, f"bench.picture: {problem}\n")


if __name__ == "__main__":
    main()
