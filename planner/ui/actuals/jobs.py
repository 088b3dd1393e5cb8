"""Files read on threads of their own, so that the page stays usable; what was read is kept for a while."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import streamlit as st

from planner.domain.errors import PlannerError
from planner.presentation.language import _
from planner.services.actuals_intake import Reading

KEPT = 8
AT_ONCE = 2
SECONDS_EACH_MB = 1.2
PATIENCE = 0.25
"""Seconds before a bar is drawn: most files are read by then."""


class Jobs:
    """Readings by key, the latest `KEPT`; a second request for the same waits for the first."""

    def __init__(self) -> None:
        self._workers = ThreadPoolExecutor(AT_ONCE, "reader")
        self._lock = Lock()
        self._started: OrderedDict[str, Future[Reading | PlannerError]] = OrderedDict()

    def start(self, key: str, read: Callable[[], Reading]) -> Future[Reading | PlannerError]:
        """The reading of that key, begun now or before."""
        with self._lock:
            found = self._started.get(key)
            if found is None or (found.done() and found.exception() is not None):
                found = self._started[key] = self._workers.submit(_outcome, read)
            self._started.move_to_end(key)
            while len(self._started) > KEPT:
                self._started.popitem(last=False)
            return found


def reading(key: str, name: str, size: int, read: Callable[[], Reading]) -> Reading:
    """The file as read, with a bar while that takes. Raises the reader's PlannerError."""
    job = _jobs().start(key, read)
    began = time.monotonic()
    expected = 0.5 + SECONDS_EACH_MB * size / 1e6
    slot = st.empty()
    text = _("Reading {file} …").format(file=name)
    while not job.done():
        past = time.monotonic() - began
        if past > PATIENCE:
            # Nothing tells how far a reader is; the bar slows down instead of promising an end.
            slot.progress(min(0.97, 1 - math.exp(-1.6 * past / expected)), text)
        time.sleep(0.05)
    slot.empty()
    outcome = job.result()
    if isinstance(outcome, PlannerError):
        raise outcome
    return outcome


def _outcome(read: Callable[[], Reading]) -> Reading | PlannerError:
    try:
        return read()
    except PlannerError as problem:
        # Its traceback would keep the whole file in memory.
        problem.__cause__ = problem.__context__ = None
        return problem.with_traceback(None)


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs()
