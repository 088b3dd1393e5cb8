"""`fit_history`: prepare, find peaks of the posterior, find recurring events in what is left, draw, judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.design import BaselineForm, first_form, recurring_peaks, with_events
from planner.analysis.fit.draws import Draws, draw
from planner.analysis.fit.model import Data, Layout, Posterior
from planner.analysis.fit.prepare import Scaled, scaled
from planner.analysis.fit.priors import Priors, priors_for
from planner.analysis.fit.result import Estimates, curve_set, estimates
from planner.analysis.fit.search import search
from planner.domain.curves import CurveSet
from planner.domain.history import History
from planner.domain.money import FloatArray

SEED = 20270101
Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Fitted:
    """Curves, and what stands behind them."""

    curves: CurveSet
    estimates: Estimates
    draws: Draws
    form: BaselineForm


def fit_history(
    history: History,
    *,
    draws: int = 500,
    seed: int = SEED,
    currency: str = "USD",
    progress: Progress | None = None,
) -> Fitted:
    """Fit curves to `history`. Raises BadDocument where there is nothing to fit."""
    rng = np.random.default_rng(seed)
    units = scaled(history)
    priors = priors_for(history.horizon.period, float(units.values.sum() / units.whole.sum()))
    form = found_form(units, priors, rng)
    data = units.data(form, priors)
    peaks = search(data, priors, rng)
    posterior = Posterior(data, priors)
    drawn = draw(posterior, peaks, prior_scale(data, priors), draws, rng)
    found = estimates(drawn.states, data, units)
    fit = fit_block(history, found, units)
    return Fitted(curve_set(found, units, form, currency, fit), found, drawn, form)


def found_form(units: Scaled, priors: Priors, rng: np.random.Generator) -> BaselineForm:
    """The baseline's columns, with the events that come back each year found in a first fit's residuals."""
    form = first_form(units.history.horizon, units.history.controls)
    for _ in range(2):
        peak = search(units.data(form, priors), priors, rng, starts=2)[0]
        left = peak.residuals
        columns = form.columns(units.history.horizon, units.history.controls)
        part = form.groups()["events"]
        layout = Layout(units.active.size, columns.shape[1])
        left = left + columns[:, part] @ peak.state[layout.linear][part]
        events = recurring_peaks(units.history.horizon, left)
        if events == form.events:
            break
        form = with_events(form, events)
    return form


def prior_scale(data: Data, priors: Priors) -> FloatArray:
    """Prior standard deviation of each parameter of the state, shape (D,)."""
    layout = Layout(data.channels, data.columns.shape[1])
    scale = np.empty(layout.size)
    sds = (0.6, priors.lag.sd, 0.8, priors.half.sd, priors.shape.sd)
    scale[: layout.shapes] = np.repeat(sds, data.channels)
    scale[layout.hyper] = priors.roas_middle.sd, priors.roas_spread.sd
    scale[layout.linear] = data.column_sd
    scale[layout.noise :] = priors.noise.sd, priors.persistence.sd
    return scale


def fit_block(history: History, found: Estimates, units: Scaled) -> dict[str, object]:
    """The document's `fit`: returns and their ranges."""
    low, middle, high = np.percentile(found.roas, [10, 50, 90], axis=1)
    names = [history.channels[int(row)] for row in units.active]
    return {
        "roas": {name: float(value) for name, value in zip(names, middle, strict=True)},
        "roas_range": {name: [float(a), float(b)] for name, a, b in zip(names, low, high, strict=True)},
    }
