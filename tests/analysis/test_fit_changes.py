"""Two fits side by side: what new weeks and lift tests changed, and the reason given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.fit.changes import changes_between
from planner.analysis.fit.run import fit_history, part
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument
from planner.domain.history import History
from tests.analysis.markets import make_market

HISTORY = make_market("plain", 2).history


def curves(history: History) -> CurveSet:
    return fit_history(history, draws=100, holdout=False).curves


@pytest.fixture(scope="module")
def before() -> CurveSet:
    return curves(part(HISTORY, 0, 60))


def test_new_weeks_are_held_against_the_forecast_that_did_not_know_them(before: CurveSet) -> None:
    """Twice the outcome in eight new weeks, and one channel far above anything it spent before."""
    longer = part(HISTORY, 0, 68)
    assert longer.outcome is not None
    outcome, spend = np.array(longer.outcome), np.array(longer.spend)
    outcome[60:] *= 2
    spend[0, 64] = 3 * spend[0, :60].max()
    found = changes_between(before, curves(replace(longer, outcome=outcome, spend=spend)))
    assert found.surprise is not None
    assert found.surprise.periods == 8
    assert found.surprise.actual == pytest.approx(outcome[60:].sum())
    assert found.surprise.actual > 1.5 * found.surprise.expected
    assert found.surprise.inside < 0.3
    codes = {one.channel: {reason.code for reason in one.reasons} for one in found.channels}
    assert "higher_spend" in codes[HISTORY.channels[0]]
    assert "higher_spend" not in codes[HISTORY.channels[1]]
    assert any("surprise" in those for those in codes.values())
    for one in found.channels:
        assert one.before is not None
        assert one.after is not None
        moved = abs(one.after[1] / one.before[1] - 1) >= 0.1
        assert moved == any(reason.code == "surprise" for reason in one.reasons)
        assert one.reasons


def test_the_same_history_again_changes_nothing(before: CurveSet) -> None:
    found = changes_between(before, before)
    assert found.surprise is None
    assert {reason.code for one in found.channels for reason in one.reasons} == {"steady"}
    assert found.document()["channels"][HISTORY.channels[0]]["reasons"] == [
        "The new weeks say what the history said."
    ]


def test_curves_without_a_history_cannot_be_compared(before: CurveSet) -> None:
    with pytest.raises(BadDocument, match="hold no history"):
        changes_between(replace(before, extra={}), before)
