"""Curves said by hand: exact through what was said, contradictions refused in words."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import WEEKS_PER_MONTH
from planner.domain.curves import (
    Carryover,
    ChannelCurve,
    CurveSet,
    Geometric,
    Hill,
    Logistic,
    NoCarryover,
    Table,
    Weights,
)
from planner.domain.errors import BadDocument
from planner.services.typed_curves import Said, gain, steady_curve, usual_spend, with_typed

ORDERS = Said("Search", (100_000, 300), (200_000, 450), 700)


def test_two_points_and_a_ceiling_by_hand() -> None:
    """y / (700 - y) is 0.75 at 100k and 1.8 at 200k: shape ln 2.4 / ln 2; half where it is 1."""
    curve = ORDERS.curve
    assert curve.ceiling == 700
    assert curve.shape == pytest.approx(log(2.4) / log(2))
    assert curve.half_spend == pytest.approx(100_000 * (4 / 3) ** (log(2) / log(2.4)))
    for x, y in ((100_000, 300), (200_000, 450)):
        assert 700 * x**curve.shape / (x**curve.shape + curve.half_spend**curve.shape) == pytest.approx(y)


@given(
    x=st.floats(1, 1e6),
    further=st.floats(1.5, 10),
    low=st.floats(0.1, 0.5),
    more=st.floats(0.1, 0.8),
    ceiling=st.floats(1, 1e9),
)
def test_any_two_points_are_met(x: float, further: float, low: float, more: float, ceiling: float) -> None:
    y, y2 = low * ceiling, (low + more * (1 - low)) * ceiling
    said = Said("A", (x, y), (x * further, y2), ceiling)
    for spend, brings in (said.first, said.second or (0, 0)):
        reached = ceiling / (1 + (said.curve.half_spend / spend) ** said.curve.shape)
        assert reached == pytest.approx(brings, rel=1e-9)


def test_one_point_is_the_starting_curve() -> None:
    assert Said("A", (10, 60), None, 90).curve == Hill(90, 5, 1)
    assert Said("A", (0, 0), None, 0).curve.ceiling == 0


@pytest.mark.parametrize(
    ("first", "second", "ceiling", "says"),
    [
        ((100, 300), (100, 450), 700, "not above the first"),
        ((200, 300), (100, 450), 700, "not above the first"),
        ((100, 300), (200, 300), 700, "no more than the 300"),
        ((100, 300), (200, 250), 700, "no more than the 300"),
        ((100, 300), (200, 450), 450, "give a ceiling above 450"),
        ((100, 300), (200, 450), 200, "give a ceiling above 450"),
        ((100, 300), None, 300, "give a ceiling above"),
        ((0, 300), (200, 450), 700, "above 0"),
        ((100, 0), (200, 450), 700, "above 0"),
        ((100, -1), (200, 450), 700, "at least 0"),
        ((100, 1), (101, 699), 700, "would jump"),
    ],
)
def test_contradictions_are_refused(
    first: tuple[float, float], second: tuple[float, float] | None, ceiling: float, says: str
) -> None:
    with pytest.raises(BadDocument, match=says):
        Said("A", first, second, ceiling)


@pytest.mark.parametrize(
    ("carry", "expected"),
    [
        (NoCarryover(), 1),
        (Geometric(0.5, normalized=True), 1),
        (Geometric(0.5, normalized=False), 2),
        (Geometric(0.5, normalized=False, length=2), 1.5),
        (Weights((1.0, 0.5, 0.25)), 1.75),
    ],
)
def test_a_channel_keeps_its_carry_over_and_brings_what_was_said(carry: Carryover, expected: float) -> None:
    known = ChannelCurve(
        "Search",
        Hill(1, 1, 1),
        carry,
        observed=(0, 1),
        draws=({"ceiling": 1.0},),
        season=(0.5, 1.5),
    )
    other = replace(known, name="TV")
    fit = {"fit": {"evidence": {"Search": "A", "TV": "B"}, "holdout_error": 0.1}}
    curves = with_typed(CurveSet("week", "USD", (known, other), extra=fit), ORDERS)
    typed = curves.channel("Search")
    assert gain(carry) == expected
    assert (typed.carryover, typed.season, typed.draws, typed.observed) == (carry, (0.5, 1.5), (), None)
    assert curves.channel("TV") == other
    assert curves.extra["fit"] == {"evidence": {"TV": "B"}, "holdout_error": 0.1}
    shown = steady_curve(typed, "week", 200_000)
    assert np.interp([100_000, 200_000], shown.spend, shown.outcome) == pytest.approx([300, 450])


def test_a_new_channel_joins_the_set() -> None:
    curves = with_typed(CurveSet("month", "USD", (ChannelCurve("TV", Hill(1, 1, 1)),)), ORDERS)
    assert curves.names == ("TV", "Search")
    assert curves.channel("Search").curve == ORDERS.curve


def test_a_steady_curve_carries_its_range() -> None:
    channel = ChannelCurve(
        "A", Hill(2, 1, 1), draws=tuple({"ceiling": c, "retention": 0.1} for c in (1.0, 3.0))
    )
    shown = steady_curve(channel, "month", 1.0)
    assert (shown.outcome[-1], shown.low[-1], shown.high[-1]) == pytest.approx((1.0, 0.6, 1.4))
    assert shown.outcome[0] == 0


@pytest.mark.parametrize(
    ("channel", "spend"),
    [
        (ChannelCurve("A", Hill(2, 5, 1), observed=(1, 8)), 8),
        (ChannelCurve("A", Hill(2, 5, 1), Geometric(0.5, normalized=False)), 2.5),
        (ChannelCurve("A", Hill(0, 5, 1)), 0),
        (ChannelCurve("A", Logistic(2, 0.5)), 4),
        (ChannelCurve("A", Table((1, 7), (1, 2))), 7),
    ],
)
def test_the_usual_spend(channel: ChannelCurve, spend: float) -> None:
    assert usual_spend(channel, "month") == spend
    assert usual_spend(channel, "week") == pytest.approx(spend * WEEKS_PER_MONTH)
