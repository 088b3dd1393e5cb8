"""Parts of a slide: title that says the finding, text, table, native chart. Sizes are in centimetres."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Cm, Pt

from planner.presentation.formats import NBSP

WIDTH, HEIGHT, EDGE = 33.867, 19.05, 1.6
INK, MUTED, RULE, PALE = "17202E", "5B6B82", "D9DEE7", "F3F5F8"
BLUE, SKY, GREEN, RUST = "2F55C8", "A9BBEF", "0F7C73", "B8500F"
FONT = "Arial"


def colour(code: str) -> RGBColor:
    """A colour of the deck."""
    red, green, blue = bytes.fromhex(code)
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def new_slide(deck: Any, title: str, foot: str) -> Any:
    """An empty slide with its title as a real title placeholder, and which plan it belongs to at the foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Cm(EDGE), Cm(0.9), Cm(WIDTH - 2 * EDGE), Cm(2.2)
    _fill(head.text_frame, [title], 24, BLUE, bold=True)
    head.text_frame.margin_left = 0
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    text(slide, [foot], EDGE, HEIGHT - 1.2, WIDTH - 2 * EDGE, 0.8, size=10, code=MUTED)
    return slide


def text(
    slide: Any,
    lines: Sequence[str],
    left: float,
    top: float,
    width: float,
    height: float,
    *,
    size: int = 16,
    code: str = INK,
    bold: bool = False,
) -> None:
    """Paragraphs in a box."""
    box = slide.shapes.add_textbox(Cm(left), Cm(top), Cm(width), Cm(height))
    box.text_frame.margin_left = box.text_frame.margin_right = 0
    _fill(box.text_frame, lines, size, code, bold=bold)


def _fill(frame: Any, lines: Sequence[str], size: int, code: str, *, bold: bool = False) -> None:
    frame.word_wrap = True
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text = printable(line)
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size * 0.4)
        font = paragraph.font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, colour(code)


def printable(line: str) -> str:
    """Text without control characters, which no slide may hold."""
    return "".join(letter if letter.isprintable() or letter == NBSP else " " for letter in line)


def tile(slide: Any, figure: dict[str, str], left: float, top: float, width: float, height: float) -> None:
    """A key figure: label, value, difference, range."""
    tones = {"good": GREEN, "bad": RUST, "plain": MUTED}
    box = slide.shapes.add_shape(1, Cm(left), Cm(top), Cm(width), Cm(height))
    box.fill.solid()
    box.fill.fore_color.rgb = colour(PALE)
    box.line.fill.background()
    box.shadow.inherit = False
    frame = box.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Cm(0.5)
    looks = (
        (figure["label"], 14, MUTED, False),
        (figure["value"], 36, INK, True),
        (figure["change"], 14, tones[figure["tone"]], True),
        (figure["range"], 14, MUTED, False),
    )
    for index, (line, size, code, bold) in enumerate(looks):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text, paragraph.alignment = line, PP_ALIGN.LEFT
        font = paragraph.font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, colour(code)


def table(
    slide: Any,
    rows: Sequence[Sequence[str]],
    left: float,
    top: float,
    widths: Sequence[float],
    row: float = 0.8,
    *,
    words: int = 1,
    tones: Sequence[str] = (),
) -> None:
    """A table; the first row is its head, the first `words` columns are flush left.

    tones  colours of the last column below the head, row by row
    """
    frame = slide.shapes.add_table(
        len(rows), len(widths), Cm(left), Cm(top), Cm(sum(widths)), Cm(row * len(rows))
    )
    grid = frame.table
    for column, width in enumerate(widths):
        grid.columns[column].width = Cm(width)
    for index, cells in enumerate(rows):
        grid.rows[index].height = Cm(row)
        for column, said in enumerate(cells):
            cell = grid.cell(index, column)
            cell.margin_top = cell.margin_bottom = Cm(0.05)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour(BLUE if index == 0 else "FFFFFF" if index % 2 else PALE)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.text = printable(said)
            paragraph.alignment = PP_ALIGN.LEFT if column < words else PP_ALIGN.RIGHT
            font = paragraph.font
            font.name, font.size, font.bold = FONT, Pt(11), index == 0
            toned = tones and index > 0 and column == len(cells) - 1
            font.color.rgb = colour("FFFFFF" if index == 0 else tones[index - 1] if toned else INK)


@dataclass(frozen=True)
class Series:
    """One series of a chart: its name, values, colour; `points` are the colours of single bars."""

    name: str
    values: Sequence[float | None]
    colour: str
    points: Sequence[str] = ()


def chart(
    slide: Any,
    kind: Any,
    categories: Sequence[str],
    series: Sequence[Series],
    box: tuple[float, float, float, float],
    number_format: str = "#,##0",
    *,
    step: float | None = None,
    lines: Sequence[Series] = (),
) -> None:
    """A native chart; `box` is left, top, width, height.

    step   between two values of the axis, so that none is said twice
    lines  drawn as short strokes over the bars
    """
    every = [*series, *lines]
    data: Any = CategoryChartData(number_format="#,##0.##")  # type: ignore[no-untyped-call]
    data.categories = [printable(name) for name in categories]
    for one in every:
        data.add_series(printable(one.name), one.values)
    made = slide.shapes.add_chart(kind, *(Cm(part) for part in box), data).chart
    made.font.name, made.font.size, made.font.color.rgb = FONT, Pt(12), colour(MUTED)
    made.has_title = False
    made.has_legend = len(every) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    for plotted, one in zip(made.plots[0].series, every, strict=True):
        plotted.format.fill.solid()
        plotted.format.fill.fore_color.rgb = colour(one.colour)
        plotted.invert_if_negative = False
        for index, code in enumerate(one.points):
            plotted.points[index].format.fill.solid()
            plotted.points[index].format.fill.fore_color.rgb = colour(code)
    made.plots[0].gap_width = 50
    made.plots[0].overlap = 100 if lines or kind is XL_CHART_TYPE.COLUMN_STACKED else 0
    _axes(made, kind, number_format, step)
    if lines:
        _strokes(made, len(series), lines)


def _axes(made: Any, kind: Any, number_format: str, step: float | None) -> None:
    values, names = made.value_axis, made.category_axis
    values.major_gridlines.format.line.color.rgb = colour(RULE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format, False
    if step is not None:
        values.major_unit = step
    names.format.line.color.rgb = colour(RULE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if kind in (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED):
        names.reverse_order = True
        # With the names turned round, the values' axis would jump to the top.
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _strokes(made: Any, first: int, lines: Sequence[Series]) -> None:
    """Move the series from `first` on out of the bars into a line chart on the same axes.

    The library makes charts of one kind only; a spreadsheet program combines two in one plot.
    """
    bars = made.plots[0]._element
    lined = OxmlElement("c:lineChart")
    for tag, value in (("c:grouping", "standard"), ("c:varyColors", "0")):
        child = OxmlElement(tag)
        child.set("val", value)
        lined.append(child)
    for moved in bars.findall(qn("c:ser"))[first:]:
        for unwanted in ("c:invertIfNegative", "c:spPr"):
            for found in moved.findall(qn(unwanted)):
                moved.remove(found)
        lined.append(moved)
    for axis in bars.findall(qn("c:axId")):
        lined.append(deepcopy(axis))
    bars.addnext(lined)
    for plotted, one in zip(made.plots[1].series, lines, strict=True):
        plotted.format.line.fill.background()
        plotted.smooth = False
        plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.DASH, 17
        plotted.marker.format.fill.solid()
        plotted.marker.format.fill.fore_color.rgb = colour(one.colour)
        plotted.marker.format.line.color.rgb = colour(one.colour)
