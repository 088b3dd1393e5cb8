"""`export`: a stored plan as files."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument(
        "plan", metavar="PLAN", help='number or name of a plan; "sample" is the sample\'s own'
    )
    options.add_argument("--workbook", type=Path, metavar="F.xlsx", help="annual-plan workbook to write")
    options.add_argument("--board", type=Path, metavar="F.pdf", help="one page for the board to write")
    options.add_argument("--deck", type=Path, metavar="F.pptx", help="slides to write")
    options.add_argument("--json", type=Path, metavar="F.json", help="plan document to write")
    options.add_argument("--without-margins", action="store_true", help="leave margin and profit out")
    options.set_defaults(run=_run, usage=options.error)


def _run(asked: argparse.Namespace) -> None:
    if all(path is None for path in (asked.workbook, asked.board, asked.deck, asked.json)):
        asked.usage("name at least one file to write: --workbook, --board, --deck or --json")
    from planner.documents.reading import json_bytes, write_whole
    from planner.services.exports import export_plan, find_plan, plan_json
    from planner.services.library import open_store

    store = open_store()
    plan = export_plan(store, *find_plan(store, asked.plan), with_margins=not asked.without_margins)
    # All files are made before the first is written: a plan that cannot be shown leaves nothing behind.
    files: dict[Path, bytes] = {}
    if asked.workbook is not None:
        from planner.presentation.workbook import annual_plan

        files[asked.workbook] = annual_plan(plan)
    if asked.board is not None:
        from planner.presentation.board import board_page

        files[asked.board] = board_page(plan)
    if asked.deck is not None:
        from planner.presentation.deck import annual_deck

        files[asked.deck] = annual_deck(plan)
    if asked.json is not None:
        files[asked.json] = json_bytes(plan_json(plan))
    for path, data in files.items():
        write_whole(path, data)
