"""Days that matter: holidays, sales days, launches, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.calendar import Month
from planner.domain.planning.checks import check_days, check_name, check_texts


class MilestoneKind(StrEnum):
    """What kind of day it is."""

    HOLIDAY = "holiday"
    SALES = "sales"
    COMPANY = "company"
    RESEARCH = "research"


@dataclass(frozen=True)
class Milestone:
    """A day, or days up to `until` (included); `region` is a country's code or the user's own word."""

    name: str
    day: date
    until: date | None = None
    kind: MilestoneKind = MilestoneKind.COMPANY
    region: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.region)
        check_days(self.name, self.day, self.until)

    @property
    def last(self) -> date:
        """Last day, included."""
        return self.until or self.day


Day = tuple[int, int]
SALES_DAYS: dict[str, tuple[tuple[str, Day, Day], ...]] = {
    "CN": (
        ("New Year shopping festival", (1, 8), (1, 28)),
        ("Women's Day sales", (3, 1), (3, 8)),
        ("May Day sales", (5, 1), (5, 5)),
        ("6.18 sales", (5, 20), (6, 20)),
        ("8.18 sales", (8, 8), (8, 20)),
        ("Singles' Day sales", (10, 14), (11, 11)),
        ("12.12 sales", (12, 8), (12, 12)),
    ),
    "RU": (
        ("Defender's Day gifts", (2, 10), (2, 23)),
        ("Women's Day gifts", (2, 24), (3, 8)),
        ("Back to school", (8, 10), (9, 1)),
        ("11.11 sales", (11, 9), (11, 13)),
        ("New Year gifts", (12, 1), (12, 31)),
    ),
}
"""Seasons of selling that are no public holidays, as retailers plan them."""
ELSEWHERE = (
    ("Back to school", (8, 10), (9, 5)),
    ("Christmas gifts", (11, 28), (12, 24)),
    ("Cheap media after Christmas", (12, 26), (12, 31)),
)


def sales_days(country: str, months: Sequence[Month]) -> tuple[Milestone, ...]:
    """The selling seasons of a country that begin in the plan's months; the West's where we know none."""
    first, stop = months[0].start, months[-1].stop
    found = []
    for year in range(first.year, stop.year + 1):
        seasons = SALES_DAYS.get(country, ELSEWHERE)
        found += [
            Milestone(name, date(year, *start), date(year, *end), MilestoneKind.SALES, country)
            for name, start, end in seasons
        ]
        if country not in SALES_DAYS:
            friday = black_friday(year)
            week = ("Black week", friday - timedelta(days=4), friday + timedelta(days=3))
            found.append(Milestone(week[0], week[1], week[2], MilestoneKind.SALES, country))
            found.append(
                Milestone(
                    "Cheap media in January",
                    date(year, 1, 1),
                    date(year, 1, 15),
                    MilestoneKind.SALES,
                    country,
                )
            )
    return tuple(sorted((m for m in found if first <= m.day < stop), key=lambda m: (m.day, m.name)))


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)
