"""The plan book on the Plan page: every list opens, is typed into, saved, undone, and says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignKind
from planner.domain.planning.funds import Fund
from planner.domain.planning.goals import CompanyGoal
from planner.domain.planning.launches import Launch
from planner.domain.planning.lines import BudgetLine, LineKind
from planner.domain.planning.people import Person
from planner.domain.planning.risks import PlannedRisk, StressKind
from planner.domain.planning.tasks import Task, TaskStatus
from planner.services.library import Store
from tests.ui.tabs import Open, draft_of, evaluation, labels, press, shown, words

PARTS = [
    *(("goals", "goals_part", part) for part in ("tree", "goals", "targets", "directions", "programmes")),
    *(("team", "team_part", part) for part in ("load", "tasks", "people", "funds")),
    *(("orders", "orders_part", part) for part in ("saving", "lines", "states")),
    *(("risks", "risks_part", part) for part in ("risks", "tests", "notes")),
    *(("calendar", "calendar_part", part) for part in ("year", "tasks", "milestones", "launches")),
    *(("campaigns", "campaigns_part", part) for part in ("list", "purpose", "results")),
]


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


def keep(store: Store, **changes: Any) -> PlanVersion:
    """The sample's draft with other lists in its book, or other campaigns, saved by somebody."""
    draft = draft_of(store)
    campaigns = changes.pop("campaigns", draft.campaigns)
    return store.save_version(
        "sample", replace(draft, book=replace(draft.book, **changes), campaigns=campaigns), who="Ann"
    )


def edit(tab: AppTest, table: str, **parts: Any) -> AppTest:
    """Type into the editor of that name as the browser would send it."""
    key = next(str(frame.key) for frame in tab.dataframe if str(frame.key or "").startswith(f"{table}_"))
    tab.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **parts}
    return shown(tab)


def test_every_part_opens_with_nothing_to_save(store: Store, open_page: Open) -> None:
    for view, name, part in PARTS[::2]:  # every other one: the rest are opened by the tests below
        tab = open_page("plan", plan_view=view, **{name: part})
        assert "Save" not in labels(tab), part


def test_an_empty_book_says_what_to_do_first(store: Store, open_page: Open) -> None:
    draft = draft_of(store)
    store.save_version("sample", replace(draft, book=PlanBook(), campaigns=()), who="Ann")
    said = {
        "goals": "No goals yet",
        "team": "No people yet",
        "orders": "No budget lines yet",
        "risks": "No risks yet",
        "calendar": "No campaigns yet",
    }
    for view, text in said.items():
        assert text in words(open_page("plan", plan_view=view))


# Typing, saving, undoing


def test_a_goal_is_added_and_flagged_until_somebody_pays(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="goals", goals_part="goals")
    edit(tab, "goals", added_rows=[{"name": "=Be loved"}], edited_rows={0: {"owner": "Bea"}})
    press(tab, "Save")
    goals = draft_of(store).book.goals
    assert (goals[-1], goals[0].owner) == (CompanyGoal("=Be loved"), "Bea")
    tree = open_page("plan", plan_view="goals")
    assert "5 goals, 6 targets: 3 without money" in words(tree)
    assert "=Be loved" in words(tree)


def test_a_renamed_programme_is_renamed_everywhere(store: Store, open_page: Open, draft: PlanVersion) -> None:
    place = [p.name for p in draft.book.programmes].index("Members")
    tab = open_page("plan", plan_view="goals", goals_part="programmes")
    edit(tab, "programmes", edited_rows={place: {"name": "Friends"}})
    press(tab, "Save")
    after = draft_of(store)
    assert sum(t.programme == "Friends" for t in after.book.tasks) == 11
    assert [c.details.programme for c in after.campaigns if c.name == "Members' week"] == ["Friends"]
    assert "Members" not in {t.programme for t in after.book.tasks}


@pytest.mark.parametrize(
    ("view", "part", "table", "row", "said"),
    [
        ("team", "tasks", "tasks", {"name": "T", "start": "2027-03-02"}, "fill in End"),
        (
            "team",
            "tasks",
            "tasks",
            {"name": "T", "start": "2027-03-02", "end": "2027-03-01"},
            "ends on Mar 1, 2027, before it starts on Mar 2, 2027",
        ),
        ("team", "tasks", "tasks", {"name": "T", "start": "soon", "end": "2027-03-01"}, "fill in Start"),
        ("team", "people", "people", {"name": "P", "cents": -5}, "Cost a month, USD cannot be below 0"),
        ("team", "people", "people", {"name": "P", "cents": float("inf")}, "is no number"),
        ("goals", "goals", "goals", {"name": "x" * 5_001}, "1 to 5,000 characters"),
        ("goals", "goals", "goals", {"owner": "Nobody"}, "fill in Company goal"),
        ("goals", "goals", "goals", {"name": "Open the trade business"}, "stands twice"),
        ("risks", "risks", "risks", {"name": "R", "probability": 140}, "0 % to 100 %"),
        ("risks", "risks", "risks", {"name": "R", "stress": "luck"}, "“luck” is not known for It hits"),
        ("orders", "lines", "lines", {"name": "L", "month_0": 1e12}, "between 0 and 100 billion"),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_cannot_be_saved(
    store: Store, open_page: Open, draft: PlanVersion, view: str, part: str, table: str, row: Any, said: str
) -> None:
    tab = open_page("plan", plan_view=view, **{f"{view}_part": part})
    edit(tab, table, added_rows=[row])
    assert said in words(tab)
    assert "Save" not in labels(tab)
    press(tab, "Discard")
    assert said not in words(tab)
    assert draft_of(store).revision == draft.revision


def test_what_is_typed_waits_while_other_views_are_open(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("plan", plan_view="risks", risks_part="notes")
    edit(tab, "notes", added_rows=[{"name": "Ask the shops"}])
    tab.query_params["plan_view"] = "budget"
    shown(tab)
    assert "Ask the shops" not in words(tab)
    tab.query_params["plan_view"] = "risks"
    shown(tab)
    press(tab, "Save")
    assert draft_of(store).book.notes[-1].name == "Ask the shops"
    store.undo_change("sample", draft.id or 0, store.trail("sample", draft.id or 0)[0].id, "Ann")
    assert draft_of(store).book.notes == draft.book.notes


def test_an_approved_plan_s_lists_cannot_be_typed_into(store: Store, open_page: Open) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    for view, name, part in PARTS[1:20:6]:
        tab = open_page("plan", plan=str(approved.id), plan_view=view, **{name: part})
        assert {"Save", "Keep the new date", "Shift"}.isdisjoint(labels(tab)), part


def test_a_task_of_the_approved_plan_is_finished_and_stays_as_planned(store: Store, open_page: Open) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    place = next(i for i, t in enumerate(approved.book.tasks) if t.name.startswith("Win-back"))
    tab = open_page("plan", plan=str(approved.id), plan_view="team", team_part="tasks")
    edit(tab, "tasks", edited_rows={place: {"status": "finished"}})
    press(tab, "Save")
    after = store.approved("sample", 2026)
    assert after is not None
    assert after.book.tasks[place] == replace(approved.book.tasks[place], status=TaskStatus.FINISHED)
    edit(tab, "tasks", edited_rows={place: {"effort": 1}})
    press(tab, "Save")
    assert "is approved and cannot change any more" in words(tab)


def test_the_year_s_tasks_are_added_from_templates(store: Store, open_page: Open) -> None:
    keep(store, tasks=())
    tab = open_page("plan", plan_view="team", team_part="tasks")
    press(tab, "Add the year's tasks of A channels and content")
    tasks = draft_of(store).book.tasks
    assert len(tasks) == 12
    assert {t.owner for t in tasks} == {"Jonas Reyes"}
    assert "Add the year's tasks of A channels and content" not in labels(tab)


# Questions of a meeting


def test_enough_people_is_answered_in_a_sentence(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="team")
    assert "Not enough people: direction C lacks 19 days in Mar" in words(tab)
    keep(store, tasks=())
    assert "enough people for the work in every month" in words(open_page("plan", plan_view="team"))


def test_an_overdue_task_is_named(store: Store, open_page: Open) -> None:
    keep(store, tasks=(Task("Late film", date(2025, 1, 1), date(2025, 1, 31)),))
    tab = open_page("plan", plan_view="team")
    assert "1 task is overdue: Late film" in words(tab)


def test_an_exceeded_fund_is_said_with_its_amount(store: Store, open_page: Open) -> None:
    keep(store, funds=(Fund("Media", kinds=(LineKind.MEDIA,), annual=1_000_000_00),))
    tab = open_page("plan", plan_view="team", team_part="funds")
    assert "Fund “Media” is exceeded by 80k in the year" in words(tab)


def test_what_can_be_saved_in_the_last_quarter(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="orders")
    assert "530k can still be saved in Jan–Dec; the first decision is due on Sep 30, 2027" in words(tab)
    tab.segmented_control[-1].set_value("Q4")
    shown(tab)
    assert "can still be saved in Oct–Dec" in words(tab)


def test_money_is_typed_in_whatever_spelling(store: Store, open_page: Open) -> None:
    person, line = Person("Ann", cents=250_000), BudgetLine("Film", months=(100_000,) * 12)
    keep(store, people=(person,), lines=(line,), tasks=())
    tab = open_page("plan", plan_view="team", team_part="people")
    frame = next(f for f in tab.dataframe if str(f.key or "").startswith("people_")).value
    assert list(frame["cents"]) == ["2,500"]
    edit(tab, "people", edited_rows={0: {"cents": "3000,5"}})
    next(button for button in tab.button if button.label == "Save").click()
    shown(tab)
    assert draft_of(store).book.people[0].cents == 300_050
    tab = open_page("plan", plan_view="orders", orders_part="lines")
    edit(tab, "lines", edited_rows={0: {"month_0": "1 234,56", "month_1": "1.2k", "month_2": ""}})
    next(button for button in tab.button if button.label == "Save").click()
    shown(tab)
    assert draft_of(store).book.lines[0].months[:4] == (123_456, 120_000, 0, 100_000)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "Row 1: soon is no number for Cap of the year, USD."),
        ("-5", "Row 1: Cap of the year, USD cannot be below 0; -5 stands there."),
    ],
)
def test_what_is_no_amount_is_refused_by_its_cell(
    store: Store, open_page: Open, typed: str, said: str
) -> None:
    keep(store, funds=(Fund("Media", kinds=(LineKind.MEDIA,), annual=1_000_000_00),))
    tab = open_page("plan", plan_view="team", team_part="funds")
    edit(tab, "funds", edited_rows={0: {"annual": typed}})
    assert tab.error[-1].value == said
    assert "Save" not in labels(tab)


def test_a_launch_slips_and_forecast_and_calendar_follow(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    before = evaluation(store, draft).figures["revenue"].value or 0.0
    tab = open_page("plan", plan_view="calendar")
    tab.segmented_control[-1].set_value(2)
    shown(tab)
    assert "It then starts on Nov 13, 2027. Revenue −76k in-year" in words(tab)
    assert draft_of(store).revision == draft.revision
    press(tab, "Keep the new date")
    after = draft_of(store)
    assert after.book.launches[0].day == date(2027, 11, 13)
    assert (evaluation(store, after).figures["revenue"].value or 0.0) - before == pytest.approx(
        -76_250, abs=50
    )
    assert after.grid.by_channel() == draft.grid.by_channel()
    assert "19,424k revenue" in words(tab)


def test_a_launch_without_support_says_so(store: Store, open_page: Open) -> None:
    keep(store, launches=(Launch("Lamp", date(2027, 6, 1)),))
    said = words(open_page("plan", plan_view="calendar"))
    assert "no campaign runs in the pre-heat, from May 4, 2027" in said
    assert "no campaign runs in the launch phase, from Jun 1, 2027" in said


def test_a_launch_gets_its_campaigns_and_tasks_from_the_template(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    keep(store, launches=(Launch("Lamp", date(2027, 6, 1)),))
    tab = open_page("plan", plan_view="calendar", calendar_part="launches")
    press(tab, "Make them")
    after = draft_of(store)
    made = [c.name for c in after.campaigns if c.details.launch == "Lamp"]
    assert made == ["Lamp: pre-heat", "Lamp: launch", "Lamp: sustain"]
    assert len(after.book.tasks) == len(draft.book.tasks) + 3
    assert "Support stands" in words(tab)
    assert "Make them" not in labels(tab)


def test_dear_months_are_said(store: Store, open_page: Open) -> None:
    said = words(open_page("plan", plan_view="calendar"))
    assert "26% of the money buys in Oct, Nov, Dec, when media is dear: Nov costs 17% above average." in said


def test_names_are_shown_as_they_are_written(store: Store, open_page: Open) -> None:
    """Neither Markdown nor formulas happen in a name."""
    keep(store, risks=(PlannedRisk("*All* $a$ [x](y)", 0.5, StressKind.BASELINE, change=-0.1),))
    tab = open_page("plan", plan_view="risks")
    assert any("\\*All\\* \\$a\\$ \\[x\\](y)" in head.value for head in tab.subheader)
    assert "*All* $a$ [x](y)" in tab.dataframe[0].value["Risk"].iloc[0]


def test_risks_are_hidden_with_the_margins(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="risks")
    assert "weighs most: −333k profit if it happens, 20% likely" in words(tab)
    hidden = open_page("plan", plan_view="risks", margins="hidden")
    if "profit" in words(hidden):  # the toggle may live elsewhere than in the link
        hidden.toggle[0].set_value(True)
        shown(hidden)
    assert "weighs most: −739k revenue if it happens" in words(hidden)
    assert "profit" not in words(hidden).lower().replace("hide margins", "")


# Campaigns


def test_a_campaign_s_purpose_is_typed_and_a_result_of_another_type_goes(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("plan", plan_view="campaigns", campaigns_part="purpose")
    edit(tab, "purpose", edited_rows={0: {"kind": "codes", "audience": "=Everybody", "partner_share": 25}})
    press(tab, "Save")
    details = draft_of(store).campaigns[0].details
    assert (details.kind, details.audience, details.partner_share) == (CampaignKind.CODES, "=Everybody", 0.25)
    assert draft_of(store).campaigns[1:] == draft.campaigns[1:]


def test_results_are_typed_and_computed(store: Store, open_page: Open, draft: PlanVersion) -> None:
    """By hand: lift 40, of it 10 taken: 0.45 x 30k - 1k discount - 1.9k cost."""
    tab = open_page("plan", plan_view="campaigns", campaigns_part="results")
    typed = {"sales": 100_000, "expected": 60_000, "taken": 10_000, "discount": 1_000}
    edit(tab, "results_promotion", edited_rows={0: typed})
    press(tab, "Save")
    campaign = draft_of(store).campaigns[0]
    assert campaign.details.measured is not None
    assert campaign.details.measured.net(0.45, campaign.own_cents / 100) == pytest.approx(
        13_500 - 1_000 - 1_900
    )
    table = tab.dataframe[-1].value
    assert table["Net margin"].iloc[0] == "+11k"
    assert table["Lift that stays"].iloc[0] == "+30k"


def test_filters_leave_campaigns_and_saving_loses_none(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("plan", plan_view="campaigns")
    tab.multiselect(key="campaigns_owner").set_value(["Petra Sand"])
    shown(tab)
    assert list(tab.dataframe[0].value["name"]) == ["Members' week", "Welcome codes"]
    edit(tab, "campaigns", edited_rows={0: {"budget": 1_000}}, deleted_rows=[1])
    assert shown(tab).multiselect(key="campaigns_owner").disabled
    press(tab, "Save campaigns")
    after = draft_of(store).campaigns
    assert [c.name for c in after] == [c.name for c in draft.campaigns if c.name != "Welcome codes"]
    assert next(c for c in after if c.name == "Members' week").cents == 1_000_00


def test_many_campaigns_are_shifted_and_their_money_with_them(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("plan", plan_view="campaigns")
    tab.multiselect(key="campaigns_region").set_value(["East", "West"])
    shown(tab)
    next(n for n in tab.number_input if n.label == "By").set_value(-14)
    press(tab, "Shift")
    after = draft_of(store)
    moved = {c.name: c for c in after.campaigns}
    assert moved["Spring refresh outdoors"].start == date(2027, 3, 2)
    assert moved["Christmas on air"].end == date(2027, 12, 6)
    assert moved["Gift guide"] == next(c for c in draft.campaigns if c.name == "Gift guide")
    assert after.grid.by_channel() == draft.grid.by_channel()


def test_a_shift_out_of_the_year_is_refused_with_the_campaign_s_name(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("plan", plan_view="campaigns")
    next(n for n in tab.number_input if n.label == "By").set_value(40)
    press(tab, "Shift")
    assert "would run from" in words(tab)
    assert draft_of(store).revision == draft.revision


# Plans of any size


def test_three_hundred_campaigns_on_forty_channels_stay_usable(store: Store, open_page: Open) -> None:
    company = store.company("sample")
    names = [f"Channel {number}" for number in range(40)]
    channels = (*company.channels, *(Channel(name) for name in names))
    revision = store.company_revision("sample")
    store.save_company("sample", replace(company, channels=channels), revision=revision, who="Ann")
    draft = draft_of(store)
    months = FiscalYear(2027).months
    grid = BudgetGrid.from_spend(names, months, np.full((40, 12), 1_000.0))
    campaigns = tuple(
        Campaign(
            f"=Campaign {i} " + "x" * (5_000 - 20),
            names[i % 40],
            date(2027, 1 + i % 12, 1),
            date(2027, 12, 31),
            1,
        )
        for i in range(300)
    )
    store.save_version("sample", replace(draft, grid=grid, campaigns=campaigns), who="Ann")
    for view in ("campaigns", "calendar", "goals"):
        open_page("plan", plan_view=view)


def test_a_plan_without_money_opens_everywhere(store: Store, open_page: Open) -> None:
    draft = draft_of(store)
    empty = BudgetGrid(draft.grid.channels, draft.grid.months, draft.grid.cents * 0)
    store.save_version("sample", replace(draft, grid=empty, lines=()), who="Ann")
    for view in ("goals", "team", "orders", "risks", "campaigns"):
        assert "nan" not in words(open_page("plan", plan_view=view))
    assert "No money is planned yet" in words(open_page("plan", plan_view="calendar"))


def test_spend_control_leads_to_what_can_be_saved(store: Store, open_page: Open) -> None:
    """One click from Results: its sentence is that of the Orders view."""
    tab = open_page("results", results_view="spend")
    (said,) = [one.value for one in tab.markdown if "can still be saved" in one.value]
    assert "in Nov–Dec" in said, "October's actuals are in"
    approved = store.approved("sample", 2026)
    assert approved is not None
    links = {link.proto.label: link.proto.query_string for link in tab.get("page_link")}
    assert f"plan={approved.id}" in links["Open the orders"]
    assert said in words(open_page("plan", plan=str(approved.id), plan_view="orders"))
