"""A small history with its fit: real where the fit is in question, written down where its report is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from planner.analysis.fit.design import BaselineForm
from planner.analysis.fit.record import ChannelRecord, FitRecord, HeldOut, Reason
from planner.analysis.fit.run import Fitted, fit_history
from planner.domain.calendar import Horizon
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.experiment import Experiment
from planner.domain.history import History

WEEKS = 66
START = date(2025, 1, 6)
CHANNELS = ("TV", "Display")
TEST = Experiment("TV", date(2025, 6, 2), date(2025, 6, 29), 4_000.0, 9_000.0, 1_500.0)


def small_history(weeks: int = WEEKS, channels: tuple[str, ...] = CHANNELS) -> History:
    """TV brings about 2 for each unit, the second channel about 1, with a price beside them."""
    rng = np.random.default_rng(7)
    usual, spread = np.array([[4_000.0], [1_500.0]]), np.array([[1_500.0], [600.0]])
    drawn = rng.standard_normal((2, WEEKS))
    spend = np.asarray(np.abs(usual + spread * drawn).round(2), np.float64)
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
def small_fit() -> Fitted:
    """The fit of `small_history`."""
    return fit_history(small_history(), draws=40, notes=("A note.",))


def written_fit(*, weeks: int = WEEKS, tested: bool = False, grades: str = "BD") -> CurveSet:
    """Curves with the report that a fit of `small_history` could leave, written down instead of fitted."""
    history = small_history(weeks)
    assert history.outcome is not None
    brought = np.array([[2.0], [1.0]]) * history.spend
    baseline = np.full(weeks, 30_000.0)
    last = history.outcome[-26:]
    reasons = {
        "A": (),
        "B": (Reason("tested", "", {"tests": 1}),) if tested else (),
        "C": (Reason("collinear", "", {"other": "TV", "correlation": 0.93}),),
        "D": (Reason("silent", "", {}),),
    }
    channels = {
        name: ChannelRecord(
            grade,
            reasons[grade],
            (0.6 * r, r, 1.6 * r),
            (0.4 * r, 1.1 * r, 2.1 * r) if tested else None,
            row,
            0.0,
        )
        for name, grade, r, row in zip(CHANNELS, grades, (2.0, 1.0), brought, strict=True)
    }
    record = FitRecord(
        history=history,
        fitted=baseline + brought.sum(axis=0),
        baseline=baseline,
        parts={"trend": baseline},
        channels=channels,
        prior=(0.5, 1.5, 4.0),
        held=HeldOut(0.04, 0.09, 0.08, 21 / 26, 0.98 * last, 0.9 * last, 1.1 * last),
        experiments=(TEST,) if tested else (),
        autocorrelation=0.3,
        agreement=1.01,
        acceptance=0.4,
        twins=(),
        followers={},
        events=("Easter",),
        notes=("A note.",),
    )
    curves = CurveSet(
        "week",
        "USD",
        tuple(
            ChannelCurve(
                name,
                Hill(4 * r * typical, 2 * typical, 1.0),
                observed=(0.0, 2 * typical),
                draws=tuple({"ceiling": 4 * r * typical * s} for s in (0.7, 0.9, 1.0, 1.1, 1.3)),
            )
            for name, r, typical in zip(CHANNELS, (2.0, 1.0), (4_000.0, 1_500.0), strict=True)
        ),
        extra={"fit": {"evidence": dict(zip(CHANNELS, grades, strict=True))}},
    )
    return record.into(curves)


def with_baseline(curves: CurveSet, form: BaselineForm, coefficients: list[float]) -> CurveSet:
    """The curves with a fitted baseline of that form."""
    baseline = {
        "kind": "fitted",
        "form": form.document(),
        "coefficients": coefficients,
        "noise_sd": [1.0],
        "autocorrelation": [0.0],
        "last_residual": 0.0,
        "spend": {},
    }
    return replace(curves, extra={**curves.extra, "baseline": baseline})
