"""Timing never re-forecasts the year: what was not spent is still to come, what was spent early is gone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.outlook import outlook
from planner.analysis.timing import carried_by_channel, carried_spend
from planner.analysis.years import MeasuredYear, measured_year
from planner.domain.actuals import ActualRow, Actuals
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.domain.notes import Tag, VarianceNote
from planner.domain.response_model import ResponseModel

MONTHS = tuple(Month(2026, number) for number in range(1, 13))
TIMING = VarianceNote("TV", MONTHS[0], MONTHS[9], Tag.TIMING)


def ten_months(factor: float, plan: FloatArray) -> MeasuredYear:
    """Search as planned, TV at `factor` of its plan, January to October."""
    rows = []
    for j, month in enumerate(MONTHS[:10]):
        rows += [ActualRow(str(month), "Search", "spend", float(plan[0, j]))]
        rows += [ActualRow(str(month), "TV", "spend", float(plan[1, j]) * factor)]
        rows += [ActualRow(str(month), "Search", "revenue", 3000.0)]
    return measured_year(Actuals(tuple(rows)), ("Search", "TV"), MONTHS)


def test_held_back_money_comes_by_hand(plan_spend: FloatArray) -> None:
    """TV plans 12,500 to October and spends 80 %: 2,500 are to come, split 1 : 4 like the plan."""
    carried = carried_spend(plan_spend, ten_months(0.8, plan_spend), [TIMING])
    assert carried[1, 10:] == pytest.approx([500 + 2500 / 5, 2000 + 2500 * 4 / 5])
    assert carried[0] == pytest.approx(plan_spend[0])
    assert carried[1, :10] == pytest.approx(plan_spend[1, :10])


def test_early_money_is_taken_from_what_is_to_come_and_no_further(plan_spend: FloatArray) -> None:
    carried = carried_spend(plan_spend, ten_months(1.1, plan_spend), [TIMING])
    assert carried[1, 10:].sum() == pytest.approx(2500 - 1250)
    assert carried_spend(plan_spend, ten_months(3.0, plan_spend), [TIMING])[1, 10:].sum() == 0


@pytest.mark.parametrize("tag", [Tag.STRUCTURAL, Tag.ONE_OFF, None])
def test_only_timing_comes_back(plan_spend: FloatArray, tag: Tag | None) -> None:
    note = VarianceNote("TV", MONTHS[0], MONTHS[9], tag, "as it is")
    measured = ten_months(0.8, plan_spend)
    assert (carried_spend(plan_spend, measured, [note]) == plan_spend).all()
    assert carried_by_channel(plan_spend, measured, [note]) == {}


def test_two_notes_on_a_month_carry_it_once(plan_spend: FloatArray) -> None:
    measured = ten_months(0.8, plan_spend)
    again = VarianceNote("TV", MONTHS[4], MONTHS[9], Tag.TIMING)
    assert carried_by_channel(plan_spend, measured, [TIMING, again]) == pytest.approx({"TV": 2500})


def test_months_without_plan_share_evenly_and_a_full_year_keeps_its_plan(plan_spend: FloatArray) -> None:
    short = plan_spend.copy()
    short[1, 10:] = 0
    carried = carried_spend(short, ten_months(0.8, short), [TIMING])
    assert carried[1, 10:] == pytest.approx([1250, 1250])
    rows = tuple(ActualRow(str(m), "TV", "revenue", 1.0) for m in MONTHS)
    whole = measured_year(Actuals(rows), ("Search", "TV"), MONTHS)
    assert (carried_spend(plan_spend, whole, [TIMING]) == plan_spend).all()


@given(st.lists(st.floats(0, 3), min_size=10, max_size=10), st.integers(0, 9), st.integers(0, 9))
def test_a_channel_s_year_is_its_plan_unless_it_is_overspent_already(
    factors: list[float], first: int, last: int
) -> None:
    plan = np.array([[1000.0] * 12, [500.0, 2000.0] * 6])
    rows = [
        ActualRow(str(m), "TV", "spend", float(plan[1, j]) * factors[j]) for j, m in enumerate(MONTHS[:10])
    ]
    rows += [ActualRow(str(m), "TV", "revenue", 1.0) for m in MONTHS[:10]]
    measured = measured_year(Actuals(tuple(rows)), ("Search", "TV"), MONTHS)
    note = VarianceNote("TV", MONTHS[min(first, last)], MONTHS[max(first, last)], Tag.TIMING)
    carried = carried_spend(plan, measured, [note])
    spent = sum(plan[1, j] * factors[j] for j in range(min(first, last), max(first, last) + 1))
    planned = plan[1, min(first, last) : max(first, last) + 1].sum()
    assert (carried >= 0).all()
    assert spent + carried[1, 10:].sum() == pytest.approx(max(planned + plan[1, 10:].sum(), spent))


def test_the_outlook_spends_the_year_s_plan_when_it_was_timing(
    model: ResponseModel,
    company: Company,
    plan_spend: FloatArray,
    report: Callable[..., Actuals],
    measure: Callable[..., MeasuredYear],
) -> None:
    spent = plan_spend * np.array([[1.0], [0.8]])
    measured = measure(report(spent, 10))
    lost = outlook(model, company, plan_spend, measured)
    kept = outlook(
        model, company, plan_spend, measured, to_come=carried_spend(plan_spend, measured, [TIMING])
    )
    assert lost["media"].year.actual == pytest.approx(plan_spend.sum() - 2500)
    assert kept["media"].year.actual == pytest.approx(plan_spend.sum())
    assert (kept["revenue"].year.actual or 0) > (lost["revenue"].year.actual or 0)
    assert kept["media"].to_date.actual == pytest.approx(lost["media"].to_date.actual)
