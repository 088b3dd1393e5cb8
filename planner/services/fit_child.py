"""The process in which a fit runs: a question on standard input, a line of JSON for each step on the output.

Whoever asked may end it at any time. When the server goes, the next line finds nobody and ends it, too.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from planner.analysis.fit.plain_values import note_document, read_experiment, read_note
from planner.analysis.fit.run import fit_history
from planner.documents.curves import curves_document
from planner.domain.calendar import Horizon
from planner.domain.errors import PlannerError
from planner.domain.history import History

POLITE = 5
"""How far the work steps back behind the pages of the same machine."""


def answer(asked: Mapping[str, Any], say: Callable[[Mapping[str, Any]], None]) -> None:
    """Fit what was asked for; `say` gets {"progress"}, then {"done"} or {"failed"}."""
    shown = 0.0

    def progress(share: float) -> None:
        nonlocal shown
        if share - shown >= 0.005:
            shown = share
            say({"progress": round(share, 4)})

    try:
        fitted = fit_history(
            read_history_document(asked["history"]),
            experiments=[read_experiment(one) for one in asked["experiments"]],
            currency=asked["currency"],
            notes=[read_note(note) for note in asked["notes"]],
            draws=asked["draws"],
            progress=progress,
        )
    except PlannerError as problem:
        say({"failed": note_document(problem.message)})
        return
    say({"done": curves_document(fitted.curves)})


def history_document(history: History) -> dict[str, Any]:
    """A history as plain values."""
    return {
        "start": history.horizon.start.isoformat(),
        "period": history.horizon.period,
        "spend": {name: row.tolist() for name, row in history.by_channel().items()},
        "controls": {name: row.tolist() for name, row in history.controls.items()},
        "outcome": None if history.outcome is None else history.outcome.tolist(),
        "missing": list(history.missing),
    }


def read_history_document(value: Mapping[str, Any]) -> History:
    """A history from plain values of ours."""
    spend = np.array(list(value["spend"].values()), float)
    return History(
        Horizon(date.fromisoformat(value["start"]), spend.shape[1], value["period"]),
        tuple(value["spend"]),
        spend,
        {name: np.array(row, float) for name, row in value["controls"].items()},
        None if value["outcome"] is None else np.array(value["outcome"], float),
        tuple(value["missing"]),
    )


def main() -> None:
    """Read, work, answer."""
    if hasattr(os, "nice"):
        os.nice(POLITE)
    asked = json.load(sys.stdin)

    def say(line: Mapping[str, Any]) -> None:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    answer(asked, say)


if __name__ == "__main__":
    main()
