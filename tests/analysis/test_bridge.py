"""Every bridge adds exactly, flips its sign when swapped, and blames only what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.bridge import Bridge, Cause, Side, measured_side, planned_side, revenue_bridge
from planner.analysis.media_price import media_prices
from planner.analysis.shapley import shapley
from planner.analysis.spend_variance import spend_variance
from planner.analysis.surroundings import Surroundings, rate_gaps, surroundings
from planner.analysis.years import YearTable, measured_year
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Channel, Company
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import BadDocument
from planner.domain.money import FloatArray
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.domain.response_model import ResponseModel, compile_response

Report = Callable[..., Actuals]
NAMES = ("a", "b", "c", "d")
number = st.floats(-5, 5)
Setting = dict[str, float]
setting = st.fixed_dictionaries(dict.fromkeys(NAMES, number))


def tangled(s: Mapping[str, Any]) -> FloatArray:
    """A value in which every factor works on the others."""
    return np.array([s["a"] * s["b"] + s["c"] ** 2 * s["d"], s["a"] - s["b"] * s["c"] * s["d"]])


@given(setting, setting)
def test_shapley_adds_exactly_and_flips_when_swapped(before: Setting, after: Setting) -> None:
    shares = shapley(tangled, before, after, NAMES)
    assert sum(shares.values()) == pytest.approx(tangled(after) - tangled(before), abs=1e-9)
    back = shapley(tangled, after, before, NAMES)
    for name in NAMES:
        assert back[name] == pytest.approx(-shares[name], abs=1e-9)


@given(setting, setting)
def test_shapley_does_not_depend_on_the_order(before: Setting, after: Setting) -> None:
    shares = shapley(tangled, before, after, NAMES)
    for order in list(permutations(NAMES))[::5]:
        other = shapley(tangled, before, after, order)
        for name in NAMES:
            assert other[name] == pytest.approx(shares[name], abs=1e-9)


@given(setting, setting, st.sampled_from(NAMES))
def test_a_factor_that_did_not_change_gets_nothing(before: Setting, after: Setting, same: str) -> None:
    assert (shapley(tangled, before, {**after, same: before[same]}, NAMES)[same] == 0).all()


def test_shapley_by_hand() -> None:
    """2 x 3 -> 4 x 5: first factor (2 x 3 + 2 x 5) / 2 = 8, second (2 x 2 + 4 x 2) / 2 = 6."""
    shares = shapley(lambda s: s["a"] * s["b"], {"a": 2, "b": 3}, {"a": 4, "b": 5}, ("a", "b"))
    assert {name: float(share) for name, share in shares.items()} == {"a": 8, "b": 6}


@pytest.mark.parametrize("factors", [tuple("abcdefg"), ("a",), ("a", "b", "c", "c")])
def test_shapley_refuses_what_it_cannot_share(factors: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="factors"):
        shapley(tangled, dict.fromkeys("abcdefg"[: len(factors)], 1), dict.fromkeys(NAMES, 1), factors)


def side(seed: int) -> Side:
    rng = np.random.default_rng(seed)
    spend = rng.uniform(0, 3000, (2, 12)) * (rng.uniform(size=(2, 12)) > 0.2)
    return Side(
        spend, rng.uniform(0.8, 1.2, (2, 12)), rng.uniform(0, 6000, (2, 12)), rng.uniform(5000, 15000, 12)
    )


def amounts(bridge: Bridge) -> FloatArray:
    return np.array([bridge[cause] for cause in Cause])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("months", [slice(0, 12), slice(0, 7), slice(5, 8)])
def test_the_bridge_adds_exactly_and_flips_when_swapped(
    model: ResponseModel, seed: int, months: slice
) -> None:
    before, after = side(seed), side(seed + 100)
    period = model.horizon.months[months]
    there, back = (
        revenue_bridge(model, before, after, period),
        revenue_bridge(model, after, before, period),
    )
    assert there.start + amounts(there).sum() == pytest.approx(there.end, abs=1e-6)
    assert there.start == pytest.approx(
        before.revenue[:, months].sum() + before.baseline[months].sum(), abs=1e-6
    )
    assert amounts(back) == pytest.approx(-amounts(there), abs=1e-6)
    for part in there.by_channel:
        parts = part.spend + part.timing + part.media_cost + part.efficiency
        assert parts == pytest.approx(part.difference, abs=1e-6)
    by_channel = sum(part.difference for part in there.by_channel)
    assert by_channel + there[Cause.BASELINE] == pytest.approx(there.end - there.start, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_channels_does_not_matter(
    model: ResponseModel, company: Company, curves: CurveSet, seed: int
) -> None:
    turned = compile_response(
        replace(curves, channels=curves.channels[::-1]), company.fiscal_year(2026).horizon
    )

    def upside_down(one: Side) -> Side:
        return Side(one.spend[::-1], one.price[::-1], one.revenue[::-1], one.baseline)

    before, after = side(seed), side(seed + 50)
    period = model.horizon.months[:9]
    plain = revenue_bridge(model, before, after, period)
    other = revenue_bridge(turned, upside_down(before), upside_down(after), period)
    assert amounts(other) == pytest.approx(amounts(plain), abs=1e-6)


PERIOD = slice(0, 10)


def only(bridge: Bridge) -> set[Cause]:
    """Causes with a bar worth seeing."""
    return {bar.cause for bar in bridge.bars if abs(bar.amount) > 1e-6}


def in_other_months(spend: FloatArray) -> FloatArray:
    moved = spend.copy()
    moved[1, 2], moved[1, 3] = spend[1, 3], spend[1, 2]
    return moved


def between_channels(spend: FloatArray) -> FloatArray:
    totals = spend[:, PERIOD].sum(axis=1)
    moved: FloatArray = spend * np.array([[(totals[0] - 2000) / totals[0]], [(totals[1] + 2000) / totals[1]]])
    return moved


@pytest.mark.parametrize(
    ("change", "level", "cause"),
    [
        (lambda spend: spend, {BASELINE: 0.95}, Cause.BASELINE),
        (lambda spend: spend * 1.2, {}, Cause.VOLUME),
        (between_channels, {}, Cause.MIX),
        (in_other_months, {}, Cause.TIMING),
        (lambda spend: spend, {"TV": 0.8}, Cause.EFFICIENCY),
        (lambda spend: spend, {}, None),
    ],
)
def test_a_year_in_which_one_factor_changed_is_explained_by_it(
    model: ResponseModel,
    company: Company,
    plan: YearTable,
    plan_spend: FloatArray,
    report: Report,
    change: Callable[[FloatArray], FloatArray],
    level: dict[str, float],
    cause: Cause | None,
) -> None:
    measured = measured_year(report(change(plan_spend), 10, level), model.channels, plan.months)
    after = measured_side(model, company, measured, plan_spend)
    found = revenue_bridge(model, planned_side(plan), after, measured.months)
    assert only(found) == ({cause} if cause else set())
    if cause:
        assert found[cause] == pytest.approx(found.end - found.start, abs=1e-6)
        assert found.largest(1)[0].cause is cause


def test_dearer_media_is_explained_by_media_cost(
    model: ResponseModel,
    company: Company,
    plan: YearTable,
    plan_spend: FloatArray,
    report: Report,
) -> None:
    """The price of clicks rose by a quarter against last year, so four fifths of them were bought."""
    priced = replace(
        company, channels=(Channel("Search", unit_metric="CPC"), Channel("TV", unit_metric="CVR"))
    )
    bought = np.vstack([plan_spend[0] / 1.25, plan_spend[1]])
    truth = report(bought)
    rows = [
        replace(row, value=row.value * 1.25) if (row.channel, row.metric) == ("Search", "spend") else row
        for row in truth
    ]
    rows += [ActualRow(str(m), "Search", "clicks", plan_spend[0, 0] / 1.25) for m in plan.months]
    before = [
        ActualRow(str(m), "Search", metric, 600.0) for m in plan.months for metric in ("spend", "clicks")
    ]
    measured = measured_year(Actuals(tuple(rows)), model.channels, plan.months)
    reference = measured_year(Actuals(tuple(before)), ("Search",), plan.months)
    prices = media_prices(priced, measured, reference)
    assert prices is not None
    assert prices[0] == pytest.approx(np.full(12, 1.25))
    assert np.isnan(prices[1]).all()
    after = measured_side(model, company, measured, plan_spend, prices)
    found = revenue_bridge(model, planned_side(plan), after, plan.months)
    assert only(found) == {Cause.MEDIA_COST}
    assert found.has_media_cost
    assert found[Cause.MEDIA_COST] < 0
    assert found.by_channel[0].cause == "media_cost"
    assert found.reasons(1)[0][:2] == (Cause.MEDIA_COST, "Search")


def test_without_units_there_is_no_media_price(
    model: ResponseModel, company: Company, plan: YearTable
) -> None:
    nothing = measured_year(Actuals(), model.channels, plan.months)
    assert media_prices(company, nothing, nothing) is None


def test_revenue_without_a_curve_stays_unexplained(company: Company, curves: CurveSet) -> None:
    wider = replace(curves, channels=(*curves.channels, ChannelCurve("Podcast", Hill(0.0, 1.0, 1.0))))
    model = compile_response(wider, company.fiscal_year(2026).horizon)
    before = Side(np.zeros((3, 12)), np.ones((3, 12)), np.zeros((3, 12)), np.zeros(12))
    after = replace(before, revenue=np.vstack([np.zeros((2, 12)), np.full((1, 12), 10.0)]))
    found = revenue_bridge(model, before, after, model.horizon.months)
    assert only(found) == {Cause.UNEXPLAINED}
    assert found[Cause.UNEXPLAINED] == pytest.approx(120)


def test_a_side_checks_itself() -> None:
    with pytest.raises(BadDocument, match="price"):
        Side(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2)), np.zeros(2))
    with pytest.raises(BadDocument, match="same cells"):
        Side(np.zeros((1, 2)), np.ones((1, 2)), np.zeros((1, 3)), np.zeros(2))


def test_price_volume_mix_by_hand() -> None:
    """Planned 100 units at 2 and 50 at 4 (400); bought 120 at 2.5 and 60 at 4 (540).

    Price (2.5 - 2) x 120 = 60; volume 30 more units at 400 / 150 each = 80; mix none, both grew alike.
    """
    found = spend_variance(
        np.array([200.0, 200.0]), np.array([100.0, 50.0]), np.array([300.0, 240.0]), np.array([120.0, 60.0])
    )
    assert (found.price, found.volume, found.mix) == pytest.approx((60, 80, 0))
    assert found.difference == pytest.approx(140)


def test_price_volume_mix_by_hand_when_the_mix_moves() -> None:
    """100 at 2 and 100 at 4 (600) became 50 at 2 and 150 at 4 (700): 50 units moved up by 2 each."""
    found = spend_variance(
        np.array([200.0, 400.0]), np.array([100.0, 100.0]), np.array([100.0, 600.0]), np.array([50.0, 150.0])
    )
    assert (found.price, found.volume, found.mix) == pytest.approx((0, 0, 100))


line = st.tuples(*[st.floats(0.1, 50)] * 2, *[st.integers(0, 1000)] * 2)


@given(st.lists(line, min_size=1, max_size=6))
def test_price_volume_mix_adds_exactly(lines: list[tuple[float, float, int, int]]) -> None:
    planned_price, price, planned, units = (np.array(column, float) for column in zip(*lines, strict=True))
    found = spend_variance(planned_price * planned, planned, price * units, units)
    assert found.price + found.volume + found.mix == pytest.approx(found.difference, abs=1e-6)


def test_spend_without_units_has_no_price() -> None:
    with pytest.raises(BadDocument, match="no units"):
        spend_variance(np.array([1.0]), np.array([0.0]), np.array([1.0]), np.array([1.0]))


def test_a_month_nobody_reported_explains_nothing(
    model: ResponseModel,
    company: Company,
    plan: YearTable,
    plan_spend: FloatArray,
    report: Report,
) -> None:
    measured = measured_year(report(plan_spend, 5, skip=(1,)), model.channels, plan.months)
    after = measured_side(model, company, measured, plan_spend)
    found = revenue_bridge(model, planned_side(plan), after, plan.months[:5])
    assert only(found) == set()
    assert Month(2026, 2) not in measured.months


def around(seed: int) -> Surroundings:
    rng = np.random.default_rng(seed)
    factors = rng.uniform(0.85, 1.15, (4, 12))
    return Surroundings(
        factors[0], rng.uniform(-500, 900, 12), factors[1], factors[2], factors[3], np.ones(12)
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("months", [slice(0, 12), slice(3, 8)])
def test_with_prices_promotions_and_rates_the_bridge_still_adds_exactly_and_flips(
    model: ResponseModel, seed: int, months: slice
) -> None:
    before, after = (replace(side(s), around=around(s)) for s in (seed, seed + 40))
    period = model.horizon.months[months]
    there, back = revenue_bridge(model, before, after, period), revenue_bridge(model, after, before, period)
    assert there.start + amounts(there).sum() == pytest.approx(there.end, abs=1e-6)
    assert amounts(back) == pytest.approx(-amounts(there), abs=1e-6)
    parts = ("spend", "timing", "media_cost", "efficiency", "price", "currency")
    for one in there.by_channel:
        assert sum(getattr(one, part) for part in parts) == pytest.approx(one.difference, abs=1e-6)
    for bar in there.bars:  # what the channels do not have, sales without media do
        if bar.cause in (Cause.VOLUME, Cause.MIX, Cause.TIMING, Cause.MEDIA_COST, Cause.EFFICIENCY):
            assert bar.amount == pytest.approx(bar.by_channel.sum(), abs=1e-6)


PRICING = Pricing(
    -2.0,
    (PriceYear(2026, RateVersion.ACTUAL, (1.0,) * 4 + (1.05,) * 6, None),),
    (("EUR", 0.4),),
    (
        Rates("EUR", RateVersion.BUDGET, 2026, (1.10,) * 12),
        Rates("EUR", RateVersion.ACTUAL, 2026, (0.99,) * 10),
    ),
)
MARKET = Pricing(years=(PriceYear(2026, RateVersion.ACTUAL, market=(0.97,) * 10),))
SEASON = Pricing(years=(PriceYear(2026, RateVersion.ACTUAL, season=(0.97,) * 10),))
PROMOTED = Pricing(years=(PriceYear(2026, RateVersion.ACTUAL, None, (100.0,) * 10),))


@pytest.mark.parametrize(
    ("pricing", "factor", "extra", "cause"),
    [
        (
            replace(PRICING, foreign_shares=()),
            np.array([1.0] * 4 + [1 / 1.05] * 6 + [1.0] * 2),
            0.0,
            Cause.PRICE,
        ),
        (replace(PRICING, years=()), np.array([0.96] * 10 + [1.0] * 2), 0.0, Cause.CURRENCY),
        (PROMOTED, np.ones(12), 100.0, Cause.PROMOTION),
        (MARKET, np.array([0.97] * 10 + [1.0] * 2), None, Cause.MARKET),
        (SEASON, np.array([0.97] * 10 + [1.0] * 2), None, Cause.SEASON),
    ],
)
def test_a_year_in_which_only_prices_rates_or_promotions_changed_is_explained_by_them(
    model: ResponseModel,
    company: Company,
    plan: YearTable,
    plan_spend: FloatArray,
    pricing: Pricing,
    factor: FloatArray,
    extra: float | None,
    cause: Cause,
) -> None:
    """5 % dearer at -2 leaves 1.05^-1 of revenue; a tenth off 40 % of revenue is 0.96 of it."""
    priced = replace(company, pricing=pricing)
    media = np.ones(12) if extra is None else factor  # the market's demand and the season move no media
    rows = [
        ActualRow(
            str(month), name, metric, float(plan[metric][i, j] * (media[j] if metric == "revenue" else 1))
        )
        for i, name in enumerate(plan.channels)
        for j, month in enumerate(plan.months[:10])
        for metric in (Metric.SPEND, Metric.REVENUE)
    ]
    rows += [
        ActualRow(
            str(month),
            BASELINE,
            Metric.REVENUE,
            float(plan[Metric.REVENUE][-1, j] * factor[j] + (extra or 0)),
        )
        for j, month in enumerate(plan.months[:10])
    ]
    measured = measured_year(Actuals(tuple(rows)), model.channels, plan.months)
    came = surroundings(priced, 2026, 12, measured=measured.actual)
    after = measured_side(model, priced, measured, plan_spend, None, came)
    found = revenue_bridge(model, planned_side(plan, surroundings(priced, 2026, 12)), after, measured.months)
    assert only(found) == {cause}
    assert found[cause] == pytest.approx(found.end - found.start, abs=1e-6)
    assert found.reasons(1)[0][0] is cause


def test_without_figures_of_prices_nothing_is_told_of_them(model: ResponseModel, company: Company) -> None:
    bare = surroundings(company, 2026, 12)
    same = replace(side(1), around=bare), replace(side(2), around=bare)
    found = revenue_bridge(model, *same, model.horizon.months)
    told = {bar.cause for bar in found.bars}
    assert not {Cause.PRICE, Cause.PROMOTION, Cause.CURRENCY, Cause.MARKET, Cause.SEASON} & told
    assert amounts(found) == pytest.approx(
        amounts(revenue_bridge(model, side(1), side(2), model.horizon.months))
    )


def test_missing_rates_are_named_and_count_as_the_budgets(company: Company) -> None:
    half = replace(PRICING, rates=PRICING.rates[:1], years=())
    priced = replace(company, pricing=half)
    found = surroundings(priced, 2026, 12, measured=np.ones(12, bool))
    assert (found.currency == 1).all()
    assert [(gap.currency, gap.version) for gap in rate_gaps(priced, 2026)] == [("EUR", RateVersion.ACTUAL)]
    assert rate_gaps(company, 2026) == ()


def test_rates_of_two_years_stand_on_the_first_ones_budget(company: Company) -> None:
    later = Rates("EUR", RateVersion.BUDGET, 2027, (1.21,) * 12)
    priced = replace(company, pricing=replace(PRICING, rates=(*PRICING.rates, later)))
    found = surroundings(priced, 2027, 12, reference_year=2026)
    assert found.currency == pytest.approx(np.full(12, 1 + 0.4 * 0.1))


def test_sales_without_media_that_nobody_reports_explain_nothing_but_what_setup_knows(
    model: ResponseModel, company: Company, plan: YearTable, plan_spend: FloatArray
) -> None:
    moved = replace(MARKET.years[0], index=(1.05,) * 10, promotion=(50.0,) * 10)
    priced = replace(company, pricing=replace(MARKET, years=(moved,)))
    spent = plan_spend[plan.channels.index("TV")]
    rows = [
        ActualRow(str(month), "TV", Metric.SPEND, float(spent[j])) for j, month in enumerate(plan.months[:3])
    ]
    measured = measured_year(Actuals(tuple(rows)), model.channels, plan.months)
    came = surroundings(priced, 2026, 12, measured=np.arange(12) < 3)
    after = measured_side(model, priced, measured, plan_spend, None, came)
    before = planned_side(plan, surroundings(priced, 2026, 12))
    found = revenue_bridge(model, before, after, plan.months[:3])
    assert only(found) == {Cause.MARKET, Cause.PRICE, Cause.PROMOTION}
