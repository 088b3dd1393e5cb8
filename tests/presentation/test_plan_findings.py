"""Titles of charts and slides: each says what its picture shows, alike in every file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import openpyxl
import pytest

from planner.domain.company import Company
from planner.presentation import plan_findings
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.board.charts import MOST_ROWS, reason_chart
from planner.presentation.board.page import content
from planner.presentation.workbook import annual_plan
from planner.services.exports import export_plan
from planner.services.library import Store
from planner.services.starting import TypedCurve, start_company, typed_set
from planner.storage.database import Database
from tests.presentation.economy import sample_plan


def started(count: int = 2, revenue: float | None = None) -> AnnualPlan:
    """A company of typed channels that spend 1,000, 2,000, ... and bring three times as much each month."""
    names = [f"Channel {number} with a name of some length" for number in range(1, count + 1)]
    media = {name: 1000.0 * number for number, name in enumerate(names, 1)}
    curves = typed_set([TypedCurve(n, m, 3 * m, 6 * m) for n, m in media.items()], "EUR")
    store = Store(Database("sqlite://"))
    try:
        found = start_company(
            store, Company("Tiny", currency="EUR"), curves, media, year=2027, who="Ann", revenue=revenue
        )
        return export_plan(store, found.slug, found.version_id, advised=False)
    finally:
        store.close()


def test_without_a_baseline_only_media_revenue_is_told() -> None:
    """3,000 a month bring 9,000: 36,000 of media for 108,000, of which nothing says what else is sold."""
    plan = started()
    assert plan_findings.marketing_brings(plan) == "€36.0k of marketing bring €108k of media revenue"
    assert plan_findings.revenue_months(plan) == "Media revenue is €9.00k every month"
    assert plan_findings.media_part(plan) == "Media revenue is €9.00k every month"
    assert "media bring €108k" in content(plan)["asks"]["items"][0]
    sheet = openpyxl.load_workbook(BytesIO(annual_plan(plan)), data_only=True)["Forecast"]
    rows = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=7, max_row=11)}
    assert rows["Without media"] == "–"
    assert rows["Revenue as far as known"] == rows["Media revenue"] == pytest.approx(9000)
    known = started(revenue=200_000.0)
    assert plan_findings.marketing_brings(known) == "€36.0k of marketing bring €200k of revenue"
    assert plan_findings.media_part(known) == "Media bring 54% of revenue"


def test_months_that_are_alike_have_no_highest() -> None:
    plan = started()
    assert plan_findings.spend_months(plan) == "Working media are €3.00k every month"
    assert plan_findings.media_split(plan) == (
        "Channel 2 with a name of some length gets the most working media: 67% of €36.0k"
    )


def test_months_are_counted_against_the_plan_once_figures_are_in() -> None:
    plan = sample_plan()
    assert plan.outlook is not None
    seen = np.isfinite(plan.outlook.revenue.actual)
    short = int((plan.outlook.revenue.actual[seen] < plan.outlook.revenue.plan[seen]).sum())
    assert plan_findings.revenue_months(plan) == (
        f"Revenue fell short of plan in {short} of {seen.sum()} months"
    )


def test_the_version_is_counted_within_its_year() -> None:
    plan = started()
    assert plan.number == 1
    assert "version 1 of 2027" in content(plan)["which"]
    assert plan_findings.numbered(replace(plan, number=None)) == []


def test_more_channels_than_there_is_room_for_are_added_up() -> None:
    plan = started(40)
    rows = reason_chart(plan)["rows"]
    assert len(rows) == MOST_ROWS
    assert rows[-1]["label"] == "33 other channels"
    assert rows[-1]["to"] == 0, "beside their sum every bar would look like nothing"
    assert rows[0]["to"] == 1


def test_a_sign_stays_with_its_amount() -> None:
    assert plan_findings.unbroken("up +$19.1k, −€3 - no") == "up +\u2060$19.1k, −\u2060€3 - no"
