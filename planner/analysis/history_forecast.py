"""What curves say of a spend period by period, contributions and baseline apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.baseline import fitted_baseline, with_past
from planner.domain.calendar import WEEK
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.history import History
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response


@dataclass(frozen=True, eq=False)
class HistoryForecast:
    """Expected outcome of each period of a history, P periods of C channels.

    mean           (P,) baseline and all channels' contributions
    p10, p90       (P,) range over the curves' draws, with a fit's noise of single periods; both are the mean
                   where there are no draws
    baseline       (P,) outcome without media
    contributions  (C, P) outcome of each channel, carry-in included
    """

    channels: tuple[str, ...]
    mean: FloatArray
    p10: FloatArray
    p90: FloatArray
    baseline: FloatArray
    contributions: FloatArray


def forecast_history(curves: CurveSet, history: History) -> HistoryForecast:
    """Forecast a history's spend. Raises BadDocument where the curves and the history do not fit."""
    _check_calendar(curves, history)
    fitted = fitted_baseline(curves)
    if fitted is not None:
        curves = with_past(curves, fitted, history.horizon)
    model = compile_response(curves, history.horizon)
    forecast = respond(model, model.in_order(history.by_channel()))
    baseline = baseline_of(model, history)
    if fitted is not None:
        drawn = fitted.drawn(history, model.draws) + forecast.period_draws
    else:
        drawn = (baseline[:, None] + forecast.period_draws) * (1.0 + forecast.noise_draws)
    p10, p90 = np.percentile(drawn, [10, 90], axis=1)
    return HistoryForecast(
        channels=forecast.channels,
        mean=baseline + forecast.media.sum(axis=0),
        p10=p10,
        p90=p90,
        baseline=baseline,
        contributions=forecast.media,
    )


def baseline_of(model: ResponseModel, history: History) -> FloatArray:
    """Outcome without media in each period of the history, shape (P,).

    A list in the curves document is cyclic from its origin; a fitted baseline is evaluated for the dates and
    the controls of `history`.
    """
    fitted = fitted_baseline(model.curves)
    if fitted is not None:
        return fitted.expected(history)
    return model.baseline


def _check_calendar(curves: CurveSet, history: History) -> None:
    horizon = history.horizon
    if horizon.period != curves.period:
        raise BadDocument(
            say(
                "These curves were seen in {period}s and the spend is given in {given}s; give one "
                "row a {period}.",
                period=curves.period,
                given=horizon.period,
            )
        )
    if curves.origin and curves.period == "week" and (horizon.start - curves.origin).days % WEEK:
        raise BadDocument(
            say(
                "The spend's weeks start on a {start:%A} ({start}), the curves' weeks on a "
                "{origin:%A} ({origin}); use the same day.",
                start=horizon.start,
                origin=curves.origin,
            )
        )
