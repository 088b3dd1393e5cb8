"""Re-plan: from the outlook to a saved forecast and its bridge from the approved plan."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.actuals import Actuals
from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.calendar import Month
from planner.services.library import Store
from planner.services.results import results_from
from planner.ui.results.replan import begun_words
from tests.ui.tabs import Open, button, chosen, labels, press, shown, tiles, words


def test_the_outlook_leads_to_a_forecast_and_to_compare(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook")
    tab = press(tab, "Re-plan the rest of the year")
    assert "**Jan–Oct 2026** stay as they were spent" in words(tab)
    assert "Chance of more revenue" in tiles(tab)
    press(tab, "Save and compare")
    assert "Say why" in words(tab)
    next(box for box in tab.text_input if box.label == "Reason").set_value("October came in")
    press(tab, "Save and compare")
    info = next(info for info in store.versions("sample", 2026) if info.kind is VersionKind.FORECAST)
    assert (info.name, info.reason, info.base_id) == ("Forecast 10+2", "October came in", 1)
    assert info.status is VersionStatus.DRAFT
    assert (chosen(tab, "Plan"), chosen(tab, "Compared with")) == (str(info.id), "1")
    said = words(tab)
    assert "Forecast 10+2: the same working media" in said
    assert "from budget, mix and timing" in said
    assert "“October came in”" in said


def test_closed_months_are_those_that_were_spent(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook", replan="1")
    next(box for box in tab.text_input if box.label == "Reason").set_value("why")
    press(tab, "Save and compare")
    info = next(info for info in store.versions("sample", 2026) if info.kind is VersionKind.FORECAST)
    grid = store.version("sample", info.id).grid
    actuals = store.actuals("sample")
    spent = actuals.grid("spend", grid.channels, [str(Month(2026, n)) for n in range(1, 11)])
    assert np.abs(grid.spend[:, :10] - spent).max() < 0.01
    assert grid.total == store.version("sample", 1).grid.total


def test_a_target_out_of_reach_is_said_with_the_best(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook", replan="1", replan_aim="target")
    assert "is not reachable within ±50%: the best is" in tab.subheader[0].value


def test_a_target_that_is_met_already_is_met_with_less(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook", replan="1", replan_aim="target", year="2027")
    assert re.search(r"19\.5M is reached with [\d.]+k less working media", tab.subheader[0].value)
    assert "the whole year is free" in words(tab)


def test_no_room_is_said_not_crashed(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook", replan="1")
    tab.multiselect(key="replan_locked").set_value(list(tab.multiselect(key="replan_locked").options))
    shown(tab)
    assert tab.warning
    assert "Back to the outlook" in labels(tab)
    button(tab, "Back to the outlook").click()
    assert "Re-plan the rest of the year" in labels(shown(tab))


def test_margins_are_hidden_here_too(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="outlook", replan="1")
    assert "Profit after marketing" in tiles(tab)
    tab.toggle(key="margins_hidden").set_value(True)
    assert "Profit after marketing" not in tiles(shown(tab))


def test_a_forecast_says_one_revenue_on_every_page_and_the_simulator_says_what_cannot_move(
    store: Store, open_page: Open
) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    drafted = replace(
        approved, id=None, revision=0, name="Forecast 10+2", kind=VersionKind.FORECAST, base_id=approved.id
    )
    saved = store.save_version("sample", replace(drafted, status=VersionStatus.DRAFT), who="Ann")
    tab = open_page("simulator", plan=str(saved.id))
    assert "This is a forecast 10+2: months that were spent cannot move" in words(tab)
    revenue = tiles(tab)["Revenue"]
    assert revenue == tiles(open_page("home"))["Revenue"] == "18,871k"
    other = open_page("compare", plan=str(saved.id), vs=str(approved.id))
    table = other.dataframe[0].value.set_index("Figure")
    assert table.loc["Revenue"].iloc[0] == revenue
    tree = words(open_page("customers", plan=str(saved.id)))
    assert "the plan's revenue is 18,87" in tree
    assert "This is a forecast" not in words(open_page("simulator"))


def test_the_page_says_why_the_board_is_asked_from_a_later_month_on(store: Store) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    curves = store.curves("sample", approved.curves_id)
    found = results_from(store.company("sample"), curves, approved, store.actuals("sample"))
    said = begun_words(found, date(2026, 11, 22))
    assert said.startswith("Nov 2026 has begun")
    assert "from Dec 2026 on" in said
    assert begun_words(found, date(2026, 11, 1)) == ""
    assert begun_words(found, date(2026, 12, 9)) == ""
    early = Actuals(tuple(row for row in store.actuals("sample") if row.month < "2026-10"))
    two = begun_words(results_from(store.company("sample"), curves, approved, early), date(2026, 11, 22))
    assert two.startswith("Oct–Nov 2026 have begun"), two
