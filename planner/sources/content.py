"""What the cells under a header are: figures, months, metrics, channels or plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.sources.channel_names import ChannelNames
from planner.sources.grid import Cell, Sheet
from planner.sources.header import is_figure
from planner.sources.headings import Headings
from planner.sources.months import day_orders, parse_month, week_start
from planner.sources.vocabulary import SCENARIOS
from planner.sources.words import bare

_SAMPLE = 200


@dataclass(frozen=True)
class Content:
    """Shares of a column's filled cells by kind."""

    filled: int = 0
    figures: float = 0.0
    months: float = 0.0
    weeks: float = 0.0
    metrics: float = 0.0
    channels: float = 0.0
    scenarios: float = 0.0

    @property
    def is_text(self) -> bool:
        """Whether the column holds words, neither figures nor months."""
        return self.filled > 0 and self.figures < 0.5 and self.months < 0.6


def content_of(sheet: Sheet, column: int, first: int, headings: Headings, names: ChannelNames) -> Content:
    """Shares among the first filled cells of a column from row `first`."""
    cells: list[Cell] = []
    for row in sheet.rows[first:]:
        if column < len(row) and row[column] is not None:
            cells.append(row[column])
            if len(cells) >= _SAMPLE:
                break
    if not cells:
        return Content()
    texts = [cell for cell in cells if isinstance(cell, str)]
    dates = sum(isinstance(cell, date) for cell in cells)
    months = sum(parse_month(text) is not None or bool(day_orders(text)) for text in texts)
    return Content(
        filled=len(cells),
        figures=sum(is_figure(cell) for cell in cells) / len(cells),
        months=(dates + months) / len(cells),
        weeks=sum(week_start(text) is not None for text in texts) / len(cells),
        metrics=sum(_is_metric(text, headings) for text in texts) / len(cells),
        channels=sum(names.knows(text) for text in texts) / len(cells),
        scenarios=sum(bare(text) in SCENARIOS for text in texts) / len(cells),
    )


def _is_metric(text: str, headings: Headings) -> bool:
    if not any(char.isalpha() for char in text):
        return False  # "1.2%" is a figure, though it looks like the name of a ratio
    heading = headings.read(text)
    return bool((heading.metric and not heading.channel) or heading.ratio)
