"""What an annual plan consists of: one value that workbook, board page and deck are made from.

Whatever is None or empty was not there when the plan was gathered; the file then leaves the part out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np

from planner.analysis.bridge import Bridge
from planner.analysis.outlook import Outlook
from planner.domain.actuals import Actuals
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.figures import Figure
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.plan.advice import Move
from planner.plan.evaluation import Evaluation, version_model
from planner.plan.learning import LiftTest
from planner.plan.reforecast import Reforecast
from planner.plan.stress import Stressed

LADDER = tuple(step / 8 for step in range(17))
"""Multiples of a channel's planned spend at which its response is drawn: 0 to 2."""


@dataclass(frozen=True, eq=False)
class LastYear:
    """What the plan is compared with.

    label    "2025", or "2026 (10+2)" while that year still runs
    revenue  by month; None where unknown
    """

    year: int
    label: str
    grid: BudgetGrid
    revenue: tuple[float | None, ...] = (None,) * 12


@dataclass(frozen=True)
class Change:
    """One line of the change log."""

    at: datetime
    who: str
    what: str
    reason: str = ""


@dataclass(frozen=True)
class Signature:
    """One line of the sign-off block; empty where nobody has signed."""

    name: str = ""
    day: date | None = None
    title: str = ""
    remark: str = ""


@dataclass(frozen=True)
class SignOff:
    """Who prepared, reviewed and approved the plan."""

    prepared: Signature = Signature()
    reviewed: Signature = Signature()
    approved: Signature = Signature()


@dataclass(frozen=True, eq=False)
class Built:
    """What the budget was built on: each way with its givens and outcome, as they were kept with the plan."""

    who: str
    at: datetime
    chosen: str
    ways: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, eq=False)
class CameFrom:
    """Another version's revenue bridged to this one's; `label` names that version."""

    label: str
    bridge: Bridge


@dataclass(frozen=True)
class Hold:
    """Money of a channel in the months left that does not earn its hurdle, and what holding it changes."""

    channel: str
    amount: float
    revenue: float
    profit: float


@dataclass(frozen=True, eq=False)
class Advice:
    """What the optimiser and the risks of the plan book say about a plan.

    moves      of the best re-split of a year that has not begun, the best first
    rest       what is left of a running year, split best with the year's money; None where nothing is left
    to_target  the least money for what is left that reaches the year's target, or comes closest to it
    out_of_reach  the target cannot be reached: `to_target` is what comes closest
    hold       what is left of the channel that earns least, where holding it back pays
    stressed   risks of the plan book with what they would cost, the largest expected loss first
    test       the lift test to make before a year that has not begun; None where none would be seen
    """

    moves: tuple[Move, ...] = ()
    rest: Reforecast | None = None
    to_target: Reforecast | None = None
    out_of_reach: bool = False
    hold: Hold | None = None
    stressed: tuple[Stressed, ...] = ()
    test: LiftTest | None = None


def first_open(months: Sequence[Month], through: Month | None, as_of: date) -> Month | None:
    """The first month after the last actual one that had not begun before `as_of`; None: none is left."""
    left = (m for m in months if m.start >= as_of and (through is None or m > through))
    return next(left, None)


@dataclass(frozen=True, eq=False)
class AnnualPlan:
    """Everything the files say. `generated_at` is the version's own time, so the same version, same bytes.

    actuals_at  the day the newest figures came in; None without any
    curves_named  number of the curves in their company, and their name
    number        which of its year's plan versions this is, from 1; None for a scenario or what is not saved
    """

    company: Company
    version: PlanVersion
    evaluation: Evaluation
    curves: CurveSet
    generated_at: datetime
    last_year: LastYear | None = None
    actuals: Actuals | None = None
    actuals_at: date | None = None
    outlook: Outlook | None = None
    bridge: Bridge | None = None
    scenarios: tuple[tuple[str, Evaluation], ...] = ()
    changes: tuple[Change, ...] = ()
    sign_off: SignOff = SignOff()
    built: Built | None = None
    came_from: CameFrom | None = None
    advice: Advice = field(default_factory=Advice)
    with_margins: bool = True
    curves_named: tuple[int, str] | None = None
    number: int | None = None

    def __post_init__(self) -> None:
        if self.evaluation.grid.months != self.version.grid.months:
            raise BadDocument(say("The evaluation covers other months than the plan version."))
        if self.last_year is not None and len(self.last_year.revenue) != len(self.months):
            raise BadDocument(say("Last year's revenue needs one figure for each month of the plan."))

    @property
    def channels(self) -> tuple[str, ...]:
        """The plan's channels; every table shows them in this order."""
        return self.evaluation.grid.channels

    @property
    def months(self) -> tuple[Month, ...]:
        """The plan's months."""
        return self.evaluation.grid.months

    @property
    def margin(self) -> float | None:
        """The margin where it is known and may be shown."""
        return self.company.margin if self.with_margins else None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The key figures that may be shown, in the register's order."""
        every = self.evaluation.figures.figures.values()
        return tuple(f for f in every if self.with_margins or "margin" not in f.kpi.needs)

    def last_spend(self, channel: str) -> float | None:
        """Last year's spend on `channel`, currency units; None where there is no last year."""
        return None if self.last_year is None else self.last_year.grid.by_channel().get(channel, 0.0)

    def actual(self, metric: str, channels: Sequence[str]) -> FloatArray:
        """Actuals of the plan's months, shape (n_channels, n_months); nan where nothing was reported."""
        labels = [str(month) for month in self.months]
        return (self.actuals or Actuals()).grid(metric, channels, labels)

    @property
    def actual_through(self) -> Month | None:
        """The plan's last month with actuals; None before the first."""
        reported = {row.month for row in self.actuals or ()}
        return max((month for month in self.months if str(month) in reported), default=None)

    @property
    def first_open(self) -> Month | None:
        """The first month that can still be decided on, by the days of version and actuals: no clock here."""
        saved = self.generated_at.date()
        return first_open(self.months, self.actual_through, max(saved, self.actuals_at or saved))


@dataclass(frozen=True, eq=False)
class Ladder:
    """Each channel's yearly response when its plan is scaled: spend and revenue, shape (C, n_steps)."""

    spend: FloatArray
    revenue: FloatArray


def response_ladder(plan: AnnualPlan) -> Ladder:
    """Yearly spend and in-year revenue of every channel at the multiples of `LADDER`.

    A channel without planned spend is drawn as if it had the average of the others, spread evenly.
    """
    model = version_model(plan.company, plan.curves, plan.version, plan.channels)
    spend = plan.evaluation.grid.spend
    used = spend.sum(axis=1) > 0
    usual = float(spend[used].mean()) if used.any() else 1000.0
    reference = np.where(used[:, None], spend, usual)
    answers = [respond(model, reference * step).media.sum(axis=1) for step in LADDER]
    return Ladder(reference.sum(axis=1)[:, None] * np.array(LADDER), np.array(answers).T)
