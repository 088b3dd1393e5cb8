"""Setup: whose numbers, under which rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.company import Customers
from planner.domain.errors import BadDocument
from planner.services.library import Store
from planner.ui.setup.baseline import pasted_months
from tests.ui.conftest import Open
from tests.ui.tabs import words


def key(view: str, name: str, revision: int = 1) -> str:
    return f"setup_{view}_sample_{revision}_{name}"


def view_choice(tab: AppTest) -> Any:
    """The segmented control of the page's views, whatever it stands at."""
    return next(c for c in tab.segmented_control if str(c.key).startswith("_setup_view"))


def edit(tab: AppTest, editor: str, rows: dict[int, dict[str, Any]], **more: Any) -> None:
    tab.session_state[editor] = {"edited_rows": rows, "added_rows": [], "deleted_rows": [], **more}


def change(store: Store, **settings: Any) -> None:
    store.save_company("sample", replace(store.company("sample"), **settings), revision=1, who="Ann")


def test_a_margin_is_saved_and_counts_everywhere(store: Store, open_page: Open) -> None:
    tab = open_page("setup")
    tab.number_input(key("company", "margin")).set_value(40.0)
    tab.button(key("company", "save")).click().run()
    assert not tab.exception
    assert store.company("sample").margin == 0.40
    assert store.company_revision("sample") == 2
    assert store.audit("sample")[0].detail["changed"] == ["margin"]
    assert tab.number_input(key("company", "margin", 2)).value == 40.0


def test_the_second_of_two_saves_is_refused_with_who_was_first(store: Store, open_page: Open) -> None:
    first, second = open_page("setup", who="Ann"), open_page("setup", who="Bob")
    first.number_input(key("company", "margin")).set_value(40.0)
    first.button(key("company", "save")).click().run()
    second.number_input(key("company", "margin")).set_value(30.0)
    second.button(key("company", "save")).click().run()
    assert "Ann saved the settings" in second.error[0].value
    assert store.company("sample").margin == 0.40
    assert second.number_input(key("company", "margin")).value == 30.0, "what was typed is still there"
    second.button("setup_reload").click().run()
    assert second.number_input(key("company", "margin", 2)).value == 40.0
    assert not second.error


def test_bad_settings_change_nothing(store: Store, open_page: Open) -> None:
    tab = open_page("setup")
    tab.text_input(key("company", "name")).set_value("  ")
    tab.number_input(key("company", "result_amber")).set_value(99.0)
    tab.button(key("company", "save")).click().run()
    assert "green threshold" in tab.error[0].value
    tab.number_input(key("company", "result_amber")).set_value(95.0)
    tab.button(key("company", "save")).click().run()
    assert "needs a name" in tab.error[0].value
    assert store.company_revision("sample") == 1


def test_what_is_missing_names_what_it_blocks(store: Store, open_page: Open) -> None:
    change(store, margin=None)
    tab = open_page("setup")
    said = " ".join(one.value for one in tab.markdown)
    assert "What is missing" in said
    assert "Profit after marketing" in said
    view_choice(tab).set_value("people").run()
    tab.button("missing_margin").click().run()
    assert tab.number_input(key("company", "margin", 2)).value is None


def test_hidden_margins_are_hidden_here_too_and_survive_a_save(store: Store, open_page: Open) -> None:
    tab = open_page("setup")
    tab.toggle("margins_hidden").set_value(True).run()
    assert key("company", "margin") not in [one.key for one in tab.number_input]
    assert key("company", "hurdle") not in [one.key for one in tab.number_input]
    tab.number_input(key("company", "least")).set_value(0.5)
    tab.button(key("company", "save")).click().run()
    saved = store.company("sample")
    assert (saved.margin, saved.hurdle, saved.thresholds.least_gain) == (0.45, 1.0, 0.005)
    view_choice(tab).set_value("register").run()
    shown = formulas(tab).set_index("Figure")["This plan"]
    assert shown["Profit after marketing"] == "–"


def test_a_channel_is_added_renamed_and_merged(store: Store, open_page: Open) -> None:
    before = store.version("sample", 1).grid
    tab = open_page("setup", setup_view="channels")
    tab.text_input(key("channels", "add_name")).set_value("Podcasts")
    tab.button(key("channels", "add")).click().run()
    assert store.company("sample").channels[-1].name == "Podcasts"

    tab.selectbox(key("channels", "rename_old", 2)).set_value("TV")
    tab.text_input(key("channels", "rename_new", 2)).set_value("Television")
    tab.button(key("channels", "rename", 2)).click().run()
    assert not tab.exception
    assert store.version("sample", 1).grid.by_channel()["Television"] == before.by_channel()["TV"]

    tab.selectbox(key("channels", "merge_source", 3)).set_value("Display").run()
    tab.selectbox(key("channels", "merge_target", 3)).set_value("Paid social")
    tab.button(key("channels", "merge", 3)).click().run()
    after = store.version("sample", 1).grid
    assert after.total == before.total
    assert "Display" not in after.channels
    # The caches follow: the curves page shows the new names without a restart.
    curves = open_page("curves")
    assert "Television" in list(curves.dataframe[0].value["Channel"])


def test_a_channel_with_plan_money_is_not_archived(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="channels")
    tab.selectbox(key("channels", "archive_name")).set_value("TV")
    tab.button(key("channels", "archive")).click().run()
    assert '"Draft 2027" still gives money to "TV"' in tab.error[0].value


def test_an_unused_channel_is_archived_and_brought_back(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="channels")
    tab.text_input(key("channels", "add_name")).set_value("Podcasts")
    tab.button(key("channels", "add")).click().run()
    tab.selectbox(key("channels", "archive_name", 2)).set_value("Podcasts")
    tab.button(key("channels", "archive", 2)).click().run()
    assert store.company("sample").channel("Podcasts").archived
    tab.button(key("channels", "back", 3)).click().run()
    assert not store.company("sample").channel("Podcasts").archived


def test_properties_are_edited_in_the_table(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="channels")
    edit(tab, key("channels", "table"), {0: {"new": 50, "direction": "C"}})
    tab.run()
    tab.button(key("channels", "save")).click().run()
    channel = store.company("sample").channel("TV")
    assert (channel.new_customer_share, channel.direction) == (0.5, "C")


@pytest.mark.parametrize("name", ["TV", "  "])
def test_a_taken_or_empty_channel_name_is_refused(store: Store, open_page: Open, name: str) -> None:
    tab = open_page("setup", setup_view="channels")
    tab.text_input(key("channels", "add_name")).set_value(name)
    tab.button(key("channels", "add")).click().run()
    assert tab.error
    assert store.company_revision("sample") == 1


def test_a_baseline_year_with_holes_is_refused_and_a_full_one_saved(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="baseline")
    editor = key("baseline", "table")
    edit(tab, editor, {3: {"m1": 1000.0}})
    tab.run()
    tab.button(key("baseline", "save")).click().run()
    assert "2028 has 1 of 12 months" in tab.error[0].value
    edit(tab, editor, {3: {f"m{number}": 1000.0 for number in range(1, 13)}})
    tab.run()
    tab.button(key("baseline", "save")).click().run()
    assert store.company("sample").baselines[2028] == (1000.0,) * 12


@pytest.mark.parametrize(
    "text",
    [
        "\t".join(["1 130 233,50"] * 12),
        "\n".join(["1,130,233.50"] * 12),
        ";".join(["1130233.5"] * 12),
    ],
)
def test_a_pasted_year_is_read_in_any_usual_writing(text: str) -> None:
    assert pasted_months(text) == (1_130_233.5,) * 12


@pytest.mark.parametrize(
    ("text", "said"), [("1\t2\t3", "3 numbers, not 12"), ("\t".join(["1"] * 11 + ["x"]), 'Month 12: "x"')]
)
def test_a_pasted_year_that_is_none_says_why(text: str, said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        pasted_months(text)


def test_a_cost_line_is_fixed_or_a_share_but_not_both(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="lines")
    editor = key("lines", "table")
    edit(tab, editor, {0: {"share": 10.0}})
    tab.run()
    tab.button(key("lines", "save")).click().run()
    assert "either a yearly amount or a share" in tab.error[0].value
    edit(tab, editor, {0: {"share": 10.0, "amount": None}})
    tab.run()
    tab.button(key("lines", "save")).click().run()
    assert store.company("sample").lines[0].share_of_media == 0.10


def test_customers_need_all_their_numbers(store: Store, open_page: Open) -> None:
    change(store, customers=None, programmes=())
    tab = open_page("setup", setup_view="customers")
    given = {"opening": 1000.0, "retention": 60.0, "new_without_media": 0.0, "frequency": 2.0}
    for name, value in given.items():
        tab.number_input(key("customers", name, 2)).set_value(value)
    tab.button(key("customers", "save", 2)).click().run()
    assert "needs all of these numbers" in tab.error[0].value
    tab.number_input(key("customers", "average_sale", 2)).set_value(50.0)
    tab.button(key("customers", "save", 2)).click().run()
    assert store.company("sample").customers == Customers(1000, 0.6, 0, 2, 50, 0.1)


def formulas(tab: AppTest) -> pd.DataFrame:
    return next(one.value for one in tab.dataframe if "Formula in words" in one.value.columns)


def test_the_register_shows_every_figure(store: Store, open_page: Open) -> None:
    shown = formulas(open_page("setup", setup_view="register"))
    assert len(shown) == 19
    assert (shown["Formula in words"].str.len() > 5).all()


def test_name_and_language_are_chosen(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="people")
    tab.text_input("setup_who").set_value("Jana Ortiz").run()
    assert tab.query_params["who"] == "Jana Ortiz"
    tab.selectbox("setup_lang_en").set_value("ru").run()
    assert tab.query_params["lang"] == "ru"
    assert not tab.exception


@pytest.mark.parametrize(
    ("view", "table", "row", "said"),
    [
        (
            "programmes",
            "segments",
            {"retention": -5.0},
            "Retention, % a year: -5.0 is too little; give at least 0",
        ),
        ("programmes", "segments", {"share": 130.0}, "% of customers: 130.0 is too much; give at most 100"),
        ("channels", "table", {"new": -1.0}, "must be"),
        ("lines", "table", {"amount": -1.0}, "must be"),
    ],
)
def test_a_number_beyond_its_limits_is_refused_in_words(
    store: Store, open_page: Open, view: str, table: str, row: dict[str, float], said: str
) -> None:
    before = store.company("sample")
    tab = open_page("setup", setup_view=view)
    edit(tab, key(view, table), {0: row})
    tab.button(key(view, "save")).click().run()
    assert not tab.exception
    assert said in words(tab)
    assert store.company("sample") == before
