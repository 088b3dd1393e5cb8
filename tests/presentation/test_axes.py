"""Axes of files: round steps from zero, figures in one unit, written the reader's way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.presentation.axes import axis, axis_format, for_amounts, ticks
from planner.presentation.language import speaking


@given(st.floats(0, 1e12))
def test_an_axis_holds_its_highest_amount_in_three_to_six_steps(highest: float) -> None:
    top, step = axis(highest)
    assert top >= highest
    assert 1 <= round(top / step) <= 6
    assert round(top / step) * step == pytest.approx(top)


@given(st.floats(1, 1e12), st.sampled_from(["en", "ru", "zh_CN"]))
def test_no_two_amounts_of_an_axis_read_the_same(highest: float, language: str) -> None:
    with speaking(language):
        said = [text for _amount, text in ticks(*axis(highest))]
    assert len(set(said)) == len(said)


def test_an_axis_says_one_unit() -> None:
    assert [text for _amount, text in ticks(2e6, 5e5)] == ["0", "0.5M", "1.0M", "1.5M", "2.0M"]
    with speaking("zh_CN"):
        assert [text for _amount, text in ticks(2e6, 5e5)] == ["0", "50万", "100万", "150万", "200万"]
    with speaking("ru"):
        assert [text for _amount, text in ticks(2e6, 5e5)][1] == "0,5\N{NO-BREAK SPACE}млн"


def test_a_spreadsheet_shortens_by_commas_and_in_chinese_by_a_point_set_by_hand() -> None:
    assert axis_format(2e6, 5e5) == '0.0,,"M";"−"0.0,,"M";0'
    assert axis_format(2e5, 5e4) == '0,"k";"−"0,"k";0'
    assert axis_format(200, 50) == '#,##0;"−"#,##0;0'
    assert axis_format(2e5, 5e4, signed=True) == '+0,"k";"−"0,"k";0'
    with speaking("zh_CN"):
        assert axis_format(2e6, 5e5) == '0\\.0,"万";"−"0\\.0,"万";0'
    assert for_amounts(1.8e6) == {"values": '0.0,,"M";"−"0.0,,"M";0', "step": 5e5}
