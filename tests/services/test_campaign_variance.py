"""Plan against actual by campaign and by region; all rows together are the media lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.actuals import ActualDetail, Actuals, Metric
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.planning.details import CampaignDetails
from planner.services.campaign_variance import NOWHERE, by_campaign, by_region, has_regions
from planner.services.results import Results, results_from
from tests.services.test_results import COMPANY, CURVES, PLAN, rows


def campaign(name: str, channel: str, region: str, money: float, first: int = 1, last: int = 2) -> Campaign:
    ends = date(2026, last, 28)
    return Campaign(
        name, channel, date(2026, first, 1), ends, round(money * 100), details=CampaignDetails(region=region)
    )


def results(*campaigns: Campaign) -> Results:
    plan = replace(PLAN, campaigns=campaigns)
    return results_from(COMPANY, CURVES, plan, Actuals(tuple(rows(2026, 4, spend=900.0))))


def test_without_regions_there_is_no_table() -> None:
    found = results(campaign("A", "TV", "", 500.0))
    assert not has_regions(found)
    assert by_region(found, ()) == ()


def test_a_region_gets_its_campaigns_share_by_money_and_flight() -> None:
    """January holds half of TV's 1,000 for the East: half of the plan, half of the 900 spent there."""
    found = {one.name: one for one in by_region(results(campaign("A", "TV", "East", 500.0, 1, 1)), ())}
    assert found["East"].spend.plan == pytest.approx(500)
    assert found["East"].spend.actual == pytest.approx(450)
    assert found["East"].revenue.actual == pytest.approx(1250)
    assert found["East"].measured == 0
    assert found[NOWHERE].spend.plan == pytest.approx(8_000 - 500)


def test_what_files_report_by_campaign_counts_as_it_is() -> None:
    details = [ActualDetail("2026-01", "TV", Metric.SPEND, 700.0, campaign="A")]
    found = {one.name: one for one in by_region(results(campaign("A", "TV", "East", 500.0, 1, 1)), details)}
    assert found["East"].spend.actual == pytest.approx(700)
    assert found["East"].measured == pytest.approx(1)
    assert found["East"].spend.status == "red"


def test_a_cancelled_campaign_holds_no_region() -> None:
    gone = replace(campaign("A", "TV", "East", 500.0), status=CampaignStatus.CANCELLED)
    assert not has_regions(results(gone))


booked = st.builds(
    campaign,
    name=st.sampled_from(("A", "B", "C")),
    channel=st.sampled_from(("TV", "Search")),
    region=st.sampled_from(("East", "West", "")),
    money=st.floats(0, 9_000),
    first=st.integers(1, 3),
    last=st.integers(3, 9),
)


@given(st.lists(booked, min_size=1, max_size=5))
def test_the_rows_add_up_to_the_media_lines_whatever_is_booked(campaigns: list[Campaign]) -> None:
    whole = results(*campaigns)
    spend, revenue = whole.variance[Metric.SPEND], whole.variance[Metric.REVENUE]
    media = slice(0, -1)
    for found in (by_region(whole, ()), by_campaign(whole, ())):
        if not found:
            assert not has_regions(whole)
            continue
        assert sum(one.spend.plan or 0 for one in found) == pytest.approx(spend.plan[media].sum())
        assert sum(one.spend.actual or 0 for one in found) == pytest.approx(spend.actual[media].sum())
        assert sum(one.revenue.plan or 0 for one in found) == pytest.approx(revenue.plan[media].sum())
        assert sum(one.revenue.actual or 0 for one in found) == pytest.approx(revenue.actual[media].sum())


def test_each_campaign_has_its_own_row_largest_first() -> None:
    found = by_campaign(
        results(campaign("A", "TV", "", 300.0, 1, 1), campaign("B", "TV", "", 500.0, 1, 1)), ()
    )
    assert [one.name for one in found] == ["B", "A", NOWHERE]
    assert [one.spend.plan for one in found] == pytest.approx([500, 300, 8_000 - 800])
    assert by_campaign(results(), ()) == ()
