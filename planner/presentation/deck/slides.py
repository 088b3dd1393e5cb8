"""Parts of a slide: title that says the finding, text, table, native chart. Sizes are in centimetres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Cm, Pt

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
    return "".join(letter if letter.isprintable() else " " for letter in line)


def tile(slide: Any, figure: dict[str, str], left: float, top: float, width: float) -> None:
    """A key figure: label, value, difference, range."""
    tones = {"good": GREEN, "bad": RUST, "plain": MUTED}
    box = slide.shapes.add_shape(1, Cm(left), Cm(top), Cm(width), Cm(4.2))
    box.fill.solid()
    box.fill.fore_color.rgb = colour(PALE)
    box.line.fill.background()
    box.shadow.inherit = False
    frame = box.text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    looks = (
        (figure["label"], 12, MUTED, False),
        (figure["value"], 26, INK, True),
        (figure["change"], 12, tones[figure["tone"]], True),
        (figure["range"], 12, MUTED, False),
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
) -> None:
    """A table; the first row is its head, the first column flush left."""
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
            paragraph.alignment = PP_ALIGN.LEFT if column == 0 else PP_ALIGN.RIGHT
            font = paragraph.font
            font.name, font.size, font.bold = FONT, Pt(11), index == 0
            font.color.rgb = colour("FFFFFF" if index == 0 else INK)


def chart(
    slide: Any,
    kind: Any,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None], str]],
    box: tuple[float, float, float, float],
    number_format: str = "#,##0",
) -> None:
    """A native chart; `series` are name, values, colour; `box` is left, top, width, height."""
    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = [printable(name) for name in categories]
    for name, values, _code in series:
        data.add_series(printable(name), values)
    made = slide.shapes.add_chart(kind, *(Cm(part) for part in box), data).chart
    made.font.name, made.font.size, made.font.color.rgb = FONT, Pt(11), colour(MUTED)
    made.has_title = False
    made.has_legend = len(series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    for plotted, (_name, _values, code) in zip(made.plots[0].series, series, strict=True):
        plotted.format.fill.solid()
        plotted.format.fill.fore_color.rgb = colour(code)
        plotted.invert_if_negative = False
    made.plots[0].gap_width = 50
    values, names = made.value_axis, made.category_axis
    values.major_gridlines.format.line.color.rgb = colour(RULE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format, False
    names.format.line.color.rgb = colour(RULE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if kind in (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.BAR_STACKED):
        names.reverse_order = True
        # With the names turned round, the values' axis would jump to the top.
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    made.plots[0].overlap = 100 if kind is XL_CHART_TYPE.COLUMN_STACKED else 0
