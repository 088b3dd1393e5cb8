"""`fit`: a history to response curves."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.files import curves_of
from planner.sources.local_files import content

if TYPE_CHECKING:
    from planner.domain.curves import CurveSet
    from planner.domain.experiment import Experiment
    from planner.sources.history_file import HistoryFile


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("history", type=Path, help="CSV, Excel or Parquet: one row a period")
    options.add_argument("--date", metavar="COL", required=True, help="column of dates")
    options.add_argument("--outcome", metavar="COL", required=True, help="column of what is to be explained")
    options.add_argument(
        "--channel",
        metavar="COL",
        action="append",
        required=True,
        help="column of spend; once for each channel",
    )
    options.add_argument(
        "--control", metavar="COL", action="append", default=[], help="column of what else moves the outcome"
    )
    options.add_argument(
        "--merge",
        metavar="NAME=COL,COL",
        action="append",
        default=[],
        help="channels that cannot be told apart, fitted as one",
    )
    options.add_argument("--experiments", type=Path, metavar="FILE", help="CSV of lift tests")
    options.add_argument("--currency", help="currency of outcome and spend (default: USD)")
    options.add_argument(
        "--previous",
        type=Path,
        metavar="CURVES",
        help="curves of an earlier fit, whose history is made longer; what changed is said",
    )
    options.add_argument("--out", type=Path, required=True, help="curves document to write (JSON)")
    options.set_defaults(run=_run, usage=options.error)


def _run(asked: argparse.Namespace) -> None:
    from planner.analysis.fit.run import fit_history
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.domain.history import merged
    from planner.sources.experiments_file import read_experiments
    from planner.sources.history_file import read_history

    previous = None if asked.previous is None else curves_of(asked.previous)
    read = read_history(
        content(asked.history),
        asked.history.name,
        channels=asked.channel,
        controls=asked.control,
        outcome=asked.outcome,
        date_column=asked.date,
        period=None if previous is None else previous.period,
    )
    for told in asked.merge:
        name, _, parts = told.partition("=")
        if not name or not parts:
            asked.usage(f'"{told}": write --merge "Social=Facebook,Instagram"')
        whole = merged(read.history, name.strip(), [part.strip() for part in parts.split(",")])
        read = replace(read, history=whole)
    experiments = (
        ()
        if asked.experiments is None
        else read_experiments(content(asked.experiments), asked.experiments.name)
    )
    if previous is not None:
        _fit_longer(asked, previous, read, experiments)
        return
    fitted = fit_history(
        read.history, experiments=experiments, currency=asked.currency or "USD", notes=read.notes
    )
    write_json(asked.out, curves_document(fitted.curves))


def _fit_longer(
    asked: argparse.Namespace, previous: CurveSet, read: HistoryFile, experiments: Sequence[Experiment]
) -> None:
    """Put new periods behind an earlier fit's history, fit again and say what changed."""
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.services.refit import refit

    fitted, changes = refit(previous, read.history, experiments, asked.currency, read.notes)
    write_json(asked.out, curves_document(fitted))
    for one in changes.channels:
        for reason in one.reasons:
            print(f"{one.channel}: {reason.text}")
