"""The response function against sums done by hand, and what must hold for every curve."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import Horizon
from planner.domain.curves import (
    Carryover,
    ChannelCurve,
    Curve,
    CurveSet,
    Geometric,
    Hill,
    Logistic,
    NoCarryover,
    Table,
    Weights,
)
from planner.domain.errors import BadDocument, LabelMismatch
from planner.domain.response import marginal_outcome, next_unit, respond
from planner.domain.response_model import compile_response

THREE = Horizon(date(2027, 1, 1), 3, "month")
YEAR = Horizon(date(2027, 1, 1), 12, "month")


def one(curve: Curve, carryover: Carryover = NoCarryover(), **parts: object) -> CurveSet:  # noqa: B008
    channel = ChannelCurve("TV", curve, carryover, **parts)  # type: ignore[arg-type]
    return CurveSet("month", "USD", (channel,))


def test_a_hill_curve_earns_half_its_ceiling_at_its_half_spend() -> None:
    forecast = respond(compile_response(one(Hill(100, 40, 1.7)), THREE), np.array([[0.0, 40.0, 1e12]]))
    assert forecast.media[0] == pytest.approx([0.0, 50.0, 100.0])
    assert forecast.media[0, 0] == 0.0


def test_a_logistic_curve_is_the_tangent_it_equals() -> None:
    forecast = respond(compile_response(one(Logistic(100, 0.02)), THREE), np.array([[0.0, 50.0, 100.0]]))
    e = np.exp(-0.02 * np.array([0.0, 50.0, 100.0]))
    assert forecast.media[0] == pytest.approx(100 * (1 - e) / (1 + e))


def test_a_table_goes_through_its_points_and_is_flat_beyond() -> None:
    table = one(Table((10.0, 20.0, 40.0), (30.0, 50.0, 60.0)))
    forecast = respond(compile_response(table, THREE), np.array([[10.0, 40.0, 99.0]]))
    assert forecast.media[0] == pytest.approx([30.0, 60.0, 60.0])


def test_geometric_carryover_by_hand() -> None:
    """Retention .5, not normalised, a_0 = 8: a = 10 + 4, 0 + 7, 4 + 3.5; the table below is the identity."""
    line = Table((1000.0,), (1000.0,))
    curves = one(line, Geometric(0.5, False), carry_in=(8.0,))
    forecast = respond(compile_response(curves, THREE), np.array([[10.0, 0.0, 4.0]]))
    assert forecast.media[0] == pytest.approx([14.0, 7.0, 7.5])
    # After the horizon 7.5 halves on and on: 7.5 in all, of which a_0 alone would have left 8/16 + ... = 1.
    assert forecast.after[0] == pytest.approx(7.5 - 1.0, rel=1e-6)


def test_weights_reach_back_to_the_spend_before() -> None:
    """Weights .5, .3, .2 with past spends 10 and 20: a_1 = .5 x 4 + .3 x 20 + .2 x 10."""
    curves = one(Table((1000.0,), (1000.0,)), Weights((0.5, 0.3, 0.2)), carry_in=(10.0, 20.0))
    forecast = respond(compile_response(curves, THREE), np.array([[4.0, 0.0, 0.0]]))
    assert forecast.media[0] == pytest.approx([10.0, 0.3 * 4 + 0.2 * 20, 0.2 * 4])


def test_a_finite_memory_is_normalised_over_its_own_weights() -> None:
    curves = one(Table((1000.0,), (1000.0,)), Geometric(0.5, True, 2))
    forecast = respond(compile_response(curves, THREE), np.array([[9.0, 0.0, 0.0]]))
    assert forecast.media[0] == pytest.approx([6.0, 3.0, 0.0])


def test_a_steady_plan_starts_as_if_it_had_always_run() -> None:
    """A constant spend is its own adstock in every month, and nothing is added after the horizon."""
    curves = one(Table((1000.0,), (1000.0,)), Geometric(0.6, True), carry_in="steady")
    forecast = respond(compile_response(curves, THREE), np.full((1, 3), 5.0))
    assert forecast.media[0] == pytest.approx([5.0, 5.0, 5.0])
    assert forecast.after[0] == 0.0


def test_price_buys_less_and_season_sells_more() -> None:
    line = Table((1000.0,), (1000.0,))
    curves = one(line, price_index=(1.0, 2.0, 1.0), season=(1.0, 1.0, 3.0))
    forecast = respond(compile_response(curves, THREE), np.full((1, 3), 6.0))
    assert forecast.media[0] == pytest.approx([6.0, 3.0, 18.0])


def test_indices_count_from_the_origin() -> None:
    line = Table((1000.0,), (1000.0,))
    curves = replace(
        one(line, season=(1.0, 2.0, 3.0, 4.0)), origin=date(2026, 11, 1), baseline=(10.0, 20.0, 30.0)
    )
    model = compile_response(curves, THREE)
    assert respond(model, np.ones((1, 3))).media[0] == pytest.approx([3.0, 4.0, 1.0])
    assert model.baseline == pytest.approx([30.0, 10.0, 20.0])


def test_a_part_week_is_answered_at_its_rate() -> None:
    """31 days at the same daily spend bring 31/7 weeks' worth of a week's answer."""
    curves = CurveSet("week", "USD", (ChannelCurve("TV", Hill(100, 40, 1.3)),))
    january = Horizon(date(2027, 1, 1), 1, "month")
    forecast = respond(compile_response(curves, january), np.array([[31.0 / 7 * 40.0]]))
    assert forecast.media[0, 0] == pytest.approx(31 / 7 * 50)


def test_the_middle_is_the_mean_over_draws() -> None:
    draws = ({"ceiling": 80.0}, {"ceiling": 160.0})
    forecast = respond(compile_response(one(Hill(100, 40, 1.0), draws=draws), THREE), np.full((1, 3), 40.0))
    assert forecast.media[0] == pytest.approx([60.0] * 3)
    assert forecast.media_draws[0] == pytest.approx([120.0, 240.0])
    assert forecast.has_ranges


def test_spend_beyond_the_evidence_is_marked() -> None:
    model = compile_response(one(Hill(100, 40, 1.0), observed=(10.0, 50.0)), THREE)
    assert respond(model, np.array([[0.0, 30.0, 60.0]])).beyond_seen.tolist() == [[False, False, True]]
    assert respond(model, np.array([[5.0, 30.0, 50.0]])).beyond_seen.tolist() == [[True, False, False]]


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_impossible_spend_names_channel_and_month(wrong: float) -> None:
    model = compile_response(one(Hill(100, 40, 1.0)), THREE)
    with pytest.raises(BadDocument, match="TV in 2027-02"):
        respond(model, np.array([[1.0, wrong, 1.0]]))


def test_channels_are_matched_by_name_never_by_position() -> None:
    two = CurveSet("month", "USD", (ChannelCurve("A", Hill(1, 1, 1)), ChannelCurve("B", Hill(2, 1, 1))))
    model = compile_response(two, THREE)
    assert model.in_order({"B": [2.0] * 3, "A": [1.0] * 3}).tolist() == [[1.0] * 3, [2.0] * 3]
    with pytest.raises(LabelMismatch, match='"C" is not a known channel'):
        model.in_order({"A": [1.0] * 3, "C": [1.0] * 3})


curve_kinds = st.one_of(
    st.builds(Hill, st.floats(1, 1e4), st.floats(1, 1e3), st.floats(0.6, 5)),
    st.builds(Logistic, st.floats(1, 1e4), st.floats(1e-3, 0.1)),
    st.just(Table((50.0, 200.0, 900.0), (20.0, 150.0, 300.0))),
)
carryovers = st.one_of(
    st.just(NoCarryover()),
    st.builds(Geometric, st.floats(0, 0.9), st.booleans()),
    st.builds(Geometric, st.floats(0, 0.9), st.booleans(), st.integers(1, 5)),
    st.just(Weights((0.2, 0.5, 0.3))),
)
carry_ins = st.one_of(st.just("steady"), st.just((5.0, 70.0, 20.0)), st.just(()))


@given(curve_kinds, carryovers, carry_ins, st.lists(st.floats(5, 500), min_size=12, max_size=12))
def test_gradients_are_the_slopes_of_the_outcome(
    curve: Curve, carryover: Carryover, carry_in: object, spend: list[float]
) -> None:
    curves = one(curve, carryover, carry_in=carry_in, long_term_multiplier=1.7)
    model = compile_response(curves, YEAR)
    plan = np.array([spend])
    both = next_unit(model, plan)
    for measure, gradient in zip(("in_year", "full"), both, strict=True):
        value, exact = marginal_outcome(model, plan, measure)  # type: ignore[arg-type]
        assert exact == pytest.approx(gradient, rel=1e-9, abs=1e-12)
        assert value == pytest.approx(respond(model, plan).outcome(measure), rel=1e-12)  # type: ignore[arg-type]
        step = np.zeros((1, 12))
        step[0, 4] = 1e-4
        up, down = (marginal_outcome(model, plan + s, measure)[0] for s in (step, -step))  # type: ignore[arg-type]
        if not isinstance(curve, Table):  # a cubic's slope jumps in curvature at its points
            assert (up - down) / 2e-4 == pytest.approx(gradient[0, 4], rel=1e-3, abs=1e-5)


@given(curve_kinds, carryovers, st.lists(st.floats(0, 500), min_size=12, max_size=12), st.floats(0, 100))
def test_more_spend_never_earns_less(
    curve: Curve, carryover: Carryover, spend: list[float], more: float
) -> None:
    model = compile_response(one(curve, carryover), YEAR)
    plan = np.array([spend])
    less, greater = respond(model, plan), respond(model, plan + more)
    assert greater.outcome() >= less.outcome() - 1e-9
    assert greater.outcome("full") >= less.outcome("full") - 1e-9


@given(st.permutations(range(3)), st.lists(st.floats(0, 500), min_size=36, max_size=36))
def test_the_order_of_channels_does_not_matter(order: list[int], spend: list[float]) -> None:
    channels = (
        ChannelCurve("A", Hill(1000, 80, 1.4), Geometric(0.4, True), carry_in="steady"),
        ChannelCurve("B", Logistic(500, 0.01), long_term_multiplier=2.0),
        ChannelCurve("C", Table((100.0, 400.0), (90.0, 200.0)), Weights((0.6, 0.4))),
    )
    plan = np.array(spend).reshape(3, 12)
    straight = respond(compile_response(CurveSet("month", "USD", channels), YEAR), plan)
    mixed = CurveSet("month", "USD", tuple(channels[i] for i in order))
    turned = respond(compile_response(mixed, YEAR), plan[order])
    assert turned.outcome("full") == pytest.approx(straight.outcome("full"))
    assert turned.media == pytest.approx(straight.media[order])


def test_the_sum_of_months_is_the_year() -> None:
    curves = one(Hill(1000, 80, 1.4), Geometric(0.4, True), draws=({"ceiling": 900.0}, {"ceiling": 1100.0}))
    forecast = respond(compile_response(replace(curves, baseline=(7.0,)), YEAR), np.full((1, 12), 60.0))
    assert forecast.by_period.sum() == pytest.approx(forecast.outcome() + 84.0)
    assert forecast.period_draws.sum(axis=0) == pytest.approx(forecast.media_draws.sum(axis=0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Hill(-1, 1, 1),
        lambda: Hill(1, 0, 1),
        lambda: Hill(1, 1, float("nan")),
        lambda: Logistic(1, -1),
        lambda: Table((1.0, 1.0), (1.0, 2.0)),
        lambda: Table((1.0, 2.0), (2.0, 1.0)),
        lambda: Geometric(1.0, True),
        lambda: Weights(()),
        lambda: ChannelCurve(" ", Hill(1, 1, 1)),
        lambda: ChannelCurve("A", Hill(1, 1, 1), price_index=(0.0,)),
        lambda: CurveSet("month", "USD", ()),
        lambda: CurveSet("month", "USD", (ChannelCurve("A", Hill(1, 1, 1)),) * 2),
    ],
)
def test_values_that_would_be_wrong_cannot_be_made(make: object) -> None:
    with pytest.raises(BadDocument):
        make()  # type: ignore[operator]
