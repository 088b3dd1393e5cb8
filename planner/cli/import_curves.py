"""`import-curves`: curves out of another modelling tool's files."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("file", type=Path, help="file, or a folder or zip of Robyn's")
    tools = ("robyn", "meridian", "pymc")
    options.add_argument("--from", dest="tool", choices=tools, required=True, help="the tool that wrote it")
    options.add_argument("--currency", default="USD", help="currency of the spend (default: USD)")
    options.add_argument("--value", type=float, help="what one unit of the outcome is worth, if no revenue")
    options.add_argument("--periods", type=int, help="how many periods a table of totals covers")
    options.add_argument("--period", choices=("week", "month"), default="week", help="their kind")
    options.add_argument("--out", type=Path, required=True, help="curves document to write (JSON)")
    options.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> None:
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.sources.foreign import Terms, import_curves, read_path

    terms = Terms(asked.currency, asked.value, asked.periods, asked.period)
    curves, notes = import_curves(read_path(asked.file), asked.file.name, asked.tool, terms)
    write_json(asked.out, curves_document(curves))
    for note in notes:
        print(note)
