"""The sample company's weekly history, fitted, finds its own economy again within the stated ranges."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from planner.analysis.fit import Fitted, fit_history
from planner.documents.curves import read_curves
from planner.domain.history import History
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.sources.history_file import read_history
from sample_data.making.history import days_of, weekly_curves
from sample_data.making.story import story_2026

SAMPLE = Path(__file__).parents[2] / "sample_data"
CONTROLS = ("price_index", "promotion", "competitor")


@pytest.fixture(scope="module")
def history() -> History:
    channels = read_curves(json.loads((SAMPLE / "curves.json").read_text("utf-8"))).names
    data = (SAMPLE / "history_weekly.csv").read_bytes()
    return read_history(
        data, "history_weekly.csv", channels=channels, controls=CONTROLS, outcome="revenue"
    ).history


@pytest.fixture(scope="module")
def fitted(history: History) -> Fitted:
    return fit_history(history, draws=200, holdout=False)


@pytest.fixture(scope="module")
def true_media(history: History) -> FloatArray:
    """What each channel really brought, week by week: weekly equivalents of the printed monthly economy."""
    curves = read_curves(json.loads((SAMPLE / "curves.json").read_text("utf-8")))
    days = days_of(history.horizon.start, 7 * history.horizon.count)
    weekly = weekly_curves(curves, days, history.spend, story_2026())
    return respond(compile_response(weekly, history.horizon), history.spend).media


def test_true_returns_lie_in_the_stated_ranges(
    history: History, fitted: Fitted, true_media: FloatArray
) -> None:
    """Of twelve 80 % ranges nine or ten should hold; fewer than eight would happen once in fourteen."""
    true = true_media.sum(axis=1) / history.spend.sum(axis=1)
    low, middle, high = np.percentile(fitted.report.roas, [10, 50, 90], axis=1)
    assert ((low <= true) & (true <= high)).sum() >= 8
    assert np.abs(middle / true - 1).mean() < 0.5
    whole = np.percentile(fitted.report.roas.T @ history.spend.sum(axis=1), [2, 98])
    assert whole[0] < true_media.sum() < whole[1]


def test_its_black_friday_is_found_without_being_passed(fitted: Fitted) -> None:
    assert "Black Friday" in fitted.report.events
