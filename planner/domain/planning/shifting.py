"""Many campaigns moved by days or months at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from planner.domain.budget_plan import Campaign
from planner.domain.calendar import Month, moved_day
from planner.domain.errors import BadDocument, say


def shifted(
    campaigns: Sequence[Campaign],
    chosen: Collection[int],
    months: Sequence[Month],
    *,
    by_days: int = 0,
    by_months: int = 0,
) -> tuple[Campaign, ...]:
    """The campaigns with those of ids `chosen` some days or months later (earlier below 0), all or none.

    Raises BadDocument, naming the campaign, where one would leave the plan's `months`.
    """
    found = []
    for campaign in campaigns:
        if campaign.id not in chosen:
            found.append(campaign)
            continue
        days = timedelta(days=by_days)
        there = replace(
            campaign,
            start=moved_day(campaign.start, by_months) + days,
            end=moved_day(campaign.end, by_months) + days,
        )
        if there.start < months[0].start or there.end >= months[-1].stop:
            raise BadDocument(
                say(
                    'Campaign "{name}" would run from {start} to {end}, outside the plan\'s year; shift '
                    "less, or leave it out.",
                    name=campaign.name[:60],
                    start=there.start,
                    end=there.end,
                )
            )
        found.append(there)
    return tuple(found)
