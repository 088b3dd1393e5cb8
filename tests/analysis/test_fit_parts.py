"""The parts of a fit, each against what can be worked out by hand or by differences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.analysis.fit.confounding import common_movement
from planner.analysis.fit.design import BaselineForm, first_form
from planner.analysis.fit.experiments import lift_tests
from planner.analysis.fit.kernel import carry_over_weights
from planner.analysis.fit.model import Posterior, Profile
from planner.analysis.fit.peaks import event_share, recurring_peaks
from planner.analysis.fit.prepare import Scaled, looks_begun, scaled
from planner.analysis.fit.priors import priors_for
from planner.analysis.fit.quality import correlations
from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument, LabelMismatch
from planner.domain.experiment import Experiment
from planner.domain.money import FloatArray
from tests.analysis.markets import make_market

MONDAY = date(2023, 1, 2)
WEEKS = Horizon(MONDAY, 156, "week")


@pytest.fixture(scope="module")
def units() -> Scaled:
    return scaled(make_market("delayed", 2).history)


def test_a_form_of_one_is_geometric_carry_over() -> None:
    """k = 1 and M = 2: each lag keeps e^(-1/2) of the one before."""
    weights = carry_over_weights(np.log([2.0]), np.zeros(1), 6)[0]
    assert weights[1:] / weights[:-1] == pytest.approx(np.full(5, np.exp(-0.5)))
    assert weights.sum() == pytest.approx(1.0)


def test_a_larger_form_peaks_after_the_spend() -> None:
    weights = carry_over_weights(np.log([4.0]), np.log([8.0]), 16)[0]
    assert int(weights.argmax()) in {2, 3, 4}


@pytest.mark.parametrize("tested", [False, True])
def test_the_gradients_are_those_of_the_densities(units: Scaled, tested: bool) -> None:
    if tested:
        start = units.history.horizon.starts()[50]
        change = float(units.spend[0][50:54].sum())
        experiment = Experiment(
            units.history.channels[0], start, start + timedelta(days=27), change, change, 0.3 * change
        )
        units = replace(units, tests=lift_tests([experiment], units))
    priors = priors_for("week", 3.0)
    data = units.data(first_form(units.history.horizon, units.history.controls), priors)
    posterior = Posterior(data, priors, 0.7)
    rng = np.random.default_rng(3)
    states = 0.3 * rng.standard_normal((2, posterior.layout.size))
    states[:, posterior.layout.noise] = -2.0
    _, gradient = posterior(states)
    profile = Profile.at(data, priors, 0.05, 0.3)
    shapes = states[0][: posterior.layout.shapes + 2]
    _, slope = profile(shapes)
    for i in range(states.shape[1]):
        step = np.zeros(states.shape[1])
        step[i] = 1e-5
        by_difference = (posterior(states + step)[0] - posterior(states - step)[0]) / 2e-5
        assert gradient[:, i] == pytest.approx(by_difference, rel=1e-4, abs=1e-4)
        if i < shapes.size:
            part = step[: shapes.size]
            rise = (profile(shapes + part)[0] - profile(shapes - part)[0]) / 2e-5
            assert slope[i] == pytest.approx(rise, rel=1e-4, abs=1e-3)


def test_black_friday_is_found_where_it_falls() -> None:
    """24 November 2023 and 29 November 2024: ISO weeks 47 and 48."""
    share = event_share("Black Friday", WEEKS)
    days = [WEEKS.starts()[int(t)] for t in np.flatnonzero(share > 0.4)]
    assert days == [date(2023, 11, 20), date(2024, 11, 25), date(2025, 11, 24)]


def test_the_week_before_easter_moves_with_it() -> None:
    """Easter Sundays: 9 April 2023, 31 March 2024, 20 April 2025."""
    share = event_share("Easter", WEEKS)
    days = [WEEKS.starts()[int(t)] for t in np.flatnonzero(share > 0.4)]
    assert days == [date(2023, 4, 3), date(2024, 3, 25), date(2025, 4, 14)]


def peaks(horizon: Horizon, residuals: FloatArray) -> tuple[str, ...]:
    """Peaks found under white noise of 3 %."""
    return recurring_peaks(horizon, residuals, np.eye(horizon.count) / 0.03**2, 0.25)


def test_only_peaks_that_come_back_are_peaks() -> None:
    rng = np.random.default_rng(1)
    residuals = 0.03 * rng.standard_normal(156)
    weeks = np.array([day.isocalendar().week for day in WEEKS.starts()[:-1]])
    residuals[weeks == 20] += 0.25
    residuals[30] += 0.5
    assert peaks(WEEKS, residuals) == ("week 20",)


def test_a_peak_seen_once_counts_in_the_weeks_that_usually_have_one() -> None:
    """In a history of one year: Black Friday's week is known, the same peak in May is not.

    20 November 2023 begins both Black Friday's week and ISO week 47, so both are kept and share the peak.
    """
    year = Horizon(MONDAY, 52, "week")
    for day, wanted in ((date(2023, 11, 20), {"Black Friday", "week 47"}), (date(2023, 5, 15), set())):
        residuals = np.array([0.3 * (start == day) for start in year.starts()[:-1]])
        assert set(peaks(year, residuals)) == wanted


def test_a_form_survives_its_document() -> None:
    form = replace(
        first_form(WEEKS, {"price": np.linspace(1, 2, 156)}),
        events=("Easter", "week 20"),
        steps=(date(2024, 1, 1),),
        demand=True,
    )
    again = BaselineForm.read(form.document())
    assert again == form
    assert len(form.names) == form.prior_sd(priors_for("week", 2.0)).size


def test_demand_is_seen_where_spends_follow_it() -> None:
    following, own = make_market("demand", 2), make_market("delayed", 2)
    for market, lowest, highest in ((following, 0.0, 0.05), (own, 0.2, 1.0)):
        units = scaled(market.history)
        form = replace(
            first_form(market.history.horizon, market.history.controls), events=("week 47", "week 51")
        )
        common = common_movement(units, form)
        assert common is not None
        assert lowest <= common.chance <= highest


def test_correlation_of_still_and_twin_channels() -> None:
    wave = np.array([1.0, 3.0, 2.0, 5.0])
    found = correlations(np.stack([wave, 2 * wave, np.full(4, 7.0)]))
    assert found == pytest.approx(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]]))


@pytest.mark.parametrize(("share", "change"), [(-1.0, "off"), (-0.5, "half"), (0.5, "more")])
def test_less_is_taken_where_there_was_spend_and_more_comes_on_top(
    units: Scaled, share: float, change: str
) -> None:
    """Weeks of 0, 10, 30 and 0: off leaves nothing of them, half leaves 5 and 15, half more adds 5 each."""
    spend = units.history.spend.copy()
    spend[0, 50:54] = (0.0, 10.0, 30.0, 0.0)
    history = replace(units.history, spend=spend)
    start = history.horizon.starts()[50]
    test = Experiment(history.channels[0], start, start + timedelta(days=27), 40.0 * share, 1.0, 1.0)
    found = lift_tests([test], replace(units, history=history))
    assert found is not None
    tested = found.spend_lagged[0, :4, 0] * units.typical[0]
    expected = {"off": (0, 0, 0, 0), "half": (0, 5, 15, 0), "more": (5, 15, 35, 5)}[change]
    assert tested == pytest.approx(np.array(expected, float), abs=1e-9)


def test_experiments_on_unknown_or_silent_channels_are_refused(units: Scaled) -> None:
    with pytest.raises(LabelMismatch, match='"Chanel 1" is not a known channel'):
        lift_tests([Experiment("Chanel 1", MONDAY, MONDAY, 1.0, 1.0, 1.0)], units)
    with pytest.raises(BadDocument, match="before it starts"):
        Experiment("channel 1", MONDAY, MONDAY - timedelta(days=1), 1.0, 1.0, 1.0)
    with pytest.raises(BadDocument, match="standard error must be a number above 0"):
        Experiment("channel 1", MONDAY, MONDAY, 1.0, 1.0, 0.0)


def test_a_last_month_of_a_few_days_is_told_from_a_weak_one() -> None:
    """Both outcome and spend at two thirds of the lowest other month; a weak month has its spend."""
    outcome, spend = np.array([90.0, 100, 110, 60]), np.array([9.0, 12, 10, 6])
    assert looks_begun(outcome, spend, -1)
    assert not looks_begun(outcome, np.array([9.0, 12, 10, 9]), -1)
    assert not looks_begun(outcome, spend, 0)
    assert looks_begun(outcome[::-1], spend[::-1], 0)


def test_a_short_month_has_less_of_everything_that_comes_by_day() -> None:
    """2024: January 31 days, February 29, of 30.4375 in a usual month; weeks are all alike."""
    months = Horizon(date(2024, 1, 1), 12, "month")
    columns = first_form(months, {}).columns(months, {})
    assert columns[:2, 0] == pytest.approx([31 / 30.4375, 29 / 30.4375])
    assert first_form(WEEKS, {}).columns(WEEKS, {})[:, 0] == pytest.approx(np.ones(156))
