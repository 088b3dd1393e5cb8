"""Better answers found in the background, for as long as somebody looks at the question.

The first answer is found where it is asked. The rest of the search runs on one of a few threads of the
process and ends when it is proven, when the tab stops asking (it is closed, or shows something else), or when
the question is put away.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import monotonic

import streamlit as st

from planner.plan.questions import Proposal
from planner.presentation.reply import Question

EVERY = 0.8
"""Seconds between two looks of a tab."""
PATIENCE = 6.0
"""Seconds without a look after which nobody looks any more."""
THREADS = 2
SECONDS = 20.0
"""What a search may take when nobody has to wait for it."""


class Looking:
    """A question under way: the latest proposal, and whether a better one may still come."""

    def __init__(self, question: Question, pool: ThreadPoolExecutor) -> None:
        """Find the first answer here and now; raises what the question raises."""
        self._seen = monotonic()
        self._cancelled = False
        self._lock = Lock()
        proposals = question.proposals(self._wanted, SECONDS)
        self._latest = next(proposals)
        self._number = 1
        self._done = self._latest.settled
        if not self._done:
            pool.submit(self._on, proposals)

    def look(self) -> tuple[Proposal, int, bool]:
        """The latest proposal, how many there were, and whether it is the last; says that somebody looks."""
        self._seen = monotonic()
        with self._lock:
            # A proven answer is the last one, whether or not its thread has ended yet.
            return self._latest, self._number, self._done or self._cancelled or self._latest.settled

    def cancel(self) -> None:
        """Nobody waits any more."""
        self._cancelled = True

    def _wanted(self) -> bool:
        return not self._cancelled and monotonic() - self._seen < PATIENCE

    def _on(self, proposals: Iterator[Proposal]) -> None:
        try:
            for proposal in proposals:
                with self._lock:
                    self._latest, self._number = proposal, self._number + 1
                if not self._wanted():
                    return
        finally:
            with self._lock:
                self._done = True


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    """Threads shared by all tabs, so that many questions slow each other and not the sliders."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix="looking")


def start(question: Question) -> Looking:
    """Begin to look for the answer to `question`; its first proposal is there at once."""
    return Looking(question, _pool())
