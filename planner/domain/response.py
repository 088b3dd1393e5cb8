"""`respond`: what a spend brings. Slider, optimiser, plan, variance, workbook and charts all call it.

The middle of a forecast is the expectation over draws (the plain curve where there are none), so that the
slider's forecast and the optimiser's objective are one number. One pass also gives what the next unit adds.
"""

from __future__ import annotations

import numpy as np

from planner.domain.adstock import GeometricAdstock
from planner.domain.channel_groups import Group
from planner.domain.errors import BadDocument, say
from planner.domain.forecast import Forecast, Measure
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel


def respond(model: ResponseModel, spend: FloatArray) -> Forecast:
    """Forecast of `spend`, shape (C, D), currency per decided period, in the model's channel order.

    Raises BadDocument for a wrong shape, a negative amount or one that is no number.
    """
    return _forecast(model, spend, None)


def respond_with_next_unit(
    model: ResponseModel, spend: FloatArray
) -> tuple[Forecast, FloatArray, FloatArray]:
    """The forecast, and what one more unit in each cell adds in-year and in full effect, each (C, D)."""
    shape = (len(model.channels), model.lived.count)
    slopes = np.zeros(shape), np.zeros(shape)
    forecast = _forecast(model, spend, slopes)
    in_year, full = ((slope / model.price) @ model.spread for slope in slopes)
    return forecast, in_year, full


def next_unit(model: ResponseModel, spend: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What one more unit in each cell adds, in-year and in full effect, each (C, D)."""
    _, in_year, full = respond_with_next_unit(model, spend)
    return in_year, full


def marginal_outcome(
    model: ResponseModel, spend: FloatArray, measure: Measure = "in_year"
) -> tuple[float, FloatArray]:
    """Expected media outcome of `spend` (C, D) and what one more unit in each cell adds, shape (C, D)."""
    forecast, in_year, full = respond_with_next_unit(model, spend)
    return forecast.outcome(measure), in_year if measure == "in_year" else full


def _forecast(
    model: ResponseModel, spend: FloatArray, slopes: tuple[FloatArray, FloatArray] | None
) -> Forecast:
    """The one pass over all groups; `slopes` (C, P) in-year and full are filled where they are asked for."""
    _check(model, spend)
    rate = model.rate(spend)
    count, decided, lived = len(model.channels), model.horizon.count, model.lived.count
    media = np.empty((count, decided))
    media_draws = np.empty((count, model.draws))
    after_draws = np.zeros((count, model.draws))
    period_draws = np.zeros((decided, model.draws))
    for group in model.groups:
        rows = group.index
        adstock = group.adstock.forward(rate[rows], 0 if group.tail else group.after)
        if slopes is None:
            outcome = group.saturation.outcome(adstock)
        else:
            outcome, slope = group.saturation.outcome_and_slope(adstock)
        inside = outcome[:, :, :lived] * model.season[rows][:, None, :]
        by_period = inside @ model.collect.T
        media[rows] = by_period.mean(axis=1)
        media_draws[rows] = by_period.sum(axis=2)
        period_draws += by_period.sum(axis=0).T
        push = None
        if group.tail is None:
            after = outcome[:, :, lived:].sum(axis=2)
        elif slopes is None:
            after = group.tail.outcome(adstock[:, :, -1])
        else:
            after, push = group.tail.outcome_and_slope(adstock[:, :, -1])
        after_draws[rows] = after - group.ended_sum
        if slopes is not None:
            slopes[0][rows], slopes[1][rows] = _slopes(model, group, slope, push)
    full_draws = (media_draws + after_draws) * model.long_term
    lifted = model.baseline * (0.0 if model.brand is None else model.brand.of(spend))
    return Forecast(
        channels=model.channels,
        horizon=model.horizon,
        spend=spend,
        media=media,
        after=after_draws.mean(axis=1),
        full=full_draws.mean(axis=1),
        baseline=model.baseline + lifted,
        media_draws=media_draws,
        full_draws=full_draws,
        period_draws=period_draws,
        noise_draws=model.noise_draws,
        beyond_seen=_beyond_seen(model, spend),
        lifted=lifted,
    )


def _slopes(
    model: ResponseModel, group: Group, slope: FloatArray, push: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Expected d outcome / d rate of a group's channels, in-year and in full effect, each (n, P).

    slope  d outcome / d adstock, (n, S or 1, P + after); changed here
    push   d outcome after the horizon / d last adstock, (n, S or 1), where it is known in closed form
    """
    lived, rows = model.lived.count, group.index
    long_term = model.long_term[rows]
    slope[:, :, :lived] *= (model.season[rows] * model.collect.sum(axis=0))[:, None, :]
    inside = group.adstock.backward(slope[:, :, :lived], lived)
    followed = slope.shape[2] > lived
    whole = group.adstock.backward(slope, lived) if followed else inside
    full = (whole * long_term[:, :, None]).mean(axis=1)
    if push is not None:
        assert isinstance(group.adstock, GeometricAdstock)
        full += ((push * long_term)[:, :, None] * group.adstock.last_by_spend(lived)).mean(axis=1)
    return inside.mean(axis=1), full


def _check(model: ResponseModel, spend: FloatArray) -> None:
    wanted = (len(model.channels), model.horizon.count)
    if spend.shape != wanted:
        raise BadDocument(
            say(
                "Spend has shape {shape}; the model needs channels x periods {wanted}.",
                shape=spend.shape,
                wanted=wanted,
            )
        )
    wrong = ~(np.isfinite(spend) & (spend >= 0))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise BadDocument(
            say(
                "Spend on {channels} in {period} is {spend}; give an amount of 0 or more.",
                channels=model.channels[row],
                period=model.horizon.when(int(column)),
                spend=spend[row, column],
            )
        )


def _beyond_seen(model: ResponseModel, spend: FloatArray) -> np.ndarray:
    seen = np.array([channel.observed or (0.0, np.inf) for channel in model.curves.channels])
    lived = spend @ model.spread.T
    beyond = (lived > seen[:, 1:] * (1 + 1e-9)) | ((lived < seen[:, :1] * (1 - 1e-9)) & (lived > 0))
    outside: np.ndarray = (beyond.astype(float) @ (model.collect.T > 0).astype(float)) > 0
    return outside
