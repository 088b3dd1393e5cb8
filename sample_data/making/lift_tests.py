"""Lift tests of the sample: a channel switched off in matched regions, scaled to the country."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np

from planner.domain.calendar import WEEK
from planner.domain.response import respond
from sample_data.making.economy import rng, row
from sample_data.making.history import FIRST_WEEK, Weeks

HELD_BACK = (
    ("Search brand", date(2024, 9, 9), 4),
    ("TV", date(2025, 2, 24), 8),
    ("Search generic", date(2025, 9, 8), 4),
    ("Paid social", date(2026, 2, 16), 6),
)
"""Channel, first Monday and weeks of each test: the four that the company argues about most."""
ERROR = 0.12
"""Standard error of a test, relative to its lift."""


def experiments_csv(made: Weeks) -> bytes:
    """What each test took away, and the revenue that was measured to go with it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["channel", "start", "end", "spend change", "outcome lift", "standard error"])
    with_all = respond(made.model, made.spend).media.sum(axis=0)
    for k, (channel, start, weeks) in enumerate(HELD_BACK):
        first = (start - FIRST_WEEK).days // WEEK
        tested = slice(first, first + weeks)
        without = made.spend.copy()
        without[row(channel), tested] = 0.0
        lift = float((respond(made.model, without).media.sum(axis=0) - with_all)[tested].sum())
        error = ERROR * abs(lift)
        table.writerow(
            [
                channel,
                start.isoformat(),
                (start + timedelta(days=weeks * WEEK - 1)).isoformat(),
                f"{-made.spend[row(channel), tested].sum():.2f}",
                f"{np.round(lift + error * rng(9, k).standard_normal(), -2):.0f}",
                f"{np.round(error, -2):.0f}",
            ]
        )
    return out.getvalue().encode()
