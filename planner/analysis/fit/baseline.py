"""A fitted baseline out of a curves document, evaluated for the periods of any history or spend file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.analysis.fit.confounding import CommonMovement, season_columns
from planner.analysis.fit.design import DEMAND, BaselineForm
from planner.analysis.fit.prepare import START_PERIODS
from planner.domain.calendar import Horizon, periods_between
from planner.domain.curves import ChannelCurve, CurveSet, NoCarryover, Weights
from planner.domain.errors import BadDocument, say
from planner.domain.history import History
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response

NOISE_SEED = 20270102


@dataclass(frozen=True, eq=False)
class FittedBaseline:
    """Trend, season, events and controls with their draws, and the noise around them.

    coefficients  (p,) currency per period; draws (S, p), empty where there are none
    sd, rho       (S,) the noise's innovations and autocorrelation
    last          what the last period of the history left unexplained
    spend         (T,) by channel: the history's own, so that any start inside it has its carry-in
    """

    form: BaselineForm
    coefficients: FloatArray
    draws: FloatArray
    sd: FloatArray
    rho: FloatArray
    last: float
    spend: Mapping[str, FloatArray]
    common: CommonMovement | None = None

    @classmethod
    def read(cls, value: object) -> FittedBaseline:
        """From a curves document's `baseline`. Raises BadDocument for a form this version does not know."""
        try:
            assert isinstance(value, dict)
            if value["kind"] != "fitted":
                raise ValueError(value["kind"])
            form = BaselineForm.read(value["form"])
            width = len(form.names)
            found = cls(
                form=form,
                coefficients=_numbers(value["coefficients"]),
                draws=_numbers(value.get("draws", [])).reshape(-1, width),
                sd=_numbers(value["noise_sd"]),
                rho=_numbers(value["autocorrelation"]),
                last=float(value["last_residual"]),
                common=CommonMovement.read(value["common_movement"]) if form.demand else None,
                spend={str(name): _numbers(row) for name, row in value["spend"].items()},
            )
            if found.coefficients.shape != (width,) or not found.sd.shape == found.rho.shape != (0,):
                raise ValueError("lengths")
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError):
            known = ", ".join(sorted(map(str, value))) if isinstance(value, dict) else str(value)
            raise BadDocument(
                say(
                    "Curves document: baseline: a fitted baseline ({form}) is not understood by this "
                    "version; give a list with the outcome of each period without media.",
                    form=known or "empty",
                )
            ) from None
        return found

    @property
    def length(self) -> int:
        """Periods of the history it was fitted to."""
        return max((row.size for row in self.spend.values()), default=0)

    def place(self, horizon: Horizon) -> int:
        """Periods from the history's first to the horizon's first."""
        return periods_between(self.form.start, horizon.start, self.form.period)

    def columns(self, history: History) -> FloatArray:
        """The baseline's columns (P, p); within the fitted history the common movement is its own."""
        controls, horizon = dict(history.controls), history.horizon
        if self.common is None:
            return self.form.columns(horizon, controls)
        seasonal = season_columns(self.form, self.form.columns(horizon, controls))
        at = np.arange(horizon.count) + self.place(horizon)
        inside = (at >= 0) & (at < self.length)
        series = np.zeros(horizon.count)
        series[inside] = self.common.series[at[inside]]
        by_name = {name: row[~inside] for name, row in history.by_channel().items()}
        series[~inside] = self.common.beyond(seasonal[~inside], by_name)
        return self.form.columns(horizon, controls | {DEMAND: series})

    def expected(self, history: History) -> FloatArray:
        """Outcome without media in each period (P,), with what autocorrelation carries on from then."""
        columns = self.columns(history)
        found: FloatArray = (
            columns @ self.coefficients
            + self._carried(history.horizon, np.array([float(np.median(self.rho))]))[:, 0]
        )
        return found

    def drawn(self, history: History, draws: int) -> FloatArray:
        """Draws (P, S) of baseline and noise: what each period may turn out to be, media aside."""
        columns = self.columns(history)
        mean = (
            columns @ self.draws.T
            if self.draws.shape[0] == draws
            else np.repeat((columns @ self.coefficients)[:, None], draws, axis=1)
        )
        sd, rho = (_cycled(values, draws) for values in (self.sd, self.rho))
        rng = np.random.default_rng(NOISE_SEED)
        noise = np.empty_like(mean)
        ahead = self.place(history.horizon) - self.length  # 0: the first period after the history
        spread = (
            np.sqrt((1.0 - rho ** (2 * ahead)) / (1.0 - rho**2)) if ahead >= 0 else 1 / np.sqrt(1 - rho**2)
        )
        level = sd * spread * rng.standard_normal(draws)
        for t in range(noise.shape[0]):
            level = rho * level + sd * rng.standard_normal(draws) if t or ahead >= 0 else level
            noise[t] = level
        found: FloatArray = mean + noise + self._carried(history.horizon, rho)
        return found

    def _carried(self, horizon: Horizon, rho: FloatArray) -> FloatArray:
        """The last residual, fading after the history; nothing inside it. Shape (P, rho's)."""
        ahead = np.arange(horizon.count) + self.place(horizon) - self.length + 1
        return np.where(ahead[:, None] > 0, self.last * rho ** np.maximum(ahead, 0)[:, None], 0.0)


def fitted_baseline(curves: CurveSet) -> FittedBaseline | None:
    """The fitted baseline of a curves document; None where it has none."""
    value = curves.extra.get("baseline")
    return None if value is None else FittedBaseline.read(value)


def with_past(curves: CurveSet, baseline: FittedBaseline, horizon: Horizon) -> CurveSet:
    """Curves whose carry-in is the history's spend before `horizon`, wherever it starts.

    Before the history the first periods' mean is assumed, as in the fit; after it, no spend.
    """
    at = baseline.place(horizon)

    def lived(channel: ChannelCurve) -> ChannelCurve:
        if channel.name not in baseline.spend or not isinstance(channel.carryover, Weights | NoCarryover):
            return channel
        memory = len(channel.carryover.weights) - 1 if isinstance(channel.carryover, Weights) else 0
        spend = baseline.spend[channel.name]
        early = np.full(memory, spend[:START_PERIODS].mean())
        whole = np.concatenate([early, spend, np.zeros(max(at - spend.size, 0))])
        stop = max(at, 0) + memory
        return replace(channel, carry_in=tuple(whole[stop - memory : stop].tolist()))

    return replace(curves, origin=horizon.start, channels=tuple(map(lived, curves.channels)))


def forecast_fitted(curves: CurveSet, history: History) -> tuple[FloatArray, FloatArray]:
    """Expected outcome (P,) of a history's spend, and draws (P, S) with the noise of single periods."""
    baseline = FittedBaseline.read(curves.extra["baseline"])
    model = compile_response(with_past(curves, baseline, history.horizon), history.horizon)
    forecast = respond(model, model.in_order(history.by_channel()))
    expected = baseline.expected(history) + forecast.media.sum(axis=0)
    return expected, baseline.drawn(history, model.draws) + forecast.period_draws


def _cycled(values: FloatArray, count: int) -> FloatArray:
    return np.resize(values, count)


def _numbers(value: Any) -> FloatArray:
    found: FloatArray = np.array(value, float)
    if not np.isfinite(found).all():
        raise ValueError("not finite")
    return found
