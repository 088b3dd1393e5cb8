"""Curves, Versions and files: other tools' models and curves by hand, seen before they are kept."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.curves import Hill
from planner.services.library import Store
from tests.sources.foreign_files import as_json, response_curves, robyn
from tests.ui.conftest import Open
from tests.ui.tabs import draft_of, shown, words

ROBYN = as_json(robyn({"TV": [20_000.0, 60_000.0, 100_000.0], "Kino": [5_000.0, 1_000.0, 9_000.0]}))


def files_view(open_page: Open) -> AppTest:
    return open_page("curves", curves_view="versions")


def imported(open_page: Open, *files: tuple[str, bytes]) -> AppTest:
    tab = files_view(open_page)
    tab.file_uploader("foreign_files").set_value(
        [(name, data, "application/octet-stream") for name, data in files]
    )
    return shown(tab)


def test_a_model_is_guessed_shown_and_kept_under_our_names(store: Store, open_page: Open) -> None:
    tab = imported(open_page, ("RobynModel-1_2_3.json", ROBYN))
    said = words(tab)
    assert "Read as a file of **Robyn**" in said
    assert "The baseline is flat" in said
    assert "2 channels" in said
    tab.selectbox("foreign_channel_Kino").set_value("Out of home")
    tab.button("foreign_add").click()
    shown(tab)
    assert not tab.error
    assert "instead of" in words(tab), "a monthly plan is answered by weekly curves"
    newest = store.curves_list("sample")[0]
    assert newest.source == "Robyn: RobynModel-1_2_3.json"
    kept = store.curves("sample", newest.id)
    assert kept.names == ("TV", "Out of home")
    assert kept.channel("TV").curve == Hill(1000.0, 50_000.0, 2.0)
    assert kept.currency == "USD"


def test_totals_may_be_told_their_weeks_and_worth(store: Store, open_page: Open) -> None:
    points = {"TV": [(0.0, 0.0, 0.0, 0.0, 0.0), (1.0, 1000.0, 20.0, 15.0, 25.0)]}
    tab = imported(open_page, ("response_curves.csv", response_curves(points)))
    assert "52 weeks are assumed" in words(tab)
    tab.number_input("foreign_periods").set_value(10)
    tab.number_input("foreign_value").set_value(50.0)
    shown(tab)
    assert "assumed" not in words(tab)
    tab.button("foreign_add").click()
    shown(tab)
    kept = store.curves("sample")
    assert kept.channel("TV").observed == (0.0, 100.0)
    assert len(kept.channel("TV").draws) == 200


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("notes.csv", b"a,b\n1,2\n", "looks like no file of Robyn"),
        ("model.json", b'{"InputCollect": {}}', "inputs only"),
        ("model.nc", b"CDF\x01", "netCDF-3"),
    ],
)
def test_what_is_no_model_is_said_and_not_kept(
    store: Store, open_page: Open, name: str, data: bytes, says: str
) -> None:
    tab = imported(open_page, (name, data))
    assert says in tab.error[0].value
    assert len(store.curves_list("sample")) == 2


def test_channels_of_nobody_are_not_kept(store: Store, open_page: Open) -> None:
    tab = imported(open_page, ("m.json", as_json(robyn({"Kino": [1_000.0, 2_000.0, 3_000.0]}))))
    tab.button("foreign_add").click()
    shown(tab)
    assert "None of the curves' channels" in tab.error[0].value
    assert len(store.curves_list("sample")) == 2


def typed(open_page: Open, **amounts: float) -> AppTest:
    tab = files_view(open_page)
    tab.selectbox("typed_channel").set_value("Search generic")
    for key, amount in amounts.items():
        tab.number_input(f"typed_{key}").set_value(amount)
    return shown(tab)


SAID = {"at": 10_000.0, "brings": 30_000.0, "at_2": 20_000.0, "brings_2": 45_000.0, "ceiling": 70_000.0}


def test_a_curve_by_hand_warns_shows_and_is_kept(store: Store, open_page: Open) -> None:
    before = store.curves("sample", draft_of(store).curves_id)
    tab = typed(open_page, **SAID)
    assert "evidence no longer stands behind it" in tab.warning[0].value
    tab.button("typed_add").click()
    shown(tab)
    kept = store.curves("sample")
    changed = kept.channel("Search generic")
    assert isinstance(changed.curve, Hill)
    assert (changed.curve.ceiling, changed.draws) == (70_000.0, ())
    assert changed.carryover == before.channel("Search generic").carryover
    assert kept.channel("TV") == before.channel("TV")
    assert store.curves_list("sample")[0].source == "typed"


def test_orders_count_at_their_worth(store: Store, open_page: Open) -> None:
    tab = typed(open_page, each=100.0, at=10_000.0, brings=300.0, ceiling=700.0)
    tab.button("typed_add").click()
    shown(tab)
    curve = store.curves("sample").channel("Search generic").curve
    assert isinstance(curve, Hill)
    assert (curve.ceiling, curve.shape) == (70_000.0, 1.0)


def test_a_contradiction_is_said_before_anything_is_kept(store: Store, open_page: Open) -> None:
    tab = typed(open_page, **{**SAID, "ceiling": 40_000.0})
    assert "give a ceiling above 45,000" in tab.error[0].value
    assert "typed_add" not in [button.key for button in tab.button]
    tab = typed(open_page, **{k: v for k, v in SAID.items() if k != "brings_2"})
    assert "needs both" in tab.error[0].value


def test_a_channel_of_another_name_joins(store: Store, open_page: Open) -> None:
    tab = files_view(open_page)
    tab.selectbox("typed_channel").set_value("")
    shown(tab)
    tab.text_input("typed_other").set_value("Podcasts")
    for key, amount in SAID.items():
        tab.number_input(f"typed_{key}").set_value(amount)
    shown(tab)
    assert not tab.warning
    tab.button("typed_add").click()
    shown(tab)
    assert "Podcasts" in store.curves("sample").names
