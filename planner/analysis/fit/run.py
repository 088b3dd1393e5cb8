"""`fit_history`: prepare, discover the baseline, search the posterior's peaks, draw, judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count as counted

import numpy as np

from planner.analysis.fit.baseline import forecast_fitted
from planner.analysis.fit.confounding import CommonMovement
from planner.analysis.fit.design import BaselineForm
from planner.analysis.fit.discover import discover
from planner.analysis.fit.draws import CHAINS, METHOD, WARM_UP, Draws, draw, steps_for
from planner.analysis.fit.experiments import lift_tests
from planner.analysis.fit.model import Data, Layout, Posterior
from planner.analysis.fit.prepare import FEWEST, Scaled, scaled
from planner.analysis.fit.priors import LIKELIHOOD_POWER, Priors, priors_for
from planner.analysis.fit.quality import Holdout, evidence, twins
from planner.analysis.fit.record import FitRecord
from planner.analysis.fit.report import FitReport
from planner.analysis.fit.result import Estimates, curve_set, estimates, returns
from planner.analysis.fit.search import search
from planner.domain.calendar import Horizon
from planner.domain.curves import CurveSet
from planner.domain.errors import say
from planner.domain.experiment import Experiment
from planner.domain.history import History
from planner.domain.money import FloatArray

SEED = 20270101
HELD_OUT = {"week": 26, "month": 6}
CLIMBS = 45
"""About how often one fit climbs; lift tests and the half year held back take a fit more each."""
BESIDE_DRAWS = 200
"""Draws of those further fits, of which only ranges are shown."""
Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Fitted:
    """Curves, and what stands behind them."""

    curves: CurveSet
    report: FitReport


@dataclass(frozen=True, eq=False)
class _Core:
    """A fit before it is judged."""

    units: Scaled
    form: BaselineForm
    common: CommonMovement | None
    priors: Priors
    data: Data
    draws: Draws
    found: Estimates

    def curves(self, currency: str, fit: dict[str, object]) -> CurveSet:
        return curve_set(self.found, self.units, self.form, self.common, currency, fit)


def fit_history(
    history: History,
    *,
    experiments: Sequence[Experiment] = (),
    draws: int = 500,
    seed: int = SEED,
    currency: str = "USD",
    notes: Sequence[str] = (),
    holdout: bool = True,
    progress: Progress | None = None,
) -> Fitted:
    """Fit curves to `history`.

    holdout   whether to fit once more without the last half year, to say how well it would have been forecast
    progress  called with the share done, 0 to 1; what it raises ends the fit
    Raises BadDocument where there is nothing to fit.
    """
    ticks = counted(1)
    others = bool(experiments) + (holdout and _can_hold_out(history))
    fewer = min(draws, BESIDE_DRAWS)
    whole = CLIMBS * (1 + others) + _steps(draws) + _steps(fewer) * others

    def tick() -> None:
        if progress is not None:
            progress(min(next(ticks) / whole, 0.99))

    core = _fit(history, experiments, draws, seed, tick)
    before = _fit(history, (), fewer, seed, tick) if experiments else None
    held = _holdout(history, fewer, seed, tick) if holdout else None
    if holdout and held is None:
        period = history.horizon.period
        notes = (
            *notes,
            say(
                "Too short to hold back the last {held} {period}s and still fit {fewest}: how well it "
                "forecasts "
                "is not known.",
                held=HELD_OUT[period],
                period=say(period),
                fewest=FEWEST[period],
            ),
        )
    report = _report(core, held, experiments, before, tuple(notes))
    if progress is not None:
        progress(1.0)
    record = FitRecord.of(report, history, experiments)
    return Fitted(record.into(core.curves(currency, _block(report))), report)


def _steps(draws: int) -> int:
    return WARM_UP + steps_for(draws)


def _fit(
    history: History, experiments: Sequence[Experiment], draws: int, seed: int, tick: Callable[[], None]
) -> _Core:
    rng = np.random.default_rng(seed)
    units = scaled(history)
    units = replace(units, tests=lift_tests(experiments, units))
    priors = priors_for(history.horizon.period, float(units.values.sum() / units.whole.sum()))
    form, units, common = discover(units, priors, rng, tick)
    data = units.data(form, priors)
    peaks = search(data, priors, rng, power=LIKELIHOOD_POWER, peaks_of_their_own=True, tick=tick)
    posterior = Posterior(data, priors, LIKELIHOOD_POWER)
    drawn = draw(posterior, peaks, _prior_scale(data, priors), draws, rng, tick)
    return _Core(units, form, common, priors, data, drawn, estimates(drawn.states, data, units))


def _prior_scale(data: Data, priors: Priors) -> FloatArray:
    """Prior standard deviation of each parameter of the state, shape (D,)."""
    layout = Layout(data.channels, data.columns.shape[1])
    scale = np.empty(layout.size)
    sds = (0.6, priors.lag.sd, 0.8, priors.half.sd, priors.shape.sd)
    scale[: layout.shapes] = np.repeat(sds, data.channels)
    scale[layout.hyper] = priors.roas_middle.sd, priors.roas_spread.sd
    scale[layout.linear] = data.column_sd
    scale[layout.noise :] = priors.noise.sd, priors.persistence.sd
    return scale


def _can_hold_out(history: History) -> bool:
    """Whether enough is left to fit without the last half year."""
    period = history.horizon.period
    return history.horizon.count - HELD_OUT[period] >= FEWEST[period]


def _holdout(history: History, draws: int, seed: int, tick: Callable[[], None]) -> Holdout | None:
    """The last half year forecast from what was before; None for a history too short for that."""
    horizon, outcome = history.horizon, history.outcome
    assert outcome is not None
    ahead = HELD_OUT[horizon.period]
    seen = horizon.count - ahead
    known, held = part(history, 0, seen), part(history, seen, horizon.count)
    if not _can_hold_out(history) or not (known.spend > 0).any():
        return None
    curves = _fit(known, (), draws, seed, tick).curves("", {})
    mean, drawn = forecast_fitted(curves, replace(held, outcome=None))
    low, high = np.percentile(drawn, [10, 90], axis=1)
    actual = outcome[seen:]
    told = np.setdiff1d(np.arange(ahead), held.missing)
    size = float(np.abs(actual[told]).mean())
    if size <= 0:
        return None
    year = 52 if horizon.period == "week" else 12
    before = outcome[seen - year : seen - year + ahead] if seen >= year else None

    def error(forecast: FloatArray) -> float:
        return float(np.abs(forecast - actual)[told].mean()) / size

    return Holdout(
        periods=ahead,
        error=error(mean),
        naive=error(outcome[seen - 1]),
        seasonal=None if before is None else error(before),
        coverage=float(((actual >= low) & (actual <= high))[told].mean()),
        mean=mean,
        low=low,
        high=high,
    )


def part(history: History, start: int, stop: int) -> History:
    """Periods `start` to before `stop` of a history, from 0."""
    return History(
        Horizon(history.horizon.starts()[start], stop - start, history.horizon.period),
        history.channels,
        history.spend[:, start:stop].copy(),
        {name: values[start:stop].copy() for name, values in history.controls.items()},
        None if history.outcome is None else history.outcome[start:stop].copy(),
        tuple(period - start for period in history.missing if start <= period < stop),
    )


def _report(
    core: _Core,
    held: Holdout | None,
    experiments: Sequence[Experiment],
    before: _Core | None,
    notes: tuple[str, ...],
) -> FitReport:
    units, found = core.units, core.found
    baseline = found.baseline.mean(axis=0)
    fitted = baseline + found.contributions.sum(axis=0)
    middle, spread = core.priors.roas_middle, core.priors.roas_spread
    prior_sd = float(np.hypot(middle.sd, np.exp(spread.mean)))
    low, typical, high = (float(np.exp(middle.mean + z * prior_sd)) for z in (-1.2816, 0.0, 1.2816))
    columns = core.data.columns[:, : found.coefficients.shape[1]] * found.coefficients.mean(axis=0)
    names = tuple(units.history.channels[int(row)] for row in units.active)
    graded = evidence(units, found, core.common, prior_sd, Counter(one.channel for one in experiments))
    return FitReport(
        starts=units.history.horizon.starts()[:-1],
        channels=names,
        outcome=units.values,
        fitted=fitted,
        residuals=units.values - fitted,
        contributions=found.contributions,
        baseline=baseline,
        parts={
            name: columns[:, part].sum(axis=1)
            for name, part in core.form.groups().items()
            if part.stop > part.start
        },
        roas=found.roas,
        prior_roas=(low, typical, high),
        delayed=found.delayed,
        weights=found.weights,
        autocorrelation=float(np.median(found.rho)),
        agreement=core.draws.agreement,
        acceptance=core.draws.acceptance,
        holdout=held,
        evidence=graded,
        events=core.form.events,
        steps=core.form.steps,
        followers={} if core.common is None else dict(core.common.followers),
        twins=tuple(twins(graded)),
        untested={} if before is None else returns(names, before.found.roas),
        notes=(*units.notes, *notes),
    )


def _block(report: FitReport) -> dict[str, object]:
    """The document's `fit`: returns and their ranges, how good a forecast is, grades with reasons."""
    known = returns(report.channels, report.roas)
    held = report.holdout
    return {
        "roas": {name: middle for name, (_, middle, _) in known.items()},
        "roas_range": {name: [low, high] for name, (low, _, high) in known.items()},
        "holdout_error": None if held is None else held.error,
        **(
            {}
            if held is None
            else {"holdout": {"naive": held.naive, "seasonal": held.seasonal, "coverage": held.coverage}}
        ),
        "draws": {
            "method": METHOD,
            "count": int(report.roas.shape[1]),
            "walks": CHAINS,
            "steps": WARM_UP + steps_for(int(report.roas.shape[1])),
            "accepted": report.acceptance,
            "agreement": report.agreement,
        },
        "evidence": {one.channel: one.grade for one in report.evidence},
        "reasons": {one.channel: [reason.text for reason in one.reasons] for one in report.evidence},
        "events": list(report.events),
        "follows_demand": sorted(report.followers),
        "merge": [list(pair) for pair in report.twins],
        **(
            {"before_experiments": {k: list(v) for k, v in report.untested.items()}}
            if report.untested
            else {}
        ),
        "notes": list(report.notes),
    }
