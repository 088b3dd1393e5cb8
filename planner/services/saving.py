"""What cancelling budget lines would still save: one answer for Home, the orders and Spend control."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from planner.analysis.years import MeasuredYear, frozen_months
from planner.domain.actuals import Metric
from planner.domain.budget_plan import PlanVersion
from planner.domain.calendar import Month
from planner.domain.planning.lines import Saving, savings


def open_months(measured: MeasuredYear, today: date) -> tuple[Month, ...]:
    """Months in which something can still be saved: begun at most, and without actuals."""
    shut = frozen_months(measured).tolist()
    months = zip(measured.table.months, shut, strict=True)
    return tuple(month for month, is_shut in months if not is_shut and month >= Month.of(today))


def still_saved(
    version: PlanVersion, measured: MeasuredYear, vat: str, today: date, span: Sequence[Month]
) -> tuple[Saving, ...]:
    """Lines with money open in the months of `span` that have no actuals, capped by what is unspent.

    measured  what came in of the version's year
    vat       the tax basis of the plan and its actuals
    """
    still = [month for month in open_months(measured, today) if month in span]
    if not still:
        return ()
    spent = np.nansum(measured.table[Metric.SPEND][:-1], axis=1)
    of = dict(zip(measured.table.channels, spent.tolist(), strict=True))
    left = {
        name: round(100 * (amount - of.get(name, 0.0))) for name, amount in version.grid.by_channel().items()
    }
    return savings(version.book.lines, version.grid.months, today, still[0], still[-1], unspent=left, vat=vat)
