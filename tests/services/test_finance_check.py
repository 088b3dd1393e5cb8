"""What a finance partner recalculates by hand: a company with prices, promotions, currency and campaigns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.analysis.bridge import measured_side, planned_side, revenue_bridge
from planner.analysis.customer_value import equity
from planner.analysis.surroundings import surroundings
from planner.domain.actuals import ActualDetail, ActualRow, Metric
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.company import BASELINE, Channel, Company, CostKind, CostLine, Customers, Ownership
from planner.domain.curves import Hill
from planner.domain.customer_base import Segment
from planner.domain.planning.details import CampaignDetails, CampaignKind
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.services.campaign_variance import by_campaign, by_region
from planner.services.library import Store
from planner.services.results import Results, results_of
from planner.services.starting import TypedCurve, start_company, typed_set
from planner.storage.database import Database

TYPED = {
    "Search": (4_000.0, 16_000.0, 30_000.0),
    "Social": (3_000.0, 8_000.0, 20_000.0),
    "TV": (2_000.0, 5_000.0, 14_000.0),
    "Newsletter": (500.0, 4_000.0, 5_000.0),
}
SHARES = {"Search": 0.4, "Social": 0.5, "TV": 0.3, "Newsletter": 0.1}
PEOPLE = Customers(4_000, 0.6, 600, 2.5, 80.0, 0.12)
MARGIN, MONTHS = 0.4, 6
CENT = 0.005


def flight(name: str, channel: str, start: date, end: date, region: str) -> Campaign:
    details = CampaignDetails(CampaignKind.MEDIA, "", region=region)
    return Campaign(name, channel, start, end, 500_000, CampaignStatus.DONE, details=details)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("check")
    return Store(Database(f"sqlite:///{folder / 'planner.db'}"))


@pytest.fixture(scope="module")
def results(store: Store) -> Results:
    """A fiscal year from April with half a year of actuals that stray by up to a fifth."""
    pricing = Pricing(
        -2.0,
        (
            PriceYear(2026, RateVersion.BUDGET, (1.0,) * 12, (1_000.0,) * 12),
            PriceYear(2026, RateVersion.ACTUAL, (1.0, 1.0, 1.04, 1.04, 1.05, 0.97), (0.0, 4_000.0, 1_200.0)),
        ),
        (("USD", 0.3),),
        (
            Rates("USD", RateVersion.BUDGET, 2026, (0.92,) * 12),
            Rates("USD", RateVersion.ACTUAL, 2026, (0.9, 0.91, 0.93, 0.95, 0.96, 0.94)),
        ),
    )
    company = Company(
        "Maple",
        "EUR",
        first_month=4,
        margin=MARGIN,
        customers=PEOPLE,
        channels=tuple(
            Channel(n, Ownership.OWNED if n == "Newsletter" else Ownership.PAID, new_customer_share=s)
            for n, s in SHARES.items()
        ),
        lines=(
            CostLine("Agency", CostKind.AGENCY, share_of_media=0.1),
            CostLine("Tools", CostKind.TECHNOLOGY, 12_000.0),
        ),
        segments=(Segment("Pros", 0.3, 0.8, 4.0, 120.0), Segment("Hobby", 0.7, 0.51, 1.9, 53.0)),
        pricing=pricing,
    )
    curves = typed_set([TypedCurve(name, *points) for name, points in TYPED.items()], "EUR")
    media = {name: points[0] for name, points in TYPED.items()}
    started = start_company(store, company, curves, media, year=2026, who="Ann", revenue=900_000)
    version = store.version(started.slug, started.version_id)
    campaigns = (
        flight("Spring", "Social", date(2026, 4, 10), date(2026, 6, 20), "North"),
        flight("Summer", "TV", date(2026, 6, 1), date(2026, 8, 31), "South"),
    )
    store.save_version(started.slug, replace(version, campaigns=campaigns), who="Ann", reason="campaigns")
    stray = np.random.default_rng(3).uniform(0.8, 1.2, (MONTHS, 5, 2)).round(3)
    rows, details = [], []
    for j in range(MONTHS):
        month = f"2026-{j + 4:02d}"
        for i, (name, (spend, brings, _most)) in enumerate(TYPED.items()):
            money, sales = spend * stray[j, i, 0], brings * stray[j, i, 1]
            rows += [ActualRow(month, name, "spend", money), ActualRow(month, name, "revenue", sales)]
        rows.append(ActualRow(month, BASELINE, "revenue", 42_000.0 * stray[j, 4, 0]))
    for metric, amount in (("spend", 1_234.56), ("revenue", 3_210.98)):
        details.append(ActualDetail("2026-05", "Social", metric, amount, campaign="Spring"))
    store.take_over(started.slug, rows, "half.csv", "", "Ann", details=details)
    return results_of(store, started.slug, 2026, as_of=date(2026, 10, 5))


def brings(results: Results, spend: np.ndarray) -> np.ndarray:
    """A hand's own curves, (C, M): ceiling x spend / (spend + half), without carry-over or season."""
    found = []
    for row, curve in zip(spend, results.curves.channels, strict=True):
        assert isinstance(curve.curve, Hill)
        found.append(curve.curve.ceiling * row / (row + curve.curve.half_spend))
    return np.array(found)


def test_the_bridge_ends_at_what_the_files_say_and_adds_up_to_the_cent(
    store: Store, results: Results
) -> None:
    bridge = results.bridge
    assert bridge is not None
    reported = sum(row.value for row in store.actuals("maple") if row.metric == "revenue")
    assert bridge.start + sum(bar.amount for bar in bridge.bars) == pytest.approx(bridge.end, abs=CENT)
    assert bridge.end == pytest.approx(reported, abs=CENT)
    assert bridge.start == pytest.approx(450_000, abs=CENT)
    for part in bridge.by_channel:
        parts = (part.spend, part.timing, part.media_cost, part.efficiency, part.price, part.currency)
        assert sum(parts) == pytest.approx(part.difference, abs=CENT)


def test_swapped_sides_flip_every_bar(results: Results) -> None:
    company, spend = results.company, results.evaluation.grid.spend
    expected = surroundings(company, 2026, 12)
    came = surroundings(company, 2026, 12, measured=results.measured.actual)
    plan = planned_side(results.plan, expected)
    actual = measured_side(results.model, company, results.measured, spend, None, came)
    there, back = (
        {bar.cause: bar.amount for bar in revenue_bridge(results.model, *sides, results.measured.months).bars}
        for sides in ((plan, actual), (actual, plan))
    )
    assert set(there) == set(back)
    assert {"price", "promotion", "currency"} <= {str(cause) for cause in there}
    assert all(there[cause] == pytest.approx(-back[cause], abs=CENT) for cause in there)


@pytest.mark.parametrize("metric", [Metric.SPEND, Metric.REVENUE])
def test_every_drill_down_adds_up_to_the_total(store: Store, results: Results, metric: Metric) -> None:
    found = results.variance[metric]
    for side in ("plan", "actual", "difference"):
        total = getattr(found.total, side)
        for parts in (found.by_row, found.by_month):
            assert sum(getattr(one, side) or 0.0 for one in parts) == pytest.approx(total, abs=CENT)
    media = [found.row(name) for name in results.plan.channels]
    details = store.details("maple", results.plan.months)
    for groups in (by_campaign(results, details), by_region(results, details)):
        assert len(groups) == 3
        for side in ("plan", "actual"):
            of_groups = [getattr(g.spend if metric is Metric.SPEND else g.revenue, side) for g in groups]
            assert sum(of_groups) == pytest.approx(sum(getattr(one, side) for one in media), abs=CENT)


def test_months_one_by_one_give_the_period(store: Store, results: Results) -> None:
    single = [
        results_of(store, "maple", 2026, as_of=date(2026, 10, 5), months=[month]).bridge
        for month in results.measured.months
    ]
    assert results.bridge is not None
    assert sum(one.end - one.start for one in single if one) == pytest.approx(
        results.bridge.end - results.bridge.start, abs=CENT
    )


def test_the_outlook_is_actuals_to_date_and_the_rest_of_the_plan_evaluated_anew(
    store: Store, results: Results
) -> None:
    outlook = results.outlook
    factors = np.array([one.factor for one in outlook.evidence])
    left = brings(results, results.evaluation.grid.spend)[:, MONTHS:].sum(axis=1) @ factors[:-1]
    without = 6 * (900_000 / 12 - 33_000) * factors[-1]
    to_date = sum(row.value for row in store.actuals("maple") if row.metric == "revenue")
    year = outlook["revenue"].year.actual or 0.0
    assert year == pytest.approx(to_date + left + without, abs=0.01)
    assert outlook.checks.plus_plan == pytest.approx(to_date + 450_000, abs=0.01)
    assert outlook.checks.run_rate == pytest.approx(2 * to_date, abs=0.01)
    assert outlook.required_rate == pytest.approx((900_000 - to_date) / 6, abs=0.01)
    media = sum(row.value for row in store.actuals("maple") if row.metric == "spend") + 6 * 9_500
    assert outlook["marketing"].year.actual == pytest.approx(1.1 * media + 12_000, abs=0.01)
    assert outlook["profit"].year.actual == pytest.approx(MARGIN * year - 1.1 * media - 12_000, abs=0.01)


def test_customer_figures_follow_the_formulas_of_the_domain(results: Results) -> None:
    """domain.md section 4; marginal CAC by a hand's own difference quotient."""
    figures = results.evaluation.figures
    won = {name: 12 * points[1] / 80 * SHARES[name] for name, points in TYPED.items()}
    new, marketing = sum(won.values()) + 600, 1.1 * 114_000 + 12_000
    cac = marketing / new
    assert figures["cac_blended"].value == pytest.approx(cac)
    paid = [name for name in TYPED if name != "Newsletter"]
    of_paid = 12 * sum(TYPED[name][0] for name in paid) / sum(won[name] for name in paid)
    assert figures["cac_paid"].value == pytest.approx(of_paid)
    spend = results.evaluation.grid.spend
    share = np.array(list(SHARES.values()))
    step = 1 / spend.sum()
    more = (brings(results, spend * (1 + step)) - brings(results, spend)).sum(axis=1) @ share / 80
    assert figures["cac_marginal"].value == pytest.approx(1 / more, rel=1e-4)
    yearly, stay, discount = 2.5 * 80 * MARGIN, 0.6, 0.12
    later = yearly * stay / (1 + discount - stay)
    assert figures["clv"].value == pytest.approx(yearly * (1 + discount) / (1 + discount - stay))
    assert figures["clv_later"].value == pytest.approx(later)
    assert figures["clv_to_cac"].value == pytest.approx(later / cac)
    assert figures["payback"].value == pytest.approx(cac / (yearly / 12))
    active = 4_000 * stay + new
    assert figures["active_customers"].value == pytest.approx(active)
    worth = sum(
        active * s.share * s.frequency * s.average_sale * MARGIN * s.retention / (1 + discount - s.retention)
        for s in results.company.segments
    )
    assert equity(results.company, active).later == pytest.approx(worth)
