"""`python -m bench [SECTION ...]`: print every figure and write bench.json. Never fails on timing."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.measure import Figure, LeftOut, timed

SECTIONS = ("forecasts", "solvers", "files", "screens", "grid", "sessions")


def main() -> None:
    """Measure the sections asked for, all by default."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure the figures of the design.")
    parser.add_argument("section", nargs="*", help=f"one of {', '.join(SECTIONS)} (default: all)")
    parser.add_argument("--out", type=Path, default=Path("bench.json"), help="JSON to write")
    asked = parser.parse_args()
    if unknown := set(asked.section) - set(SECTIONS):
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    started = datetime.now(UTC)
    base = timed(lambda: None, 10).reference
    print(f"{started:%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"fixed numpy work: {base:.2f} ms", flush=True)
    measured: list[Figure] = []
    left_out: dict[str, str] = {}
    for section in asked.section or SECTIONS:
        print(f"\n{section}", flush=True)
        figures: Callable[[], Iterator[Figure]] = import_module(f"bench.{section}").figures
        try:
            for figure in figures():
                measured.append(figure)
                print(figure.line(), flush=True)
        except LeftOut as reason:
            left_out[section] = str(reason)
            print(f"left out: {reason}", flush=True)
    document = {
        "format": "planner-bench/1",
        "date": started.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "reference_ms": base,
        "figures": [{**asdict(figure), "ratio": figure.ratio} for figure in measured],
        "left_out": left_out,
    }
    asked.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
