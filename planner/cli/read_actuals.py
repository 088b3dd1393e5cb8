"""`read-actuals`: figures by month and channel out of a report, into files or into the store."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.domain.errors import BadFile, say
from planner.sources.local_files import content

if TYPE_CHECKING:
    from planner.domain.actuals import ReadResult


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("file", type=Path, help="Excel workbook or CSV")
    options.add_argument("--channels", type=_names, help="the plan's channels, A,B,... (default: any label)")
    options.add_argument("--year", type=int, help="the year of months written without one")
    options.add_argument("--mapping", type=Path, help="answers to the file's questions (JSON)")
    options.add_argument("--out", type=Path, help="CSV to write: month, channel, metric, value")
    options.add_argument("--problems", type=Path, help="JSON to write: what was left out, and why")
    options.add_argument("--store", action="store_true", help="take the figures over, as the app would")
    options.add_argument("--company", metavar="SLUG", help="whose figures (default: your only company)")
    options.add_argument("--who", default="nightly run", help="the name that the trail keeps")
    options.set_defaults(run=_run, usage=options.error)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise argparse.ArgumentTypeError(f'"{text}" holds an empty name; write A,B,C')
    return names


def _run(asked: argparse.Namespace) -> None:
    from planner.documents.reading import read_json, write_whole
    from planner.sources.actuals_output import problems_json, rows_csv

    if not asked.store and (asked.out is None or asked.problems is None):
        asked.usage("name both --out and --problems, or --store")
    if asked.store and asked.channels is not None:
        asked.usage("with --store the channels are the company's own; leave --channels out")
    mapping = None if asked.mapping is None else read_json(asked.mapping)
    read = _stored(asked, mapping) if asked.store else _read(asked, mapping)
    if asked.out is not None:
        write_whole(asked.out, rows_csv(read).encode())
    if asked.problems is not None:
        write_whole(asked.problems, problems_json(read).encode())


def _read(asked: argparse.Namespace, mapping: Any) -> ReadResult:
    """The file's actual figures, of no company."""
    from planner.sources.actuals_file import read_actuals

    read = read_actuals(
        content(asked.file), asked.file.name, channels=asked.channels, year=asked.year, mapping=mapping
    )
    if not read.rows:
        raise BadFile(
            say(
                '"{name}": every row is committed money, none is actual. --store keeps it as committed.',
                name=asked.file.name,
            ),
            reason="plan_only",
        )
    return read


def _stored(asked: argparse.Namespace, mapping: Any) -> ReadResult:
    """Take a file over without a person: done and the same file again exit 0, a question exits 1."""
    from planner.services.actuals_doubts import CODES
    from planner.services.actuals_intake import company_named, store_file
    from planner.services.library import open_store
    from planner.sources.mapping import FileMapping

    store = open_store()
    slug = company_named(store, asked.company)
    data, name = content(asked.file), asked.file.name
    FileMapping.of(mapping)  # a faulty answer is refused before anything is stored
    today = datetime.now(UTC).date()
    done = store_file(store, slug, data, name, year=asked.year, answers=mapping, who=asked.who, today=today)
    if done.batch is None and done.before is not None:
        print(f"{name}: taken over before by {done.before.who}, as batch {done.before.id}; nothing stored.")
    elif done.batch is not None:
        said = f"{name}: {done.batch.rows} figures stored as batch {done.batch.id} of {slug}"
        left_out = len(done.result.rejected)
        print(f"{said}; {len(done.changed)} restated, {left_out} rows or figures left out.")
        for warning in done.result.warnings:
            if warning.code in CODES:
                print(f"warning: {warning.message}")
    return done.result
