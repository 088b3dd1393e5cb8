"""What a fit leaves in its curves document for whoever asks "why believe it?", and reads back from there.

The history itself stays with it, so that new periods can be added and the same periods be fitted again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from planner.analysis.fit.plain_values import (
    experiment_document,
    note_document,
    read_experiment,
    read_note,
)
from planner.analysis.fit.report import FitReport
from planner.domain.calendar import Horizon, Period
from planner.domain.curves import CurveSet
from planner.domain.experiment import Experiment
from planner.domain.history import History
from planner.domain.money import FloatArray

KEY = "report"
DIGITS = 7


@dataclass(frozen=True)
class Reason:
    """Why a grade is what it is: a code with its particulars, and the English sentence."""

    code: str
    text: str
    params: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class ChannelRecord:
    """One channel of a fit.

    returns      10th, 50th, 90th percentile of its return; untested: the same before lift tests entered
    contribution (T,) mean outcome; empty for a channel that was never spent on
    """

    grade: str
    reasons: tuple[Reason, ...]
    returns: tuple[float, float, float] | None
    untested: tuple[float, float, float] | None
    contribution: FloatArray
    delayed: float


@dataclass(frozen=True, eq=False)
class HeldOut:
    """How the last P periods would have been forecast; errors relative to their mean.

    year_before  (P,) the same periods a year before, None without them
    """

    error: float
    naive: float
    seasonal: float | None
    coverage: float
    mean: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class FitRecord:
    """A fit's report, read back. T periods.

    fitted      (T,) outcome as the fit explains it; baseline (T,) without media
    parts       (T,) of the baseline by name
    prior       return that is usual in the trade: 10th, 50th, 90th percentile
    autocorrelation, agreement, acceptance  of the noise, and of the walks behind the draws
    twins       pairs of channels that cannot be told apart; followers: channels that move with demand
    """

    history: History
    fitted: FloatArray
    baseline: FloatArray
    parts: Mapping[str, FloatArray]
    channels: Mapping[str, ChannelRecord]
    prior: tuple[float, float, float]
    held: HeldOut | None
    experiments: tuple[Experiment, ...]
    autocorrelation: float
    agreement: float
    acceptance: float
    twins: tuple[tuple[str, str], ...]
    followers: Mapping[str, float]
    events: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def outcome(self) -> FloatArray:
        """The outcome, (T,)."""
        assert self.history.outcome is not None
        return self.history.outcome

    @property
    def residuals(self) -> FloatArray:
        """What the fit leaves unexplained, (T,)."""
        found: FloatArray = self.outcome - self.fitted
        return found

    @classmethod
    def of(cls, report: FitReport, history: History, experiments: Sequence[Experiment] = ()) -> FitRecord:
        """What is worth keeping of a report."""
        place = {name: i for i, name in enumerate(report.channels)}
        returns = np.percentile(report.roas, [10, 50, 90], axis=1).T.tolist()
        channels = {}
        for one in report.evidence:
            i = place.get(one.channel)
            channels[one.channel] = ChannelRecord(
                grade=one.grade,
                reasons=tuple(Reason(why.code, why.text, dict(why.params)) for why in one.reasons),
                returns=None if i is None else _three(returns[i]),
                untested=report.untested.get(one.channel),
                contribution=np.zeros(0) if i is None else report.contributions[i],
                delayed=0.0 if i is None else float(report.delayed[i]),
            )
        held = report.holdout
        return cls(
            history=history,
            fitted=report.fitted,
            baseline=report.baseline,
            parts=report.parts,
            channels=channels,
            prior=report.prior_roas,
            held=None
            if held is None
            else HeldOut(
                held.error, held.naive, held.seasonal, held.coverage, held.mean, held.low, held.high
            ),
            experiments=tuple(experiments),
            autocorrelation=report.autocorrelation,
            agreement=report.agreement,
            acceptance=report.acceptance,
            twins=report.twins,
            followers=report.followers,
            events=report.events,
            notes=report.notes,
        )

    def into(self, curves: CurveSet) -> CurveSet:
        """The curves with this record in their document."""
        return replace(curves, extra={**curves.extra, KEY: self.document()})

    def document(self) -> dict[str, Any]:
        """As plain values."""
        history, held = self.history, self.held
        return {
            "period": history.horizon.period,
            "start": history.horizon.start.isoformat(),
            "outcome": _short(self.outcome),
            "missing": list(history.missing),
            "controls": {name: _short(values) for name, values in history.controls.items()},
            "fitted": _short(self.fitted),
            "baseline": _short(self.baseline),
            "parts": {name: _short(values) for name, values in self.parts.items()},
            "prior": list(self.prior),
            "channels": {
                name: {
                    "spend": _short(history.by_channel()[name]),
                    "grade": one.grade,
                    "reasons": [
                        {"code": why.code, "text": why.text, "params": dict(why.params)}
                        for why in one.reasons
                    ],
                    **({} if one.returns is None else {"returns": list(one.returns)}),
                    **({} if one.untested is None else {"untested": list(one.untested)}),
                    "contribution": _short(one.contribution),
                    "delayed": one.delayed,
                }
                for name, one in self.channels.items()
            },
            **(
                {}
                if held is None
                else {
                    "held_out": {
                        "error": held.error,
                        "naive": held.naive,
                        "seasonal": held.seasonal,
                        "coverage": held.coverage,
                        "mean": _short(held.mean),
                        "low": _short(held.low),
                        "high": _short(held.high),
                    }
                }
            ),
            "experiments": [experiment_document(one) for one in self.experiments],
            "autocorrelation": self.autocorrelation,
            "agreement": self.agreement,
            "acceptance": self.acceptance,
            "twins": [list(pair) for pair in self.twins],
            "followers": dict(self.followers),
            "events": list(self.events),
            "notes": [note_document(note) for note in self.notes],
        }

    @classmethod
    def read(cls, curves: CurveSet) -> FitRecord | None:
        """The record in a curves document; None where it holds none, or one that cannot be understood."""
        value = curves.extra.get(KEY)
        if not isinstance(value, Mapping):
            return None
        try:
            return cls._read(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    @classmethod
    def _read(cls, value: Mapping[str, Any]) -> FitRecord:
        outcome = _numbers(value["outcome"])
        channels = {
            str(name): ChannelRecord(
                grade=str(one["grade"]),
                reasons=tuple(
                    Reason(str(why["code"]), str(why["text"]), dict(why["params"])) for why in one["reasons"]
                ),
                returns=_three(one["returns"]) if "returns" in one else None,
                untested=_three(one["untested"]) if "untested" in one else None,
                contribution=_numbers(one["contribution"]),
                delayed=float(one["delayed"]),
            )
            for name, one in value["channels"].items()
        }
        period: Period = "month" if value["period"] == "month" else "week"
        held = value.get("held_out")
        return cls(
            history=History(
                Horizon(date.fromisoformat(value["start"]), outcome.size, period),
                tuple(channels),
                np.array([_numbers(one["spend"]) for one in value["channels"].values()]),
                {str(name): _numbers(row) for name, row in value["controls"].items()},
                outcome,
                tuple(int(period) for period in value.get("missing", ())),
            ),
            fitted=_numbers(value["fitted"]),
            baseline=_numbers(value["baseline"]),
            parts={str(name): _numbers(row) for name, row in value["parts"].items()},
            channels=channels,
            prior=_three(value["prior"]),
            held=None
            if held is None
            else HeldOut(
                float(held["error"]),
                float(held["naive"]),
                None if held["seasonal"] is None else float(held["seasonal"]),
                float(held["coverage"]),
                _numbers(held["mean"]),
                _numbers(held["low"]),
                _numbers(held["high"]),
            ),
            experiments=tuple(map(read_experiment, value["experiments"])),
            autocorrelation=float(value["autocorrelation"]),
            agreement=float(value["agreement"]),
            acceptance=float(value["acceptance"]),
            twins=tuple((str(a), str(b)) for a, b in value["twins"]),
            followers={str(name): float(r) for name, r in value["followers"].items()},
            events=tuple(map(str, value["events"])),
            notes=tuple(map(read_note, value["notes"])),
        )


def _three(values: Sequence[Any]) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in values)
    return low, middle, high


def _short(values: FloatArray) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


def _numbers(values: Any) -> FloatArray:
    found: FloatArray = np.array(values, float)
    if not np.isfinite(found).all():
        raise ValueError("not finite")
    return found
