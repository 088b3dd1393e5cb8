"""Columns of a history find their role by their words and values; the sender decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.errors import BadFile
from planner.sources.column_roles import Roles, columns_of, proposed_roles
from tests.small_fit import history_csv, small_history

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
OURS = ("TV", "Online video", "Search", "Paid social", "Out of home", "Print")


def roles(header: str, *rows: str, channels: tuple[str, ...] = OURS) -> Roles:
    text = "\n".join([header, *rows]) + "\n"
    return proposed_roles(columns_of(text.encode(), "h.csv"), channels)


def test_the_usual_names_of_a_modelling_file() -> None:
    found = roles(
        "DATE,revenue,tv_S,ooh_S,print_S,facebook_I,search_clicks_P,search_S,competitor_sales_B,facebook_S,"
        "events,newsletter",
        "2025-01-06,1000,5,0,1,900,30,7,8000,3,na,40",
        "2025-01-13,1100,6,2,1,950,31,8,8100,2,na,41",
    )
    assert (found.date, found.outcome) == ("DATE", "revenue")
    assert found.channels == ("tv_S", "ooh_S", "print_S", "search_S", "facebook_S")
    assert found.controls == ("competitor_sales_B", "newsletter")
    assert found.called == {
        "tv_S": "TV",
        "ooh_S": "Out of home",
        "print_S": "Print",
        "search_S": "Search",
        "facebook_S": "Paid social",
    }


def test_a_template_s_own_columns() -> None:
    found = proposed_roles(columns_of(history_csv(small_history()), "h.csv"), ("TV", "Display"))
    assert found == Roles(
        "week", "revenue", ("TV", "Display"), ("price",), {"TV": "TV", "Display": "Display"}
    )


def test_the_sample_s_history() -> None:
    data = (SAMPLE / "history_weekly.csv").read_bytes()
    header = data.decode().splitlines()[0].split(",")
    ours = tuple(header[2:14])
    found = proposed_roles(columns_of(data, "history_weekly.csv"), ours)
    assert (found.date, found.outcome, found.channels) == ("date", "revenue", ours)
    assert found.controls == ("price_index", "promotion", "competitor")


@pytest.mark.parametrize(
    ("header", "outcome", "channels", "controls"),
    [
        ("Неделя,Выручка,ТВ расходы,Цена", "Выручка", ("ТВ расходы",), ("Цена",)),
        ("日期,销售额,电视 花费,价格", "销售额", ("电视 花费",), ("价格",)),
        ("week,orders,Cinema spend,holiday", "orders", ("Cinema spend",), ("holiday",)),
    ],
)
def test_three_languages(header: str, outcome: str, channels: tuple[str], controls: tuple[str]) -> None:
    found = roles(header, "2025-01-06,10,5,1", "2025-01-13,11,6,1")
    assert (found.outcome, found.channels, found.controls) == (outcome, channels, controls)


def test_what_is_not_known_is_not_guessed() -> None:
    found = roles("when,a,b", "soon,1,2", "later,3,x")
    assert (found.date, found.outcome, found.channels, found.controls) == (None, None, (), ())


@pytest.mark.parametrize("data", [b"a,b\n", b"\n\n"])
def test_no_rows_no_columns(data: bytes) -> None:
    with pytest.raises(BadFile):
        columns_of(data, "h.csv")


def test_a_name_that_joins_two_is_a_channel_by_either() -> None:
    """The sample's own file starts a company with all its channels; none may fall out unsaid."""
    found = roles(
        "week,revenue,Email and loyalty,SMS & push,Store count", "2026-01-05,9,1,1,4", "2026-01-12,8,2,2,4"
    )
    assert found.channels == ("Email and loyalty", "SMS & push")
    sample = proposed_roles(columns_of((SAMPLE / "history_weekly.csv").read_bytes(), "h.csv"), ())
    assert len(sample.channels) == 12
