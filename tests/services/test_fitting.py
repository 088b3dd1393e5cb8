"""A fit in a process of its own: progress, a result that waits, a cancel that ends the process."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from threading import enumerate as threads

import numpy as np
import pytest

from planner.analysis.fit.record import FitRecord
from planner.domain.company import Channel, Company
from planner.domain.errors import BadDocument
from planner.domain.history import History
from planner.services import fitting
from planner.services.fit_child import history_document, read_history_document
from planner.services.fitting import THREAD, start_fit
from planner.services.library import Store
from planner.storage.database import Database
from planner.storage.records import FitRun, FitState
from tests.small_fit import CHANNELS, TEST, small_history

COMPANY = Company("Two Rivers", channels=tuple(map(Channel, CHANNELS)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    yield opened
    for thread in following():
        thread.join(30)
    opened.close()


def following() -> list[Thread]:
    return [thread for thread in threads() if thread.name.startswith(THREAD)]


def run_of(store: Store, slug: str) -> FitRun:
    run = store.fit_run(slug)
    assert run is not None
    return run


def until(store: Store, slug: str, *states: FitState) -> FitRun:
    deadline = time.monotonic() + 60
    while (run := run_of(store, slug)).state not in states:
        assert time.monotonic() < deadline, run
        time.sleep(0.05)
    return run


def test_a_fit_runs_beside_the_pages_and_waits_to_be_kept(store: Store) -> None:
    slug = store.start_company(COMPANY, "Ann")
    elsewhere = [TEST, type(TEST)("Radio", TEST.start, TEST.end, 1.0, 1.0, 1.0)]
    run = start_fit(store, slug, small_history(44), "weeks.csv", who="Ann", experiments=elsewhere, draws=40)
    assert run_of(store, slug).state is FitState.RUNNING
    done = until(store, slug, FitState.DONE, FitState.FAILED)
    assert (done.state, done.progress, done.name) == (FitState.DONE, 1.0, "weeks.csv")
    curves = store.fit_curves(slug, run)
    assert curves.names == CHANNELS
    record = FitRecord.read(curves)
    assert record is not None
    assert record.experiments == (TEST,)
    assert any("Radio were left out" in note for note in record.notes)


def test_cancelling_ends_the_process(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    plain = fitting._process

    def noted() -> subprocess.Popen[str]:
        started.append(plain())
        return started[-1]

    monkeypatch.setattr(fitting, "_process", noted)
    slug = store.start_company(COMPANY, "Ann")
    run = start_fit(store, slug, small_history(), "weeks.csv", who="Ann")
    store.cancel_fit(slug, run)
    for thread in following():
        thread.join(10)
    assert started[0].poll() is not None, "the process is gone"
    assert run_of(store, slug).state is FitState.CANCELLED


def test_a_process_that_dies_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = fitting._process

    def dying() -> subprocess.Popen[str]:
        child = plain()
        child.kill()
        return child

    monkeypatch.setattr(fitting, "_process", dying)
    slug = store.start_company(COMPANY, "Ann")
    start_fit(store, slug, small_history(), "weeks.csv", who="Ann")
    failed = until(store, slug, FitState.DONE, FitState.FAILED)
    assert (failed.state, failed.message) == (FitState.FAILED, "The fit stopped halfway; start it again.")


CUT = """
import sys
sys.stdin.read()
print('{"progress": 0.5}')
sys.stdout.write('{"done": {"format": "planner-cur')
raise SystemError("no memory left")
"""


def test_a_process_that_dies_within_its_answer_is_told_and_its_reason_is_heard(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fitting, "COMMAND", ("-c", CUT))
    slug = store.start_company(COMPANY, "Ann")
    start_fit(store, slug, small_history(), "weeks.csv", who="Ann")
    failed = until(store, slug, FitState.FAILED, FitState.STOPPED)
    assert (failed.state, failed.message) == (FitState.FAILED, "The fit stopped halfway; start it again.")
    assert "no memory left" in capfd.readouterr().err


def test_what_cannot_be_fitted_is_refused_before_it_starts(store: Store) -> None:
    slug = store.start_company(COMPANY, "Ann")
    with pytest.raises(BadDocument, match="has 30 weeks; a fit needs at least 40"):
        start_fit(store, slug, small_history(30), "weeks.csv", who="Ann")
    assert store.fit_run(slug) is None


def test_a_history_crosses_to_the_process_whole() -> None:
    given = small_history()
    found = read_history_document(history_document(given))
    assert isinstance(found, History)
    assert (found.horizon, found.channels) == (given.horizon, given.channels)
    np.testing.assert_array_equal(found.spend, given.spend)
    assert found.outcome is not None
    assert given.outcome is not None
    np.testing.assert_array_equal(found.outcome, given.outcome)
    np.testing.assert_array_equal(found.controls["price"], given.controls["price"])
