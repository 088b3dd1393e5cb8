"""Draws of a fit as a curves document: curves with draws, carry-in, baseline, and the `fit` block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.analysis.fit.confounding import CommonMovement
from planner.analysis.fit.design import BaselineForm
from planner.analysis.fit.kernel import TINY, Media, carry_over_weights
from planner.analysis.fit.model import Data, Layout
from planner.analysis.fit.prepare import Scaled
from planner.domain.curves import ChannelCurve, CurveSet, Hill, NoCarryover, Weights
from planner.domain.money import FloatArray

DIGITS = 6


@dataclass(frozen=True, eq=False)
class Estimates:
    """What the draws say, in the history's own units. A active channels, S draws, T periods.

    roas           (A, S) outcome per unit of spend over the history
    weights        (A, L) carry-over, the mean over draws
    ceiling, half, shape  (A, S) hill curves per period that go with the mean carry-over
    contributions  (A, T) mean over draws
    coefficients   (S, p) of the baseline, currency per period
    baseline       (S, T) outcome without media
    sd, rho        (S,) the noise's innovations (currency) and autocorrelation
    delayed        (A,) chance that the carry-over is delayed
    """

    roas: FloatArray
    weights: FloatArray
    ceiling: FloatArray
    half: FloatArray
    shape: FloatArray
    contributions: FloatArray
    coefficients: FloatArray
    baseline: FloatArray
    sd: FloatArray
    rho: FloatArray
    delayed: FloatArray


def estimates(states: FloatArray, data: Data, scaled: Scaled) -> Estimates:
    """Read draws `states` (S, D)."""
    layout = Layout(data.channels, data.columns.shape[1])
    shapes = layout.read_shapes(states)
    media = Media.of(data.spend_lagged, data.scale, shapes)
    roas = np.exp(shapes.roas)
    # One carry-over for all draws (documents hold one): the mean; each draw's ceiling keeps its ROAS.
    weights = carry_over_weights(shapes.lag, shapes.form, scaled.lags).mean(axis=1)
    adstock = np.maximum((data.spend_lagged @ weights[:, :, None])[:, :, 0], TINY)
    half, shape = np.exp(shapes.half), np.exp(shapes.shape)
    away = np.log(adstock)[:, None, :] - shapes.half[:, :, None]
    reached = 1.0 / (1.0 + np.exp(-shape[:, :, None] * away))
    ceiling = roas * scaled.whole[:, None] / reached.sum(axis=2)
    explained = layout.columns - len(scaled.history.missing)
    coefficients = states[:, layout.linear][:, :explained] * scaled.outcome
    return Estimates(
        roas=roas,
        weights=weights,
        ceiling=ceiling,
        half=half * scaled.typical[:, None],
        shape=shape,
        contributions=media.outcome.mean(axis=1) * scaled.outcome,
        coefficients=coefficients,
        baseline=coefficients @ data.columns[:, :explained].T,
        sd=np.exp(states[:, layout.noise]) * scaled.outcome,
        rho=np.tanh(states[:, layout.noise + 1]),
        delayed=(shapes.form > 0.7).mean(axis=1),
    )


def returns(names: Sequence[str], roas: FloatArray) -> dict[str, tuple[float, float, float]]:
    """10th, 50th and 90th percentile of each channel's draws (A, S) of its return."""
    found = np.percentile(roas, [10, 50, 90], axis=1).T.tolist()
    return {name: (low, middle, high) for name, (low, middle, high) in zip(names, found, strict=True)}


def curve_set(
    found: Estimates,
    scaled: Scaled,
    form: BaselineForm,
    common: CommonMovement | None,
    currency: str,
    fit: Mapping[str, Any],
) -> CurveSet:
    """The curves document's value."""
    history = scaled.history
    horizon = history.horizon
    place = {int(row): i for i, row in enumerate(scaled.active)}
    channels = []
    for row, name in enumerate(history.channels):
        spend = history.spend[row]
        if row not in place:
            # Never spent on: nothing is known, so nothing is promised.
            channels.append(ChannelCurve(name, Hill(0.0, 1.0, 1.0), NoCarryover(), observed=(0.0, 0.0)))
            continue
        i = place[row]
        draws = tuple(
            {"ceiling": _short(c), "half_spend": _short(h), "shape": _short(n)}
            for c, h, n in zip(found.ceiling[i], found.half[i], found.shape[i], strict=True)
        )
        channels.append(
            ChannelCurve(
                name=name,
                curve=_middle(found, i, scaled),
                carryover=Weights(tuple(_short(w) for w in found.weights[i])),
                carry_in=tuple(float(x) for x in spend[-(scaled.lags - 1) :]),
                observed=(float(spend.min()), float(spend.max())),
                draws=draws,
            )
        )
    baseline = {
        "kind": "fitted",
        "form": form.document(),
        **({"common_movement": common.document()} if common is not None else {}),
        "coefficients": [_short(v) for v in found.coefficients.mean(axis=0)],
        "draws": [[_short(v) for v in row] for row in found.coefficients],
        "noise_sd": [_short(v) for v in found.sd],
        "autocorrelation": [_short(v) for v in found.rho],
        "last_residual": _short(last_residual(found, scaled)),
        "spend": {name: [float(x) for x in history.spend[i]] for i, name in enumerate(history.channels)},
    }
    return CurveSet(
        period=horizon.period,
        currency=currency,
        channels=tuple(channels),
        origin=horizon.starts()[-1],
        noise=year_noise(found, scaled),
        extra={"baseline": baseline, "fit": dict(fit)},
    )


def last_residual(found: Estimates, scaled: Scaled) -> float:
    """What the last period of the history left unexplained: autocorrelated noise carries some of it on."""
    fitted = found.baseline.mean(axis=0) + found.contributions.sum(axis=0)
    return float((scaled.values - fitted)[-1])


def year_noise(found: Estimates, scaled: Scaled) -> float:
    """Relative standard deviation of a year's total that no curve explains: autocorrelated noise, summed."""
    periods = 52 if scaled.history.horizon.period == "week" else 12
    sd, rho = float(np.median(found.sd)), float(np.median(found.rho))
    return float(sd / (1.0 - rho) / np.sqrt(periods) / scaled.outcome)


def _middle(found: Estimates, i: int, scaled: Scaled) -> Hill:
    """The plain curve: median half-saturation and shape, the ceiling that keeps the median ROAS."""
    half, shape = float(np.median(found.half[i])), float(np.median(found.shape[i]))
    lived = np.concatenate([scaled.past[i], scaled.spend[i]])
    adstock = np.convolve(lived, found.weights[i])[scaled.lags - 1 :][: scaled.spend.shape[1]]
    powered = np.maximum(adstock, TINY * scaled.typical[i]) ** shape
    reached = powered / (powered + half**shape)
    return Hill(float(np.median(found.roas[i]) * scaled.whole[i] / reached.sum()), half, shape)


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
