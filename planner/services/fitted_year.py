"""Sales without media that a fit expects of a year, month by month: what Setup asks for, from evidence."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.analysis.fit.baseline import fitted_baseline
from planner.analysis.fit.record import FitRecord
from planner.domain.calendar import Horizon, lived_horizon, overlap_share, periods_between
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.money import FloatArray

YEAR = {"week": 52, "month": 12}


def expected_baseline(curves: CurveSet, company: Company, year: int) -> tuple[float, ...] | None:
    """Trend, season and events of the fit, carried on into the fiscal year; None without a fit.

    Controls (price, promotions) are taken to repeat their last known year; demand that spend follows is taken
    as usual. Never below 0.
    """
    fitted = fitted_baseline(curves)
    if fitted is None:
        return None
    decided = company.fiscal_year(year).horizon
    lived = lived_horizon(decided, curves.period)
    record = FitRecord.read(curves)
    known = {} if record is None else dict(record.history.controls)
    start = fitted.form.start
    controls = {
        one.name: repeated(known[one.name], start, lived)
        if one.name in known
        else np.full(lived.count, one.mean)
        for one in fitted.form.controls
    }
    expected = np.maximum(fitted.form.columns(lived, controls) @ fitted.coefficients, 0.0)
    by_month = overlap_share(lived, decided) @ expected
    return tuple(round(float(value), 2) for value in by_month)


def repeated(values: FloatArray, start: date, horizon: Horizon) -> FloatArray:
    """A series that began on `start` for later periods: what was, then its last year over and over."""
    year = min(YEAR[horizon.period], values.size)
    first = periods_between(start, horizon.start, horizon.period)
    places = np.arange(horizon.count) + first
    beyond = values.size - year + (places - values.size) % year
    found: FloatArray = values[np.where(places < values.size, np.maximum(places, 0), beyond)]
    return found
