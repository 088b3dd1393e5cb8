"""The sample company's weekly history, fitted, finds its own economy again within the stated ranges."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from planner.analysis.fit.record import FitRecord
from planner.analysis.fit.run import Fitted
from planner.documents.curves import read_curves
from planner.domain.curves import CurveSet
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from sample_data.fit_sample import fit_sample
from sample_data.making.history import days_of, weekly_curves
from sample_data.making.story import story_2026

SAMPLE = Path(__file__).parents[2] / "sample_data"
BIG = ("TV", "Online video", "Search generic", "Search brand", "Paid social", "Marketplace ads")


def curves(name: str) -> CurveSet:
    return read_curves(json.loads((SAMPLE / name).read_text("utf-8")))


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit_sample()


@pytest.fixture(scope="module")
def stored() -> FitRecord:
    """The report in the file that the sample is loaded with."""
    found = FitRecord.read(curves("curves_fitted.json"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def true_media(stored: FitRecord) -> FloatArray:
    """What each channel really brought, week by week: weekly equivalents of the printed monthly economy."""
    history = stored.history
    days = days_of(history.horizon.start, 7 * history.horizon.count)
    weekly = weekly_curves(curves("curves.json"), days, history.spend, story_2026())
    return respond(compile_response(weekly, history.horizon), history.spend).media


def test_the_file_is_what_a_fit_of_the_history_says(fitted: Fitted, stored: FitRecord) -> None:
    """Another processor rounds differently and its draws take other ways; two fits then differ by chance."""
    again = FitRecord.read(fitted.curves)
    assert again is not None
    assert again.history.horizon == stored.history.horizon
    assert np.allclose(again.history.spend, stored.history.spend)
    assert np.allclose(again.outcome, stored.outcome)
    assert (again.experiments, again.events) == (stored.experiments, stored.events)
    assert again.held is not None
    assert stored.held is not None
    assert again.held.error == pytest.approx(stored.held.error, rel=0.03)
    for name, one in stored.channels.items():
        assert again.channels[name].returns == pytest.approx(one.returns, rel=0.25)


def test_true_returns_lie_in_the_stated_ranges(
    stored: FitRecord, fitted: Fitted, true_media: FloatArray
) -> None:
    """Of twelve 80 % ranges nine or ten should hold; fewer than eight would happen once in fourteen."""
    true = true_media.sum(axis=1) / stored.history.spend.sum(axis=1)
    ranges = [one.returns for one in stored.channels.values() if one.returns is not None]
    low, middle, high = np.array(ranges).T
    assert ((low <= true) & (true <= high)).sum() >= 8
    assert np.abs(middle / true - 1).mean() < 0.35
    brought = sum(float(one.contribution.sum()) for one in stored.channels.values())
    assert brought == pytest.approx(true_media.sum(), rel=0.15)
    whole = np.percentile(fitted.report.roas.T @ stored.history.spend.sum(axis=1), [2, 98])
    assert whole[0] < true_media.sum() < whole[1]


def test_it_forecasts_what_it_had_not_seen_better_than_repeating(stored: FitRecord) -> None:
    assert stored.held is not None
    assert stored.held.seasonal is not None
    assert stored.held.error < 0.8 * min(stored.held.naive, stored.held.seasonal)


def test_what_the_company_spends_most_on_is_known(stored: FitRecord) -> None:
    """And what is small, or works for months, is honestly not."""
    assert {stored.channels[name].grade for name in BIG} <= {"A", "B", "C"}
    assert stored.channels["Content and SEO"].grade == "D"


def test_its_black_friday_is_found_without_being_passed(stored: FitRecord) -> None:
    assert "Black Friday" in stored.events
