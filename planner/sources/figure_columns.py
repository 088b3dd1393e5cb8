"""Which columns hold the figures: actual ones only, one column for each month, channel and metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.errors import BadFile, say
from planner.sources.content import Content
from planner.sources.grid import letters
from planner.sources.header import Column, Header
from planner.sources.mapping import FileMapping
from planner.sources.months import Moment
from planner.sources.questions import ask_column, ask_currency
from planner.sources.words import bare

LABEL_ROLES = (
    "time", "end", "year", "week", "quarter", "channel", "metric_name", "scenario", "currency", "note",
    "campaign", "state", "order", "invoice",
)  # fmt: skip


MOST_ASKED = 24
"""Columns that a person is asked about where none was understood."""


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures; what is None comes from the row, or from `Layout.metric` and `Layout.channel`."""

    index: int
    header: str
    month: Moment | None
    channel: str | None
    metric: str | None
    unit: float | None
    currency: str | None


class FigureChooser:
    """Chooses among the columns of one header."""

    def __init__(
        self,
        header: Header,
        contents: Mapping[int, Content],
        mapping: FileMapping,
        place: str,
        *,
        open_names: bool,
    ) -> None:
        self._header, self._contents, self._mapping = header, contents, mapping
        self._place, self._open_names = place, open_names

    def figures(
        self, channel_column: int | None, metric_column: int | None, labels: set[int | None], time: int | None
    ) -> tuple[list[FigureColumn], list[str]]:
        """Figure columns beside the given label columns, and headers of what was left out.

        Raises OpenQuestion where two columns mean the same, BadFile where only plan figures are there.
        """
        free = [
            c for c in self._header.columns if c.index not in labels and c.heading.role not in LABEL_ROLES
        ]
        left_out = [c.heading.text for c in free if c.heading.ratio]
        left_out += [c.heading.text for c in self._header.columns if c.heading.role == "note" and
                     not c.heading.given and self._contents[c.index].figures > 0.5]  # fmt: skip
        free = [c for c in free if c.heading.given or not (c.heading.total or c.heading.ratio)]
        free = self._with_actuals(free, left_out)
        known = [c for c in free if _says_something(c)]
        rest = [c for c in free if c not in known and self._contents[c.index].figures >= 0.5]
        if any(c.heading.month for c in known):
            known = [c for c in known if c.heading.month]
        elif channel_column is None and time is not None and self._mapping.default_channel is None:
            named = [c for c in known if c.heading.channel]
            if named or not [c for c in known if c.heading.metric]:
                guessed = [
                    Column(c.index, replace(c.heading, channel=c.heading.text))
                    for c in rest
                    if c.heading.text
                ]
                if named or self._open_names or len(rest) > 1:
                    known, rest = [*named, *guessed], []
        if metric_column is None and any(c.heading.metric for c in known):
            # Below a channel or month, "GRP" is a measure of its own, and nobody's spend.
            lower = [
                c for c in known if " / " in c.heading.text and not c.heading.metric and not c.heading.given
            ]
            left_out += [c.heading.text for c in lower]
            known = [c for c in known if c not in lower]
        if channel_column is not None and any(not c.heading.channel for c in known):
            known = [c for c in known if not c.heading.channel]
        if metric_column is not None:
            values = [c for c in known if c.heading.role == "value" or c.heading.month or c.heading.channel]
            known = values or known or rest[:1]
            known = [Column(c.index, replace(c.heading, metric=None)) for c in known]
        elif not known and len(rest) == 1:
            known, rest = rest, []
        left_out += [c.heading.text for c in rest if c.heading.text]
        return self._chosen(known, left_out), left_out

    def _with_actuals(self, columns: list[Column], left_out: list[str]) -> list[Column]:
        actual = [c for c in columns if c.heading.scenario == "actual"]
        if actual:
            covered = {c.heading.metric for c in actual}
            across = any(c.heading.month for c in actual)
            apart = set() if across or None in covered else {
                c.index for c in columns
                if c.heading.scenario is None and c.heading.metric and c.heading.metric not in covered
            }  # fmt: skip
            kept = [c for c in columns if c in actual or c.heading.given or c.index in apart]
        else:
            kept = [c for c in columns if c.heading.scenario is None or c.heading.given]
            if not any(self._may_be_figures(c) for c in kept) and len(kept) < len(columns):
                raise BadFile(
                    say(
                        "{place}: the table holds plan or forecast figures but no actual ones. Send the "
                        'actuals, or name the column that holds them with "column_map" in the mapping file.',
                        place=self._place,
                    ),
                    reason="plan_only",
                    columns=roles(self._header),
                )
        left_out += [c.heading.text for c in columns if c not in kept and c.heading.text]
        return kept

    def _may_be_figures(self, column: Column) -> bool:
        content = self._contents[column.index]
        return content.figures >= 0.5 or bool(content.filled and _says_something(column))

    def _chosen(self, columns: Sequence[Column], left_out: list[str]) -> list[FigureColumn]:
        groups: dict[object, list[Column]] = {}
        for column in columns:
            h = column.heading
            groups.setdefault((h.year, h.month, h.channel and bare(h.channel), h.metric), []).append(column)
        chosen = [self._best(group, left_out) for group in groups.values()]
        return [self._figure(column) for column in sorted(chosen, key=lambda column: column.index)]

    def _best(self, group: list[Column], left_out: list[str]) -> Column:
        filled = [c for c in group if self._contents[c.index].filled] or group
        rank = min(c.heading.metric_rank for c in filled)
        best = [c for c in filled if c.heading.metric_rank == rank]
        currencies = sorted({c.heading.currency for c in best if c.heading.currency})
        if len(best) > 1 and len(currencies) > 1:
            if self._mapping.currency is None:
                raise ask_currency(self._place, currencies)
            best = [c for c in best if c.heading.currency == self._mapping.currency] or best
        if len({c.heading.text for c in best}) < len(best) and not best[0].heading.given:
            raise BadFile(
                say(
                    '{place}: columns {columns} have the same head, "{head}", so they cannot be told apart. '
                    "Rename them, or delete those that do not count.",
                    place=self._place,
                    columns=", ".join(letters(c.index) for c in best),
                    head=best[0].heading.text,
                ),
                reason="same_heads",
            )
        if len(best) > 1 and not best[0].heading.given:
            raise ask_column(self._place, best[0].heading.metric or "spend", [c.heading.text for c in best])
        left_out += [c.heading.text for c in group if c is not best[0]]
        return best[0]

    def _figure(self, column: Column) -> FigureColumn:
        h = column.heading
        month = replace(h.month, year=h.year) if h.month and h.month.year is None and h.year else h.month
        return FigureColumn(column.index, h.text, month, h.channel, h.metric, h.unit, h.currency)


def roles(header: Header) -> dict[str, str | None]:
    """What the heads of columns seem to be, for a person to complete where that was not enough."""
    named = {"time": "month", "channel": "channel", "campaign": "campaign", "state": "state"}
    found = {c.heading.text: c.heading.metric or named.get(c.heading.role) for c in header.columns}
    return {text: role for text, role in list(found.items())[:MOST_ASKED] if text}


def _says_something(column: Column) -> bool:
    h = column.heading
    return bool(h.month or h.metric or h.channel or h.scenario or h.role == "value")
