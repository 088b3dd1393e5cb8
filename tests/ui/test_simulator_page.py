"""The Simulator: money moves to the cent, figures are the plan's own, and every step can be taken back."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.presentation import formats
from planner.services.library import Store
from planner.ui.sandbox import Sandbox, year_totals
from planner.ui.typed import typed_amount, typed_target
from tests.ui.tabs import Open, chosen, draft_of, evaluation, in_url, press, shown, tiles, words


@pytest.fixture
def tab(store: Store, open_page: Open) -> AppTest:
    return open_page("simulator", board="plain")


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


def target(tab: AppTest) -> TextInput:
    return next(box for box in tab.text_input if box.label.startswith("Revenue to reach"))


def lock(tab: AppTest, draft: PlanVersion, channel: str) -> AppTest:
    tab.checkbox(key=f"lock_{draft.id}_{channel}").check()
    return shown(tab)


def type_total(tab: AppTest, draft: PlanVersion, amount: int) -> AppTest:
    tab.number_input(key=f"total_{draft.id}").set_value(amount)
    return shown(tab)


def slide(tab: AppTest, draft: PlanVersion, channel: str, amount: int) -> AppTest:
    tab.slider(key=f"slide_{draft.id}_{channel}").set_value(amount)
    return shown(tab)


def sandbox_grid(tab: AppTest, draft: PlanVersion) -> BudgetGrid:
    """The money on screen, as the link holds it."""
    if "sandbox" not in tab.query_params:
        return draft.grid
    box = Sandbox.from_link(in_url(tab, "sandbox"))
    assert box is not None
    return box.grid(draft.grid)


def assert_tiles(tab: AppTest, store: Store, version: PlanVersion) -> None:
    """The tiles say what the one evaluation of that money says."""
    found, company = evaluation(store, version), store.company("sample")
    for key in ("media", "revenue", "profit", "new_customers", "cac_marginal"):
        figure = found.figures[key]
        assert tiles(tab)[figure.kpi.label] == formats.figure(figure.kpi, figure.value, company)


def test_it_opens_on_the_draft_with_the_figures_of_its_evaluation(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    assert_tiles(tab, store, draft)
    assert {metric.delta for metric in tab.metric} == {"as planned"}
    assert {s.key: s.value for s in tab.slider} == {
        f"slide_{draft.id}_{name}": held for name, held in draft.grid.by_channel().items()
    }
    assert tab.number_input(key=f"total_{draft.id}").value == draft.grid.total
    assert "Sandbox" not in words(tab)


def test_the_full_effect_is_the_other_reading_of_the_same_figures(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("simulator", board="plain", horizon="full")
    revenue = evaluation(store, draft).figures["revenue"]
    assert tiles(tab)["Revenue"] == formats.figure(revenue.kpi, revenue.full, store.company("sample"))


def test_a_move_keeps_the_total_to_the_cent_and_the_others_give(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    slide(tab, draft, "TV", 240_000)
    grid = sandbox_grid(tab, draft)
    before, after = year_totals(draft.grid), year_totals(grid)
    assert after["TV"] == 240_000_00
    assert sum(after.values()) == sum(before.values())
    assert all(after[name] < before[name] for name in after if name != "TV")
    assert_tiles(tab, store, replace(draft, grid=grid))
    assert (
        evaluation(store, replace(draft, grid=grid)).figures["revenue"]
        != evaluation(store, draft).figures["revenue"]
    )
    assert "Sandbox: not saved in Draft 2027" in words(tab)


def test_with_the_total_free_the_total_follows(tab: AppTest, draft: PlanVersion) -> None:
    tab.toggle(key=f"keep_{draft.id}").set_value(False)
    shown(tab)
    slide(tab, draft, "TV", 240_000)
    assert year_totals(sandbox_grid(tab, draft)) == {**year_totals(draft.grid), "TV": 240_000_00}
    assert tab.number_input(key=f"total_{draft.id}").value == draft.grid.total + 60_000


def test_a_locked_channel_never_moves(tab: AppTest, draft: PlanVersion) -> None:
    lock(tab, draft, "Radio and audio")
    assert tab.slider(key=f"slide_{draft.id}_Radio and audio").disabled
    slide(tab, draft, "TV", 300_000)
    type_total(tab, draft, 900_000)
    press(tab, "Best split")
    press(tab, "Apply")
    grid = sandbox_grid(tab, draft)
    row = draft.grid.channels.index("Radio and audio")
    assert (grid.cents[row] == draft.grid.cents[row]).all()
    assert grid.total == 900_000
    assert (grid.cents != draft.grid.cents).any()


def test_everything_else_locked_a_move_is_refused_in_words(tab: AppTest, draft: PlanVersion) -> None:
    for name in draft.grid.channels:
        if name != "TV":
            lock(tab, draft, name)
    slide(tab, draft, "TV", 300_000)
    assert "Every other channel is locked: unlock one, or let the total change." in words(tab)
    assert tab.slider(key=f"slide_{draft.id}_TV").value == 180_000
    assert year_totals(sandbox_grid(tab, draft)) == year_totals(draft.grid)


def test_a_total_below_the_locked_money_is_refused_in_words(tab: AppTest, draft: PlanVersion) -> None:
    lock(tab, draft, "TV")
    type_total(tab, draft, 100_000)
    assert "The locked channels hold 180,000, more than a total of 100,000; unlock one." in words(tab)
    assert tab.number_input(key=f"total_{draft.id}").value == draft.grid.total


def test_a_typed_total_is_met_in_proportion(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    type_total(tab, draft, 1_188_000)
    after = sandbox_grid(tab, draft)
    assert after.total == 1_188_000
    for name, held in draft.grid.by_channel().items():
        assert after.by_channel()[name] == pytest.approx(1.1 * held, abs=0.01)
    assert_tiles(tab, store, replace(draft, grid=after))


def test_money_moved_back_is_no_move(tab: AppTest, draft: PlanVersion) -> None:
    tab.toggle(key=f"keep_{draft.id}").set_value(False)
    shown(tab)
    slide(tab, draft, "TV", 0)
    slide(tab, draft, "TV", 180_000)
    assert "Sandbox: not saved" not in words(tab)
    assert "sandbox" not in tab.query_params


def test_undo_redo_and_reset(tab: AppTest, draft: PlanVersion) -> None:
    slide(tab, draft, "TV", 240_000)
    first = year_totals(sandbox_grid(tab, draft))
    slide(tab, draft, "Radio and audio", 50_000)
    second = year_totals(sandbox_grid(tab, draft))
    assert second != first
    press(tab, "Undo")
    assert year_totals(sandbox_grid(tab, draft)) == first
    assert tab.slider(key=f"slide_{draft.id}_TV").value == 240_000
    press(tab, "Redo")
    assert year_totals(sandbox_grid(tab, draft)) == second
    press(tab, "Reset")
    assert "sandbox" not in tab.query_params
    assert tab.slider(key=f"slide_{draft.id}_TV").value == 180_000
    press(tab, "Undo")
    assert year_totals(sandbox_grid(tab, draft)) == second


@pytest.mark.parametrize(
    ("button", "total"), [("−10%", 972_000), ("+100k", 1_180_000), ("Best split", 1_080_000)]
)
def test_an_answer_is_applied_as_it_was_shown(
    tab: AppTest, store: Store, draft: PlanVersion, button: str, total: float
) -> None:
    press(tab, button)
    assert "Apply" in [found.label for found in tab.button]
    assert year_totals(sandbox_grid(tab, draft)) == year_totals(draft.grid)
    press(tab, "Apply")
    grid = sandbox_grid(tab, draft)
    assert grid.total == total
    assert_tiles(tab, store, replace(draft, grid=grid))
    assert "Apply" not in [found.label for found in tab.button]


@pytest.mark.parametrize("applies", [True, False])
def test_only_an_answer_that_applies_can_be_taken_over(
    tab: AppTest, store: Store, draft: PlanVersion, applies: bool
) -> None:
    """A split for dearer media is shown; to take it over would plan it at today's prices."""
    press(tab, "Best split")
    answer = tab.session_state["_answer"]
    tab.session_state["_answer"] = replace(answer, reply=replace(answer.reply, applies=applies))
    shown(tab)
    assert ("Apply" in [found.label for found in tab.button]) is applies


def test_an_answer_about_another_split_is_asked_again_and_not_applied(
    tab: AppTest, draft: PlanVersion
) -> None:
    press(tab, "−10%")
    assert "The split has changed since then." not in words(tab)
    slide(tab, draft, "TV", 200_000)
    assert "Apply" not in [button.label for button in tab.button]
    assert "The split has changed since then." in words(tab)
    press(tab, "Ask again")
    assert "The split has changed since then." not in words(tab)
    press(tab, "Apply")
    assert sandbox_grid(tab, draft).total == pytest.approx(0.9 * draft.grid.total)


def how_much(tab: AppTest, text: str) -> AppTest:
    """Type another amount into the field of the answer."""
    next(box for box in tab.text_input if box.label == "How much, USD").set_value(text)
    return shown(tab)


@pytest.mark.parametrize(
    ("question", "typed", "left"),
    [("−10%", "216,000", 864_000), ("−10%", "60 %", 432_000), ("+100k", "1.08M", 2_160_000)],
)
def test_the_reader_says_how_much(
    tab: AppTest, draft: PlanVersion, question: str, typed: str, left: float
) -> None:
    """Of 1,080,000; more than half of it goes too, though a usual cut takes no channel below half."""
    press(tab, question)
    how_much(tab, typed)
    assert "Cutting" in words(tab) or "Adding" in words(tab)
    press(tab, "Apply")
    assert sandbox_grid(tab, draft).total == left


def test_the_cuts_that_hurt_least_are_asked_for_another_amount(tab: AppTest, draft: PlanVersion) -> None:
    tab.menu_button(key="more_questions").click("cuts")
    shown(tab)
    assert "Cutting 108k (10% of 1,080k working media)" in words(tab)
    how_much(tab, "25%")
    assert "Cutting 270k (25% of 1,080k working media)" in words(tab)
    press(tab, "Apply")
    found = sandbox_grid(tab, draft)
    assert found.total == 810_000
    assert all(found.by_channel()[name] <= held for name, held in draft.grid.by_channel().items())


@pytest.mark.parametrize("typed", ["many", "0", "-5"])
def test_what_is_no_amount_is_said_and_the_answer_stays(tab: AppTest, typed: str) -> None:
    press(tab, "−10%")
    how_much(tab, typed)
    assert f"“{typed}” is no amount" in words(tab)
    assert "Cutting 108k" in words(tab)


def test_more_than_there_is_cannot_be_cut(tab: AppTest) -> None:
    press(tab, "−10%")
    how_much(tab, "2M")
    assert "cannot be cut" in words(tab)


def test_timing_says_what_evidence_is_behind_the_channels_whose_months_change(tab: AppTest) -> None:
    """No year of a channel changes, its months do."""
    press(tab, "Best timing")
    assert "No evidence stands behind" not in words(tab)
    assert "Evidence behind these curves: good for" in words(tab)


def test_an_answer_never_moves_a_channel_locked_after_it(tab: AppTest, draft: PlanVersion) -> None:
    press(tab, "−10%")
    lock(tab, draft, "TV")
    press(tab, "Ask again")
    press(tab, "Apply")
    assert sandbox_grid(tab, draft).by_channel()["TV"] == draft.grid.by_channel()["TV"]


def test_an_answer_is_kept_as_one_scenario_however_often_it_is_saved(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    press(tab, "+100k")
    wanted = tab.session_state["_answer"].reply.proposal.after.grid
    for _press in range(2):
        tab.button(key="save_answer").click()
        shown(tab)
    kept = [info for info in store.versions("sample") if info.name.startswith("Add 100k")]
    assert [info.name for info in kept] == [f"Add 100k, {draft.name}"]
    saved = store.version("sample", kept[0].id)
    assert saved.kind is VersionKind.SCENARIO
    assert saved.reason.startswith("Adding 100k (9% of 1,080k working media) brings")
    assert np.array_equal(saved.grid.cents, wanted.cents)
    assert sandbox_grid(tab, draft).total == draft.grid.total


def test_words_about_all_moves_say_so_while_only_the_first_are_taken(tab: AppTest) -> None:
    press(tab, "Best split")
    assert "All " not in words(tab)
    tab.select_slider(key="first_moves").set_value(1)
    moves = len(tab.session_state["_answer"].reply.moves)
    assert f"All {moves} moves: " in words(shown(tab))


def test_an_answer_s_picture_follows_the_moves_that_are_taken(tab: AppTest) -> None:
    press(tab, "Best split")
    tab.select_slider(key="first_moves").set_value(1)
    shown(tab)
    first = tab.session_state["_answer"].reply.moves[0]
    assert f"{first.source} gives most" in words(tab)


def test_the_months_beside_an_answer_follow_the_moves_that_are_taken(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    press(tab, "Best split")
    tab.select_slider(key="first_moves").set_value(1)
    said = re.search(r"Revenue changes most in \w+: \+[\d.]+k", words(shown(tab)))
    assert said is not None
    press(tab, "Apply")
    assert said[0] in words(tab), "what was shown before is what the split on screen brings"


def test_best_split_earns_more_and_says_how_much(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    press(tab, "Best split")
    said = words(tab)
    press(tab, "Apply")
    after = evaluation(store, replace(draft, grid=sandbox_grid(tab, draft))).figures["revenue"].value
    before = evaluation(store, draft).figures["revenue"].value
    assert before is not None
    assert after is not None
    assert after > before
    assert formats.money(after - before, store.company("sample"), signed=True) in said


def test_best_timing_moves_no_channel_s_year(tab: AppTest, draft: PlanVersion) -> None:
    press(tab, "Best timing")
    press(tab, "Apply")
    grid = sandbox_grid(tab, draft)
    for name, held in draft.grid.by_channel().items():
        assert grid.by_channel()[name] == pytest.approx(held, abs=0.01)
    assert (grid.cents != draft.grid.cents).any()


def test_reach_finds_the_least_spend(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    target(tab).set_value("20M")
    press(tab, "Find the least spend")
    assert "20,000k revenue needs" in words(tab)
    press(tab, "Apply")
    found = evaluation(store, replace(draft, grid=sandbox_grid(tab, draft)))
    assert found.figures["revenue"].value == pytest.approx(20_000_000, abs=100)
    assert 1_180_000 < found.grid.total < 1_348_000  # dearer than the next 100k, cheaper than pro rata


def test_what_cannot_be_reached_says_what_can(tab: AppTest) -> None:
    target(tab).set_value("90,000,000")
    press(tab, "Find the least spend")
    assert "Apply" not in [found.label for found in tab.button]
    assert "90,000,000" in words(tab)


def test_the_target_is_written_as_people_write_amounts(tab: AppTest) -> None:
    assert target(tab).value == "20,000,000"
    target(tab).set_value("a lot")
    press(tab, "Find the least spend")
    assert "“a lot” is no amount; type one like 20m, or how much more: +12%." in words(tab)


def test_a_target_may_be_so_much_more_than_the_plan_brings(
    tab: AppTest, store: Store, draft: PlanVersion
) -> None:
    target(tab).set_value("+2%")
    press(tab, "Find the least spend")
    revenue = evaluation(store, draft).figures["revenue"].value or 0.0
    assert f"{formats.money(1.02 * revenue, store.company('sample'))} revenue needs" in words(tab)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("+12%", 1120.0),
        (" + 12 % ", 1120.0),
        ("+500", 1500.0),
        ("1.5k", 1500.0),
        ("12%", None),
        ("-5%", None),
    ],
)
def test_a_target_is_an_amount_or_what_comes_on_top_of_1000(text: str, amount: float | None) -> None:
    assert typed_target(text, 1000.0) == (None if amount is None else pytest.approx(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("20,000,000", 20e6),
        ("20 000 000", 20e6),
        ("20\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000", 20e6),
        ("20M", 20e6),
        ("19.5M", 19.5e6),
        ("19,5 млн", 19.5e6),
        ("2000万", 20e6),
        ("1.234,56", 1234.56),
        ("1,234", 1234.0),
        ("0", 0.0),
        ("-5", None),
        ("", None),
        ("lots", None),
        ("inf", None),
        ("1e999", None),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, amount: float | None) -> None:
    assert typed_amount(text) == amount


def test_how_sure_says_a_range(tab: AppTest) -> None:
    press(tab, "How sure?")
    assert "Eight times out of ten the year's revenue lands at" in words(tab)
    press(tab, "Close")
    assert "Close" not in [found.label for found in tab.button]


def test_a_scenario_is_saved_with_the_money_on_screen(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    slide(tab, draft, "TV", 240_000)
    lock(tab, draft, "Out of home")
    grid = sandbox_grid(tab, draft)
    next(text for text in tab.text_input if text.label == "Name").set_value("More TV")
    press(tab, "Save")
    saved = store.versions("sample")[0]
    assert (saved.name, saved.kind, saved.year) == ("More TV", VersionKind.SCENARIO, 2027)
    version = store.version("sample", saved.id)
    assert (version.grid.cents == grid.cents).all()
    assert version.locks == {"Out of home"}
    assert version.book == draft.book
    assert evaluation(store, version).figures["revenue"].value == pytest.approx(
        evaluation(store, replace(draft, grid=grid)).figures["revenue"].value
    )
    assert "Saved as scenario “More TV”" in words(tab)
    assert in_url(tab, "vs") == str(saved.id)
    assert (store.version("sample", draft.id or 0).grid.cents == draft.grid.cents).all()


@pytest.mark.parametrize("page", ["simulator", "customers", "curves", "setup"])
@pytest.mark.parametrize("approve", [False, True])
def test_a_fresh_tab_opens_on_the_plan_and_never_on_a_scenario(
    store: Store, open_page: Open, draft: PlanVersion, page: str, approve: bool
) -> None:
    """Neither beside a draft nor where the year's budget is approved and only the scenario is a draft."""
    scenario = replace(draft, id=None, name="Bold", kind=VersionKind.SCENARIO)
    tried = store.save_version("sample", scenario, who="Ann").id
    if approve:
        for status, who in ((VersionStatus.SUBMITTED, "Ann"), (VersionStatus.APPROVED, "CMO")):
            store.set_status("sample", draft.id or 0, status, who, "as agreed")
    assert (store.approved("sample", 2027) is not None) is approve
    assert chosen(open_page(page), "Plan") == str(draft.id)
    assert chosen(open_page(page, plan=str(tried)), "Plan") == str(tried)


def test_a_scenario_needs_a_name(tab: AppTest, store: Store) -> None:
    next(text for text in tab.text_input if text.label == "Name").set_value("   ")
    press(tab, "Save")
    assert "Give the scenario a name." in words(tab)
    assert len(store.versions("sample")) == 2


def test_saving_into_the_draft_empties_the_sandbox(tab: AppTest, store: Store, draft: PlanVersion) -> None:
    slide(tab, draft, "TV", 240_000)
    grid = sandbox_grid(tab, draft)
    press(tab, "Save into Draft 2027")
    saved = store.latest_draft("sample", 2027)
    assert saved is not None
    assert saved.id == draft.id
    assert (saved.grid.cents == grid.cents).all()
    assert "sandbox" not in tab.query_params
    assert_tiles(tab, store, saved)
    assert {metric.delta for metric in tab.metric} == {"as planned"}


def test_locks_alone_are_kept_in_the_link_and_survive_a_reload(
    tab: AppTest, draft: PlanVersion, open_page: Open
) -> None:
    lock(tab, draft, "TV")
    again = open_page("simulator", board="plain", sandbox=in_url(tab, "sandbox"))
    assert again.checkbox(key=f"lock_{draft.id}_TV").value


def test_a_link_opens_the_same_sandbox_in_another_tab(
    tab: AppTest, store: Store, draft: PlanVersion, open_page: Open
) -> None:
    slide(tab, draft, "TV", 240_000)
    grid = sandbox_grid(tab, draft)
    again = open_page("simulator", **{key: in_url(tab, key) for key in tab.query_params})
    assert tiles(again) == tiles(tab)
    assert (sandbox_grid(again, draft).cents == grid.cents).all()


@pytest.mark.parametrize("link", ["garbage", "%%%", "eJwDAAAAAAE", "x" * 30_000])
def test_a_broken_sandbox_shows_the_plan(
    store: Store, open_page: Open, draft: PlanVersion, link: str
) -> None:
    tab = open_page("simulator", board="plain", sandbox=link)
    assert_tiles(tab, store, draft)
    assert "The moves in that link cannot be read; this is the plan as it is saved." in words(tab)
    assert "cannot be read" not in words(shown(tab))


@pytest.mark.parametrize(
    ("page", "wrong", "said"),
    [
        ("simulator", {"company": "nobody"}, "The company in that link is not here; showing Tarnbrook Home."),
        (
            "simulator",
            {"plan": "999"},
            "The plan in that link does not exist any more; showing Draft 2027.",
        ),
        (
            "compare",
            {"vs": "999"},
            "What that link compares with does not exist any more; showing Budget 2026 (approved).",
        ),
        ("results", {"year": "1999"}, "There is no plan for the year in that link; showing 2026."),
    ],
)
def test_what_a_link_asks_for_and_is_not_there_is_said_once(
    store: Store, open_page: Open, page: str, wrong: dict[str, str], said: str
) -> None:
    tab = open_page(page, **wrong)
    assert said in words(tab)
    assert said not in words(shown(tab))


def test_a_link_to_a_scenario_that_was_deleted_says_so(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    made = store.save_version(
        "sample",
        PlanVersion(2027, "Bold", VersionKind.SCENARIO, VersionStatus.DRAFT, draft.grid, draft.curves_id),
        who="Ann",
    )
    box = Sandbox(made.id or 0, totals={"TV": 1})
    store.delete_scenario("sample", made.id or 0, "Ann")
    tab = open_page("simulator", board="plain", plan=str(made.id), sandbox=box.to_link())
    assert "does not exist any more" in words(tab)
    assert_tiles(tab, store, draft)


def test_a_sandbox_of_another_plan_is_not_put_on_this_one(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("simulator", board="plain", sandbox=Sandbox(999, totals={"TV": 1}).to_link())
    assert_tiles(tab, store, draft)


def test_a_link_with_amounts_no_slider_can_show_is_no_crash(
    open_page: Open, draft: PlanVersion, store: Store
) -> None:
    totals = dict.fromkeys(draft.grid.channels, 10**13)
    tab = open_page("simulator", board="plain", sandbox=Sandbox(draft.id or 0, totals=totals).to_link())
    assert tab.metric


def test_margins_can_be_hidden(store: Store, open_page: Open) -> None:
    tab = open_page("simulator", board="plain")
    tab.toggle(key="margins_hidden").set_value(True)
    shown(tab)
    assert "Profit after marketing" not in tiles(tab)
    press(tab, "Best split")
    assert "Profit" not in words(tab)


def test_an_approved_plan_is_simulated_but_not_saved_into(store: Store, open_page: Open) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    tab = open_page("simulator", board="plain", plan=str(approved.id))
    assert_tiles(tab, store, approved)
    slide(tab, approved, "TV", 200_000)
    assert next(b for b in tab.button if b.label == "Save into Budget 2026").disabled


def test_a_plan_with_nothing_in_it_opens(store: Store, open_page: Open, draft: PlanVersion) -> None:
    empty = BudgetGrid(draft.grid.channels, draft.grid.months, np.zeros_like(draft.grid.cents))
    saved = store.save_version(
        "sample",
        PlanVersion(2027, "Nothing", VersionKind.SCENARIO, VersionStatus.DRAFT, empty, draft.curves_id),
        who="Ann",
    )
    tab = open_page("simulator", board="plain", plan=str(saved.id))
    assert_tiles(tab, store, saved)
    type_total(tab, saved, 120_000)
    assert set(year_totals(sandbox_grid(tab, saved)).values()) == {10_000_00}
    for button in ("−10%", "Best split", "Best timing", "How sure?"):
        press(tab, button)
