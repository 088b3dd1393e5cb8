"""The customer base ties to the plan every month; its values, tree and account tie to the key figures."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.customer_base import base_year, programme_move
from planner.analysis.customer_value import equity
from planner.analysis.kpi_tree import kpi_tree, log_split
from planner.analysis.profit_and_loss import profit_and_loss
from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Channel, Company, CostKind, CostLine, Customers, Purpose
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.customer_base import Programme, ProgrammeKind, Segment, lifetime_value
from planner.domain.errors import PlannerError
from planner.domain.price import price_move
from planner.domain.response_model import ResponseModel
from planner.domain.survey import Asked, Wave, least_change
from planner.plan.evaluation import Evaluation, evaluate, plan_model
from tests.economy import SEASON

CHANNELS = (
    Channel("TV", purpose=Purpose.BRAND, new_customer_share=0.35),
    Channel("Search", new_customer_share=0.4),
)
CUSTOMERS = Customers(50_000, 0.68, 5_000, 3.0, 125.0)
LINES = (
    CostLine("Production", CostKind.PRODUCTION, amount=100_000.01),
    CostLine("Agency", CostKind.AGENCY, share_of_media=0.123),
)
KEEP = Programme("Care", ProgrammeKind.RETENTION, 4_000.0, 5_000.0, 60.0, 240.0)
WIN = Programme("Friends", ProgrammeKind.ACQUISITION, 2_000.0, 2_000.0, 50.0, 150.0)
ORDER = Programme("Reminder", ProgrammeKind.FREQUENCY, 1_000.0, 1_000.0, 200.0, 500.0)


def company(**changes: object) -> Company:
    base = Company(
        "Acme",
        margin=0.45,
        customers=CUSTOMERS,
        channels=CHANNELS,
        baselines={2027: tuple(1_200_000.0 * s for s in SEASON)},
        programmes=(KEEP, WIN, ORDER),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


CURVES = CurveSet(
    "month",
    "USD",
    (
        ChannelCurve("TV", Hill(116_400, 15_000, 1.3), long_term_multiplier=3.0),
        ChannelCurve("Search", Hill(153_000, 14_200, 1.0)),
    ),
)


def model(one: Company) -> ResponseModel:
    return plan_model(one, CURVES, 2027, ["TV", "Search"])


def planned(one: Company, spend: float = 15_000.0) -> Evaluation:
    cells = np.outer((spend, 0.7 * spend), SEASON)
    grid = BudgetGrid.from_spend(["TV", "Search"], one.fiscal_year(2027).months, cells)
    return evaluate(model(one), one, grid, LINES)


customers = st.builds(
    Customers,
    opening=st.floats(0, 1e6),
    retention=st.floats(0, 1),
    new_without_media=st.floats(1_000, 1e5),
    frequency=st.floats(0, 20),
    average_sale=st.floats(1, 5_000),
)


@given(customers, st.floats(0, 1e5))
def test_the_base_ties_to_orders_and_revenue_of_the_plan_every_month(held: Customers, spend: float) -> None:
    one = company(customers=held, programmes=(KEEP, WIN))
    plan = planned(one, spend)
    base = base_year(one, plan.forecast)
    size = max(held.opening, base.new.sum(), 1.0)
    assert base.opening[0] == held.opening
    assert base.opening[1:] == pytest.approx(base.closing[:-1], abs=1e-9 * size)
    assert base.closing == pytest.approx(base.retained + base.new, abs=1e-9 * size)
    assert base.by_base + base.gap == pytest.approx(base.by_plan, abs=1e-9 * max(base.by_plan.max(), 1))
    assert base.revenue == pytest.approx(plan.forecast.by_period, rel=1e-9)
    active, orders = plan.figures["active_customers"].value, plan.figures["orders"].value
    assert active is not None
    assert base.closing[-1] == pytest.approx(active, abs=1e-9 * size)
    assert base.new.sum() == pytest.approx(plan.figures["new_customers"].value, abs=1e-9 * size)
    assert base.by_plan.sum() == pytest.approx(orders)
    assert base.by_base.sum() == pytest.approx(active * held.frequency, abs=1e-9 * size * 20)


def test_twelve_months_of_leaving_give_the_years_retention() -> None:
    one = company(programmes=())
    base = base_year(one, planned(one).forecast)
    assert 50_000 - base.lost.sum() == pytest.approx(0.68 * 50_000)
    assert base.lost[0] == pytest.approx(50_000 * (1 - 0.68 ** (1 / 12)))
    assert (base.lost > 0).all()


def test_a_programme_goes_through_the_point_that_was_typed() -> None:
    """At 5,000 a month 60 more stay, never more than 240: half of 240 costs 15,000; 120 of them 15,000."""
    assert KEEP.half == 15_000
    assert KEEP.brings(5_000) == pytest.approx(60)
    assert KEEP.brings(0) == 0
    assert KEEP.cost_of(120) == pytest.approx(15_000)
    assert KEEP.cost_of(240) == inf
    step = (KEEP.brings(5_000.01) - KEEP.brings(4_999.99)) / 0.02
    assert KEEP.next_unit(5_000) == pytest.approx(step, rel=1e-6)


@given(st.floats(0, 1e7), st.floats(0, 1e7))
def test_more_money_never_brings_less_nor_beyond_the_most(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= KEEP.brings(low) <= KEEP.brings(high) <= KEEP.most


def test_what_programmes_bring_today_changes_nothing_and_more_money_moves_its_line() -> None:
    one = company()
    plan = planned(one)
    same = programme_move(one, plan.forecast, {})
    assert (same.cost, same.orders, same.revenue) == (0, 0, 0)
    kept = programme_move(one, plan.forecast, {"Care": 15_000.0})
    more = KEEP.brings(15_000) - KEEP.brings(4_000)
    assert kept.customers == pytest.approx(12 * more)
    # Kept evenly through the year they are there for half of it on average.
    assert kept.orders == pytest.approx(12 * more / 2 * 3.0)
    assert kept.cost == pytest.approx(12 * 11_000)
    won = programme_move(one, plan.forecast, {"Friends": 0.0})
    assert won.customers == pytest.approx(-12 * 50)
    orders = programme_move(one, plan.forecast, {"Reminder": 2_000.0})
    assert orders.customers == 0
    assert orders.orders == pytest.approx(12 * (ORDER.brings(2_000) - 200))
    assert orders.profit == pytest.approx(0.45 * orders.revenue - 12_000)


def test_nobody_is_kept_who_would_not_leave() -> None:
    one = company(customers=Customers(1_000, 0.99, 5_000, 3.0, 125.0), programmes=(KEEP,))
    base = base_year(one, planned(one).forecast, {"Care": 1e6})
    assert (base.lost == 0).all()
    assert base.closing[-1] == pytest.approx(1_000 + base.new.sum())


def test_without_customers_there_is_no_base() -> None:
    one = company(customers=None, programmes=())
    with pytest.raises(PlannerError, match="see Setup"):
        base_year(one, planned(one).forecast)


def test_both_values_of_the_reference_and_their_finite_horizons() -> None:
    """domain.md: m = 3 x 125 x 0.45 = 168.75, r 0.68, d 0.10: 442 now, 273 after a year.

    Three years by hand: q = 0.68 / 1.1; m (1 + q + q^2) now, q times that after a year.
    """
    now, later = lifetime_value(168.75, 0.68, 0.10)
    assert (round(now), round(later)) == (442, 273)
    q = 0.68 / 1.1
    three = lifetime_value(168.75, 0.68, 0.10, 3)
    assert three == pytest.approx((168.75 * (1 + q + q * q), 168.75 * (q + q * q + q**3)))
    assert lifetime_value(168.75, 0.68, 0.10, 400) == pytest.approx((now, later))


@given(st.floats(0, 1000), st.floats(0, 1), st.floats(0.01, 1), st.integers(1, 30))
def test_a_longer_horizon_is_never_worth_less(m: float, r: float, d: float, years: int) -> None:
    short, longer, ever = (lifetime_value(m, r, d, n)[1] for n in (years, years + 1, None))
    assert short <= longer + 1e-9
    assert longer <= ever + 1e-6 * max(ever, 1)


SEGMENTS = (Segment("Loyal", 0.2, 0.9, 6.0, 130.0, 0.1), Segment("Rest", 0.8, 0.6, 2.0, 120.0, 0.9))


def test_equity_is_the_sum_over_segments_beside_the_base_as_one() -> None:
    found = equity(company(segments=SEGMENTS), 50_000)
    loyal = lifetime_value(6 * 130 * 0.45, 0.9, 0.1)
    assert found.groups[0].later == pytest.approx(loyal[1])
    assert found.later == pytest.approx(10_000 * loyal[1] + 40_000 * lifetime_value(108.0, 0.6, 0.1)[1])
    assert sum(group.value_share for group in found.groups) == pytest.approx(1)
    assert found.base.equity_later == pytest.approx(50_000 * lifetime_value(168.75, 0.68, 0.1)[1])
    alone = equity(company(), 50_000)
    assert alone.later == pytest.approx(alone.base.equity_later)
    with pytest.raises(PlannerError, match="margin"):
        equity(company(margin=None), 50_000)


@given(st.floats(0, 2e5))
def test_the_tree_ties_both_ways_to_the_cent(spend: float) -> None:
    plan = planned(company(), spend)
    tree = kpi_tree(plan.forecast, plan.figures, 3.0, 125.0)
    assert tree.revenue == round((plan.figures["revenue"].value or 0) * 100)
    assert tree.baseline + tree.media == tree.revenue
    assert tree.by_base is not None
    assert tree.gap is not None
    assert tree.by_base + tree.gap == tree.revenue
    assert tree.implied is not None
    assert tree.customers is not None
    assert tree.customers * tree.implied * 125 == pytest.approx(tree.revenue / 100)


factors = st.lists(st.floats(0.01, 100), min_size=3, max_size=3)


@given(factors, factors)
def test_the_log_split_adds_exactly_and_flips(before: list[float], after: list[float]) -> None:
    parts = log_split(before, after)
    whole = float(np.prod(after) - np.prod(before))
    assert sum(parts) == pytest.approx(whole, rel=1e-6, abs=1e-6)
    assert log_split(after, before) == pytest.approx([-p for p in parts], rel=1e-6, abs=1e-9)


def test_ten_per_cent_of_each_lever_is_a_third_more_and_is_shared_evenly() -> None:
    parts = log_split((1.0, 1.0, 1.0), (1.1, 1.1, 1.1))
    assert sum(parts) == pytest.approx(0.331)
    assert parts == pytest.approx([0.331 / 3] * 3)


@given(st.floats(0, 1e5))
def test_the_account_adds_up_to_the_cent_and_is_the_key_figures(spend: float) -> None:
    plan = planned(company(), spend)
    for measure in ("in_year", "full"):
        found = profit_and_loss(plan.figures, LINES, measure)
        assert found.revenue - found.variable == found.contribution
        assert found.contribution - found.media - sum(c for _n, c in found.lines) == found.profit
        profit = plan.figures["profit"]
        said = profit.full if measure == "full" else profit.value
        assert said is not None
        assert found.profit == pytest.approx(said * 100, abs=2)
        assert found.marketing == round((plan.figures["marketing"].value or 0) * 100)


def test_an_account_without_margin_says_what_it_needs() -> None:
    with pytest.raises(PlannerError, match="margin"):
        profit_and_loss(planned(company(margin=None)).figures, LINES)


def test_price_by_hand() -> None:
    """1 % dearer at -2.62: volume x 1.01^-2.62 = 0.97427, revenue 984.01 of 1,000, contribution 448.16."""
    move = price_move(1000.0, 0.45, -2.62, 0.01)
    volume = 1.01**-2.62
    assert move.volume == pytest.approx(volume - 1)
    assert move.revenue == pytest.approx(1000 * volume * 1.01 - 1000)
    assert move.contribution == pytest.approx(1000 * volume * (1.01 - 0.55) - 450)
    assert price_move(1000.0, None, -2.62, 0.01).contribution is None
    assert price_move(1000.0, 0.45, -2.62, 0.0).revenue == 0


def test_survey_errors_of_the_reference() -> None:
    """domain.md: n = 600 at 46 % is +/-4.0 points, a change between two such waves needs 5.6."""
    wave = Wave(Asked.AWARENESS, "2027-03", 600, 0.46)
    assert round(wave.margin * 100, 1) == 4.0
    assert round(least_change(wave, wave) * 100, 1) == 5.6
    nps = Wave(Asked.NPS, "2027-03", 400, 0.5, 0.2)
    assert nps.value == pytest.approx(0.3)
    assert nps.margin == pytest.approx(1.96 * np.sqrt((0.7 - 0.09) / 400), rel=1e-4)


STOCK = BrandStock(BrandMetric.AWARENESS, 0.30, 0.46, 6.0, 40_000.0, 0.46)


def test_the_spend_that_holds_a_level_holds_it_and_without_media_half_is_gone_after_the_half_life() -> None:
    assert STOCK.path(np.full(24, 40_000.0)) == pytest.approx(np.full(24, 0.46))
    assert STOCK.path(np.zeros(6))[-1] == pytest.approx(0.38)


@given(st.lists(st.floats(0, 1e9), min_size=12, max_size=12))
def test_a_stock_stays_between_its_base_and_everybody(spend: list[float]) -> None:
    path = STOCK.path(np.array(spend))
    assert (path >= 0.30 - 1e-12).all()
    assert (path <= 1).all()


def test_a_brand_lifts_sales_only_when_it_is_counted_and_never_the_full_effect_twice() -> None:
    off = company(brand=Brand((STOCK,)))
    on = company(brand=Brand((STOCK,), counted=True))
    plain, same, lifted = planned(company(), 60_000.0), planned(off, 60_000.0), planned(on, 60_000.0)
    assert same.figures["revenue"].value == plain.figures["revenue"].value
    more = STOCK.path(60_000.0 * np.array(SEASON)) - 0.46
    expected = float((np.array(on.baselines[2027]) * more).sum())
    assert expected > 0
    gain = (lifted.figures["revenue"].value or 0) - (plain.figures["revenue"].value or 0)
    assert gain == pytest.approx(expected)
    assert lifted.figures["revenue"].full == pytest.approx(plain.figures["revenue"].full)
    assert lifted.figures["media_revenue"].value == plain.figures["media_revenue"].value
