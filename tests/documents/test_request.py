"""Reading the request document: everything named is checked, everything else is let through."""

from __future__ import annotations

from typing import Any

import pytest

from planner.documents.request import read_request
from planner.domain.errors import BadDocument
from planner.domain.goals import BestProfit, CVaR, Mean, Reach, Safe, SpendExactly, Stop
from planner.domain.request import Fixed, Free


def document(**changes: Any) -> dict[str, Any]:
    return {
        "horizon": {"start": "2027-01", "months": 12},
        "goal": {"kind": "spend", "total": 1000},
        **changes,
    }


def test_defaults_are_the_contracts() -> None:
    request = read_request(document())
    assert request.goal == SpendExactly(1000)
    assert isinstance(request.timing, Free)
    assert request.measure == "in_year"
    assert request.risk == Mean()
    assert request.stop == Stop(0.001, 10)
    assert request.current is None


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        ({"kind": "reach", "metric": "revenue", "value": 5}, Reach("revenue", 5)),
        ({"kind": "reach", "metric": "profit", "value": 5, "margin": 0.4}, Reach("profit", 5, 0.4)),
        ({"kind": "profit", "margin": 0.4}, BestProfit(0.4, 1.0)),
        ({"kind": "profit", "margin": 0.4, "hurdle": 1.2}, BestProfit(0.4, 1.2)),
    ],
)
def test_goals(goal: dict[str, Any], value: object) -> None:
    assert read_request(document(goal=goal)).goal == value


def test_months_and_periods_of_a_limit_count_from_the_horizon() -> None:
    limits = [{"months": ["2027-03", "2027-01"], "max": 5}, {"periods": [2], "min": 1}, {"max": 9}]
    found = read_request(document(limits=limits)).limits
    assert [limit.periods for limit in found] == [(0, 2), (1,), None]


def test_weeks_of_a_month_are_those_that_start_in_it() -> None:
    horizon = {"start": "2027-01-04", "periods": 9}
    request = read_request(document(horizon=horizon, limits=[{"months": ["2027-02"], "max": 5}]))
    assert request.horizon.period == "week"
    assert request.limits[0].periods == (4, 5, 6, 7)


def test_fixed_timing_and_current_and_risk() -> None:
    request = read_request(
        document(
            timing="fixed",
            flights={"TV": [1] * 12},
            current={"TV": 120, "Radio": [1] * 12},
            risk={"kind": "cvar", "level": 0.1},
        )
    )
    assert request.timing == Fixed({"TV": (1.0,) * 12})
    assert request.risk == CVaR(0.1)
    spend = request.current_spend(("Radio", "TV", "Email"))
    assert spend is not None
    assert spend.sum(axis=1).tolist() == pytest.approx([12, 120, 0])
    assert read_request(document(current={"TV": 1}, risk={"kind": "safe"})).risk == Safe(0.8)


def test_rules_beside_the_limits_speak_of_everything() -> None:
    limits = read_request(document(step=5000, max_moves=3)).limits
    assert (limits[-1].step, limits[-1].max_moves, limits[-1].channels) == (5000, 3, None)


def test_further_fields_are_let_through() -> None:
    assert read_request(document(author="me", stop={"gap": 0.1, "colour": 1})).stop == Stop(0.1, 10)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"goal": {"kind": "spend", "total": 0}}, "above 0"),
    ({"goal": {"kind": "spend", "total": -5}}, "above 0"),
    ({"goal": {"kind": "spend", "total": float("nan")}}, "goal"),
    ({"goal": {"kind": "reach", "metric": "profit", "value": 5}}, "margin"),
    ({"goal": {"kind": "profit", "margin": 45}}, "share of revenue"),
    ({"goal": {"kind": "win"}}, "goal"),
    ({"horizon": {"start": "2027-01", "months": 0}}, "at least one"),
    ({"horizon": {"start": "2027-01"}}, "months"),
    ({"horizon": {"start": "soon", "months": 3}}, "is not a start"),
    ({"timing": "sometimes"}, "timing"),
    ({"timing": "fixed", "flights": {"TV": [1, 2]}}, "2 weights"),
    ({"timing": "fixed", "flights": {"TV": [0] * 12}}, "above 0"),
    ({"limits": [{"channels": ["TV"], "tags": ["brand"], "max": 5}]}, "channels and tags"),
    ({"limits": [{"months": ["2028-01"], "max": 5}]}, "outside the horizon"),
    ({"limits": [{"months": ["2027-13"], "max": 5}]}, "not a month"),
    ({"limits": [{"periods": [13], "max": 5}]}, "no period 13"),
    ({"limits": [{"channels": ["TV"], "max": -5}]}, "at least 0"),
    ({"limits": [{"channels": ["TV"]}]}, "asks for nothing"),
    ({"limits": [{"channels": [], "max": 5}]}, "selects no channels"),
    ({"current": {"TV": [1, 2]}}, "2 amounts"),
    ({"current": {"TV": -1}}, "at least 0"),
    ({"risk": {"kind": "safe"}}, "current"),
    ({"risk": {"kind": "cvar", "level": 2}}, "level"),
    ({"stop": {"seconds": 0}}, "seconds above 0"),
    ({"measure": "forever"}, "measure"),
]


@pytest.mark.parametrize(("changes", "words"), BAD)
def test_bad_requests_say_what_is_wrong(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadDocument, match=words):
        read_request(document(**changes))
