"""The outcome without media as a linear form: trend, yearly season, peak weeks, steps, controls.

A `BaselineForm` knows which columns there are and evaluates them for any dates, so that a fit and a forecast
years later read the same form; it travels in the curves document as plain values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from planner.analysis.fit.peaks import event_share, middles_of
from planner.analysis.fit.priors import Priors
from planner.domain.calendar import Horizon, Period
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray

YEAR = 365.25
KNOT_YEARS = 0.5
DEMAND = "demand that spend follows"
HARMONICS = {"week": 4, "month": 3}


@dataclass(frozen=True)
class Control:
    """A column of the history that moves the outcome, standardised by its own mean and spread."""

    name: str
    mean: float
    sd: float


@dataclass(frozen=True)
class BaselineForm:
    """Columns of the baseline.

    start      first period's start; the trend counts years from it
    knots      years at which the trend may bend
    harmonics  sine and cosine pairs of the year
    events     recurring peaks: names of `EVENTS` or "week N" of the ISO calendar
    steps      days from which the level is another one
    demand     whether there is a column for demand that spend follows, given among the controls as `DEMAND`
    """

    period: Period
    start: date
    knots: tuple[float, ...] = ()
    harmonics: int = 0
    events: tuple[str, ...] = ()
    steps: tuple[date, ...] = ()
    controls: tuple[Control, ...] = ()
    demand: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """One name a column."""
        season = [f"season {part}{k}" for k in range(1, self.harmonics + 1) for part in ("sin", "cos")]
        return (
            "level",
            "trend",
            *(f"bend at year {knot:g}" for knot in self.knots),
            *season,
            *(f"event {event}" for event in self.events),
            *(f"step at {day.isoformat()}" for day in self.steps),
            *(control.name for control in self.controls),
            *([DEMAND] if self.demand else []),
        )

    def groups(self) -> dict[str, slice]:
        """Which columns make up the trend, the season, the events and the controls."""
        edges = np.cumsum(
            [
                0,
                2 + len(self.knots),
                2 * self.harmonics,
                len(self.events),
                len(self.steps),
                len(self.controls),
                1 if self.demand else 0,
            ]
        ).tolist()
        parts = ("trend", "season", "events", "steps", "controls", "demand")
        return {part: slice(a, b) for part, a, b in zip(parts, edges, edges[1:], strict=False)}

    def columns(self, horizon: Horizon, controls: Mapping[str, FloatArray]) -> FloatArray:
        """The columns for the periods of `horizon`, shape (P, columns)."""
        middles = middles_of(horizon)
        years = np.array([(day - self.start).days / YEAR for day in middles])
        angle = 2 * np.pi * np.array([day.timetuple().tm_yday / YEAR for day in middles])
        long = lengths(horizon)
        made = [long, long * years]
        made += [long * np.maximum(years - knot, 0.0) for knot in self.knots]
        for k in range(1, self.harmonics + 1):
            made += [long * np.sin(k * angle), long * np.cos(k * angle)]
        made += [event_share(event, horizon) for event in self.events]
        made += [np.array([float(day >= step) for day in horizon.starts()[:-1]]) for step in self.steps]
        made += [(self._given(one.name, controls) - one.mean) / one.sd for one in self.controls]
        if self.demand:
            made.append(controls.get(DEMAND, np.zeros(horizon.count)))
        return np.stack(made, axis=1)

    @staticmethod
    def _given(name: str, controls: Mapping[str, FloatArray]) -> FloatArray:
        if name not in controls:
            raise BadDocument(
                say('The fit used the control "{name}"; give its column in the spend file.', name=name)
            )
        return controls[name]

    def prior_sd(self, priors: Priors) -> FloatArray:
        """Prior standard deviation of each coefficient, relative to the mean outcome."""
        season = [priors.season / k**1.5 for k in range(1, self.harmonics + 1) for _ in range(2)]
        return np.array(
            [
                priors.level.sd,
                priors.slope,
                *[priors.bend] * len(self.knots),
                *season,
                *[priors.event] * len(self.events),
                *[priors.step] * len(self.steps),
                *[priors.control] * len(self.controls),
                *([priors.demand] if self.demand else []),
            ]
        )

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "period": self.period,
            "start": self.start.isoformat(),
            "knots": list(self.knots),
            "harmonics": self.harmonics,
            "events": list(self.events),
            "steps": [day.isoformat() for day in self.steps],
            "demand": self.demand,
            "controls": [{"name": c.name, "mean": c.mean, "sd": c.sd} for c in self.controls],
        }

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> BaselineForm:
        """From plain values. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            period="month" if value["period"] == "month" else "week",
            start=date.fromisoformat(value["start"]),
            knots=tuple(float(knot) for knot in value["knots"]),
            harmonics=int(value["harmonics"]),
            events=tuple(str(event) for event in value["events"]),
            demand=bool(value["demand"]),
            steps=tuple(date.fromisoformat(day) for day in value["steps"]),
            controls=tuple(
                Control(str(c["name"]), float(c["mean"]), float(c["sd"])) for c in value["controls"]
            ),
        )


def first_form(horizon: Horizon, controls: Mapping[str, FloatArray]) -> BaselineForm:
    """Trend with a knot each half year, a yearly season where a year was seen, the controls that vary."""
    middles = middles_of(horizon)
    start = horizon.starts()[0]
    length = (middles[-1] - start).days / YEAR
    knots = np.arange(KNOT_YEARS, length - 0.75 * KNOT_YEARS, KNOT_YEARS)
    varying = [
        Control(name, float(values.mean()), float(values.std()))
        for name, values in controls.items()
        if values.std() > 1e-9 * max(1.0, abs(float(values.mean())))
    ]
    return BaselineForm(
        period=horizon.period,
        start=start,
        knots=tuple(float(knot) for knot in knots),
        harmonics=(HARMONICS[horizon.period] if length >= 1.4 else 2 if length >= 0.9 else 0),
        controls=tuple(varying),
    )


def lengths(horizon: Horizon) -> FloatArray:
    """Days of each period in shares of a usual one: February sells less than March for that alone. (P,)"""
    starts = np.array([day.toordinal() for day in horizon.starts()], float)
    usual = YEAR / 12 if horizon.period == "month" else 7.0
    found: FloatArray = np.diff(starts) / usual
    return found


def with_events(form: BaselineForm, events: Sequence[str]) -> BaselineForm:
    """The form with recurring events."""
    return replace(form, events=tuple(events))
