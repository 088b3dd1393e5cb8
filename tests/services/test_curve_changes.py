"""Two versions of curves answer the same spend; what differs has a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.services.curve_changes import Cause, changes, returns_at
from planner.services.typed_curves import Said, with_typed
from tests.small_fit import written_fit

TV = ChannelCurve("TV", Hill(100.0, 50.0, 1.0), observed=(0.0, 50.0))
OLD = CurveSet("month", "USD", (TV, ChannelCurve("Radio", Hill(30.0, 10.0, 1.0), observed=(0.0, 20.0))))


def test_a_return_by_hand() -> None:
    """100 * 50 / (50 + 50) = 50 from 50 spent; 100 * 150 / 200 = 75 from 150."""
    assert returns_at(OLD, "TV", 50.0) == pytest.approx((1.0, 1.0, 1.0))
    assert returns_at(OLD, "TV", 150.0) == pytest.approx((0.5, 0.5, 0.5))
    assert returns_at(OLD, "TV", 0.0) is None
    assert returns_at(OLD, "Kino", 5.0) is None


def test_both_versions_are_asked_at_the_same_spend() -> None:
    doubled = replace(OLD, channels=(replace(TV, curve=Hill(200.0, 50.0, 1.0)),))
    tv, radio = changes(OLD, doubled, {"TV": 50.0})
    assert (tv.channel, tv.at) == ("TV", 50.0)
    assert tv.before == pytest.approx((1.0,) * 3)
    assert tv.after == pytest.approx((2.0,) * 3)
    assert tv.left_range
    assert (radio.channel, radio.at, radio.after) == ("Radio", 20.0, None)


def test_the_same_curves_changed_nothing() -> None:
    for one in changes(OLD, OLD):
        assert (one.before, one.causes, one.left_range) == (one.after, (), False)


def test_more_weeks_and_tests_are_reasons() -> None:
    plain, tested = written_fit(), written_fit(tested=True)
    causes = {one.channel: one.causes for one in changes(plain, tested)}
    assert causes == {"TV": (Cause("tests", 1),), "Display": ()}
    longer = changes(written_fit(weeks=60, grades="CD"), plain)
    assert longer[0].causes == (Cause("periods", 6), Cause("grade", before="C", after="B"))
    assert longer[1].causes == (Cause("periods", 6),)


def test_by_hand_and_measured_are_told_apart() -> None:
    fitted = written_fit()
    typed = with_typed(fitted, Said("TV", (10_000.0, 15_000.0), None, 60_000.0))
    assert changes(fitted, typed)[0].causes == (Cause("typed"),)
    assert changes(typed, fitted)[0].causes == (Cause("fitted"),)
