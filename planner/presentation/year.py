"""What the months of a year say together."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.presentation.formats import money, month_name
from planner.presentation.language import _

FLAT = 0.01
"""A year whose months differ by less than this share of the highest has no season to speak of."""


def year_finding(
    revenue: FloatArray, months: Sequence[Month], company: Company, *, media_only: bool = False
) -> str:
    """How revenue moves over the months of a year: its highest and lowest, or that it is even.

    media_only  `revenue` is that of media alone: what comes without media is not known
    """
    high, low = int(revenue.argmax()), int(revenue.argmin())
    if revenue[high] - revenue[low] < FLAT * revenue[high]:
        even = _("Revenue is even over the year: {amount} a month")
        if media_only:
            even = _("Media revenue is even over the year: {amount} a month")
        return even.format(amount=money(float(revenue.mean()), company))
    ends = _("Revenue is highest in {high} ({most}) and lowest in {low} ({least})")
    if media_only:
        ends = _("Media revenue is highest in {high} ({most}) and lowest in {low} ({least})")
    return ends.format(
        high=month_name(months[high]),
        most=money(float(revenue[high]), company),
        low=month_name(months[low]),
        least=money(float(revenue[low]), company),
    )
