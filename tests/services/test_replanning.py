"""Re-planning from the store: what is promised is found, the goal is met or refused, the version says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.actuals import ActualDetail, ActualRow, Actuals, MoneyState
from planner.domain.budget_plan import Campaign, CampaignStatus, VersionKind, VersionStatus
from planner.domain.calendar import Month
from planner.services.replanning import (
    Aim,
    campaign_cells,
    committed_cells,
    forecast_name,
    forecast_version,
    promised,
    replan,
)
from planner.services.results import Results, results_from
from tests.services.test_results import COMPANY, CURVES, MONTHS, PLAN, rows


def ordered(month: str, amount: float, channel: str = "TV") -> ActualDetail:
    return ActualDetail(month, channel, "spend", amount, state=MoneyState.COMMITTED)


def in_october(plan: object = PLAN, *extra: ActualRow, as_of: date | None = None) -> Results:
    actuals = Actuals((*rows(2026, 10), *extra))
    return results_from(COMPANY, CURVES, plan, actuals, as_of=as_of)  # type: ignore[arg-type]


def test_orders_of_one_cell_add_up_and_never_count_below_nothing() -> None:
    details = [
        ordered("2026-11", 300.0),
        ordered("2026-11", 100.0),
        ordered("2026-12", -20.0),
        replace(ordered("2026-12", 9.0), state=MoneyState.PAID),
        replace(ordered("2026-12", 9.0), metric="clicks"),
    ]
    assert committed_cells(details) == {("TV", Month(2026, 11)): 400.0, ("TV", Month(2026, 12)): 0.0}


def test_a_campaign_s_money_lies_evenly_on_its_days() -> None:
    """30 days of November and 10 of December: 3/4 and 1/4."""
    campaign = Campaign("Black", "TV", date(2026, 11, 1), date(2026, 12, 10), 40_000)
    cells = campaign_cells([campaign, replace(campaign, channel="Print")], ("Search", "TV"), MONTHS)
    assert cells[1, 10:] == pytest.approx([300, 100])
    assert cells.sum() == pytest.approx(400)


def test_only_booked_campaigns_and_only_months_to_come_are_promised() -> None:
    live = Campaign("A", "TV", date(2026, 10, 1), date(2026, 11, 30), 61_000, CampaignStatus.LIVE)
    idea = replace(live, channel="Search", status=CampaignStatus.PLANNED)
    results = in_october(replace(PLAN, campaigns=(live, idea)))
    floors = promised(results, [ordered("2026-11", 200.0)], campaigns=True)
    assert floors[1, 10] == pytest.approx(300)
    assert floors.sum() == pytest.approx(300)
    assert promised(results, [ordered("2026-11", 200.0)], campaigns=False)[1, 10] == 200


def test_in_a_running_month_orders_come_on_top_of_what_was_spent() -> None:
    spent = ActualRow("2026-11", "TV", "spend", 150.0)
    results = in_october(PLAN, spent, as_of=date(2026, 11, 12))
    assert promised(results, [ordered("2026-11", 400.0)], campaigns=False)[1, 10] == 550


def test_in_october_ten_months_stay_and_orders_are_held() -> None:
    results = in_october()
    floors = promised(results, [ordered("2026-12", 1400.0)], campaigns=True)
    answer = replan(results, floors, Aim.BUDGET)
    assert answer.best is None
    assert answer.found.grid.spend[:, :10] == pytest.approx(np.full((2, 10), 1000.0))
    assert answer.found.grid.spend[1, 11] >= 1400 - 0.005
    assert answer.found.grid.total == pytest.approx(24_000)


def test_a_target_in_reach_is_met_with_least_money() -> None:
    results = in_october()
    lands = results.outlook["revenue"].year.actual or 0.0
    near = replace(results, outlook=replace(results.outlook, target=lands + 200))
    answer = replan(near, np.zeros((2, 12)), Aim.TARGET)
    assert answer.best is None
    assert answer.found.after["revenue"].year.actual == pytest.approx(lands + 200, rel=1e-5)


def test_a_target_out_of_reach_names_the_best_and_plans_it() -> None:
    results = in_october()
    far = replace(results, outlook=replace(results.outlook, target=10 * results.outlook.target))
    answer = replan(far, np.zeros((2, 12)), Aim.TARGET)
    assert answer.best is not None
    assert answer.found.after["revenue"].year.actual == pytest.approx(answer.best, rel=1e-5)
    assert answer.best < far.outlook.target


def test_the_version_is_a_forecast_made_from_the_plan() -> None:
    plan = replace(PLAN, id=7, status=VersionStatus.APPROVED, reason="board", revision=3)
    results = in_october(plan)
    made = forecast_version(results, results.version.grid, "Forecast 10+2", ("TV",))
    assert (made.kind, made.status, made.base_id, made.id) == (
        VersionKind.FORECAST,
        VersionStatus.DRAFT,
        7,
        None,
    )
    assert (made.reason, made.revision, made.locks) == ("", 0, frozenset({"TV"}))


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert forecast_name("10+2", []) == "Forecast 10+2"
    assert forecast_name("10+2", ["Forecast 10+2", "Forecast 10+2 (2)"]) == "Forecast 10+2 (3)"


def test_a_year_without_actuals_is_free_as_a_whole() -> None:
    results = results_from(COMPANY, CURVES, PLAN, Actuals(()))
    answer = replan(results, np.zeros((2, 12)), Aim.BUDGET)
    assert answer.found.frozen == ()
    assert answer.found.gain >= 0
    assert answer.found.grid.total == pytest.approx(24_000)
