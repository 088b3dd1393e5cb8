"""Pictures of the plan: labels keep clear of names, neighbours share a scale, small amounts differ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from planner.presentation.charts.base import DARK, LIGHT, Palette
from planner.presentation.charts.calendar import gantt, heat_map
from planner.presentation.charts.load import load_and_capacity
from planner.presentation.charts.payback import payback

YEAR = (date(2027, 1, 1), date(2028, 1, 1))


def bars(*rows: tuple[str, str, str, str, str]) -> dict[str, Any]:
    """A Gantt of rows of name, start, stop, kind and text."""
    frame = pd.DataFrame(rows, columns=["name", "start", "stop", "kind", "text"]).assign(tip="")
    frame["start"], frame["stop"] = pd.to_datetime(frame["start"]), pd.to_datetime(frame["stop"])
    spec: dict[str, Any] = gantt(
        frame, date(2026, 11, 1), "T", LIGHT, today_word="today", span=YEAR
    ).to_dict()
    return spec


def labels(spec: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each label with the test that lets it be seen."""
    found = []
    for layer in spec["layer"]:
        rows = spec["datasets"].get(layer.get("data", {}).get("name"), [])
        found += [(layer["transform"][0]["filter"], row) for row in rows if "needed" in row]
    return found


def test_a_label_is_seen_only_where_its_side_of_the_bar_holds_it() -> None:
    """Mar 1 to Apr 1 of 365 days leaves 275 days behind it; Nov 1 to Dec 1 has 304 before it."""
    spec = bars(
        ("Spring", "2027-03-01", "2027-04-01", "campaign", "TV, 24k"),
        ("Autumn", "2027-11-01", "2027-12-01", "campaign", "Radio, 2k"),
        ("Always", "2027-01-05", "2027-12-20", "campaign", "Search, 190k"),
    )
    found = {row["name"]: (test, row) for test, row in labels(spec)}
    assert found["Spring"][0] == "datum.after * width >= datum.needed"
    assert found["Spring"][1]["after"] == pytest.approx(275 / 365)
    assert found["Autumn"][0] == "datum.before * width >= datum.needed"
    assert found["Autumn"][1]["before"] == pytest.approx(304 / 365)
    assert found["Always"][0] == "datum.inside * width >= datum.needed"


def test_a_day_of_the_year_is_wide_enough_to_be_seen() -> None:
    spec = bars(("Board", "2027-07-15", "2027-07-16", "milestone", ""))
    (row,) = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert pd.Timestamp(row["stop"]) - pd.Timestamp(row["start"]) == pd.Timedelta(days=365) * 0.005


def test_a_launch_is_neither_good_nor_bad_and_nor_is_today() -> None:
    spec = bars(("Launch", "2027-09-01", "2027-10-01", "launch", ""))
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["range"][scale["domain"].index("launch")] not in (LIGHT.good, LIGHT.bad)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_figures_of_the_heat_map_take_the_colour_that_reads_better(colours: Palette) -> None:
    frame = pd.DataFrame({"channel": ["TV"], "month": ["Jan"], "amount": [10.0]})
    colour = heat_map(frame, "T", "k USD", colours).to_dict()["layer"][1]["encoding"]["color"]
    assert colour["condition"]["value"] == colours.surface
    assert colour["value"] == colours.ink
    assert "contrast(" in colour["condition"]["test"]


def test_teams_side_by_side_stand_on_one_scale() -> None:
    calm = pd.DataFrame({"month": ["Jan"], "load": [3.0], "capacity": [8.0]})
    spec = load_and_capacity(calm, "T", LIGHT, words=("work", "days"), highest=42.0).to_dict()
    assert [layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"]] == [[0, 42.0], [0, 42.0]]


def test_the_axis_of_a_small_case_tells_its_marks_apart() -> None:
    """A campaign of 1.9k: marks at 0.5, 1 and 1.5 were written 1, 1 and 2."""
    frame = pd.DataFrame({"month": ["Jan"], "earned": [1.4], "spent": [1.9]})
    spec = payback(frame, "T", "k USD", LIGHT, earned="Margin", spent="Spent").to_dict()
    assert {layer["encoding"]["y"]["axis"]["format"] for layer in spec["layer"]} == {",.2~f"}
