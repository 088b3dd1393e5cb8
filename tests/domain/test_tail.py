"""The effect after the horizon in closed form is the one followed period by period."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.adstock import GeometricAdstock
from planner.domain.calendar import Horizon
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.domain.forecast import Measure
from planner.domain.response import respond, respond_with_next_unit
from planner.domain.response_model import compile_response
from planner.domain.saturation import HillBank
from planner.domain.tail import HillTail

START = date(2027, 1, 1)
IN_YEAR: Measure = "in_year"
FULL: Measure = "full"


def bank(ceiling: float, half: float, shape: float) -> HillBank:
    return HillBank(*(np.array([[[value]]]) for value in (ceiling, half, shape)))


def keeping(retention: float) -> GeometricAdstock:
    return GeometricAdstock(np.ones((1, 1)), np.array([[retention]]), np.zeros((1, 1)), np.array([False]))


def test_three_periods_by_hand() -> None:
    """Ceiling 100, half at 4, shape 1, half kept a period: 8 -> 4, 2, 1 earn 50, 33.33 and 20.

    Slopes there are 100 * 4 / (a + 4)^2 = 6.25, 11.11 and 16, of which 1/2, 1/4 and 1/8 reach the last one.
    """
    tail = HillTail.of(bank(100.0, 4.0, 1.0), keeping(0.5), 3)
    outcome, slope = tail.outcome_and_slope(np.array([[8.0]]))
    assert outcome.item() == pytest.approx(50 + 100 / 3 + 20, rel=1e-14)
    assert slope.item() == pytest.approx(6.25 / 2 + 100 / 9 / 4 + 16 / 8, rel=1e-14)
    assert tail.outcome(np.array([[8.0]])).item() == outcome.item()


@pytest.mark.parametrize("last", [0.0, 1e-12, 1e12])
@pytest.mark.parametrize("retention", [0.0, 1e-9, 0.999])
@pytest.mark.parametrize("shape", [0.3, 1.0, 5.0])
def test_ends_of_every_scale_stay_finite(last: float, retention: float, shape: float) -> None:
    tail = HillTail.of(bank(1e6, 1e4, shape), keeping(retention), 40)
    outcome, slope = tail.outcome_and_slope(np.array([[last]]))
    assert np.isfinite([outcome.item(), slope.item()]).all()
    assert outcome.item() >= 0
    if last == 0:
        assert outcome.item() == 0


@given(
    st.lists(
        st.tuples(
            st.floats(0.4, 4.0),
            st.floats(0.0, 0.9),
            st.floats(0.2, 5.0),
            st.floats(0.01, 30.0),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_closed_form_is_what_plain_loops_say(rows: list[tuple[float, float, float, float, bool]]) -> None:
    """Draw by draw and month by month, followed long past the end; slopes by small differences."""
    channels = tuple(
        ChannelCurve(
            f"Channel {i}",
            Hill(100.0, half, shape),
            Geometric(retention, normalized=normalized),
            carry_in=(2.0,),
            draws=({"ceiling": 90.0, "retention": retention}, {"shape": shape * 1.1}),
        )
        for i, (shape, retention, half, _spend, normalized) in enumerate(rows)
    )
    model = compile_response(CurveSet("month", "EUR", channels), Horizon(START, 3, "month"))
    spend = np.array([[one[3], 0.5 * one[3], one[3] + 0.1] for one in rows])
    forecast, in_year, full = respond_with_next_unit(model, spend)
    for i, (shape, retention, half, _spend, normalized) in enumerate(rows):
        gain = 1 - retention if normalized else 1.0
        by_draw = []
        for ceiling, bend in ((90.0, shape), (100.0, shape * 1.1)):
            state = 2.0
            for month in range(3):
                state = gain * spend[i, month] + retention * state
            kept = retention ** np.arange(1, 500)
            with_spend, without = (
                float((a**bend / (a**bend + half**bend)).sum())
                for a in (state * kept, 2 * retention**3 * kept)
            )
            by_draw.append(ceiling * (with_spend - without))
        assert forecast.after[i] == pytest.approx(np.mean(by_draw), rel=1e-5, abs=1e-4)
        for cell in range(3):
            step = np.zeros(spend.shape)
            step[i, cell] = 1e-5 * (1e-3 + spend[i, cell])
            up, down = (respond(model, spend + sign * step) for sign in (1, -1))
            for measure, slopes in ((IN_YEAR, in_year), (FULL, full)):
                risen = (up.outcome(measure) - down.outcome(measure)) / (2 * step[i, cell])
                assert slopes[i, cell] == pytest.approx(risen, rel=1e-3, abs=1e-3)


def test_the_forecast_is_the_same_with_and_without_its_slopes() -> None:
    channel = ChannelCurve("TV", Hill(100.0, 3.0, 1.4), Geometric(0.6, normalized=True), carry_in=(1.0,))
    model = compile_response(CurveSet("month", "EUR", (channel,)), Horizon(START, 2, "month"))
    for spend in (np.array([[4.0, 2.0]]), np.zeros((1, 2))):
        alone, (whole, _in_year, _full) = respond(model, spend), respond_with_next_unit(model, spend)
        assert whole.full == pytest.approx(alone.full, rel=1e-14, abs=1e-14)
        assert whole.media == pytest.approx(alone.media, rel=1e-14, abs=1e-14)
    nothing = respond(model, np.zeros((1, 2)))
    assert nothing.after.item() == 0.0
