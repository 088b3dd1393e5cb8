"""Lift tests are kept once each; a fit runs alone, and what comes out of it is taken once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.documents.curves import curves_document
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import BadDocument, Conflict, NotFound
from planner.domain.experiment import Experiment
from planner.services.library import Store
from planner.storage import fit_runs
from planner.storage.records import FitState
from tests.storage.acme import SEARCH, TV, room

TEST = Experiment(TV, date(2026, 3, 2), date(2026, 3, 29), 40_000.0, 52_000.0, 9_000.0)
CURVES = CurveSet("week", "EUR", (ChannelCurve(TV, Hill(9.0, 2.0, 1.5)),))


def state(store: Store, slug: str) -> FitState:
    run = store.fit_run(slug)
    assert run is not None
    return run.state


def test_tests_are_kept_with_where_they_came_from(store: Store) -> None:
    slug = room(store).slug
    later = replace(TEST, start=date(2026, 6, 1), end=date(2026, 6, 7), spend_change=-5_000.0)
    store.add_experiments(slug, [TEST, later], "tests.csv", "Ann")
    kept = store.experiments(slug)
    assert [one.experiment for one in kept] == [later, TEST]
    assert {(one.source, one.who) for one in kept} == {("tests.csv", "Ann")}
    store.remove_experiment(slug, kept[0].id, "Bea")
    assert [one.experiment for one in store.experiments(slug)] == [TEST]
    assert store.audit(slug)[0].detail["lift"] == 52_000.0
    with pytest.raises(NotFound):
        store.remove_experiment(slug, kept[0].id, "Bea")


def test_a_test_counts_once(store: Store) -> None:
    slug = room(store).slug
    store.add_experiments(slug, [TEST], "form", "Ann")
    with pytest.raises(BadDocument, match="from 2026-03-02 to 2026-03-29 already"):
        store.add_experiments(slug, [replace(TEST, start=date(2026, 1, 5)), TEST], "again.csv", "Ann")
    assert len(store.experiments(slug)) == 1, "all of a file or nothing"


def test_tests_follow_a_channel_renamed(store: Store) -> None:
    slug = room(store).slug
    store.add_experiments(slug, [TEST], "form", "Ann")
    store.rename_channel(slug, TV, "Television", "Ann")
    assert store.experiments(slug)[0].experiment.channel == "Television"


def test_one_fit_runs_at_a_time_until_it_ends(store: Store) -> None:
    slug = room(store).slug
    run = store.fit_started(slug, "history.csv", "Ann")
    assert store.fit_heard(run, 0.4)
    with pytest.raises(Conflict, match=r"Ann is fitting history\.csv already"):
        store.fit_started(slug, "other.csv", "Bea")
    store.cancel_fit(slug, run)
    assert not store.fit_heard(run, 0.5), "the worker is told to stop"
    store.fit_ended(run, FitState.DONE, document=curves_document(CURVES))
    assert state(store, slug) is FitState.CANCELLED, "what came after the cancel does not count"
    assert store.fit_started(slug, "other.csv", "Bea") > run


def test_a_result_is_kept_once(store: Store) -> None:
    slug = room(store).slug
    before = len(store.curves_list(slug))
    run = store.fit_started(slug, "history.csv", "Ann")
    store.fit_ended(run, FitState.DONE, document=curves_document(CURVES))
    assert store.fit_curves(slug, run) == CURVES
    number = store.keep_fit(slug, run, "Fit", "fit: history.csv", "Bea")
    assert store.curves(slug, number) == CURVES
    assert state(store, slug) is FitState.KEPT
    with pytest.raises(NotFound):
        store.keep_fit(slug, run, "Fit", "fit: history.csv", "Bea")
    assert len(store.curves_list(slug)) == before + 1


def test_a_worker_that_fell_silent_was_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = room(store).slug
    store.fit_started(slug, "history.csv", "Ann")
    assert state(store, slug) is FitState.RUNNING
    monkeypatch.setattr(fit_runs, "SILENT", timedelta(0))
    assert state(store, slug) is FitState.STOPPED
    store.fit_started(slug, "again.csv", "Ann")


def test_a_renamed_channel_keeps_what_a_fit_says_of_it(store: Store) -> None:
    slug = room(store).slug
    fit = {
        "roas": {TV: 2.0},
        "reasons": {TV: ["on TV"]},
        "merge": [[SEARCH, TV]],
        "notes": [TV],
        "follows_demand": [TV],
    }
    report = {"channels": {TV: {"grade": "B"}}, "parts": {TV: [1.0]}, "tests": [{"channel": TV}]}
    curves = replace(CURVES, extra={"fit": fit, "report": report})
    number = store.add_curves(slug, "Fit", curves, "fit", "Ann")
    store.rename_channel(slug, TV, "Television", "Ann")
    assert store.curves(slug, number).extra == {
        "fit": {
            "roas": {"Television": 2.0},
            "reasons": {"Television": ["on TV"]},
            "merge": [[SEARCH, "Television"]],
            "notes": [TV],
            "follows_demand": ["Television"],
        },
        "report": {
            "channels": {"Television": {"grade": "B"}},
            "parts": {TV: [1.0]},
            "tests": [{"channel": "Television"}],
        },
    }
