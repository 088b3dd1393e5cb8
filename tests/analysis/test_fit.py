"""A fit of small markets whose truth is known, from the history to a forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.fit import Fitted, fit_history
from planner.analysis.history_forecast import forecast_history
from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument
from planner.domain.history import History
from tests.analysis.markets import HOLDOUT, Market, make_market


def part(history: History, start: int, stop: int) -> History:
    """Periods `start` to before `stop` of a history."""
    assert history.outcome is not None
    return History(
        Horizon(history.horizon.starts()[start], stop - start, history.horizon.period),
        history.channels,
        history.spend[:, start:stop].copy(),
        {name: values[start:stop].copy() for name, values in history.controls.items()},
        history.outcome[start:stop].copy(),
    )


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market("plain", 1)


@pytest.fixture(scope="module")
def fitted(market: Market) -> Fitted:
    return fit_history(part(market.history, 0, market.history.horizon.count - HOLDOUT), draws=200)


def test_the_last_half_year_is_forecast_from_what_was_before(market: Market, fitted: Fitted) -> None:
    count = market.history.horizon.count
    ahead = part(market.history, count - HOLDOUT, count)
    assert ahead.outcome is not None
    forecast = forecast_history(fitted.curves, replace(ahead, outcome=None))
    error = np.abs(forecast.mean - ahead.outcome).mean() / ahead.outcome.mean()
    assert error < 0.09
    inside = (ahead.outcome > forecast.p10) & (ahead.outcome < forecast.p90)
    assert 0.6 <= inside.mean() <= 1.0


def test_a_forecast_is_the_same_wherever_in_the_history_it_starts(market: Market, fitted: Fitted) -> None:
    """The carry-in of any week is the history's own spend before it."""
    whole = forecast_history(fitted.curves, part(market.history, 0, 90))
    later = forecast_history(fitted.curves, part(market.history, 40, 90))
    assert later.contributions == pytest.approx(whole.contributions[:, 40:])
    assert later.baseline == pytest.approx(whole.baseline[40:])


def test_the_same_seed_gives_the_same_curves(market: Market, fitted: Fitted) -> None:
    again = fit_history(part(market.history, 0, market.history.horizon.count - HOLDOUT), draws=200)
    assert again.curves == fitted.curves


def test_what_cannot_be_fitted_is_said(market: Market) -> None:
    with pytest.raises(BadDocument, match="has 30 weeks; a fit needs at least 40"):
        fit_history(part(market.history, 0, 30))
    nothing = replace(market.history, outcome=np.zeros(market.history.horizon.count))
    with pytest.raises(BadDocument, match="outcome is 0 in every period"):
        fit_history(nothing)
