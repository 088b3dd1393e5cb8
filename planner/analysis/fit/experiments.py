"""Lift tests laid on the periods of a history: spend with and without the tested change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from planner.analysis.fit.kernel import lagged
from planner.analysis.fit.lift import Tests
from planner.analysis.fit.prepare import Scaled
from planner.domain.errors import BadDocument, LabelMismatch, say
from planner.domain.experiment import Experiment
from planner.domain.money import FloatArray

USUAL_PERIODS = 26
"""Periods at the end of the history whose mean stands for the spend around a test outside it."""
MODEL_ERROR = 0.1
"""Error of reading a test off a curve, relative to the lift: tests are run in regions, on a few periods."""


def lift_tests(experiments: Sequence[Experiment], units: Scaled) -> Tests | None:
    """Experiments in the fit's units; None without any. Raises for channels that cannot be tested."""
    if not experiments:
        return None
    history = units.history
    unknown = {one.channel for one in experiments} - set(history.channels)
    if unknown:
        raise LabelMismatch("channel", (), unknown)
    place = {history.channels[int(row)]: i for i, row in enumerate(units.active)}
    windows, signs = [], []
    for one in experiments:
        if one.channel not in place:
            raise BadDocument(
                say(
                    'Experiment on "{channel}": the history has no spend on this channel.',
                    channel=one.channel,
                )
            )
        with_change, without = _windows(one, place[one.channel], units)
        windows.append(np.concatenate([with_change, without]))
        signs.append(np.concatenate([np.ones(with_change.shape[0]), -np.ones(without.shape[0])]))
    longest = max(sign.size for sign in signs)
    channel = np.array([place[one.channel] for one in experiments])
    lift = np.array([one.lift for one in experiments]) / units.outcome
    error = np.array([one.standard_error for one in experiments]) / units.outcome
    return Tests(
        channel=channel,
        spend_lagged=np.stack([np.pad(w, ((0, longest - w.shape[0]), (0, 0))) for w in windows]),
        sign=np.stack([np.pad(sign, (0, longest - sign.size)) for sign in signs]),
        scale=units.whole[channel] / units.outcome,
        lift=lift,
        error=np.hypot(error, MODEL_ERROR * lift),
    )


def _windows(one: Experiment, channel: int, units: Scaled) -> tuple[FloatArray, FloatArray]:
    """Lagged spend (W, L) of the test's periods with and without its change, in typical spends.

    More money comes on top day by day; less is taken from each period in proportion to what it had, so that
    a channel switched off is off in every week of an uneven flight.
    """
    starts = units.history.horizon.starts()
    spend = np.concatenate([units.past[channel], units.spend[channel]])
    before = units.lags - 1
    share = np.array(
        [
            max(0, (min(stop, one.end_after) - max(start, one.start)).days) / (stop - start).days
            for start, stop in pairwise(starts)
        ]
    )
    if not share.any():
        # A test outside the history: around the channel's usual spend of late.
        length = (starts[1] - starts[0]).days
        count = max(1, round((one.end_after - one.start).days / length))
        usual = units.spend[channel][-USUAL_PERIODS:].mean()
        spend = np.full(before + count, usual)
        share = np.ones(count)
    less = one.spend_change < 0 and bool((share * spend[before:]).any())
    touched = share * spend[before:] if less else share
    change = np.concatenate([np.zeros(before), one.spend_change * touched / touched.sum()])
    inside = np.flatnonzero(share)
    made = [
        lagged(lived[None, before:], lived[None, :before], units.lags)[0][inside[0] : inside[-1] + 1]
        for lived in (np.maximum(spend + change, 0.0), spend)
    ]
    return made[0] / units.typical[channel], made[1] / units.typical[channel]
