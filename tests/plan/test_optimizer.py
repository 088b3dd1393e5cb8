"""Hand-solved plans and the failures of other planners that ours must not repeat."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from planner.documents.answer import answer_document
from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.errors import BadDocument, NoFeasiblePlan, PlannerError, Unreachable
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.answer import Answer
from planner.plan.feasible import find_room
from planner.plan.optimizer import finish, optimize
from planner.plan.problem import compile_problem
from tests.economy import CURRENT, TOTAL, economy, economy_request


def hill(
    name: str, half: float = 1.0, ceiling: float = 1.0, shape: float = 1.0, **more: Any
) -> dict[str, Any]:
    curve = {"kind": "hill", "ceiling": ceiling, "half_spend": half, "shape": shape}
    return {"name": name, "curve": curve, **more}


def solve(channels: list[dict[str, Any]], total: float, months: int = 1, **changes: Any) -> Answer:
    curves = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": channels,
    }
    request = {
        "horizon": {"start": "2027-01", "months": months},
        "goal": {"kind": "spend", "total": total},
        **changes,
    }
    return optimize(read_curves(curves), read_request(request))


def on_sample(spread: float = 0.5, **changes: Any) -> Answer:
    return optimize(economy(), read_request(economy_request(spread, **changes)))


def test_budget_splits_where_the_next_unit_earns_the_same() -> None:
    """By hand: x/(x+1) and y/(y+4) have equal slopes at y = 2x - 2, so 10 splits into 4 and 6."""
    found = solve([hill("Search"), hill("Social", 4.0)], 10)
    assert found.spend_by_channel() == pytest.approx({"Search": 4, "Social": 6}, rel=1e-4)
    assert found.marginal == pytest.approx([1 / 25, 4 / 100], rel=1e-4)


def test_steep_curve_takes_all_or_nothing() -> None:
    """By hand: two equal steps at 10 and a budget of 12: half each earns 2 (6/10)^5, one alone nearly 1."""
    found = solve([hill("A", 10, shape=5), hill("B", 10, shape=5)], 12)
    assert sorted(found.spend_by_channel().values()) == pytest.approx([0, 12], abs=1e-3)
    assert found.outcome == pytest.approx(12**5 / (12**5 + 10**5), rel=1e-6)
    assert found.gap is not None
    assert found.gap <= 1e-3


def test_a_channel_held_below_the_bend_of_its_curve_keeps_the_bound_close() -> None:
    """S-curves that bend near 950, one held to 280: no nodes at chords, and still a bound."""
    channels = [
        hill(name, 1200, 5000, 3.5, carryover={"kind": "geometric", "retention": r, "normalized": False})
        for name, r in (("A", 0.0), ("B", 0.6))
    ]
    limits = [{"channels": ["A"], "max": 280}, {"periods": [2], "max": 1100}]
    found = solve(channels, 2800, months=4, limits=limits, stop={"gap": 0.001, "seconds": 10})
    assert found.gap is not None
    assert found.gap <= 1e-3


def test_money_goes_to_the_season_and_away_from_dear_months() -> None:
    """By hand: x/(x+1) with seasons 1 and 2 has equal slopes s/(x+1)^2 at y + 1 = sqrt(2) (x + 1)."""
    found = solve([hill("A", season=[1, 2])], 4, months=2)
    first, second = found.allocation[0]
    assert second + 1 == pytest.approx(np.sqrt(2) * (first + 1), rel=1e-4)


def test_best_total_stops_where_the_last_unit_pays_itself() -> None:
    """By hand: margin 0.5 of 100 x/(x+1) earns its last unit at 50/(x+1)^2 = 1, so x = sqrt(50) - 1."""
    found = solve([hill("A", ceiling=100)], 1, goal={"kind": "profit", "margin": 0.5})
    assert found.spend == pytest.approx(np.sqrt(50) - 1, rel=1e-4)
    higher = solve([hill("A", ceiling=100)], 1, goal={"kind": "profit", "margin": 0.5, "hurdle": 2})
    assert higher.spend == pytest.approx(5 - 1, rel=1e-4)


def test_a_bound_that_rounding_took_below_the_plan_is_the_plans_own() -> None:
    """By hand: 0.3 x 500 of margin never pays 1.2 x 10,000 of spend. Sums of nothing may round below 0."""
    curves = {"format": "planner-curves/1", "period": "month", "currency": "EUR", "outcome": "revenue"}
    nothing = hill("A", half=1e4, ceiling=5e2, shape=2.0)
    goal = {"kind": "profit", "margin": 0.3, "hurdle": 1.2}
    request = {"horizon": {"start": "2027-01", "months": 1}, "goal": goal}
    problem = compile_problem(read_curves({**curves, "channels": [nothing]}), read_request(request))
    found = finish(problem, find_room(problem), np.zeros((1, 1)), 0.0, -9e-13, "gap", 0.0)
    assert found.bound == 0
    assert found.gap == 0


def test_reaching_a_value_takes_the_least_spend() -> None:
    """By hand: 100 x/(x+1) = 80 at x = 4."""
    found = solve([hill("A", ceiling=100)], 1, goal={"kind": "reach", "metric": "revenue", "value": 80})
    assert found.spend == pytest.approx(4, rel=1e-6)
    assert found.bound is not None
    assert found.bound <= found.spend


def test_new_customers_count_by_share_and_average_sale() -> None:
    """By hand: 100 x/(x+1) / 10 x 0.5 = 4 at x = 4."""
    goal = {"kind": "reach", "metric": "new_customers", "value": 4}
    found = solve([hill("A", ceiling=100, new_customer_share=0.5)], 1, goal=goal, average_sale=10)
    assert found.spend == pytest.approx(4, rel=1e-6)
    with pytest.raises(BadDocument, match="average_sale"):
        solve([hill("A", ceiling=100, new_customer_share=0.5)], 1, goal=goal)
    with pytest.raises(BadDocument, match="new_customer_share"):
        solve([hill("A", ceiling=100)], 1, goal=goal, average_sale=10)


def test_unreachable_names_the_best_reachable_value() -> None:
    with pytest.raises(Unreachable, match="best reachable is 90"):
        solve(
            [hill("A", ceiling=100)],
            1,
            goal={"kind": "reach", "metric": "revenue", "value": 95},
            limits=[{"max": 9}],
        )


# Failures seen in other planners (domain reference, section 7)


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e6])
def test_raw_currency_does_not_stop_at_the_start_point(unit: float) -> None:
    found = solve([hill("A", 1000 * unit, ceiling=unit), hill("B", 4000 * unit, ceiling=unit)], 10_000 * unit)
    assert found.spend_by_channel() == pytest.approx({"A": 4000 * unit, "B": 6000 * unit}, rel=1e-4)


def test_sum_equals_the_budget_exactly() -> None:
    for total in (999_999.99, 1_080_000.0, 777_777.77):
        assert on_sample(total=total).spend == pytest.approx(total, abs=0.005)


def test_bounds_hold_in_every_mode() -> None:
    goals = [
        {"kind": "spend", "total": TOTAL},
        {"kind": "profit", "margin": 0.45},
        {"kind": "reach", "metric": "revenue", "value": 4_700_000},
    ]
    for goal in goals:
        for timing in ("fixed", "free"):
            for name, amount in on_sample(0.2, goal=goal, timing=timing).spend_by_channel().items():
                assert CURRENT[name] * 0.8 - 0.01 <= amount <= CURRENT[name] * 1.2 + 0.01


def test_min_equal_to_max_never_moves() -> None:
    limits = [
        {"channels": ["TV"], "min": 123_456.78, "max": 123_456.78},
        {"channels": ["OOH"], "equal": 40_000},
    ]
    for timing in ("fixed", "free"):
        found = on_sample(limits=limits, timing=timing).spend_by_channel()
        assert found["TV"] == pytest.approx(123_456.78, abs=0.01)
        assert found["OOH"] == pytest.approx(40_000, abs=0.01)


def test_all_locked_stays_and_says_why() -> None:
    found = on_sample(0.0)
    assert found.spend_by_channel() == pytest.approx(CURRENT)
    assert len(found.binding) == len(CURRENT)
    assert "TV held at 180,000" in found.binding


def test_all_locked_away_from_the_budget_names_the_clash() -> None:
    with pytest.raises(NoFeasiblePlan, match="1,080,000 to 1,080,000"):
        on_sample(0.0, total=TOTAL + 5000)


def test_result_is_never_below_the_plan_to_beat() -> None:
    best = on_sample()
    again = on_sample(current={name: float(v) for name, v in best.spend_by_channel().items()})
    assert again.started_from is not None
    assert again.outcome >= again.started_from - 1e-6


def test_channel_that_may_not_spend_stays_out() -> None:
    found = on_sample(limits=[{"channels": ["Radio"], "max": 0}], timing="free")
    assert found.spend_by_channel()["Radio"] == 0
    assert "Radio at its maximum of 0" in found.binding


def test_binding_limits_are_named_when_nothing_moves() -> None:
    limits = [{"channels": [name], "min": amount} for name, amount in CURRENT.items()]
    found = on_sample(limits=limits)
    assert "TV at its minimum of 180,000" in found.binding


def test_spend_beyond_what_was_seen_is_marked() -> None:
    found = solve([hill("A", observed=[0, 3]), hill("B", 4.0, observed=[0, 50])], 10)
    assert found.beyond_seen.tolist() == [[True], [False]]


def test_channels_are_matched_by_name_not_by_place() -> None:
    limits = [{"channels": ["B"], "max": 3}]
    one = solve([hill("A"), hill("B", 4.0)], 10, limits=limits).spend_by_channel()
    two = solve([hill("B", 4.0), hill("A")], 10, limits=limits).spend_by_channel()
    assert one == pytest.approx(two, rel=1e-6)
    with pytest.raises(BadDocument, match='nearest is "Paid social"'):
        on_sample(limits=[{"channels": ["Padi social"], "max": 3}])


def test_monthly_totals_may_be_fixed() -> None:
    limits = [{"periods": [p], "equal": TOTAL / 12} for p in range(1, 13)]
    found = on_sample(limits=limits, timing="free")
    assert found.allocation.sum(axis=0) == pytest.approx(np.full(12, TOTAL / 12), abs=0.01)


# Bad input


def test_minimums_above_the_budget_name_the_clash_and_the_range() -> None:
    with pytest.raises(NoFeasiblePlan, match=r"budget of 500,000.*540,000 to 1,620,000"):
        on_sample(total=500_000)


def test_clash_names_only_the_limits_at_fault() -> None:
    limits = [
        {"channels": ["TV"], "min": 700_000},
        {"channels": ["Radio"], "max": 10_000},
        {"tags": ["brand"], "max": 690_000, "label": "brand ceiling"},
    ]
    with pytest.raises(NoFeasiblePlan) as caught:
        on_sample(limits=limits)
    assert caught.value.params["clash"] == ["TV: at least 700,000", "brand ceiling: at most 690,000"]


def test_steps_that_cannot_make_the_total_say_so() -> None:
    with pytest.raises(NoFeasiblePlan, match="nearest totals are 1,078,000 and 1,085,000"):
        on_sample(limits=[{"step": 7000}])


def test_steps_and_flights_and_moves_are_kept() -> None:
    amounts = on_sample(limits=[{"step": 5000}]).spend_by_channel()
    assert all(amount % 5000 == pytest.approx(0, abs=1e-6) for amount in amounts.values())
    limits = [{"channels": ["OOH"], "min_when_on": 60_000}]
    assert on_sample(limits=limits).spend_by_channel()["OOH"] in (pytest.approx(0), pytest.approx(60_000))
    moved = on_sample(limits=[{"max_moves": 3}]).spend_by_channel()
    assert sum(abs(moved[name] - CURRENT[name]) > 0.01 for name in moved) <= 3


def test_ratio_ceilings_are_kept() -> None:
    found = on_sample(limits=[{"min_roas": 5}], goal={"kind": "profit", "margin": 0.45})
    assert found.outcome / found.spend >= 5 - 1e-6
    assert found.binding == ("all channels at its ROAS floor of 5.00",)
    with pytest.raises(NoFeasiblePlan, match="ROAS of at least 9"):
        on_sample(limits=[{"min_roas": 9}])


def test_unknown_tags_are_named() -> None:
    with pytest.raises(BadDocument, match='nearest is "brand"'):
        on_sample(limits=[{"tags": ["brnad"], "max": 5}])


def test_risk_without_draws_is_refused() -> None:
    with pytest.raises(PlannerError, match="no draws"):
        on_sample(risk={"kind": "cvar"})


# The answer


def test_outcome_is_what_respond_says() -> None:
    found = on_sample(timing="free")
    model = compile_response(economy(), found.horizon)
    assert found.outcome == pytest.approx(respond(model, found.allocation).outcome(), rel=1e-12)
    assert found.in_year == pytest.approx(found.outcome, rel=1e-12)


def test_answer_document_is_plain_json() -> None:
    document = json.loads(json.dumps(answer_document(on_sample()), allow_nan=False))
    assert sum(map(sum, document["allocation"].values())) == pytest.approx(TOTAL)
    assert set(document) >= {"outcome", "bound", "gap", "binding", "marginal", "stopped_by", "seconds"}
    assert document["bound"] >= document["outcome"]["revenue"]
