"""Grid and campaigns: every cent is in a campaign or unallocated, after any sequence of edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.allocation import SETTLED, STAYING, balance, fitted, follow, raised
from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import FiscalYear, Month
from planner.domain.errors import BadDocument
from planner.domain.grid_edits import BadEdit, scaled, shifted
from planner.domain.planning.milestones import Milestone
from planner.plan.flights import FlightRules, Shape, flights

MONTHS = FiscalYear(2027).months
NAMES = ("TV", "Search")


def named(channel: str, first: Month, last: Month) -> str:
    return f"{channel} {first}–{last}"


def grid(*rows: list[int]) -> BudgetGrid:
    cents = np.zeros((2, 12), np.int64)
    for i, row in enumerate(rows):
        cents[i, : len(row)] = row
    return BudgetGrid(NAMES, MONTHS, cents)


def test_a_flight_a_month_holds_the_month_to_the_cent() -> None:
    held = grid([100_01, 0, 3], [0, 7])
    made = flights(held, (), FlightRules(), NAMES, named)
    assert [(c.name, c.start, c.end, c.cents) for c in made.campaigns] == [
        ("TV 2027-01–2027-01", date(2027, 1, 1), date(2027, 1, 31), 100_01),
        ("TV 2027-03–2027-03", date(2027, 3, 1), date(2027, 3, 31), 3),
        ("Search 2027-02–2027-02", date(2027, 2, 1), date(2027, 2, 28), 7),
    ]
    assert not balance(made.grid, made.campaigns).unallocated.any()
    assert (made.grid.cents == held.cents).all()


def test_a_steady_flight_runs_over_months_in_a_row_and_the_grid_follows() -> None:
    """59 cents over January and February, 59 days: 31 and 28; March stands alone."""
    made = flights(grid([50, 9, 0, 4]), (), FlightRules(Shape.STEADY), ("TV",), named)
    assert [(c.start.month, c.end.month, c.cents) for c in made.campaigns] == [(1, 2, 59), (4, 4, 4)]
    assert made.grid.cents[0, :4].tolist() == [31, 28, 0, 4]


def test_a_burst_leads_up_to_the_month_s_milestone() -> None:
    fair = Milestone("Fair", date(2027, 2, 20), date(2027, 2, 21))
    early = Milestone("Early", date(2027, 3, 2))
    rules = FlightRules(Shape.BURST, burst_days=10, milestones=(fair, early))
    made = flights(grid([5, 5, 5]), (), rules, NAMES, named).campaigns
    assert [(c.start, c.end) for c in made] == [
        (date(2027, 1, 1), date(2027, 1, 10)),
        (date(2027, 2, 12), date(2027, 2, 21)),
        (date(2027, 3, 1), date(2027, 3, 10)),
    ]


def test_what_is_too_little_is_left_and_said() -> None:
    made = flights(grid([99, 100], [40, 60]), (), FlightRules(least_cents=100), NAMES, named)
    assert [c.cents for c in made.campaigns] == [100]
    assert made.left.tolist()[0][:2] == [99, 0]
    assert made.left.tolist()[1][:2] == [40, 60]
    steady = flights(grid([], [40, 60]), (), FlightRules(Shape.STEADY, least_cents=100), NAMES, named)
    assert [c.cents for c in steady.campaigns] == [100]
    long = flights(grid([5, 5, 0, 5]), (), FlightRules(Shape.STEADY, least_days=59), NAMES, named)
    assert [c.cents for c in long.campaigns] == [10]
    assert long.left[0, 3] == 5


def test_only_what_no_campaign_holds_becomes_a_flight() -> None:
    spring = Campaign("Spring", "TV", date(2027, 1, 1), date(2027, 1, 31), 60)
    made = flights(grid([100]), (spring,), FlightRules(), NAMES, named)
    assert [c.cents for c in made.campaigns] == [40]


@pytest.mark.parametrize("wrong", [{"least_days": 0}, {"burst_days": 32}, {"least_cents": -1}])
def test_impossible_rules_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadDocument):
        FlightRules(**wrong)


def test_campaigns_are_cut_to_the_grid_none_is_raised_and_live_ones_stay() -> None:
    def one(name: str, month: int, cents: int, status: CampaignStatus = CampaignStatus.PLANNED) -> Campaign:
        return Campaign(name, "TV", date(2027, month, 1), date(2027, month, 28), cents, status)

    live = one("Live", 1, 30, CampaignStatus.LIVE)
    before = (live, one("A", 1, 10), one("B", 1, 20), one("C", 2, 5), one("D", 3, 0))
    after = fitted(grid([45, 8, 9]), before)
    assert [c.cents for c in after] == [30, 5, 10, 5, 0]
    assert balance(grid([45, 8, 9]), after).unallocated[0, :3].tolist() == [0, 3, 9]


def test_a_campaign_over_several_months_is_cut_by_its_tightest_and_leaves_room_to_the_others() -> None:
    """59 days at 10 cents hold 310 and 280. February has 140: half. January then has 300 - 155 for 200."""
    both = Campaign("Both", "TV", date(2027, 1, 1), date(2027, 2, 28), 590)
    january = Campaign("January", "TV", date(2027, 1, 1), date(2027, 1, 31), 200)
    after = fitted(grid([300, 140]), (both, january))
    assert [c.cents for c in after] == [295, 145]
    assert not balance(grid([300, 140]), after).unallocated.any()


def test_where_live_campaigns_alone_overrun_a_month_the_planned_ones_leave_it() -> None:
    live = Campaign("Live", "TV", date(2027, 1, 1), date(2027, 1, 31), 60, CampaignStatus.LIVE)
    planned = replace(live, name="Planned", cents=50, status=CampaignStatus.PLANNED)
    other = replace(planned, name="Off", status=CampaignStatus.CANCELLED)
    after = fitted(grid([40]), (live, planned, other))
    assert [c.cents for c in after] == [60, 0, 50]
    assert balance(grid([40]), after).over == 20
    assert balance(grid([40]), after).over_channels == ("TV",)


def test_the_grid_follows_a_campaign_and_keeps_what_none_holds() -> None:
    spring = Campaign("Spring", "TV", date(2027, 1, 1), date(2027, 1, 31), 60)
    later = replace(spring, start=date(2027, 2, 1), end=date(2027, 2, 28), cents=70)
    moved = follow(grid([100, 5]), (spring,), (later,))
    assert moved.cents[0, :2].tolist() == [40, 75]
    assert raised(grid([10, 5]), (later,)).cents[0, :2].tolist() == [10, 70]


def test_campaigns_that_do_not_lie_on_the_grid_are_said() -> None:
    old = Campaign("Old", "Radio", date(2027, 1, 1), date(2027, 1, 31), 60)
    half = Campaign("Half", "TV", date(2026, 12, 1), date(2027, 1, 31), 62)
    assert balance(grid([100]), (old, half)).stray == 60 + 31
    assert fitted(grid([100]), (old, half)) == (old, half)


days = st.integers(0, 364).map(lambda n: date(2027, 1, 1) + timedelta(days=n))
money = st.integers(0, 10**8)
campaign = st.builds(
    lambda channel, a, b, cents, status: Campaign("C", channel, min(a, b), max(a, b), cents, status),
    st.sampled_from(NAMES),
    days,
    days,
    money,
    st.sampled_from(list(CampaignStatus)),
)
grids = st.lists(money, min_size=24, max_size=24).map(
    lambda cells: BudgetGrid(NAMES, MONTHS, np.array(cells, np.int64).reshape(2, 12))
)
edits = st.lists(
    st.tuples(st.sampled_from(["edit", "add", "drop", "raise", "fit", "fly", "scale", "shift"]), campaign),
    max_size=6,
)


@given(grids, st.lists(campaign, max_size=4), edits, st.sampled_from(list(Shape)))
def test_campaigns_and_unallocated_are_the_grid_after_any_edits(
    start: BudgetGrid, campaigns: list[Campaign], steps: list[tuple[str, Campaign]], shape: Shape
) -> None:
    held, now = start, tuple(campaigns)
    for what, other in steps:
        open_before = balance(held, now).unallocated
        if what in ("edit", "add", "drop"):
            after = {"edit": (other, *now[1:]), "add": (*now, other), "drop": now[1:]}[what]
            held, now = follow(held, now, after), after
            if (open_before >= 0).all():
                assert (balance(held, now).unallocated == open_before).all()
        elif what == "raise":
            held = raised(held, now)
            assert balance(held, now).over == 0
        elif what == "fit":
            now = fitted(held, now)
            assert balance(held, now).over == balance(held, [c for c in now if c.status in SETTLED]).over
        elif what == "fly":
            made = flights(held, now, FlightRules(shape, least_cents=50), NAMES, named)
            held, now = made.grid, (*now, *made.campaigns)
            assert (np.maximum(balance(held, now).unallocated, 0) == made.left).all()
        elif what == "scale":
            held = scaled(held, NAMES[:1], MONTHS[3:5], 0.17)
        else:
            try:
                held = shifted(held, NAMES, MONTHS[1:4], 1)
            except BadEdit:
                continue
        found = balance(held, now)
        assert (found.held + found.unallocated == held.cents).all()
        assert found.unallocated.sum() == held.cents.sum() - found.held.sum()
        alive = [c.cents for c in now if c.status is not CampaignStatus.CANCELLED]
        assert found.held.sum() + found.stray == sum(alive)
        assert found.stray == 0
        assert (found.held.sum() + found.open - found.over) == held.cents.sum() == round(held.total * 100)


@given(grids, st.lists(campaign, max_size=12))
def test_fitting_leaves_no_overrun_but_that_of_settled_campaigns_and_twice_is_once(
    held: BudgetGrid, campaigns: list[Campaign]
) -> None:
    after = fitted(held, campaigns)
    settled = balance(held, [c for c in after if c.status in SETTLED])
    assert (balance(held, after).held <= np.maximum(held.cents, settled.held)).all()
    assert fitted(held, after) == after
    over = balance(held, campaigns).unallocated < 0
    for was, now in zip(campaigns, after, strict=True):
        assert replace(now, cents=was.cents) == was
        assert isinstance(now.cents, int)
        assert 0 <= now.cents <= was.cents
        reaches = over[NAMES.index(was.channel)] & (was.by_month(MONTHS) > 0)
        if was.status in STAYING or not reaches.any():
            assert now == was


@given(st.integers(0, 10**6), st.lists(money, min_size=1, max_size=8))
def test_campaigns_of_one_month_are_cut_to_the_cent(cell: int, amounts: list[int]) -> None:
    campaigns = [Campaign("C", "TV", date(2027, 3, 1), date(2027, 3, 31), cents) for cents in amounts]
    after = fitted(grid([0, 0, cell]), campaigns)
    assert sum(c.cents for c in after) == min(cell, sum(amounts))
