"""A small company for storage tests: two channels, round numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.actuals import ActualRow
from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company, CostKind, CostLine
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.services.library import Store

TV, SEARCH, RADIO = "TV", "Search", "Radio"
COMPANY = Company("Acme", channels=(Channel(TV), Channel(SEARCH), Channel(RADIO)), margin=0.4)
LINES = (
    CostLine("Agency", CostKind.AGENCY, share_of_media=0.1),
    CostLine("Studio", CostKind.PRODUCTION, 5e3),
)


def curves(*names: str) -> CurveSet:
    return CurveSet(
        "month", "USD", tuple(ChannelCurve(n, Hill(1e5, 1e4, 1.2), Geometric(0.3, True)) for n in names)
    )


def grid(tv: float = 100.0, search: float = 50.0, year: int = 2027) -> BudgetGrid:
    """Both channels, the same amount each month, currency units."""
    spend = np.array([[tv] * 12, [search] * 12])
    return BudgetGrid.from_spend((TV, SEARCH), FiscalYear(year).months, spend)


CAMPAIGN = Campaign("Spring", TV, date(2027, 3, 1), date(2027, 3, 31), 5_000, owner="Ann", goal="Reach")


@dataclass(frozen=True)
class Room:
    """A store with the company and its curves in it."""

    store: Store
    slug: str
    curves_id: int

    def draft(
        self,
        name: str = "Budget",
        *,
        year: int = 2027,
        kind: VersionKind = VersionKind.BUDGET,
        tv: float = 100.0,
    ) -> PlanVersion:
        version = PlanVersion(
            year, name, kind, VersionStatus.DRAFT, grid(tv, year=year), self.curves_id, LINES, (CAMPAIGN,)
        )
        return self.store.save_version(self.slug, version, who="Ann")

    def take(self, file: str, *rows: tuple[str, str, float], metric: str = "spend") -> int:
        figures = [ActualRow(month, channel, metric, value) for month, channel, value in rows]
        return self.store.take_over(self.slug, figures, file, f"digest of {file}", "Ann").id

    def spend(self, months: Sequence[str] | None = None) -> dict[tuple[str, str], float]:
        return {(r.month, r.channel): r.value for r in self.store.actuals(self.slug, months)}

    def actions(self) -> list[str]:
        return [entry.action for entry in self.store.audit(self.slug)]


def room(store: Store) -> Room:
    slug = store.start_company(COMPANY, "Ann")
    return Room(store, slug, store.add_curves(slug, "First", curves(TV, SEARCH, RADIO), "typed", "Ann"))
