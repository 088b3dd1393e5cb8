"""A fit in the background: a process does the work, a thread follows it, the database tells all pages.

No page waits for it, a reload finds it again, and cancelling ends the process itself.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from planner.analysis.fit.plain_values import experiment_document, note_document, read_note
from planner.analysis.fit.prepare import check
from planner.domain.errors import PlannerError, say
from planner.domain.experiment import Experiment
from planner.domain.history import History
from planner.services.fit_child import history_document
from planner.services.library import Store
from planner.storage.records import FitState

ROOT = Path(__file__).resolve().parents[2]
BEAT = 0.5
"""Seconds between two looks at a running fit."""
DRAWS = 500
"""Versions of the curves that a fit leaves for ranges and chances."""
COMMAND = ("-m", "planner.services.fit_child")
THREAD = "fit-"
"""Start of the name of a thread that follows a fit."""
_log = logging.getLogger(__name__)


def start_fit(
    store: Store,
    slug: str,
    history: History,
    name: str,
    *,
    who: str,
    experiments: Sequence[Experiment] = (),
    notes: Sequence[str] = (),
    draws: int = DRAWS,
) -> int:
    """Begin a fit of the history in file `name`; returns the run's number.

    experiments  lift tests; those of channels that the history does not hold are left out, as a note says
    Raises BadDocument for what cannot be fitted, Conflict while another fit of the company runs.
    """
    check(history)
    spent = {name for name, row in history.by_channel().items() if row.any()}
    fitting = [one for one in experiments if one.channel in spent]
    left = sorted({one.channel for one in experiments} - spent)
    if left:
        notes = (
            *notes,
            say(
                "Lift tests on {names} were left out: the history has no spend there.", names=", ".join(left)
            ),
        )
    run = store.fit_started(slug, name, who)
    asked = {
        "history": history_document(history),
        "experiments": [experiment_document(one) for one in fitting],
        "currency": store.company(slug).currency,
        "notes": [note_document(note) for note in notes],
        "draws": draws,
    }
    Thread(target=_follow, args=(store, run, json.dumps(asked)), name=f"{THREAD}{run}", daemon=True).start()
    return run


def _follow(store: Store, run: int, asked: str) -> None:
    """Pass on how far the process is, until it is done or nobody wants it any more."""
    progress: float = 0.0
    last: dict[str, Any] = {}
    try:
        with _process() as child:
            lines: Queue[str | None] = Queue()
            Thread(target=_listen, args=(child, asked, lines), daemon=True).start()
            try:
                while True:
                    try:
                        line = lines.get(timeout=BEAT)
                    except Empty:
                        if not store.fit_heard(run, progress):
                            return
                        continue
                    if line is None:
                        break
                    told = _told(line)
                    if "progress" not in told:
                        last = told
                    elif told["progress"] - progress >= 0.01:
                        progress = told["progress"]
                        if not store.fit_heard(run, progress):
                            return
            finally:
                child.kill()
        _end(store, run, last)
    except (PlannerError, OSError):
        # The database is gone or closed, or no process can be started: there is nobody to tell.
        _log.exception("a fit could not be followed")


def _process() -> subprocess.Popen[str]:
    """One core is enough for a fit; the others are for the pages. What it complains of stands in our log."""
    threads = {f"{kind}_NUM_THREADS": "1" for kind in ("OMP", "OPENBLAS", "MKL")}
    return subprocess.Popen(
        [sys.executable, *COMMAND],
        cwd=ROOT,
        env={**os.environ, **threads},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _listen(child: subprocess.Popen[str], asked: str, lines: Queue[str | None]) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(asked)
        child.stdin.close()
        for line in child.stdout:
            lines.put(line)
    except (OSError, ValueError):
        pass  # it was stopped while we spoke
    finally:
        lines.put(None)


def _told(line: str) -> dict[str, Any]:
    """What a line says; nothing where its process ended in the middle of it."""
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return {}
    return found


def _end(store: Store, run: int, told: dict[str, Any]) -> None:
    if "done" in told:
        store.fit_ended(run, FitState.DONE, document=told["done"])
    else:
        halfway = say("The fit stopped halfway; start it again.")
        why = read_note(told["failed"]) if "failed" in told else halfway
        store.fit_ended(run, FitState.FAILED, message=why)
