"""The baseline's columns that nobody passes: recurring peaks, a level that changed, common movement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from planner.analysis.fit.confounding import CommonMovement, common_movement
from planner.analysis.fit.design import BaselineForm, first_form, with_events
from planner.analysis.fit.kernel import Media
from planner.analysis.fit.model import Layout, Profile
from planner.analysis.fit.peaks import recurring_peaks
from planner.analysis.fit.prepare import Scaled
from planner.analysis.fit.priors import Priors
from planner.analysis.fit.search import Peak, search
from planner.domain.money import FloatArray

ROUNDS = 3
STEP_EDGE = 10
"""Periods at either end in which a change of level cannot be told from noise."""
MOST_STEPS = 2
UNLIKELY = 0.1
"""Chance of a common movement below which it is taken as a sign of demand."""


def discover(
    units: Scaled,
    priors: Priors,
    rng: np.random.Generator,
    tick: Callable[[], None] = lambda: None,
) -> tuple[BaselineForm, Scaled, CommonMovement | None]:
    """The baseline's form, from what first fits leave unexplained; how spends move, where together."""
    form = first_form(units.history.horizon, units.history.controls)
    for turn in range(ROUNDS):
        data = units.data(form, priors)
        peak = search(data, priors, rng, starts=2, tick=tick)[0]
        left = _unexplained(with_events(form, ()), units, priors, peak)
        found = with_events(form, recurring_peaks(units.history.horizon, *left, priors.event))
        if turn:
            found = with_step(found, units, priors, peak)
        else:
            common = common_movement(units, found)
            if common is not None and common.chance <= UNLIKELY:
                found = replace(found, demand=True)
                units = replace(units, demand=common.series)
        if found == form:
            break
        form = found
    common = common_movement(units, form) if form.demand else None  # with all events known
    return form, units if common is None else replace(units, demand=common.series), common


def _unexplained(
    form: BaselineForm, units: Scaled, priors: Priors, peak: Peak
) -> tuple[FloatArray, FloatArray]:
    """The outcome but for the media of `peak`, (T,), and its precision (T, T) under the baseline `form`."""
    data = units.data(form, priors)
    sd, rho = float(np.exp(peak.state[-2])), float(np.tanh(peak.state[-1]))
    profile = Profile.at(data, priors, sd, rho)
    shapes = Layout(data.channels, data.columns.shape[1]).read_shapes(peak.state[None])
    media = Media.of(data.spend_lagged, data.scale, shapes)
    return profile.centre - media.outcome.sum(axis=0)[0], profile.precision


def with_step(form: BaselineForm, units: Scaled, priors: Priors, peak: Peak) -> BaselineForm:
    """The form with one more change of level, where the evidence outweighs having looked everywhere.

    The Bayes factor of a column with a normal prior is exact at the peak's carry-over and noise; its prior
    odds are even, shared over all days at which the level might have changed.
    """
    if len(form.steps) >= MOST_STEPS:
        return form
    residual, precision = _unexplained(form, units, priors, peak)
    days = units.history.horizon.starts()[:-1]
    at = np.arange(STEP_EDGE, len(days) - STEP_EDGE)
    if not at.size:
        return form
    columns = (np.arange(len(days))[:, None] >= at).astype(float)
    pulled = precision @ columns
    seen = (columns * pulled).sum(axis=0)
    score = residual @ pulled
    gain = 0.5 * score**2 / (seen + priors.step**-2) - 0.5 * np.log1p(priors.step**2 * seen)
    best = int(gain.argmax())
    if gain[best] < np.log(at.size):
        return form
    return replace(form, steps=tuple(sorted({*form.steps, days[at[best]]})))
