"""Setup says in what a figure is typed, and what its marks and empty cells mean."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.presentation.deeds import action_words
from planner.presentation.language import speaking
from planner.services.library import Store
from tests.ui.tabs import Open, words

PLANNER = Path(__file__).parents[2] / "planner"


def test_a_target_has_the_unit_it_is_typed_in(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="register")
    [targets] = [one.value for one in tab.dataframe if "unit" in one.value.columns]
    units = dict(zip(targets["label"], targets["unit"], strict=True))
    assert (units["Revenue"], units["CAC, blended"]) == ("USD", "USD each")
    assert (units["Marketing share of revenue"], units["Payback"]) == ("%", "months")


def test_thresholds_say_which_status_they_give(store: Store, open_page: Open) -> None:
    said = words(open_page("setup", setup_view="company"))
    for mark in ("● close to plan", "▲ watch", "■ off plan"):
        assert mark in said


def test_an_empty_limit_and_the_cost_lines_are_explained(store: Store, open_page: Open) -> None:
    assert "An empty limit is any amount." in words(open_page("setup", setup_view="people"))
    lines = words(open_page("setup", setup_view="lines"))
    assert "What marketing costs beside working media: an amount a year, or a share" in lines


def test_latest_changes_run_from_the_newest_back(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="people")
    [trail] = [one.value for one in tab.dataframe if "What" in one.value.columns]
    what = list(trail["What"])
    assert what.index("Plan created") < what.index("Actuals taken over") < what.index("Curves added")


@pytest.mark.parametrize(("january", "step"), [(1_130_233.0, None), (1_130_233.507, 0.01)])
def test_a_baseline_is_shown_to_the_cent_only_where_it_has_cents(
    store: Store, open_page: Open, january: float, step: float | None
) -> None:
    company = store.company("sample")
    months = (january, *([1_000_000.0] * 11))
    changed = replace(company, baselines={2027: months})
    store.save_company("sample", changed, revision=store.company_revision("sample"), who="Ann")
    [editor] = open_page("setup", setup_view="baseline").dataframe
    config = json.loads(editor.proto.columns)["m1"]["type_config"]
    assert config.get("step") == step


def test_what_a_signer_may_do_is_no_month(store: Store, open_page: Open) -> None:
    """ "May" is a month as well, and Russian and Chinese know that one only."""
    [editor] = [
        one for one in open_page("setup", setup_view="people", lang="ru").dataframe if "right" in one.value
    ]
    assert json.loads(editor.proto.columns)["right"]["label"] == "Вправе"


def test_everything_that_is_noted_has_words_in_each_language() -> None:
    """An action that nobody named would stand in English among the latest changes."""
    rooms = [path for room in ("storage", "services") for path in (PLANNER / room).rglob("*.py")]
    noted = {
        action
        for path in rooms
        for action in re.findall(r'audit\.note\([^"]*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"experiments.added", "note.written", "month.closed"} <= noted
    for language in ("ru", "zh_CN"):
        with speaking(language):
            assert not [action for action in noted if re.search("[a-z]{4}", action_words(action))]
