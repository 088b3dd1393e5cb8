"""Compare: two versions side by side, with the figures each of them has everywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.actuals import ActualRow
from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.company import Company
from planner.domain.figures import Figure
from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.language import speaking
from planner.services.library import Store
from planner.ui import components, present
from planner.ui.sandbox import Sandbox
from tests.ui.tabs import Open, chosen, draft_of, evaluation, in_url, shown, tiles, words


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


def scenario(store: Store, draft: PlanVersion, name: str, **totals: float) -> PlanVersion:
    made = PlanVersion(
        draft.year,
        name,
        VersionKind.SCENARIO,
        VersionStatus.DRAFT,
        draft.grid.scaled_to(totals),
        draft.curves_id,
        draft.lines,
    )
    return store.save_version("sample", made, who="Ann")


def test_the_figures_of_both_are_their_evaluations(store: Store, open_page: Open, draft: PlanVersion) -> None:
    other = scenario(store, draft, "More TV", TV=300_000.0)
    tab = open_page("compare", plan=str(other.id), vs=str(draft.id))
    one, two, company = evaluation(store, other), evaluation(store, draft), store.company("sample")
    table = tab.dataframe[0].value
    assert list(table.columns) == [
        "Figure",
        "More TV",
        "Draft 2027",
        "Difference",
        "Range of More TV",
    ]
    assert len(table) == len(KPIS)
    for (_, row), (key, kpi) in zip(table.iterrows(), KPIS.items(), strict=True):
        assert row["More TV"] == formats.figure(kpi, one.figures[key].value, company)
        assert row["Draft 2027"] == formats.figure(kpi, two.figures[key].value, company)
    revenue = one.figures["revenue"].value or 0.0, two.figures["revenue"].value or 0.0
    change = formats.difference_shown(KPIS["revenue"], *revenue, company)
    assert table.set_index("Figure").loc["Revenue", "Difference"] == change
    assert change.startswith("+")
    assert tab.subheader[0].value == (
        f"2027 · Scenario: More TV: +120k working media and {change} revenue against Draft 2027"
    )
    assert "TV differs most: +120k" in words(tab)


def test_a_difference_is_the_first_plan_of_the_strip_less_the_second(
    store: Store, open_page: Open, draft: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever kind the two are: headline, table, channels, bridge and wall turn round together."""
    walls: list[present.Wall] = []
    monkeypatch.setattr(present, "show", walls.append)
    tried = scenario(store, draft, "More TV", TV=300_000.0)
    pairs = ((draft, tried, "−120k"), (tried, draft, "+120k"))
    for first, second, change in pairs:
        choice = {"plan": str(first.id), "vs": str(second.id)}
        tab = open_page("compare", **choice)
        names = [
            "2027 · Scenario: More TV" if one.kind is VersionKind.SCENARIO else one.name
            for one in (first, second)
        ]
        rule = f"Differences: {names[0]} − {names[1]}"
        assert components.escape(rule) in [caption.value for caption in tab.caption]
        assert tab.subheader[0].value.startswith(f"{names[0]}: {change}")
        table = tab.dataframe[0].value.set_index("Figure")
        assert f"Range of {first.name}" in table.columns
        assert table.loc["Working media", "Difference"] == change
        gain = str(table.loc["Revenue", "Difference"])
        assert f"TV differs most: {change}" in words(tab)
        assert f"**{components.escape(gain)} revenue in-year" in words(tab), "the bridge"
        open_page("compare", present="on", **choice)
        assert rule in walls[-1].source
        assert [tile.delta for tile in walls[-1].figures[:2]] == [change, gain]


def test_swap_turns_the_comparison_round(store: Store, open_page: Open, draft: PlanVersion) -> None:
    tried = scenario(store, draft, "More TV", TV=300_000.0)
    tab = open_page("compare", plan=str(draft.id), vs=str(tried.id))
    next(button for button in tab.button if button.label == "Swap").click()
    shown(tab)
    assert (chosen(tab, "Plan"), chosen(tab, "Compared with")) == (str(tried.id), str(draft.id))
    assert "+120k working media" in tab.subheader[0].value


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("now", "then", "shown"),
    [
        (19_501_600.0, 19_523_400.0, ("−21k", "−21 тыс.")),  # 19,502 and 19,523, though 21.8 lies between
        (19_494_400.0, 19_501_500.0, ("−8k", "−8 тыс.")),  # 19,494 and 19,502
        (9_940.0, 10_060.0, ("−0.1k", "−0,1 тыс.")),  # 9.9 and 10
        (1_000.0, 1_000.4, ("0.0k", "0,0 тыс.")),
    ],
)
def test_a_difference_is_that_of_the_figures_beside_it(
    now: float, then: float, shown: tuple[str, str], language: str
) -> None:
    company = Company(name="Acme", currency="EUR", unit="k")
    kpi = KPIS["media"]
    with speaking(language):
        said = formats.difference_shown(kpi, now, then, company)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == shown[language == "ru"]
    assert formats.difference_shown(kpi, None, then, company) == formats.NOTHING


def test_the_parts_of_a_difference_add_up_to_the_difference_of_the_figures_beside_them() -> None:
    """18,881.6 and 19,201.4 stand as 18,882 and 19,201: 319, though 319.8 lies between; 3.6 of it is 4."""
    company = Company(name="Acme", currency="USD", unit="k")
    ends = 18_881_600.0, 19_201_400.0
    assert formats.parts_shown(*ends, -3_600.0, company) == ("−319k", "−4k", "−315k")
    assert formats.difference_shown(KPIS["revenue"], *ends, company) == "−319k"
    assert formats.parts_shown(*ends, -319_800.0, company) == ("−319k", "−320k", "+1k")


def test_the_arrow_follows_the_change_and_the_colour_says_whether_it_is_good() -> None:
    """A customer who costs more: up and bad; the cents shown differ by 61, the exact ones by 60.2."""
    company = Company(name="Acme", currency="USD", unit="k")
    kpi = KPIS["cac_blended"]
    dearer = components.tile_text(Figure(kpi, 27.1051), Figure(kpi, 26.5031), company, "in_year")
    assert (dearer.value, dearer.delta) == ("$27.11", "+$0.61")
    assert (dearer.way, dearer.mood) == ("up", "bad")
    cheaper = components.tile_text(Figure(kpi, 26.0), Figure(kpi, 27.0), company, "in_year")
    assert (cheaper.way, cheaper.mood) == ("down", "good")
    same = components.tile_text(Figure(kpi, 26.001), Figure(kpi, 26.0), company, "in_year")
    assert (same.way, same.mood) == ("", "plain")


def test_the_wall_says_the_differences_of_the_table(
    store: Store, open_page: Open, draft: PlanVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    walls: list[present.Wall] = []
    monkeypatch.setattr(present, "show", walls.append)
    other = scenario(store, draft, "Bold", TV=213_457.0)
    choice = {"plan": str(other.id), "vs": str(draft.id)}
    table = open_page("compare", **choice).dataframe[0].value.set_index("Figure")
    open_page("compare", present="on", **choice)
    assert len(walls[0].figures) == 5
    for tile in walls[0].figures:
        assert tile.delta == table.loc[tile.label, "Difference"]


def test_compare_and_simulator_say_the_same(store: Store, open_page: Open) -> None:
    table = open_page("compare").dataframe[0].value.set_index("Figure")
    for label, value in tiles(open_page("simulator", board="plain")).items():
        assert table.loc[label, "Draft 2027"] == value


def test_the_full_effect_is_compared_with_the_full_effect(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    tab = open_page("compare", horizon="full")
    table = tab.dataframe[0].value.set_index("Figure")
    revenue = evaluation(store, draft).figures["revenue"]
    assert table.loc["Revenue (full effect)", "Draft 2027"] == formats.figure(
        revenue.kpi, revenue.full, store.company("sample")
    )


def test_the_same_money_twice_is_called_that(store: Store, open_page: Open, draft: PlanVersion) -> None:
    other = scenario(store, draft, "Copy")
    tab = open_page("compare", plan=str(draft.id), vs=str(other.id))
    assert "the same working media" in words(tab)
    assert "Both give every channel the same money" in words(tab)


def test_plans_of_two_years_with_one_name_keep_their_columns(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    """Names are unique in a year only."""
    first = scenario(store, draft, "Bold", TV=1.0)
    second = store.new_draft_from("sample", first.id or 0, "Bold", 2028, "Ann")
    tab = open_page("compare", plan=str(first.id), vs=str(second.id))
    assert len(set(tab.dataframe[0].value.columns)) == 5


def test_hidden_margins_leave_no_profit(store: Store, open_page: Open) -> None:
    tab = open_page("compare")
    tab.toggle(key="margins_hidden").set_value(True)
    shown(tab)
    figures = list(tab.dataframe[0].value["Figure"])
    assert "Revenue" in figures
    assert not [name for name in figures if "rofit" in name or "CLV" in name or "Payback" in name]


@pytest.mark.parametrize("wrong", ["999", "x", "²", "2"])
def test_a_wrong_other_side_falls_back(store: Store, open_page: Open, wrong: str) -> None:
    tab = open_page("compare", plan="2", vs=wrong)
    assert "against Budget 2026 (approved)" in tab.subheader[0].value
    assert chosen(tab, "Compared with") == "1"
    assert in_url(tab, "vs") == ""


def test_last_year_stands_beside_the_plan(store: Store, open_page: Open) -> None:
    tab = open_page("compare", plan="2", vs="last-year")
    assert tab.subheader[0].value.startswith("Draft 2027: ")
    assert "working media and +" in tab.subheader[0].value, "where a year's revenue is known it is said"
    table = tab.dataframe[0].value.set_index("Figure")
    assert table.loc["Working media", "Draft 2027"] == "1,080k"


def test_a_deleted_other_side_is_no_crash(store: Store, open_page: Open, draft: PlanVersion) -> None:
    other = scenario(store, draft, "Gone soon")
    tab: AppTest = open_page("compare", plan=str(draft.id), vs=str(other.id))
    store.delete_scenario("sample", other.id or 0, "Ann")
    assert "Gone soon" not in shown(tab).subheader[0].value


def test_a_changed_draft_changes_the_comparison(store: Store, open_page: Open, draft: PlanVersion) -> None:
    tab = open_page("compare")
    before = tab.subheader[0].value
    store.save_version("sample", replace(draft, grid=draft.grid.scaled_to({"TV": 0.0})), who="Ann")
    assert shown(tab).subheader[0].value != before


def test_who_signed_stands_beside_the_versions(store: Store, open_page: Open) -> None:
    tab = open_page("compare")
    said = words(tab)
    assert "Budget 2026 (approved): Prepared by Jana Ortiz (Marketing analyst), Dec 8, 2025" in said
    assert "approved by Tomas Weil (Finance director), Dec 15, 2025 “Approved by the board”" in said


def test_what_a_file_restated_stands_in_the_same_view(store: Store, open_page: Open) -> None:
    tab = open_page("compare", compare_view="restated")
    assert "No file changed figures of 2026 that were in already." in words(tab)
    was = {row.channel: row.value for row in store.actuals("sample", ["2026-10"]) if row.metric == "spend"}
    rows = [
        ActualRow("2026-10", "TV", "spend", was["TV"] + 2_500),
        ActualRow("2026-10", "Display", "spend", was["Display"] - 400),
        ActualRow("2026-10", "Email and loyalty", "spend", was["Email and loyalty"]),
    ]
    batch = store.take_over("sample", rows, "late invoices.xlsx", "digest", "Tomas Weil")
    tab = open_page("actuals", actuals_view="batches")
    link = next(link for link in tab.get("page_link") if link.proto.label == "What it changed")
    assert f"batch={batch.id}" in link.proto.query_string
    tab = open_page("compare", compare_view="restated", batch=str(batch.id))
    assert tab.subheader[0].value == r"Oct 2026 restated\: spend +\$2,100.00"
    [box] = [box for box in tab.selectbox if box.label == "File"]
    assert "late invoices.xlsx, Tomas Weil, " in box.options[0]
    assert box.options[0].endswith(": 2 figures changed")
    each = tab.dataframe[1].value
    assert list(each["Channel"]) == ["Display", "TV"]
    assert list(each["Difference"]) == ["−$400.00", "+$2,500.00"]


def test_moves_that_are_not_saved_are_said_to_stay_out(store: Store, open_page: Open) -> None:
    draft = draft_of(store)
    assert draft.id is not None
    moves = Sandbox(draft.id, totals={"TV": 1_000_00}).to_link()
    note = "Draft 2027 as it is saved; your moves in the Simulator are not in it."
    assert note in words(open_page("compare", plan=str(draft.id), sandbox=moves))
    assert note not in words(open_page("compare", plan=str(draft.id)))
