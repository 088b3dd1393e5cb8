"""One call gathers a year's results; its figures agree with each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.analysis.bridge import Cause
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import FiscalYear, Month
from planner.domain.company import BASELINE, Channel, Company, CostKind, CostLine, Customers, Purpose
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.domain.errors import NotFound
from planner.services.library import Store
from planner.services.replanning import Aim, replan
from planner.services.results import Results, results_from, results_of
from planner.storage.database import Database

MONTHS = FiscalYear(2026).months
COMPANY = Company(
    name="Two Rivers",
    margin=0.4,
    customers=Customers(1000, 0.6, 120.0, 3.0, 50.0),
    channels=(Channel("Search", new_customer_share=0.5), Channel("TV", unit_metric="CPM")),
    baselines={2026: (10_000.0,) * 12},
)
CURVES = CurveSet(
    "month",
    "USD",
    (
        ChannelCurve("Search", Hill(8000, 1500, 1.0), draws=({"ceiling": 7000.0}, {"ceiling": 9000.0})),
        ChannelCurve("TV", Hill(6000, 2000, 1.4), Geometric(0.4, True), draws=({}, {})),
    ),
    noise=0.01,
)
GRID = BudgetGrid.from_spend(("Search", "TV"), MONTHS, np.full((2, 12), 1000.0))
LINES = (CostLine("Agency", CostKind.AGENCY, share_of_media=0.1),)
PLAN = PlanVersion(2026, "Budget", VersionKind.BUDGET, VersionStatus.APPROVED, GRID, 1, LINES)


def rows(year: int, count: int, *, spend: float = 1000.0, impressions: float = 100_000.0) -> list[ActualRow]:
    found = []
    for n in range(1, count + 1):
        month = f"{year}-{n:02d}"
        found += [ActualRow(month, name, "spend", spend) for name in ("Search", "TV")]
        found += [ActualRow(month, name, "revenue", 2500.0) for name in ("Search", "TV")]
        found.append(ActualRow(month, "TV", "impressions", impressions))
        found.append(ActualRow(month, BASELINE, "revenue", 9900.0))
    return found


def checked(found: Results) -> Results:
    """What every result keeps: variance, bridge and outlook tell one story."""
    revenue = found.variance[Metric.REVENUE].total
    assert found.bridge is not None
    assert found.bridge.start == pytest.approx(revenue.plan)
    assert found.bridge.end == pytest.approx(revenue.actual)
    assert sum(bar.amount for bar in found.bridge.bars) == pytest.approx(revenue.difference)
    assert found.outlook["revenue"].to_date.actual == pytest.approx(revenue.actual)
    assert found.outlook["revenue"].year.plan == pytest.approx(found.evaluation.figures["revenue"].value)
    assert found.outlook["profit"].year.plan == pytest.approx(found.evaluation.figures["profit"].value)
    assert found.outlook["new_customers"].year.plan == pytest.approx(
        found.evaluation.figures["new_customers"].value
    )
    assert found.outlook["cac_blended"].year.plan == pytest.approx(
        found.evaluation.figures["cac_blended"].value
    )
    return found


def test_variance_bridge_and_outlook_agree() -> None:
    actuals = Actuals((*rows(2026, 4), *rows(2025, 12, impressions=125_000.0)))
    found = checked(results_from(COMPANY, CURVES, PLAN, actuals))
    assert found.through == Month(2026, 4)
    assert found.outlook.label == "4+8"
    assert found.last_year is not None
    assert found.last_year.table.total(Metric.SPEND) == pytest.approx(24_000)
    assert found.bridge is not None
    assert found.bridge.has_media_cost
    assert found.bridge[Cause.MEDIA_COST] < 0
    names, causes = found.spend_causes[Metric.IMPRESSIONS]
    assert names == ("TV",)
    assert causes.price == pytest.approx(800), "400,000 impressions at 10 instead of 8 a thousand"
    assert causes.price + causes.volume + causes.mix == pytest.approx(0, abs=1e-6)


def test_a_quarter_can_be_asked_for() -> None:
    actuals = Actuals(tuple(rows(2026, 6)))
    found = results_from(COMPANY, CURVES, PLAN, actuals, months=MONTHS[3:6])
    assert found.variance.months == MONTHS[3:6]
    assert found.bridge is not None
    assert found.bridge.months == MONTHS[3:6]
    assert found.bridge.end == pytest.approx(found.variance[Metric.REVENUE].total.actual)


def test_before_anything_came_in() -> None:
    found = results_from(COMPANY, CURVES, PLAN, Actuals())
    assert found.bridge is None
    assert found.last_year is None
    assert found.through is None
    assert found.outlook["revenue"].year.actual == pytest.approx(found.evaluation.figures["revenue"].value)
    assert found.outlook["revenue"].low == pytest.approx(found.evaluation.figures["revenue"].low)


def test_a_channel_that_only_the_actuals_know_is_counted() -> None:
    extra = (ActualRow("2026-02", "Podcast", "spend", 50.0), ActualRow("2026-02", "Podcast", "revenue", 80.0))
    found = checked(results_from(COMPANY, CURVES, PLAN, Actuals((*rows(2026, 3), *extra))))
    assert found.variance.unplanned == ("Podcast",)
    assert found.bridge is not None
    assert found.bridge[Cause.UNEXPLAINED] == pytest.approx(80)


def test_from_the_store(tmp_path: Path) -> None:
    store = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    slug = store.start_company(COMPANY, "Ann")
    curves_id = store.add_curves(slug, "First", CURVES, "typed", "Ann")
    with pytest.raises(NotFound, match="2026"):
        results_of(store, slug, 2026)
    draft = replace(PLAN, status=VersionStatus.DRAFT, curves_id=curves_id)
    store.save_version(slug, draft, who="Ann")
    store.take_over(slug, rows(2026, 2), "jan_feb.xlsx", "", "Ann")
    store.close_month(slug, Month(2026, 1), "Ann")
    found = checked(results_of(store, slug, 2026))
    assert found.version.status is VersionStatus.DRAFT
    assert found.measured.closed.tolist() == [True] + [False] * 11
    assert found.outlook.label == "2+10"
    store.close()


def test_a_counted_brand_moves_plan_outlook_and_bridge_alike() -> None:
    """TV is brand media here: a year of it lifts sales without media, in the year and never in full twice."""
    stock = BrandStock(BrandMetric.AWARENESS, 0.2, 0.3, 6.0, 800.0, 0.35)
    told = replace(
        COMPANY,
        channels=(COMPANY.channels[0], replace(COMPANY.channels[1], purpose=Purpose.BRAND)),
        brand=Brand((stock,), counted=True),
    )
    actuals = Actuals(tuple(rows(2026, 4)))
    plain, found = (results_from(one, CURVES, PLAN, actuals) for one in (COMPANY, told))
    checked(found)
    lifted = found.evaluation.forecast.lifted
    assert lifted.sum() > 0
    assert found.plan[Metric.REVENUE][-1] == pytest.approx(10_000 + lifted)
    lands = [one.outlook["revenue"].year.actual or 0.0 for one in (plain, found)]
    assert lands[1] > lands[0]
    assert found.evaluation.figures["revenue"].full == pytest.approx(plain.evaluation.figures["revenue"].full)
    again = replan(found, np.zeros((2, 12)), Aim.BUDGET, seconds=0.5).found
    assert again.grid.cents[:, :4].tolist() == again.plan.cents[:, :4].tolist()
    assert again.before["revenue"].year.actual == pytest.approx(
        found.outlook["revenue"].year.actual, rel=1e-6
    )
