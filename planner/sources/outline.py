"""Outlines made flat: a label column in which headings ("TV", "January") stand above the rows they hold.

Pivot tables and agency reports write so. The headings move into a column of their own at the right end of the
sheet, so that every other cell keeps its address; what a heading's row sums up is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from planner.sources.channel_names import ChannelNames
from planner.sources.content import content_of
from planner.sources.grid import Cell, Row, Sheet
from planner.sources.header import Column, Header, is_figure
from planner.sources.headings import Heading, Headings, is_total
from planner.sources.months import parse_month

_ROLES = {"channel": "channel", "month": "time"}


def flattened(sheet: Sheet, header: Header, headings: Headings, names: ChannelNames) -> tuple[Sheet, Header]:
    """The sheet and header with headings beside their rows; unchanged where the sheet is no outline."""
    column = _label_column(sheet, header, headings, names)
    if column is None:
        return sheet, header
    first = header.last + 1
    kinds = [_kind(row, column, headings, names) for row in sheet.rows[first:]]
    outer, inner = _levels([kind for kind in kinds if kind])
    if not outer or _has_source(header, outer):
        return sheet, header
    width = sheet.width
    rows: list[Row] = list(sheet.rows[:first])
    current: Cell = None
    for row, kind in zip(sheet.rows[first:], kinds, strict=True):
        if kind == outer:
            current = row[column]
            rows.append([])
        elif kind == inner and current is not None:
            rows.append([*row, *[None] * (width - len(row)), current])
        else:
            rows.append(row)
    added = Column(width, Heading(outer, role=_ROLES[outer], rank=-1))
    flat = replace(sheet, rows=rows)
    return flat, Header(header.first, header.last, (*header.columns, added))


def _label_column(sheet: Sheet, header: Header, headings: Headings, names: ChannelNames) -> int | None:
    """The one column of labels; with two or more, rows say themselves what they are."""
    labels = []
    for column in header.columns:
        content = content_of(sheet, column.index, header.last + 1, headings, names)
        if content.filled and content.figures < 0.5 and not column.heading.month:
            labels.append(column)
    if len(labels) != 1 or labels[0].heading.given:
        return None
    return labels[0].index


def _kind(row: Row, column: int, headings: Headings, names: ChannelNames) -> str:
    cell = row[column] if column < len(row) else None
    if isinstance(cell, date):
        return "month"
    if not isinstance(cell, str) or is_total(cell):
        return ""
    if parse_month(cell):
        return "month"
    heading = headings.read(cell)
    if names.knows(cell):
        return "channel"
    if heading.metric or heading.ratio:
        return "metric"
    figures = any(is_figure(value) for c, value in enumerate(row) if c != column)
    return "channel" if names.open or figures else ""


def _levels(kinds: list[str]) -> tuple[str, str]:
    """(outer, inner) of two kinds that take turns, the first row being outer; ("", "") for anything else."""
    counts = Counter(kinds)
    if len(counts) != 2 or kinds[0] == "metric" or kinds[-1] == kinds[0]:
        return "", ""
    outer = kinds[0]
    (inner,) = set(counts) - {outer}
    return (outer, inner) if counts[inner] >= counts[outer] else ("", "")


def _has_source(header: Header, outer: str) -> bool:
    headings = [column.heading for column in header.columns]
    if outer == "month":
        return any(heading.month for heading in headings)
    return any(heading.channel for heading in headings)
