"""Sums that a table states beside those that were read: a subtotal with its block, a grand total with all."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planner.sources.months import find_month
from planner.sources.vocabulary import TOTAL
from planner.sources.words import bare

_SUB = re.compile(r"sub ?-?total|подитог|промежуточн|小计|zwischensumme")
_GRAND = re.compile(r"\bgrand\b|\boverall\b|\bобщ|总计|总和|insgesamt|gesamtergebnis")
_PLAIN = re.compile(r"[\W\d_]|\b(?:the|all|for|of|in|spend|cost|amount|за|по|year|месяц|month|год)\b")
MOST = 60
"""Totals of a table that are compared one by one; of more only the largest, with everything."""
_NESTED = 8
"""How many totals above a total may close a block inside it: months in quarters in halves in a year."""


@dataclass
class Total:
    """A row that states sums: figures by column index, scaled.

    pure   whether the row says nothing else than what it sums up
    month  "2027-01" where the row itself stands in a month
    """

    row: int
    label: str
    figures: dict[int, float]
    pure: bool
    month: str = ""


@dataclass
class ColumnFigures:
    """The figures of a column in order of their rows; four lists of one length."""

    rows: list[int] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, row: int, month: str, channel: str, value: float) -> None:
        """One more figure, below those before."""
        self.rows.append(row)
        self.months.append(month)
        self.channels.append(channel)
        self.values.append(value)

    def summed(self, block: Block) -> float:
        """The sum of the figures of a block."""
        inside = range(bisect_left(self.rows, block.first), bisect_left(self.rows, block.stop))
        return math.fsum(
            self.values[i]
            for i in inside
            if self.months[i].endswith(block.month) and block.channel in ("", self.channels[i])
        )


@dataclass(frozen=True)
class Block:
    """Rows from `first` to before `stop`; of one month ("-01", "2027-01") or channel where they are said."""

    first: int
    stop: int
    month: str = ""
    channel: str = ""


Columns = Mapping[int, ColumnFigures]


def compared(totals: Sequence[Total], columns: Columns) -> Iterator[tuple[Total, int, float]]:
    """Each total that can be compared, the column, and the sum read of what the total closes.

    A total closes the block above it, the last one perhaps everything; where another reading of the layout
    agrees with what is stated, it is that one.
    """
    pure = sorted((t for t in totals if t.pure and t.figures), key=lambda total: total.row)
    if not pure:
        return
    largest = max(pure, key=lambda total: math.fsum(map(abs, total.figures.values())))
    if len(pure) > MOST:
        pure = [largest]
    filled = sorted({row for column in columns.values() for row in (column.rows[:1] + column.rows[-1:])})
    end = filled[-1] + 1 if filled else 0
    edges = [total.row for total in pure]
    for at, total in enumerate(pure):
        blocks = list(dict.fromkeys(_blocks(total, at, edges, end, columns, is_largest=total is largest)))
        best = max(blocks, key=lambda block: _agreeing(total, block, columns))
        if _is_plain(total.label) or total is largest or blocks[0].channel or _agreeing(total, best, columns):
            for index in total.figures:
                column = columns.get(index)
                yield total, index, 0.0 if column is None else column.summed(best)


def _blocks(
    total: Total, at: int, edges: Sequence[int], end: int, columns: Columns, *, is_largest: bool
) -> Iterator[Block]:
    """What a total may close, the likeliest first."""
    everything = Block(0, max(end, total.row))
    above = Block(edges[at - 1] + 1 if at else 0, total.row)
    label = bare(total.label)
    if month := total.month or _month_in(label):
        yield Block(0, everything.stop, month)
    names = {name for column in columns.values() for name in set(column.channels)}
    if channel := next((name for name in names if name and bare(name) in label), ""):
        yield Block(0, everything.stop, channel=channel)
    if len(edges) == 1 or _GRAND.search(label) or (is_largest and not _is_plain(total.label)):
        yield everything
    elif not _SUB.search(label) and total.row >= end:
        yield min((above, everything), key=lambda block: _distance(total, block, columns))
    if _holds(above, columns):
        yield above
    yield from (Block(edges[k - 1] + 1 if k else 0, total.row) for k in range(max(0, at - _NESTED), at))
    yield everything
    yield Block(total.row + 1, edges[at + 1] if at + 1 < len(edges) else everything.stop)


def _agreeing(total: Total, block: Block, columns: Columns) -> int:
    """How many of a total's figures are the block's sums, to within half a unit or 1 in 100,000."""
    return sum(
        abs(stated - columns[index].summed(block)) <= max(0.5, 1e-5 * abs(stated))
        for index, stated in total.figures.items()
        if index in columns
    )


def _distance(total: Total, block: Block, columns: Columns) -> float:
    return math.fsum(
        abs(stated - columns[index].summed(block))
        for index, stated in total.figures.items()
        if index in columns
    )


def _holds(block: Block, columns: Columns) -> bool:
    return any(
        bisect_left(column.rows, block.first) < bisect_left(column.rows, block.stop)
        for column in columns.values()
    )


def _month_in(label: str) -> str:
    found = find_month(label)
    if not found or find_month(found[1]):
        return ""
    return found[0].text() if found[0].year else f"-{found[0].month:02d}"


def _is_plain(label: str) -> bool:
    """Whether a label says "total" and perhaps a month, but of nothing in particular."""
    found = find_month(label)
    rest = TOTAL.sub(" ", bare(found[1] if found else label))
    return not _PLAIN.sub("", rest)
