"""A fit of small markets whose truth is known, from the history to a forecast."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.analysis.fit.run import Fitted, fit_history, part
from planner.analysis.history_forecast import forecast_history
from planner.documents.curves import curves_document, read_curves
from planner.domain.calendar import Horizon
from planner.domain.curves import Hill
from planner.domain.errors import BadDocument
from planner.domain.experiment import Experiment
from planner.domain.history import History
from tests.analysis.markets import HOLDOUT, Market, make_market


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market("plain", 1)


@pytest.fixture(scope="module")
def fitted(market: Market) -> Fitted:
    return fit(market)


def fit(market: Market) -> Fitted:
    known = part(market.history, 0, market.history.horizon.count - HOLDOUT)
    return fit_history(known, draws=200, holdout=False)


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
    assert fit(market).curves == fitted.curves


def test_what_cannot_be_fitted_is_said(market: Market) -> None:
    with pytest.raises(BadDocument, match="has 30 weeks; a fit needs at least 40"):
        fit_history(part(market.history, 0, 30))
    nothing = replace(market.history, outcome=np.zeros(market.history.horizon.count))
    with pytest.raises(BadDocument, match="outcome is 0 in every period"):
        fit_history(nothing)


def test_a_lift_test_moves_and_narrows_its_channel(market: Market, fitted: Fitted) -> None:
    """Eight weeks switched off, measured to within a tenth: the channel's return comes nearer the truth."""
    channel = int(np.argmax([one.spread for one in fitted.report.evidence]))
    name = market.history.channels[channel]
    weeks = slice(60, 68)
    spend = market.history.spend[channel].copy()
    truth = market.truths[channel]
    dark = spend.copy()
    dark[weeks] = 0
    lift = float(
        (
            truth.outcome(dark, market.before[channel], truth.strength)
            - truth.outcome(spend, market.before[channel], truth.strength)
        )[weeks].sum()
    )
    starts = market.history.horizon.starts()
    test = Experiment(
        name, starts[60], starts[67] + timedelta(days=6), -float(spend[weeks].sum()), lift, 0.1 * abs(lift)
    )
    known = part(market.history, 0, market.history.horizon.count - HOLDOUT)
    tested = fit_history(known, experiments=[test], draws=200, holdout=False)
    before, after = fitted.report.evidence[channel], tested.report.evidence[channel]
    assert after.spread < 0.9 * before.spread
    true = float(market.contributions[channel, : known.horizon.count].sum() / known.spend[channel].sum())
    errors = [abs(np.median(one.report.roas[channel]) - true) for one in (fitted, tested)]
    assert errors[1] < errors[0]
    assert "tested" in {reason.code for reason in after.reasons}
    assert set(tested.report.untested) == set(market.history.channels)


def test_channels_that_cannot_be_told_apart_are_named(market: Market) -> None:
    """A channel bought at half of another's spend, one never bought, one that never changes."""
    known = part(market.history, 0, 60)
    spend = np.concatenate(
        [known.spend[:2], 0.5 * known.spend[:1], np.zeros((1, 60)), np.full((1, 60), 900.0)]
    )
    history = replace(known, channels=("A", "B", "A again", "never", "still"), spend=spend)
    fitted = fit_history(history, draws=50, holdout=False)
    codes = {one.channel: {reason.code for reason in one.reasons} for one in fitted.report.evidence}
    assert fitted.report.twins == (("A", "A again"),)
    assert "collinear" in codes["A"]
    assert "constant" in codes["still"]
    assert codes["never"] == {"never_spent"}
    assert fitted.curves.channel("never").curve == Hill(0.0, 1.0, 1.0)


def test_a_monthly_history_is_fitted_and_forecast() -> None:
    """Four years of months: two channels, a yearly season."""
    rng = np.random.default_rng(4)
    months = np.arange(48)
    spend = 100 * np.exp(0.5 * rng.standard_normal((2, 48)))
    media = 400 * spend[0] / (spend[0] + 100) + 200 * spend[1] / (spend[1] + 80)
    outcome = (1000 + 100 * np.sin(2 * np.pi * months / 12) + media) * (1 + 0.02 * rng.standard_normal(48))
    history = History(Horizon(date(2022, 1, 1), 48, "month"), ("A", "B"), spend, {}, outcome)
    fitted = fit_history(history, draws=100)
    assert fitted.curves.period == "month"
    assert fitted.report.holdout is not None
    assert fitted.report.holdout.error < 0.08
    returns = fitted.report.roas
    true = 400 * (spend[0] / (spend[0] + 100)).sum() / spend[0].sum()
    assert np.percentile(returns[0], 2) < true < np.percentile(returns[0], 98)


def test_a_document_is_read_back_and_forecasts_the_same(fitted: Fitted, market: Market) -> None:
    again = read_curves(json.loads(json.dumps(curves_document(fitted.curves))))
    ahead = part(market.history, 100, 110)
    assert forecast_history(again, ahead).p90 == pytest.approx(forecast_history(fitted.curves, ahead).p90)


def test_a_control_the_fit_used_is_asked_for(fitted: Fitted, market: Market) -> None:
    bare = replace(part(market.history, 100, 110), controls={})
    with pytest.raises(BadDocument, match='The fit used the control "price"'):
        forecast_history(fitted.curves, bare)


def test_progress_rises_to_one_and_what_it_raises_ends_the_fit(market: Market) -> None:
    seen: list[float] = []
    fit_history(part(market.history, 0, 52), draws=20, holdout=False, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

    def cancel(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_history(part(market.history, 0, 52), progress=cancel)


def test_a_history_too_short_to_hold_anything_back_says_so(market: Market) -> None:
    fitted = fit_history(part(market.history, 0, 65), draws=20)
    assert fitted.report.holdout is None
    assert any("Too short to hold back the last 26 weeks" in note for note in fitted.report.notes)


def test_a_currency_that_jumps_is_noted(market: Market) -> None:
    outcome = np.array(market.history.outcome)
    outcome[60:] *= 90
    fitted = fit_history(part(replace(market.history, outcome=outcome), 0, 104), draws=20, holdout=False)
    assert any("check that its currency and unit stayed the same" in note for note in fitted.report.notes)


def test_what_stands_in_a_missing_week_does_not_matter(market: Market) -> None:
    """Half as much again in two weeks nobody reported: the same returns as with the true figures there."""
    known = part(market.history, 0, 60)
    assert known.outcome is not None
    stopgap = np.array(known.outcome)
    stopgap[[20, 41]] *= 1.5
    returns = [
        np.median(
            fit_history(
                replace(known, outcome=outcome, missing=missing), draws=500, holdout=False
            ).report.roas,
            axis=1,
        )
        for outcome, missing in ((known.outcome, (20, 41)), (stopgap, (20, 41)), (stopgap, ()))
    ]
    assert np.abs(returns[1] / returns[0] - 1).max() < 0.1
    assert np.abs(returns[2] / returns[0] - 1).max() > 0.15
