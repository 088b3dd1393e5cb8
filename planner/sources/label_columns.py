"""Which column says what a row is about: its month, channel, metric, campaign, order and state of money."""

from __future__ import annotations

from collections.abc import Mapping

from planner.sources.channel_names import ChannelNames
from planner.sources.content import Content
from planner.sources.figure_columns import LABEL_ROLES
from planner.sources.grid import Sheet
from planner.sources.header import Column, Header
from planner.sources.headings import is_total
from planner.sources.mapping import FileMapping
from planner.sources.money_states import CAMPAIGN_WORDS, STATE_COLUMN_WORDS, are_states
from planner.sources.questions import ask_weeks
from planner.sources.words import bare


class LabelColumns:
    """The columns of labels of one table, found by heading and content. An answer is a number or None."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        contents: Mapping[int, Content],
        names: ChannelNames,
        mapping: FileMapping,
        place: str,
    ) -> None:
        self._sheet, self._header, self._contents = sheet, header, contents
        self._names, self._mapping, self._place = names, mapping, place

    def given(self, role: str) -> bool:
        """Whether the sender said which column has `role`."""
        return any(c.heading.given and c.heading.role == role for c in self._header.columns)

    def first(self, role: str) -> int | None:
        """The first column headed as `role`."""
        return next((c.index for c in self._header.columns if c.heading.role == role), None)

    def by_content(self, role: str, share: str) -> int | None:
        """The column at least half of whose cells are of `role`: `share` names that part of its content."""
        for column in self._header.columns:
            heading = column.heading
            content = getattr(self._contents[column.index], share)
            if heading.given and heading.role not in (role, ""):
                continue
            if content >= 0.5 and (
                heading.role == role or (heading.role in ("", "channel") and not heading.metric)
            ):
                return column.index
        return None

    def state(self) -> int | None:
        """The column that says how far the row's money is on its way."""
        for column in self._header.columns:
            heading, last = column.heading, _last_level(column)
            if heading.given:
                if heading.role == "state":
                    return column.index
                continue
            named = last in STATE_COLUMN_WORDS
            open_to = heading.role == "scenario" or not heading.known
            if (named or open_to) and are_states(self._texts(column.index), named=named):
                return column.index
        return None

    def _texts(self, column: int) -> set[str]:
        rows = self._sheet.rows[self._header.last + 1 :]
        return {
            cell for row in rows if column < len(row) and isinstance(cell := row[column], str)
            and not is_total(cell)
        }  # fmt: skip

    def campaign(self, taken: set[int | None]) -> int | None:
        """The column of campaign names: one the sender gave before one with a campaign's heading."""
        free = [c for c in self._header.columns if c.index not in taken]
        given = [c for c in free if c.heading.role == "campaign"]
        named = [
            c for c in free
            if c.heading.role == "note" and not c.heading.given and _last_level(c) in CAMPAIGN_WORDS
        ]  # fmt: skip
        return next((c.index for c in [*given, *named] if self._contents[c.index].filled), None)

    def number(self, role: str, words: frozenset[str], taken: set[int | None]) -> int | None:
        """The column of order or invoice numbers; of several the one that is filled most."""
        free = [c for c in self._header.columns if c.index not in taken]
        given = [c for c in free if c.heading.role == role]
        named = [c for c in free if not c.heading.given and _last_level(c) in words]
        filled = [c for c in given or named if self._contents[c.index].filled]
        best = max(filled, key=lambda c: (self._contents[c.index].filled, -c.index), default=None)
        return None if best is None else best.index

    def time(self, taken: set[int | None]) -> int | None:
        """The column of months or days. Raises OpenQuestion where there are weeks only."""
        named = [c for c in self._header.columns if c.heading.role == "time" and c.index not in taken]
        if (first := next((c for c in named if c.heading.given), None)) is not None:
            return first.index
        best = max(named, key=lambda c: (round(self._months_of(c), 1), -c.index), default=None)
        if best is not None and self._contents[best.index].weeks > 0.5:
            raise ask_weeks(self._place, best.heading.text)
        if best is not None:
            return best.index
        for column in self._header.columns:
            content = self._contents[column.index]
            unnamed = not column.heading.known or column.heading.role == "quarter"
            if unnamed and content.months >= 0.5 and column.index not in taken:
                return column.index
        corner = next((c for c in self._header.columns if self._is_corner(c, taken)), None)
        if corner is not None:
            return corner.index
        week = next((c for c in self._header.columns if c.heading.role == "week"), None)
        if week is not None:
            raise ask_weeks(self._place, week.heading.text)
        return None

    def _is_corner(self, column: Column, taken: set[int | None]) -> bool:
        """Months under a corner cell that names what stands to its right ("Channel", "Metric")."""
        heading = column.heading
        free = column.index not in taken and not heading.given
        return (
            free and heading.role in ("channel", "metric_name") and self._contents[column.index].months > 0.6
        )

    def _months_of(self, column: Column) -> float:
        content = self._contents[column.index]
        return max(content.months, 0.5 * content.figures)

    def channel(self, taken: set[int | None], *, wide: bool) -> int | None:
        """The column of channels; `wide` where months stand across, so that an unnamed text may be it."""
        columns = [c for c in self._header.columns if c.index not in taken]
        named = sorted((c for c in columns if c.heading.role == "channel"), key=lambda c: c.heading.rank)
        if named and named[0].heading.given:
            return named[0].index
        if self._mapping.default_channel is not None:
            named = [c for c in named if c.heading.rank <= 0]
        if any(c.heading.channel for c in columns if c.heading.role not in LABEL_ROLES):
            named = [c for c in named if self._contents[c.index].is_text]
        texts = [c for c in columns if not c.heading.known and self._contents[c.index].is_text]
        if not self._names.open:
            notes = [c for c in columns if c.heading.role == "note" and not c.heading.given]
            best = max([*named, *texts, *notes], key=self._channel_likeness, default=None)
            if best is not None and self._contents[best.index].channels > 0:
                return best.index
        if named:
            return named[0].index
        if self._mapping.default_channel is None and wide and texts:
            return texts[0].index
        return None

    def _channel_likeness(self, column: Column) -> tuple[bool, bool, int, float]:
        known = self._contents[column.index].channels
        return known > 0, column.heading.role == "channel", -column.heading.rank, known


def _last_level(column: Column) -> str:
    return bare(column.heading.text.rpartition(" / ")[2])
