"""Curves: why believe it?"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.domain.budget_plan import VersionStatus
from planner.domain.calendar import Month
from planner.domain.curves import ChannelCurve, Geometric, Hill, NoCarryover, Weights
from planner.presentation.carryover import carryover_words, half_effect
from planner.services.library import Store
from planner.ui import present
from planner.ui.curves.evidence import month_words
from tests.ui.conftest import ROOT, Open

CURVES = (ROOT / "sample_data" / "curves.json").read_bytes()


def draft(store: Store) -> int:
    return next(v.id for v in store.versions("sample") if v.status is VersionStatus.DRAFT)


def test_the_page_says_where_the_next_unit_earns_most(store: Store, open_page: Open) -> None:
    tab = open_page("curves")
    assert tab.subheader[0].value.startswith("The next unit earns most on Radio and audio (3.3")
    table = tab.dataframe[0].value
    assert len(table) == 12
    tv = table.set_index("Channel").loc["TV"]
    assert tv["Spend"] == "180k"
    assert tv["Carry-over"] == "half of the effect after 0.6 months"


def test_the_full_reading_changes_the_finding(store: Store, open_page: Open) -> None:
    tab = open_page("curves", horizon="full")
    assert tab.subheader[0].value.startswith("The next unit earns most on TV (8.2")


def test_a_plan_beyond_the_seen_range_is_said(store: Store, open_page: Open) -> None:
    version = store.version("sample", draft(store))
    moved = replace(version, grid=version.grid.scaled_to({"Search brand": 200_000.0}))
    store.save_version("sample", moved, who="Ann")
    assert "Search brand (" in open_page("curves").warning[0].value


def upload(store: Store, open_page: Open, name: str, data: bytes) -> str:
    tab = open_page("curves", curves_view="versions")
    tab.file_uploader("curves_file").set_value((name, data, "application/json"))
    tab.button("curves_add").click().run()
    assert not tab.exception
    return tab.error[0].value if tab.error else ""


def test_new_curves_are_a_new_version_and_a_draft_moves_to_them(store: Store, open_page: Open) -> None:
    halved = json.loads(CURVES)
    for channel in halved["channels"]:
        channel["curve"]["ceiling"] /= 2
        channel["draws"] = []
    halved["fit"] = {"evidence": {"TV": "B"}}
    assert upload(store, open_page, "half.json", json.dumps(halved).encode()) == ""
    newest = store.curves_list("sample")[0]
    assert (newest.name, newest.source) == ("half", "half.json")
    tab = open_page("curves", curves_view="versions")
    assert any("instead of" in one.value for one in tab.caption), "the effect is shown before the move"
    tab.button("curves_use").click().run()
    assert not tab.exception
    assert store.version("sample", draft(store)).curves_id == newest.id
    moved = open_page("curves")
    assert any("no ranges" in one.value for one in moved.caption)
    assert moved.dataframe[0].value.set_index("Channel").loc["TV", "Evidence"] == "B"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is no UTF-8 text"),
        (b"[1, 2]", "Curves document"),
        (CURVES.replace(b'"USD"', b'"EUR"'), "count in EUR"),
        (
            json.dumps(
                {
                    "format": "planner-curves/1",
                    "period": "month",
                    "currency": "USD",
                    "outcome": "revenue",
                    "channels": [
                        {
                            "name": "Kino",
                            "curve": {"kind": "hill", "ceiling": 1, "half_spend": 1, "shape": 1},
                        }
                    ],
                }
            ).encode(),
            "None of the curves' channels",
        ),
    ],
)
def test_a_file_that_is_no_curves_is_refused_in_words(
    store: Store, open_page: Open, data: bytes, said: str
) -> None:
    assert said in upload(store, open_page, "bad.json", data)
    assert len(store.curves_list("sample")) == 2


@pytest.mark.parametrize(
    ("carryover", "half"),
    [
        (NoCarryover(), 0.0),
        (Geometric(0.5, normalized=True), 1.0),
        (Geometric(0.25, normalized=True), 0.5),
        (Geometric(0.5, normalized=True, length=1), 0.5),
        (Weights((0.0, 1.0, 0.0)), 1.5),
        (Weights((1.0, 1.0, 2.0)), 2.0),
        (Weights((0.0,)), 0.0),
    ],
)
def test_half_of_the_effect(carryover: NoCarryover | Geometric | Weights, half: float) -> None:
    """By hand: what is spread evenly within a period is half over in its middle."""
    assert half_effect(ChannelCurve("A", Hill(1, 1, 1), carryover)) == pytest.approx(half)


def test_carry_over_names_its_period() -> None:
    long = ChannelCurve("A", Hill(1, 1, 1), Geometric(0.78, normalized=True))
    assert carryover_words(long, "month") == "half of the effect after 2.8 months"
    assert carryover_words(long, "week") == "half of the effect after 2.8 weeks"


def test_months_in_a_row_are_joined() -> None:
    year = [Month(2027, number) for number in (1, 3, 4, 5, 12)]
    assert month_words(year) == "Jan, Mar–May, Dec"
    assert month_words([]) == ""


def test_the_wall_ranks_the_channels_by_what_their_next_unit_earns(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    walls: list[present.Wall] = []
    monkeypatch.setattr(present, "show", walls.append)
    open_page("curves", present="on")
    (wall,) = walls
    assert wall.sentence.startswith("The next unit earns most on Radio and audio (3.3")
    assert wall.picture == "What the next $1 earns (the best 8 of 12 channels)"
    assert [row.name for row in wall.rows][:2] == ["Radio and audio", "Email and loyalty"]
    ends = [row.end for row in wall.rows]
    assert ends == sorted(ends, reverse=True)
    assert [tile.label for tile in wall.figures] == [
        "Working media",
        "Media revenue",
        "ROAS",
        "Next unit's ROAS",
    ]
