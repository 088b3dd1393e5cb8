"""A fit that takes two seconds: two channels, 66 weeks, few draws; made once a test run."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from planner.analysis.fit import Fitted, fit_history
from planner.domain.calendar import Horizon
from planner.domain.experiment import Experiment
from planner.domain.history import History

WEEKS = 66
START = date(2025, 1, 6)
CHANNELS = ("TV", "Display")
TEST = Experiment("TV", date(2025, 6, 2), date(2025, 6, 29), 4_000.0, 9_000.0, 1_500.0)


def small_history(weeks: int = WEEKS, channels: tuple[str, ...] = CHANNELS) -> History:
    """TV brings about 2 for each unit, the second channel about 1, with a price beside them."""
    rng = np.random.default_rng(7)
    spend = np.round(
        np.abs(rng.normal([[4_000.0], [1_500.0]], [[1_500.0], [600.0]], (2, WEEKS))), 2
    )
    price = np.round(1 + 0.03 * rng.standard_normal(WEEKS), 3)
    outcome = 30_000 + 2 * spend[0] + spend[1] - 8_000 * (price - 1) + rng.normal(0, 900, WEEKS)
    return History(
        Horizon(START, weeks, "week"),
        channels,
        spend[: len(channels), :weeks].copy(),
        {"price": price[:weeks].copy()},
        np.round(outcome[:weeks], 2),
    )


def history_csv(history: History) -> bytes:
    """The history as somebody would send it."""
    assert history.outcome is not None
    names = [*history.channels, *history.controls]
    lines = [",".join(["week", "revenue", *names])]
    for t, day in enumerate(history.horizon.starts()[:-1]):
        values = [history.outcome[t], *history.spend[:, t], *(row[t] for row in history.controls.values())]
        lines.append(",".join([day.isoformat(), *(f"{value:.10g}" for value in values)]))
    return ("\n".join(lines) + "\n").encode()


@lru_cache
def small_fit(*, tested: bool = False, holdout: bool = True) -> Fitted:
    """The fit of `small_history`, with or without a lift test."""
    return fit_history(
        small_history(), experiments=(TEST,) if tested else (), draws=40, holdout=holdout, notes=("A note.",)
    )
