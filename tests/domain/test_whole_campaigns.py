"""Campaigns across channels: lines of one name, read together and tied to the grid to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.allocation import balance, follow
from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.errors import NotFound
from planner.domain.planning.details import CampaignDetails
from planner.domain.whole_campaigns import also_running, whole_campaigns

MONTHS = tuple(Month(2027, 1) + i for i in range(12))
GRID = BudgetGrid(("TV", "Social", "Search"), MONTHS, np.full((3, 12), 100_000, np.int64))
LAUNCH = Campaign(
    "Launch",
    "TV",
    date(2027, 3, 1),
    date(2027, 4, 30),
    61_00,
    CampaignStatus.LIVE,
    "Ada",
    details=CampaignDetails(audience="Adults", also_on=("Social", "Search"), result="Sold out"),
)
OTHER = Campaign("Other", "TV", date(2027, 5, 1), date(2027, 5, 31), 5_00)


def test_lines_of_one_name_are_one_campaign() -> None:
    social = replace(LAUNCH, channel="Social", start=date(2027, 2, 1), cents=9_00)
    first, second = whole_campaigns([LAUNCH, OTHER, social])
    assert (first.name, first.channels, first.cents) == ("Launch", ("TV", "Social"), 70_00)
    assert (first.start, first.end) == (date(2027, 2, 1), date(2027, 4, 30))
    assert second.lines == (OTHER,)


def test_a_campaign_is_live_while_a_line_is_and_else_as_far_as_its_last_line() -> None:
    def status(*of: CampaignStatus) -> CampaignStatus:
        (whole,) = whole_campaigns([replace(LAUNCH, status=one) for one in of])
        return whole.status

    assert status(CampaignStatus.DONE, CampaignStatus.LIVE, CampaignStatus.IDEA) is CampaignStatus.LIVE
    assert status(CampaignStatus.APPROVED, CampaignStatus.PLANNED) is CampaignStatus.PLANNED
    assert status(CampaignStatus.DONE, CampaignStatus.DONE) is CampaignStatus.DONE


def test_a_cancelled_line_holds_nothing_while_others_run() -> None:
    off = replace(LAUNCH, channel="Social", status=CampaignStatus.CANCELLED)
    assert whole_campaigns([LAUNCH, off])[0].cents == LAUNCH.cents
    assert whole_campaigns([off])[0].cents == off.cents


def test_a_new_channel_takes_days_owner_and_purpose_but_no_result() -> None:
    tv, social, other = also_running([LAUNCH, OTHER], "Launch", ["Social"], 20_00)
    assert other == OTHER
    assert tv.details.also_on == ("Search",)
    assert (social.name, social.channel, social.cents, social.id) == ("Launch", "Social", 20_00, None)
    assert (social.start, social.end, social.owner) == (LAUNCH.start, LAUNCH.end, "Ada")
    assert social.status is CampaignStatus.PLANNED
    assert social.details == CampaignDetails(audience="Adults")


def test_a_campaign_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match='no campaign "Nobody"'):
        also_running([LAUNCH], "Nobody", ["TV"], 0)


@given(
    st.sets(st.sampled_from(GRID.channels), min_size=1),
    st.integers(0, 5_000_000),
    st.booleans(),
)
def test_campaigns_and_what_is_unallocated_stay_the_grid(channels: set[str], cents: int, grows: bool) -> None:
    before = (LAUNCH, OTHER)
    after = also_running(before, "Launch", sorted(channels), cents)
    grid = follow(GRID, before, after) if grows else GRID
    found = balance(grid, after)
    assert (found.held + found.unallocated == grid.cents).all()
    added = len(channels) * cents
    assert sum(one.cents for one in after) == sum(one.cents for one in before) + added
    if grows:
        assert int(grid.cents.sum()) == int(GRID.cents.sum()) + added
        assert (found.unallocated == balance(GRID, before).unallocated).all()
