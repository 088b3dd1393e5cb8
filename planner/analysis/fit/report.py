"""What a fit shows for itself, as values: a page words and draws them, deciding nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.analysis.fit.quality import Evidence, Holdout
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class FitReport:
    """Everything behind a fit. T periods, A fitted channels.

    outcome, fitted, residuals  (T,)
    contributions   (A, T) mean outcome of each channel; baseline (T,) without media
    parts           (T,) of the baseline by name: trend, season, events, steps, controls, demand
    roas            (A, S) draws of each channel's return; prior_roas 10th, 50th, 90th percentile before
    delayed         (A,) chance that the carry-over peaks after the spend; weights (A, L) carry-over
    autocorrelation of the noise, and `agreement` of the walks behind the draws (near 1 is good)
    untested        channel -> return before lift tests entered, empty without any
    notes           what was assumed, in sentences
    """

    starts: tuple[date, ...]
    channels: tuple[str, ...]
    outcome: FloatArray
    fitted: FloatArray
    residuals: FloatArray
    contributions: FloatArray
    baseline: FloatArray
    parts: dict[str, FloatArray]
    roas: FloatArray
    prior_roas: tuple[float, float, float]
    delayed: FloatArray
    weights: FloatArray
    autocorrelation: float
    agreement: float
    acceptance: float
    holdout: Holdout | None
    evidence: tuple[Evidence, ...]
    events: tuple[str, ...]
    steps: tuple[date, ...]
    followers: dict[str, float]
    twins: tuple[tuple[str, str], ...]
    untested: dict[str, tuple[float, float, float]]
    notes: tuple[str, ...]
