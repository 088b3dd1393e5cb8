"""The deck: editable charts, the same bytes, nothing of margins where they are hidden."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.deck import annual_deck, write_deck
from planner.presentation.deck.slides import GREEN, RUST
from planner.presentation.language import LANGUAGES, speaking
from tests.presentation.economy import sample_plan
from tests.presentation.test_workbook import bare, hostile, unspent


def slides(content: bytes) -> list[Any]:
    return list(Presentation(BytesIO(content)).slides)


def said(content: bytes) -> Iterator[str]:
    for slide in slides(content):
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield from (series.name for series in shape.chart.plots[0].series)


@pytest.mark.parametrize("case", [sample_plan, hostile, unspent, bare])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_has_its_title_and_stays_on_the_page(
    case: Callable[[], AnnualPlan], language: str
) -> None:
    with speaking(language):
        content = annual_deck(case())
    deck: Any = Presentation(BytesIO(content))
    for slide in deck.slides:
        assert slide.shapes.title.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = sample_plan()
    first = annual_deck(plan)
    time.sleep(2.1)  # archives keep even seconds only
    assert annual_deck(plan) == first


def test_every_slide_says_how_far_its_actuals_go() -> None:
    def feet(plan: AnnualPlan) -> list[bool]:
        return [
            any("actuals through Oct 2026" in s.text_frame.text for s in slide.shapes if s.has_text_frame)
            for slide in slides(annual_deck(plan))
        ]

    assert all(feet(sample_plan()))
    assert not any(feet(sample_plan(with_actuals=False)))


def test_charts_are_native_and_hold_the_plans_figures() -> None:
    plan = sample_plan(with_actuals=False)
    shapes = [shape for slide in slides(annual_deck(plan)) for shape in slide.shapes if shape.has_chart]
    revenue = shapes[0].chart.plots[0].series
    total = sum(sum(series.values) for series in revenue)
    assert total == pytest.approx(float(plan.evaluation.revenue_by_month.sum()), rel=1e-12)


def test_without_margins_nothing_tells_of_profit() -> None:
    text = "\n".join(said(annual_deck(replace(sample_plan(), with_margins=False)))).lower()
    for word in ("margin", "profit", "contribution", "clv", "hurdle"):
        assert word not in text


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    write_deck(sample_plan(), tmp_path / "deck.pptx")
    assert [path.name for path in tmp_path.iterdir()] == ["deck.pptx"]


def _chart(plan: AnnualPlan, title: str) -> Any:
    return next(
        shape.chart
        for slide in slides(annual_deck(plan))
        for shape in slide.shapes
        if shape.has_chart and title in slide.shapes.title.text
    )


def test_causes_have_the_colours_of_good_and_bad_and_the_amounts_of_the_bridge() -> None:
    plan = sample_plan()
    assert plan.bridge is not None
    moved = [bar.amount for bar in plan.bridge.bars if abs(bar.amount) >= 0.5]
    series = _chart(plan, "why").plots[0].series[0]
    assert list(series.values) == pytest.approx(moved)
    for index, amount in enumerate(moved):
        painted = str(series.points[index].format.fill.fore_color.rgb)
        assert painted == (GREEN if amount > 0 else RUST)


def test_the_plan_is_drawn_over_the_bars_of_the_year() -> None:
    plan = sample_plan()
    assert plan.outlook is not None
    bars, strokes = _chart(plan, "Revenue fell short of plan").plots
    assert [series.name for series in bars.series] == ["Actual", "Forecast"]
    assert [series.name for series in strokes.series] == ["Plan"]
    assert list(strokes.series[0].values) == pytest.approx(plan.outlook.revenue.plan.tolist())
    shown = [
        a if a is not None else f for a, f in zip(*(series.values for series in bars.series), strict=True)
    ]
    assert shown == pytest.approx(plan.outlook.revenue.outlook.tolist())
