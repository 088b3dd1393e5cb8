"""Figures about 1000 times off their plan or their own other months are found, ordinary ones are not."""

from __future__ import annotations

import pytest

from planner.domain.actuals import ActualRow
from planner.services.actuals_magnitude import far_off
from tests.storage.acme import TV, grid


def spent(*values: float, channel: str = "Sky", metric: str = "spend") -> list[ActualRow]:
    return [ActualRow(f"2027-{month:02d}", channel, metric, value) for month, value in enumerate(values, 1)]


@pytest.mark.parametrize(("times", "found"), [(1000, 1), (0.001, 1), (400, 1), (30, 0), (1, 0), (0, 0)])
def test_spend_about_1000_times_its_plan_is_found(times: float, found: int) -> None:
    plan = grid()
    planned = float(plan.spend[plan.channels.index(TV), 0])
    assert planned > 0
    far = far_off(spent(planned * times, channel=TV), plan)
    assert [(one.beside, one.planned) for one in far] == [(planned, True)] * found


def test_without_a_plan_the_channel_s_other_months_are_the_measure() -> None:
    (far,) = far_off(spent(8000, 8.1, 9000, metric="revenue"), None)
    assert (far.row.value, far.beside, far.planned) == (8.1, 8500, False)
    assert not far_off(spent(8000, 8.1), None), "one other month says too little"
    assert not far_off(spent(8000, 8.1, 9000, 0)[::3], grid())
