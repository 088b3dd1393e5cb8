"""PyMC-Marketing's saturations and carry-overs as ours, draw by draw; exact wherever algebra allows.

Channels enter a model divided by their scale, and contributions leave it divided by the target's. With x
the spend, c the channel scale and t the target scale, t f(adstock(x / c)) is a curve of adstock(x), since
adstock is linear. All parameters are arrays over draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import least_squares

from planner.domain.curves import Carryover, Curve, Geometric, Hill, Logistic, NoCarryover, Table, Weights
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray

Drawn = Mapping[str, FloatArray]
POINTS = 201
LN3 = np.log(3.0)
POSITIVE = ("lam", "k", "halflife")

SATURATIONS: Mapping[str, tuple[str, ...]] = {
    "logistic": ("lam", "beta"),
    "inverse_scaled_logistic": ("lam", "beta"),
    "tanh": ("b", "c"),
    "tanh_baselined": ("x0", "gain", "r", "beta"),
    "michaelis_menten": ("alpha", "lam"),
    "hill": ("slope", "kappa", "beta"),
    "hill_sigmoid": ("sigma", "beta", "lam"),
}
ADSTOCKS: Mapping[str, tuple[str, ...]] = {
    "geometric": ("alpha",),
    "geometric_halflife": ("halflife",),
    "delayed": ("alpha", "theta"),
    "binomial": ("alpha",),
    "weibull_pdf": ("lam", "k"),
    "weibull_cdf": ("lam", "k"),
    "no_adstock": (),
}


@dataclass(frozen=True, eq=False)
class Converted:
    """The average of its draws as a curve, with them; `error` is how far a table misses that average."""

    curve: Curve
    draws: tuple[dict[str, float], ...]
    error: float = 0.0


def converted(kind: str, p: Drawn, channel_scale: float, target_scale: float, top: float) -> Converted:
    """Parameters by draw as our curve; `top` is the adstock up to which a table or an average is made."""
    if kind == "hill_sigmoid":
        return _sigmoid_table(p, channel_scale, target_scale, top)
    if kind in ("hill", "michaelis_menten"):
        ceiling = p["beta"] if kind == "hill" else p["alpha"]
        half = p["kappa"] if kind == "hill" else p["lam"]
        shape = p["slope"] if kind == "hill" else np.ones_like(half)
        return _hill(target_scale * ceiling, channel_scale * half, shape, top)
    if kind == "logistic":
        return _logistic(target_scale * p["beta"], p["lam"] / channel_scale, top)
    if kind == "inverse_scaled_logistic":
        return _logistic(target_scale * p["beta"], LN3 / p["lam"] / channel_scale, top)
    if kind == "tanh":
        return _logistic(target_scale * p["b"], 2 / (p["b"] * p["c"]) / channel_scale, top)
    gain = p["beta"] * p["gain"] * p["x0"] / p["r"]
    return _logistic(target_scale * gain, 2 * np.arctanh(p["r"]) / p["x0"] / channel_scale, top)


def _hill(ceiling: FloatArray, half: FloatArray, shape: FloatArray, top: float) -> Converted:
    _check(ceiling, half, shape)

    def outcome(a: FloatArray, c: FloatArray, h: FloatArray, s: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore", over="ignore"):
            reached: FloatArray = c / (1 + np.exp(s * (np.log(h) - np.log(a))))
        return reached

    a = np.linspace(0, top, POINTS)[1:]
    each = outcome(a, ceiling[:, None], half[:, None], shape[:, None])
    best = int(np.argmin(np.abs(each - each.mean(axis=0)).max(axis=1)))
    start = np.array([ceiling[best], half[best], shape[best]])
    found = _averaged(each.mean(axis=0), lambda v: outcome(a, v[0], v[1], v[2]), start)
    draws = [
        {"ceiling": float(c), "half_spend": float(h), "shape": float(s)}
        for c, h, s in zip(ceiling, half, shape, strict=True)
    ]
    return Converted(Hill(*(float(v) for v in found)), tuple(draws))


def _logistic(ceiling: FloatArray, rate: FloatArray, top: float) -> Converted:
    _check(ceiling, rate)
    a = np.linspace(0, top, POINTS)[1:]
    each = ceiling[:, None] * np.tanh(rate[:, None] * a / 2)
    best = int(np.argmin(np.abs(each - each.mean(axis=0)).max(axis=1)))
    start = np.array([ceiling[best], rate[best]])
    found = _averaged(each.mean(axis=0), lambda v: v[0] * np.tanh(v[1] * a / 2), start)
    draws = [{"ceiling": float(c), "rate": float(r)} for c, r in zip(ceiling, rate, strict=True)]
    return Converted(Logistic(float(found[0]), float(found[1])), tuple(draws))


def _averaged(target: FloatArray, model: object, start: FloatArray) -> FloatArray:
    """Parameters whose curve comes nearest to the average curve: not the average of parameters."""
    assert callable(model)
    if target.max(initial=0.0) <= 0 or start[0] <= 0:
        return start

    def miss(logs: FloatArray) -> FloatArray:
        away: FloatArray = (model(np.exp(logs)) - target) / target.max()
        return away

    if np.abs(miss(np.log(start))).max() < 1e-12:  # one draw, or all the same
        return start
    found: FloatArray = np.exp(least_squares(miss, np.log(start), max_nfev=200).x)
    return found


def _check(ceiling: FloatArray, *positive: FloatArray) -> None:
    if not all(np.isfinite(values).all() for values in (ceiling, *positive)):
        raise BadFile(say("a draw of its saturation is no finite number"))
    if (ceiling < 0).any():
        raise BadFile(say("a draw of its saturation takes outcome away as spend grows"))
    if any((values <= 0).any() for values in positive):
        raise BadFile(say("a draw of its saturation has a scale or slope of 0 or less"))


def _sigmoid_table(p: Drawn, channel_scale: float, target_scale: float, top: float) -> Converted:
    _check(p["sigma"], p["beta"])

    def average(a: FloatArray) -> FloatArray:
        whole: FloatArray = _sigmoid(p, a / channel_scale).mean(axis=0) * target_scale
        return whole

    a = np.linspace(0, top, POINTS)
    points = np.maximum.accumulate(np.maximum(average(a), 0.0))
    points[0] = 0.0
    between = (a[1:] + a[:-1]) / 2
    miss = np.abs(PchipInterpolator(a, points)(between) - average(between)).max() / max(points.max(), 1e-300)
    at_half = _sigmoid(p, np.array([top / 2 / channel_scale]))[:, 0]
    factor = at_half / at_half.mean() if at_half.mean() > 0 else np.ones_like(at_half)
    draws = tuple({"scale": float(f)} for f in factor)
    return Converted(Table(tuple(a.tolist()), tuple(points.tolist())), draws, float(miss))


def _sigmoid(p: Drawn, a: FloatArray) -> FloatArray:
    sigma, beta, lam = (p[name][:, None] for name in ("sigma", "beta", "lam"))
    found: FloatArray = sigma / (1 + np.exp(-beta * (a - lam))) - sigma / (1 + np.exp(beta * lam))
    return found


def carried(kind: str, p: Drawn, length: int, normalized: bool) -> tuple[Carryover, FloatArray | None]:
    """Carry-over with its retention by draw, or one kernel for all draws where ours cannot vary.

    length  l_max: lags from 0 to below it; the Weibull survival has one lag more
    """
    if kind == "no_adstock" or (length == 1 and kind != "weibull_cdf"):
        return NoCarryover(), None
    if any((values <= 0).any() or not np.isfinite(values).all() for n, values in p.items() if n in POSITIVE):
        raise BadFile(say("a draw of its carry-over has a scale, a shape or a half-life of 0 or less"))
    alpha = 0.5 ** (1.0 / p["halflife"]) if kind == "geometric_halflife" else p.get("alpha")
    if alpha is not None and (((alpha < 0) | (alpha > 1)).any() or not np.isfinite(alpha).all()):
        raise BadFile(say("a draw of its carry-over keeps less than nothing or more than all"))
    if kind.startswith("geometric"):
        assert alpha is not None
        alpha = np.minimum(alpha, 1 - 1e-12)
        return Geometric(float(alpha.mean()), normalized, length), alpha
    each = _kernels(kind, {name: values[:, None] for name, values in p.items()}, length)
    if normalized:
        each = each / each.sum(axis=1, keepdims=True)
    return Weights(tuple(float(w) for w in each.mean(axis=0))), None


def _kernels(kind: str, p: Drawn, length: int) -> FloatArray:
    """Weights by draw and lag, as the library's transformers define them; parameters come as columns."""
    lag = np.arange(length)
    found: FloatArray
    if kind == "delayed":
        found = p["alpha"] ** ((lag - p["theta"]) ** 2)
    elif kind == "binomial":
        found = (1.0 - lag / (length + 1)) ** (1.0 / np.maximum(p["alpha"], 1e-12) - 1.0)
    else:
        far = (lag + 1.0) / p["lam"]
        survival = np.exp(-(far ** p["k"]))
        if kind == "weibull_cdf":
            return np.cumprod(np.concatenate([np.ones((survival.shape[0], 1)), survival], axis=1), axis=1)
        density = p["k"] / p["lam"] * far ** (p["k"] - 1.0) * survival
        low, high = density.min(axis=1, keepdims=True), density.max(axis=1, keepdims=True)
        found = (density - low) / (high - low)
    return found
