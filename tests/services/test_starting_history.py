"""The last year of a history as a first plan: its money in the months it was spent in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.fit.design import BaselineForm
from planner.domain.calendar import Horizon
from planner.domain.company import Company
from planner.domain.errors import BadDocument
from planner.domain.history import History
from planner.services.library import Store
from planner.services.starting_history import (
    channel_names,
    last_year,
    move_to_fit,
    start_from_history,
    waiting,
)
from planner.storage import plans
from planner.storage.database import Database
from tests.small_fit import START, small_history, with_baseline, written_fit


def weekly(spend: list[float], start: date = date(2025, 1, 6)) -> History:
    return History(
        Horizon(start, len(spend), "week"),
        ("TV",),
        np.array([spend]),
        {},
        np.linspace(100.0, 200.0, len(spend)),
    )


def test_a_week_goes_to_the_months_its_days_lie_in() -> None:
    """By hand: the week from 27 January 2025 has five days in January and two in February."""
    spend = [0.0] * 52
    spend[3] = 70.0
    found = last_year(weekly(spend)).spend["TV"]
    assert found[:2] == pytest.approx([50, 20])
    assert found[2:].sum() == 0


def test_only_the_last_year_counts_and_its_last_day_is_said() -> None:
    found = last_year(weekly([1_000.0] * 20 + [7.0] * 52))
    assert found.media == pytest.approx(7 * 52)
    assert (found.periods, found.until) == (52, date(2026, 5, 24))


def test_less_than_a_year_is_taken_up_to_one_evenly() -> None:
    """By hand: 40 weeks of 12 are 480, a year of them 624, 52 a month."""
    found = last_year(weekly([12.0] * 40))
    assert found.spend["TV"] == pytest.approx([52] * 12)


@given(st.lists(st.floats(1, 1e6), min_size=52, max_size=60))
def test_no_money_is_lost_between_weeks_and_months(spend: list[float]) -> None:
    assert last_year(weekly(spend)).media == pytest.approx(sum(spend[-52:]))


def test_what_cannot_be_fitted_is_refused() -> None:
    with pytest.raises(BadDocument, match="at least 40"):
        last_year(weekly([1.0] * 39))


def test_channels_are_called_by_their_columns_without_the_words_of_money() -> None:
    assert channel_names(["TV spend", "radio_cost", "Out-of-home", "Social media", "Search, EUR"]) == {
        "TV spend": "TV",
        "radio_cost": "radio",
        "Out-of-home": "Out-of-home",
        "Social media": "Social media",
        "Search, EUR": "Search",
    }


def test_two_columns_of_one_channel_keep_their_names() -> None:
    assert channel_names(["TV spend", "TV cost"]) == {"TV spend": "TV spend", "TV cost": "TV cost"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    yield opened
    opened.close()


def test_a_draft_that_waits_moves_to_its_fit_with_its_sales_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sales without media of 700 a week are 100 a day: 3,100 in January."""
    made = start_from_history(store, Company("Two Rivers"), small_history(), year=2027, who="Ann")
    before = store.company(made.slug)
    fitted = with_baseline(written_fit(), BaselineForm("week", START), [700.0, 0.0])
    kept = store.add_curves(made.slug, "Fit", fitted, "fit", "Ann")
    with monkeypatch.context() as broken:
        broken.setattr(plans, "save", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            move_to_fit(store, made.slug, kept, who="Ann")
    assert store.company(made.slug) == before, (
        "else last year's sales would be gone and the draft still there"
    )
    assert waiting(store, made.slug) == ["Draft 2027"]
    assert move_to_fit(store, made.slug, kept, who="Ann") == ["Draft 2027"]
    assert store.company(made.slug).baselines[2027][0] == pytest.approx(3_100)
    assert store.version(made.slug, made.version_id).curves_id == kept
    assert waiting(store, made.slug) == []
