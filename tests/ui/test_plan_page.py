"""The Plan page: a grid that adds up, edits checked again, campaigns, and the road to approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import BadDocument, PlannerError
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation import formats
from planner.presentation.language import speaking
from planner.services.library import Store
from planner.ui.plan.approval import free_name
from planner.ui.plan.budget import with_edits
from planner.ui.plan.campaigns import read_campaigns
from tests.ui.tabs import Open, button, chosen, draft_of, evaluation, in_url, labels, press, shown, words

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


@pytest.fixture
def tab(store: Store, open_page: Open) -> AppTest:
    return open_page("plan")


def edit(tab: AppTest, table: str, **parts: Any) -> AppTest:
    """Type into the editor on screen as the browser would send it."""
    key = next(str(frame.key) for frame in tab.dataframe if str(frame.key or "").startswith(table))
    tab.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **parts}
    return shown(tab)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def years(tab: AppTest) -> list[float]:
    """The year's total of each channel, then of the plan, as they stand beside the grid."""
    return [number(v) for each in tab.dataframe for v in each.value.get("year", [])]


def totals(tab: AppTest) -> dict[str, float]:
    """The row of totals below the grid."""
    frame = tab.dataframe[1].value
    return {str(column): number(frame[column].iloc[0]) for column in frame.columns if column != "channel"}


def test_the_grid_is_the_plan_s_and_adds_up_both_ways(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    company, revenue = store.company("sample"), evaluation(store, draft).figures["revenue"].value
    assert tab.subheader[0].value == (
        f"Draft 2027: {formats.money(draft.grid.total, company)} working media brings "
        f"{formats.money(revenue, company)} revenue"
    )
    grid = tab.dataframe[0].value
    assert list(grid["channel"]) == list(draft.grid.channels)
    assert grid[MONTHS].to_numpy().tolist() == [[f"{cell:,.0f}" for cell in row] for row in draft.grid.spend]
    assert years(tab) == pytest.approx([*draft.grid.by_channel().values(), draft.grid.total])
    said = totals(tab)
    assert sum(said[month] for month in MONTHS) == pytest.approx(draft.grid.total)
    assert "Save" not in labels(tab)


def test_an_edited_cell_shows_its_effect_and_is_saved(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    before = draft.grid.spend[0, 2]
    edit(tab, "grid", edited_rows={0: {"Mar": before + 10_000.25}})
    after = years(tab)
    assert after[-1] == sum(after[:-1]) == draft.grid.total + 10_000.25
    assert after[0] == pytest.approx(draft.grid.by_channel()["TV"] + 10_000.25)
    assert "Not saved yet: +10k working media." in words(tab)
    assert draft_of(store).revision == draft.revision
    press(tab, "Save")
    saved = draft_of(store)
    assert saved.grid.cents[0, 2] == round(before * 100) + 10_000_25
    assert saved.grid.cents.sum() == draft.grid.cents.sum() + 10_000_25
    assert (saved.revision, saved.id) == (draft.revision + 1, draft.id)
    assert saved.campaigns == draft.campaigns
    assert "Save" not in labels(tab)
    assert "typing" not in words(tab)
    assert tab.dataframe[0].value["Mar"].iloc[0] == f"{before + 10_000.25:,.2f}"


@pytest.mark.parametrize(
    ("text", "language", "cents"),
    [
        ("1 234,56", "ru", 1_234_56),
        ("1\N{NO-BREAK SPACE}234,56", "en", 1_234_56),
        ("3000,5", "en", 3_000_50),
        ("3,000", "en", 3_000_00),
        ("3,000", "ru", 3_00),
        ("1,234.56", "ru", 1_234_56),
        ("1.2万", "zh_CN", 12_000_00),
        ("$2,500", "en", 2_500_00),
        ("", "en", 0),
    ],
)
def test_a_pasted_amount_is_read_in_whatever_spelling(
    draft: PlanVersion, text: str, language: str, cents: int
) -> None:
    with speaking(language):
        assert with_edits(draft.grid, {0: {"Mar": text}}, MONTHS).cents[0, 2] == cents


@pytest.mark.parametrize("text", ["ten", "-4000", "1e14", "1,2,3"])
def test_what_is_no_amount_is_named_with_its_cell(draft: PlanVersion, text: str) -> None:
    with pytest.raises(PlannerError, match=f"TV, Mar: {text} is no amount"):
        with_edits(draft.grid, {0: {"Mar": text}}, MONTHS)


def test_a_cleared_cell_is_nothing_and_discard_forgets_all(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    edit(tab, "grid", edited_rows={1: {"Jan": None}})
    assert totals(tab)["Jan"] == pytest.approx(draft.grid.spend[:, 0].sum() - draft.grid.spend[1, 0])
    press(tab, "Discard")
    assert years(tab)[-1] == draft.grid.total
    assert "Save" not in labels(tab)
    assert "typing" not in words(tab)
    assert draft_of(store).revision == draft.revision


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -1, -0.01, "text", True, 10**11 + 1, 10**400, [1], {}]
)
def test_what_is_no_amount_is_refused_with_its_place(draft: PlanVersion, value: Any) -> None:
    with pytest.raises(PlannerError, match=r"TV, Mar: .* is no amount from 0 to 100 billion"):
        with_edits(draft.grid, {0: {"Mar": value}}, MONTHS)


def test_a_refused_cell_offers_no_save(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    edit(tab, "grid", edited_rows={0: {"Mar": -5}})
    assert "TV, Mar: -5 is no amount from 0 to 100 billion." in words(tab)
    assert "Save" not in labels(tab)
    assert draft_of(store).revision == draft.revision


def test_cells_that_are_not_in_the_grid_are_passed_over(draft: PlanVersion) -> None:
    edits: dict[int, dict[str, Any]] = {
        99: {"Jan": 1.0},
        -1: {"Jan": 1.0},
        0: {"channel": "Mine", "year": 1.0, "Undecimber": 5.0},
    }
    assert (with_edits(draft.grid, edits, MONTHS).cents == draft.grid.cents).all()


@pytest.mark.parametrize("pressed", ["Save", None])
def test_a_save_in_between_is_not_overwritten_and_said(
    tab: AppTest, store: Store, draft: PlanVersion, pressed: str | None
) -> None:
    """Two tabs type into the same draft; the second learns of it whether it saves or types on."""
    edit(tab, "grid", edited_rows={0: {"Mar": 77_000}})
    theirs = draft.grid.with_cell("TV", draft.grid.months[0], 1_00)
    store.save_version("sample", replace(draft, grid=theirs), who="Ann")
    if pressed:
        press(tab, pressed)
    else:
        shown(tab)
    assert "Ann saved Draft 2027 since. What you typed stands on that now" in words(tab)
    assert (draft_of(store).grid.cents == theirs.cents).all(), "a press on Save was made beside other figures"
    assert list(tab.dataframe[0].value.iloc[0][["Jan", "Mar"]]) == ["1", "77,000"]
    assert "since. What you typed" not in words(shown(tab))
    press(tab, "Save")
    both = theirs.with_cell("TV", draft.grid.months[2], 77_000_00)
    assert (draft_of(store).grid.cents == both.cents).all()


@pytest.mark.parametrize("pressed", ["Save", None])
def test_the_same_cell_saved_in_between_is_not_overwritten_and_what_was_typed_is_named(
    tab: AppTest, store: Store, draft: PlanVersion, pressed: str | None
) -> None:
    edit(tab, "grid", edited_rows={0: {"Mar": 77_000}})
    theirs = draft.grid.with_cell("TV", draft.grid.months[2], 1_00)
    store.save_version("sample", replace(draft, grid=theirs), who="Ann")
    if pressed:
        press(tab, pressed)
    else:
        shown(tab)
    assert "Ann saved Draft 2027 while you were typing" in words(tab)
    assert "row 1, Mar: 77000" in words(tab)
    assert (draft_of(store).grid.cents == theirs.cents).all()
    assert tab.dataframe[0].value["Mar"].iloc[0] == "1"
    assert "typing" not in words(shown(tab))


def acting(open_page: Open, who: str, plan: int | None) -> AppTest:
    return open_page("plan", who=who, plan=str(plan))


def test_three_people_take_a_plan_to_approval(store: Store, draft: PlanVersion, open_page: Open) -> None:
    tab = acting(open_page, "Jana Ortiz", draft.id)
    assert "May approve it: Tomas Weil, Helen Marsh." in words(tab)
    press(tab, "Submit")
    assert draft_of(store).status is VersionStatus.SUBMITTED
    tab = acting(open_page, "Jana Ortiz", draft.id)
    assert "This version is submitted. Send it back to draft to change it." in words(tab)
    assert button(tab, "Approve").disabled
    assert button(tab, "Review").disabled
    assert "Jana Ortiz does not approve plans; Tomas Weil, Helen Marsh may." in words(tab)
    tab = acting(open_page, "Mara Lind", draft.id)
    assert button(tab, "Approve").disabled
    press(tab, "Review")
    assert "reviewed by Mara Lind (CMO)" in words(tab)
    tab = acting(open_page, "Tomas Weil", draft.id)
    press(tab, "Approve")
    approved = store.approved("sample", 2027)
    assert approved is not None
    assert approved.id == draft.id
    assert {"Submit", "Approve", "Send back"}.isdisjoint(labels(tab))
    assert "This version is approved and does not change." in words(tab)
    assert "approved by Tomas Weil (Finance director)" in words(tab)
    # Even edits that a browser sends all the same are not offered for saving.
    edit(tab, "grid", edited_rows={0: {"Mar": 1}})
    assert "Save" not in labels(tab)


def test_a_plan_goes_back_with_a_reason_only(store: Store, draft: PlanVersion, open_page: Open) -> None:
    press(acting(open_page, "Jana Ortiz", draft.id), "Submit")
    tab = acting(open_page, "Mara Lind", draft.id)
    press(tab, "Send back")
    assert "Say why the plan goes back; its author reads it." in words(tab)
    assert draft_of(store).status is VersionStatus.SUBMITTED
    next(area for area in tab.text_area if area.label == "Why does it go back?").set_value("Too much TV")
    press(tab, "Send back")
    assert draft_of(store).status is VersionStatus.DRAFT
    assert "Mara Lind (CMO) sent this plan back" in words(tab)
    assert "Too much TV" in words(tab)


def test_submitting_waits_for_what_is_not_saved(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    edit(tab, "grid", edited_rows={0: {"Mar": 77_000}})
    press(tab, "Submit")
    assert draft_of(store).status is VersionStatus.DRAFT
    assert "Some edits on this page are not saved." in words(tab)
    press(tab, "Save")
    assert draft_of(store).grid.cents[0, 2] == 77_000_00


def test_a_change_request_says_what_it_changes(store: Store, open_page: Open) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    tab = acting(open_page, "Jana Ortiz", approved.id)
    press(tab, "Start the request")
    assert "Say why the approved plan should change" in words(tab)
    next(area for area in tab.text_area if area.label.startswith("Why should")).set_value("A late fair")
    press(tab, "Start the request")
    asked = store.version("sample", int(in_url(tab, "plan")))
    assert (asked.name, asked.base_id, asked.reason) == ("Budget 2026, change", approved.id, "A late fair")
    edit(tab, "grid", edited_rows={0: {"Dec": 50_000.0}})
    press(tab, "Save")
    more = formats.money(50_000 - approved.grid.spend[0, 11], store.company("sample"), signed=True)
    kind = "Supplement" if approved.grid.spend[0, 11] < 50_000 else "Reduction"
    assert f"{kind} to Budget 2026: {more} in all; TV {more}. Reason: A late fair" in words(tab)


def test_any_save_is_undone_from_the_change_log(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    edit(tab, "grid", edited_rows={0: {"Mar": 77_000}})
    press(tab, "Save")
    assert draft_of(store).grid.cents[0, 2] == 77_000_00
    press(tab, "Undo")
    assert (draft_of(store).grid.cents == draft.grid.cents).all()
    assert "Change undone" in words(tab)


def test_what_was_typed_survives_another_view(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    edit(tab, "grid", edited_rows={0: {"Mar": 77_000}})
    key = next(str(frame.key) for frame in tab.dataframe if str(frame.key or "").startswith("grid"))
    tab.query_params["plan_view"] = "calendar"
    shown(tab)
    if key in tab.session_state:  # a browser forgets an editor that is not on screen
        del tab.session_state[key]
    tab.query_params["plan_view"] = "budget"
    shown(tab)
    assert tab.dataframe[0].value["Mar"].iloc[0] == "77,000"
    assert "Not saved yet" in words(tab)
    press(tab, "Save")
    assert draft_of(store).grid.cents[0, 2] == 77_000_00


def test_many_cells_change_at_once(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    press(tab, "Change")  # a tenth more of everything
    assert years(tab)[-1] == pytest.approx(draft.grid.total * 1.1, abs=0.01)
    press(tab, "Save")
    assert draft_of(store).grid.cents.sum() == round(int(draft.grid.cents.sum()) * 1.1)


def test_a_scenario_is_promoted_to_a_draft(store: Store, open_page: Open, draft: PlanVersion) -> None:
    grid = draft.grid.scaled_to({"TV": 1.0})
    scenario = store.save_version(
        "sample",
        PlanVersion(2027, "No TV", VersionKind.SCENARIO, VersionStatus.DRAFT, grid, draft.curves_id),
        who="Ann",
    )
    tab = open_page("plan", plan=str(scenario.id))
    press(tab, "Promote to draft")
    made = store.version("sample", int(chosen(tab, "Plan")))
    assert (made.name, made.kind, made.base_id) == ("No TV, draft", VersionKind.BUDGET, scenario.id)
    assert (made.grid.cents == grid.cents).all()
    again = press(open_page("plan", plan=str(scenario.id)), "Promote to draft")
    assert store.version("sample", int(chosen(again, "Plan"))).name == "No TV, draft (2)"


def test_a_name_is_numbered_until_it_is_free() -> None:
    assert free_name("A", ()) == "A"
    assert free_name("A", ("A", "A (2)")) == "A (3)"
    long = "x" * 120
    assert free_name(long, (long,)) == "x" * 116 + " (2)"


@pytest.mark.parametrize("wrong", ["999", "abc", "-1", "1e3", "²", "9" * 30])
def test_a_link_to_no_plan_says_so_and_shows_the_draft(store: Store, open_page: Open, wrong: str) -> None:
    tab = open_page("plan", plan=wrong)
    assert "The plan in that link does not exist any more; showing Draft 2027." in words(tab)
    assert tab.subheader[0].value.startswith("Draft 2027:")


def test_another_company_s_plan_is_not_shown(store: Store, open_page: Open, draft: PlanVersion) -> None:
    own = store.start_company(replace(store.company("sample"), name="Own"), "Ann")
    tab = open_page("plan", company=own, plan=str(draft.id))
    assert "No plan yet" in words(tab)
    assert "1,080k" not in words(tab)


@pytest.mark.parametrize("view", ["budget", "calendar", "campaigns", "nonsense"])
def test_every_view_opens_by_link(store: Store, open_page: Open, view: str) -> None:
    tab = open_page("plan", plan_view=view)
    assert in_url(tab, "plan_view") == ("" if view in ("budget", "nonsense") else view)


def test_the_calendar_s_titles_say_the_finding(store: Store, open_page: Open, draft: PlanVersion) -> None:
    tab = open_page("plan", plan_view="calendar")
    by_month = draft.grid.spend.sum(axis=0)
    share = by_month.max() / draft.grid.total
    assert f"{MONTHS[by_month.argmax()]} is the heaviest month with {share:.0%} of the year" in words(tab)
    assert f"{len({one.name for one in draft.campaigns})} campaigns hold" in words(tab)


def campaigns_tab(open_page: Open) -> AppTest:
    return open_page("plan", plan_view="campaigns")


NEW = {
    "name": "Summer",
    "channel": "TV",
    "start": "2027-06-01",
    "end": "2027-06-30",
    "budget": 5_000,
    "status": "planned",
}


def test_campaigns_are_added_changed_and_deleted(store: Store, open_page: Open, draft: PlanVersion) -> None:
    tab = campaigns_tab(open_page)
    assert list(tab.dataframe[0].value["name"]) == [c.name for c in draft.campaigns]
    edit(tab, "campaigns", edited_rows={0: {"budget": 123.45}}, added_rows=[NEW], deleted_rows=[1])
    press(tab, "Save campaigns")
    saved = draft_of(store)
    assert len(saved.campaigns) == len(draft.campaigns)
    assert saved.campaigns[0].cents == 123_45
    added = next(c for c in saved.campaigns if c.name == "Summer")
    assert (added.channel, added.start, added.end, added.cents) == (
        "TV",
        date(2027, 6, 1),
        date(2027, 6, 30),
        5_000_00,
    )
    assert draft.campaigns[1].name not in [c.name for c in saved.campaigns]
    assert (saved.grid.cents == draft.grid.cents).all()
    assert "Save campaigns" not in labels(tab)
    assert [c.id for c in saved.campaigns[:1]] == [draft.campaigns[0].id], "a campaign keeps its number"


def test_the_grid_follows_a_campaign_where_that_is_wanted(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = campaigns_tab(open_page)
    edit(tab, "campaigns", added_rows=[NEW])
    assert "The budget and the forecast stay as they are." in words(tab)
    tab.toggle("grid_follows").set_value(True)
    edit(tab, "campaigns", added_rows=[NEW])  # AppTest keeps no edits from run to run
    assert "Budget +5.0k. Revenue +12k" in words(tab)
    press(tab, "Save campaigns")
    saved = draft_of(store)
    assert saved.grid.cents.sum() == draft.grid.cents.sum() + 5_000_00
    assert saved.grid.cents[0, 5] == draft.grid.cents[0, 5] + 5_000_00
    press(tab, "Undo")
    assert (draft_of(store).grid.cents == draft.grid.cents).all()
    assert draft_of(store).campaigns == draft.campaigns


def test_one_click_reconciles_grid_and_campaigns(store: Store, open_page: Open, draft: PlanVersion) -> None:
    big = replace(draft, campaigns=(Campaign("Big", "TV", date(2027, 1, 1), date(2027, 1, 31), 99_000_00),))
    draft = store.save_version("sample", big, who="Ann")
    tab = open_page("plan")
    more = 99_000_00 - int(draft.grid.cents[0, 0])
    assert "campaigns hold 85k more than their months" in words(tab)
    press(tab, "Raise the budget")
    raised = draft_of(store)
    assert raised.grid.cents[0, 0] == 99_000_00
    assert raised.grid.cents.sum() == draft.grid.cents.sum() + more
    press(tab, "Undo")
    assert "Fitting: 1 campaign cut from 99k to 14k; live and done ones stay." in words(tab)
    assert "Campaigns hold 85k more than their months, on TV." in words(tab)  # in Submit
    press(tab, "Fit campaigns to the budget")
    assert draft_of(store).campaigns[0].cents == draft.grid.cents[0, 0]
    assert "1 campaign cut from 99k to 14k. Undo it in the change log." in words(tab)
    assert "more than their months" not in words(tab)
    assert "Fit campaigns to the budget" not in labels(tab)
    press(tab, "Make campaigns")
    full = draft_of(store)
    assert len(full.campaigns) == 144  # each channel's month, January's TV by its own campaign
    assert sum(c.cents for c in full.campaigns) == full.grid.cents.sum() == draft.grid.cents.sum()
    assert "grid and campaigns agree to the cent" in words(tab)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"end": "2027-05-31"}, "ends on May 31, 2027, before it starts on Jun 1, 2027"),
        ({"end": "2028-01-01"}, "“Summer” lies outside the plan's year"),
        ({"start": "2026-12-31"}, "“Summer” lies outside the plan's year"),
        ({"budget": -1}, 'The budget of campaign "Summer" must be between 0 and 100 billion'),
        ({"name": None}, "fill in name"),
        ({"name": "   "}, "A campaign needs a name"),
        ({"channel": "Skywriting"}, "Skywriting is not a channel of this plan"),
    ],
)
def test_a_campaign_at_fault_is_refused_with_its_row(
    store: Store, open_page: Open, draft: PlanVersion, change: dict[str, Any], said: str
) -> None:
    tab = campaigns_tab(open_page)
    edit(tab, "campaigns", added_rows=[{**NEW, **change}])
    assert said in words(tab)
    assert "Save campaigns" not in labels(tab)
    assert draft_of(store).revision == draft.revision


GOOD = {"name": "A", "channel": "TV", "start": date(2027, 1, 1), "end": date(2027, 1, 2), "budget": 1.0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"budget": float("inf")}, "Row 1: inf is no amount"),
        ({"budget": "many"}, "Row 1: many is no amount"),
        ({"status": "asleep"}, "Row 1: asleep is no status"),
        ({"start": "soon"}, "Row 1: start and end must be dates"),
    ],
)
def test_values_no_editor_should_send_are_refused_too(
    draft: PlanVersion, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadDocument, match=said):
        read_campaigns([{**GOOD, **change}], draft.grid)


def test_what_is_left_blank_has_a_plain_default(draft: PlanVersion) -> None:
    blank = {"name": None, "channel": None, "start": None, "end": None}
    row = {**GOOD, "budget": None, "status": float("nan"), "owner": float("nan"), "goal": None}
    [only] = read_campaigns([blank, row], draft.grid)
    assert (only.cents, only.status, only.owner, only.goal) == (0, CampaignStatus.PLANNED, "", "")


def test_campaigns_beyond_their_channel_s_budget_are_said(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = campaigns_tab(open_page)
    assert "Campaigns hold more than the budget" not in words(tab)
    edit(tab, "campaigns", added_rows=[{**NEW, "budget": 999_999}])
    press(tab, "Save campaigns")
    assert "Campaigns hold more than the budget on TV." in words(tab)
    balance = tab.dataframe[1].value.set_index("Channel")
    assert list(balance.index) == list(draft.grid.channels)
    assert str(balance.loc["TV", "Unallocated"]).startswith("−")


def test_an_approved_plan_s_campaigns_cannot_be_saved(store: Store, open_page: Open) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    tab = open_page("plan", plan=str(approved.id), plan_view="campaigns")
    edit(tab, "campaigns", edited_rows={0: {"budget": 1.0}})
    assert "Save campaigns" not in labels(tab)


def test_the_plan_page_and_the_simulator_say_the_same(tab: AppTest, store: Store, open_page: Open) -> None:
    simulator = open_page("simulator", board="plain")
    revenue = next(m.value for m in simulator.metric if m.label == "Revenue")
    assert f"brings {revenue} revenue" in tab.subheader[0].value
    assert not button(simulator, "Best split").disabled


def test_a_campaign_gets_channels_and_its_case_counts_them_all(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = campaigns_tab(open_page)
    name = draft.campaigns[0].name
    channels = next(
        box for box in tab.multiselect if box.label == "Channels" and "runs too" in box.placeholder
    )
    channels.set_value(["Paid social", "Radio and audio"])
    next(box for box in tab.number_input if box.label.startswith("On each")).set_value(1_000.0)
    tab.toggle[[one.label for one in tab.toggle].index("The budget grows by it")].set_value(True)
    press(tab, "Add")
    saved = draft_of(store)
    (whole,) = [one for one in whole_campaigns(saved.campaigns) if one.name == name]
    assert whole.channels == (draft.campaigns[0].channel, "Paid social", "Radio and audio")
    assert whole.cents == draft.campaigns[0].cents + 2_000_00
    assert saved.grid.cents.sum() == draft.grid.cents.sum() + 2_000_00
    tab = open_page("plan", plan_view="case", case_of="campaign")
    assert whole.name in tab.selectbox(key="case_campaign").options[0]
    assert f"of it ${whole.cents / 100_000:.2f}k working media" in words(tab)
