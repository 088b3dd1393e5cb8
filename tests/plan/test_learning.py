"""Which lift test is worth its cost: cases solved by hand, and what must hold of any."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.calendar import Horizon
from planner.domain.curves import ChannelCurve, CurveSet, Hill, NoCarryover, Table
from planner.domain.errors import BadDocument
from planner.plan.learning import best_tests

WEEKS = Horizon(date(2027, 1, 4), 52, "week")
PACE = 100.0


def straight(name: str, returns: list[float]) -> ChannelCurve:
    """A channel whose every unit brings 1, in draws times `returns`."""
    return ChannelCurve(
        name,
        Table((0.0, 1000.0), (0.0, 1000.0)),
        NoCarryover(),
        draws=tuple({"scale": value} for value in returns),
    )


def curves(*channels: ChannelCurve, noise: float = 1e-6) -> CurveSet:
    return CurveSet("week", "EUR", channels, noise=noise)


def spend(found: CurveSet) -> dict[str, np.ndarray]:
    return {name: np.full(52, PACE) for name in found.names}


def test_a_test_that_tells_all_is_worth_what_knowing_all_is_worth() -> None:
    """A brings 0.5 or 1.5, B always 1; each may go from half to one and a half of its 5,200.

    Not knowing, both are alike. Knowing, 2,600 move to the better one and bring 0.5 more each: 1,300. A
    test of 4 of 52 weeks leaves 12/13 of that, 1,200. It costs nothing: money is worth 1 in either channel.
    """
    both = curves(straight("A", [0.5, 1.5] * 100), straight("B", [1.0] * 200))
    (found,) = best_tests(both, WEEKS, spend(both), changes=(1.0,), weeks=(4,))
    assert found.channel == "A"
    assert found.spend_change == pytest.approx(400)
    assert found.lift == pytest.approx(400)
    assert found.standard_error == pytest.approx(40, rel=0.01)
    assert found.gain == pytest.approx(1200, rel=0.02)
    assert found.cost == pytest.approx(0, abs=1)


def test_late_in_the_year_a_test_is_worth_what_is_left() -> None:
    """As above with half of the year over: half of 1,300 is 650, and 4 of 26 weeks leave 11/13 of it: 550.

    Where only the test's own weeks are left, what it shows comes too late for the year.
    """
    both = curves(straight("A", [0.5, 1.5] * 100), straight("B", [1.0] * 200))
    (found,) = best_tests(both, WEEKS, spend(both), changes=(1.0,), weeks=(4,), past=26)
    assert found.spend_change == pytest.approx(400)
    assert found.lift == pytest.approx(400)
    assert found.gain == pytest.approx(550, rel=0.02)
    assert best_tests(both, WEEKS, spend(both), weeks=(4,), past=48) == ()
    assert best_tests(both, WEEKS, spend(both), weeks=(4,), past=52) == ()


def test_the_noise_of_the_weeks_makes_a_test_worth_less_and_a_longer_one_is_chosen() -> None:
    """A year's noise of 5 % of 10,400 is 520: 72 a week, 144 on the 4 weeks that bring about 400 of A."""
    rng = np.random.default_rng(1)
    channels = straight("A", list(rng.lognormal(0, 0.4, 400))), straight("B", [1.0] * 400)
    gains = []
    for noise in (1e-6, 0.05, 0.2):
        both = curves(*channels, noise=noise)
        (found,) = best_tests(both, WEEKS, spend(both), changes=(-1.0,), weeks=(4,))
        gains.append(found.gain)
    assert gains[0] > gains[1] > gains[2] > 0
    noisy = curves(*channels, noise=0.2)
    (found,) = best_tests(noisy, WEEKS, spend(noisy), changes=(-1.0,), weeks=(4, 12))
    assert found.weeks == 12


def test_a_test_that_drowns_in_noise_teaches_next_to_nothing() -> None:
    """100 a week against errors of thousands: a cubic through 200 draws of pure error is not paid for."""
    rng = np.random.default_rng(3)
    channels = [straight(name, list(rng.lognormal(0, 0.3, 200))) for name in "ABCD"]
    quiet, loud = curves(*channels, noise=1e-6), curves(*channels, noise=50.0)
    told = best_tests(quiet, WEEKS, spend(quiet), changes=(1.0,), weeks=(4,))
    drowned = best_tests(loud, WEEKS, spend(loud), changes=(1.0,), weeks=(4,))
    most = max((one.gain for one in drowned), default=0.0)
    assert most < 0.1 * max(one.gain for one in told)


def test_more_doubt_is_worth_more_and_none_is_worth_nothing() -> None:
    rng = np.random.default_rng(2)
    stray = rng.standard_normal(400)
    channels = [
        straight(name, list(np.exp(sd * rng.permutation(stray))))
        for name, sd in (("sure", 0.0), ("fair", 0.15), ("vague", 0.6))
    ]
    found = best_tests(curves(*channels), WEEKS, spend(curves(*channels)), changes=(0.5,), weeks=(8,))
    assert [one.channel for one in found] == ["vague", "fair"]


@settings(max_examples=settings().max_examples // 3)
@given(seed=st.integers(0, 10_000), carried=st.floats(0, 0.2))
def test_no_test_is_worth_less_than_nothing(seed: int, carried: float) -> None:
    rng = np.random.default_rng(seed)

    def hill(name: str) -> ChannelCurve:
        draws = [
            {"ceiling": float(rng.lognormal(6, 0.3)), "shape": float(rng.uniform(0.7, 3))} for _ in range(60)
        ]
        return ChannelCurve(
            name, Hill(400.0, float(rng.uniform(30, 300)), 1.0), NoCarryover(), draws=tuple(draws)
        )

    found = curves(hill("A"), hill("B"), hill("C"), noise=carried)
    for one in best_tests(found, WEEKS, spend(found), weeks=(8,)):
        assert one.gain > 0
        assert one.net > 0
        assert one.standard_error > 0
        assert one.lift * one.change > 0


def test_what_cannot_be_answered() -> None:
    plain = curves(ChannelCurve("A", Hill(400.0, 100.0, 1.0), NoCarryover()), straight("B", []))
    with pytest.raises(BadDocument, match="carry no draws"):
        best_tests(plain, WEEKS, spend(plain))
    alone = curves(straight("A", [0.5, 1.5]))
    assert best_tests(alone, WEEKS, spend(alone)) == ()  # nowhere to move money to


def test_monthly_curves_are_tested_in_months() -> None:
    months = Horizon(date(2027, 1, 1), 12, "month")
    both = CurveSet("month", "EUR", (straight("A", [0.5, 1.5] * 50), straight("B", [1.0] * 100)), noise=1e-6)
    current = {name: np.full(12, 100.0) for name in both.names}
    (found,) = best_tests(both, months, current, changes=(1.0,), weeks=(8,))
    assert found.spend_change == pytest.approx(200)  # two months
