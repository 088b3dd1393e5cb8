"""The live board: what it previews while a hand moves is what Python answers on release."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, expect

from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.company import Company
from planner.domain.forecast import Measure
from planner.domain.kpis import KPIS
from planner.domain.response_model import ResponseModel
from planner.plan.evaluation import evaluate, plan_channels, version_model
from planner.plan.preview import preview_tables
from planner.plan.sandbox import moved
from planner.presentation import formats
from planner.services.library import Store
from planner.services.sample import load_sample
from planner.storage.database import Database
from tests.browser.conftest import NewTab
from tests.browser.serving import ROOT, settled
from tests.browser.steps import answered, drag, held, lock, press, slider, stands_at, visit

pytestmark = pytest.mark.browser
POSITIONS = 1_000
PREVIEWED = ("media", "revenue", "profit", "new_customers", "cac_marginal")


def previews(page: Page, splits: list[dict[str, int]]) -> list[dict[str, str]]:
    """What the board would show for year totals in cents, asked of the page itself."""
    found: list[dict[str, str]] = page.evaluate(
        """(splits) => {
            const hosts = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean)
            const board = hosts.find((root) => root.plannerPreview)
            return splits.map((cents) => {
                const shown = board.plannerPreview(cents)
                return Object.fromEntries(Object.entries(shown).map(([key, each]) => [key, each.value]))
            })
        }""",
        splits,
    )
    return found


def sample_year(folder: pytest.TempPathFactory) -> tuple[ResponseModel, Company, PlanVersion]:
    """The sample's draft of 2027 with its curves compiled, as the page has it."""
    store = Store(Database(f"sqlite:///{folder.mktemp('agree') / 'planner.db'}"))
    load_sample(store, ROOT / "sample_data")
    company, draft = store.company("sample"), store.latest_draft("sample", 2027)
    assert draft is not None
    curves = store.curves("sample", draft.curves_id)
    model = version_model(company, curves, draft, plan_channels(company, curves, draft.grid))
    store.close()
    return model, company, draft


def test_preview_and_answer_agree_to_the_displayed_digit(
    reading: str, new_tab: NewTab, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A thousand random splits of the sample's draft, every previewed figure."""
    store = Store(Database(f"sqlite:///{tmp_path_factory.mktemp('agree') / 'planner.db'}"))
    load_sample(store, ROOT / "sample_data")
    company, draft = store.company("sample"), store.latest_draft("sample", 2027)
    assert draft is not None
    curves = store.curves("sample", draft.curves_id)
    model = version_model(company, curves, draft, plan_channels(company, curves, draft.grid))
    store.close()
    planned = draft.grid.by_channel()
    chance = random.Random(2027)
    splits = [
        {name: chance.randrange(int(200 * amount)) for name, amount in planned.items()}
        for _position in range(POSITIONS)
    ]
    page = new_tab()
    visit(page, reading, "simulator")
    slider(page, "TV").wait_for()
    wrong = []
    for split, shown in zip(splits, previews(page, splits), strict=True):
        grid: BudgetGrid = draft.grid.scaled_to({name: cents / 100 for name, cents in split.items()})
        figures = evaluate(model, company, grid, draft.lines).figures
        for key in PREVIEWED:
            said = formats.figure(KPIS[key], figures[key].value, company)
            if shown[key] != said:
                wrong.append((key, shown[key], said))
    assert not wrong


@pytest.mark.parametrize("measure", ["in_year", "full"])
def test_others_answer_a_move_at_least_loss_as_python_says(
    reading: str, new_tab: NewTab, tmp_path_factory: pytest.TempPathFactory, measure: Measure
) -> None:
    """Two hundred moves on one board: every other channel, to the displayed digit."""
    from planner.ui.live.board import slider_tops  # noqa: PLC0415 - brings Streamlit along

    model, _company, draft = sample_year(tmp_path_factory)
    tops = slider_tops(draft.grid, draft.grid)
    returns = preview_tables(model, draft.grid.aligned(model.channels).spend, tops).returns(measure)
    before = {name: round(100 * amount) for name, amount in draft.grid.by_channel().items()}
    chance = random.Random(measure)
    asked = [(name, chance.randrange(3 * before[name])) for name in before for _time in range(17)]
    page = new_tab()
    visit(page, reading, f"simulator?horizon={measure}")
    page.get_by_role("combobox", name="How the others give and take").select_option("at least loss")
    answered(page)
    found = page.evaluate(
        """(asked) => {
            const hosts = [...document.querySelectorAll("*")].map((e) => e.shadowRoot).filter(Boolean)
            const board = hosts.find((root) => root.plannerMoved)
            return asked.map(([name, cents]) => board.plannerMoved(name, cents))
        }""",
        asked,
    )
    wrong = []
    for (name, cents), stands in zip(asked, found, strict=True):
        after = moved(before, name, cents, locked=(), keep_total=True, returns=returns)
        wrong += [(name, cents, one) for one in after if abs(after[one] - stands[one]) > 1]
    assert not wrong
    # And through the whole way: a hand types, Python answers.
    amount = page.get_by_role("textbox", name="TV, amount")
    amount.click()
    page.keyboard.type("260k")
    page.keyboard.press("Enter")
    answered(page)
    after = moved(before, "TV", 26_000_000, locked=(), keep_total=True, returns=returns)
    for name, cents in after.items():
        stands_at(page, name, round(cents / 100))


def test_an_amount_is_typed_as_the_column_shows_it(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    page.get_by_text("Keep the total", exact=True).click()
    answered(page)
    marks = page.locator(".best")
    expect(marks).not_to_have_count(0)
    amount = page.get_by_role("textbox", name="TV, amount")
    for typed, held_then in (("150", 150_000), ("155k", 155_000), ("160000", 160_000), ("0", 0)):
        amount.click()
        amount.fill(typed)
        page.keyboard.press("Enter")
        stands_at(page, "TV", held_then)
        answered(page)
    # The best split of another total is not known before somebody asks for it.
    expect(marks).to_have_count(0)
    page.get_by_role("button", name="Best split").click()
    expect(marks).not_to_have_count(0)


def test_what_cannot_be_done_is_said_on_the_board(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    said = page.locator(".said")
    amount = page.get_by_role("textbox", name="TV, amount")
    for typed, sentence in (
        ("2m", 'With the total kept, "TV" can hold 1,080,000 at most, and 2,000,000 was asked for'),
        ("lots", "“lots” is no amount; type one like 120000 or 120k."),
        ("9" * 15, "No plan holds that much: nothing was moved."),
    ):
        amount.click()
        amount.fill(typed)
        page.keyboard.press("Enter")
        expect(said).to_contain_text(sentence)
        stands_at(page, "TV", 180_000)
    drag(page, "TV", 0.6)
    expect(said).to_be_empty()


def test_undo_redo_and_reset_on_the_board_locks_too(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    lock(page, "Email and loyalty")
    answered(page)
    drag(page, "TV", 0.75)
    answered(page)
    moved_to = held(page, "TV")
    assert moved_to > 180_000
    slider(page, "TV").focus()
    page.keyboard.press("Control+z")
    answered(page)
    stands_at(page, "TV", 180_000)
    press(page, "Redo")
    answered(page)
    stands_at(page, "TV", moved_to)
    press(page, "Reset")
    answered(page)
    stands_at(page, "TV", 180_000)
    expect(slider(page, "Email and loyalty")).to_have_attribute("aria-disabled", "false")
    expect(page.get_by_role("button", name="Reset")).to_be_disabled()


def test_a_drag_previews_every_frame_and_lands_where_it_was_let_go(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    handle = slider(page, "Search generic")
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
    expect(page.locator(".tile.preview")).not_to_have_count(0)
    seen = page.locator(".tile[data-key=revenue] .value").inner_text()
    dearer = page.locator(".tile[data-key=cac_marginal] .delta")
    change = dearer.inner_text()
    page.mouse.up()
    answered(page)
    expect(dearer).to_have_text(change)
    expect(dearer).to_contain_class("up" if change.startswith("+") else "down")
    expect(page.locator(".tile[data-key=revenue] .value")).to_have_text(seen)


def test_to_press_a_handle_is_not_to_move_it(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    box = slider(page, "TV").bounding_box()
    assert box is not None
    beside, middle = box["x"] + box["width"] - 3, box["y"] + box["height"] / 2
    page.mouse.dblclick(beside, middle)
    settled(page)
    stands_at(page, "TV", 180_000)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.mouse.move(beside, middle)
    page.mouse.down()
    page.mouse.move(beside + 30, middle, steps=3)
    page.mouse.up()
    answered(page)
    after = slider(page, "TV").bounding_box()
    assert after is not None
    assert after["x"] - box["x"] == pytest.approx(30, abs=2)


def test_hands_and_keys_of_every_kind(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    drag(page, "TV", 0.5)
    answered(page)
    slider(page, "TV").focus()
    for key, amount in (("Home", 0), ("ArrowUp", 2_000), ("PageUp", 22_000), ("End", 360_000)):
        page.keyboard.press(key)
        stands_at(page, "TV", amount)
    answered(page)
    page.keyboard.press("9")
    page.keyboard.type("5.5k")
    page.keyboard.press("Enter")
    answered(page)
    stands_at(page, "TV", 95_500)
    total = page.get_by_role("textbox", name="Working media, USD")
    total.click()
    total.fill("2m")
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator(".tile[data-key=media] .value")).to_have_text("2,000k")
    total.click()
    total.fill("nonsense")
    page.keyboard.press("Enter")
    expect(total).to_have_value("2,000,000")


def test_messages_that_are_not_ours_change_nothing() -> None:
    from planner.ui.live.acts import read_act  # noqa: PLC0415 - brings Streamlit along

    plan, channels = "sample/2/1/1", ("TV", "Display")
    good = {"id": plan, "kind": "channel", "channel": "TV", "value": 500}
    assert read_act(good, plan, channels) is not None
    foreign: tuple[object, ...] = (
        None,
        "text",
        [],
        {},
        good | {"id": "sample/2/0/1"},
        good | {"kind": "drop table"},
        good | {"channel": "Radio"},
        good | {"channel": ["TV"]},
        good | {"value": float("nan")},
        good | {"value": float("inf")},
        good | {"value": -1},
        good | {"value": 10**15},
        good | {"value": 10**400},
        good | {"value": "500"},
        good | {"value": True},
        good | {"value": None},
    )
    for wrong in foreign:
        assert read_act(wrong, plan, channels) is None
