"""A known table laid out at random is read back exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.books import PLAN, read, xlsx

RU = ("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь",
"Ноябрь",
      "Декабрь")  # fmt: skip
EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December")  # fmt: skip
FORMS: dict[str, Callable[[int], object]] = {
    "iso": lambda m: f"2026-{m:02d}",
    "english": lambda m: f"{EN[m - 1][:3]}-26",
    "bare english": lambda m: EN[m - 1],
    "russian": lambda m: f"{RU[m - 1]} 2026 г.",
    "chinese": lambda m: f"2026年{m}月",
    "date": lambda m: dt.date(2026, m, 1),
    "period": lambda m: f"P{m:02d}",
    "number": lambda m: 202600 + m,
}
CHANNELS = {
    "TV": ["TV", "ТВ", "电视"],
    "Paid Search": ["Paid Search", "paid-search"],
    "Radio": ["Radio", "Радио", "广播"],
}
METRICS = {"spend": ["Spend", "Cost", "Расход (руб.)", "消费(元)"], "clicks": ["Clicks", "Клики", "点击量"]}
Rows = list[list[Any]]
LAYOUTS = ("long", "wide", "wide2", "wide2 turned", "transposed", "metric rows", "tidy")


@dataclass(frozen=True)
class Drawn:
    """A table and the way it is written."""

    values: dict[tuple[int, str, str], float | None]
    months: list[int]
    layout: str
    form: str
    words: dict[str, str]
    preamble: int
    totals: bool

    def cells(self) -> Rows:
        rows = {"long": self._long, "tidy": self._tidy, "wide": self._wide, "wide2": self._wide2,
                "wide2 turned": self._turned, "transposed": self._transposed,
                "metric rows": self._metric_rows}  # fmt: skip
        alone = len(self.metrics) == 1
        title = [[self.words["spend"] if alone else "Agency report"]] if alone or self.preamble else []
        return [*title, *([[]] * self.preamble), *rows[self.layout]()]

    @property
    def metrics(self) -> list[str]:
        return ["spend"] if self.layout in ("wide", "transposed") else ["spend", "clicks"]

    @property
    def channels(self) -> list[str]:
        return list(dict.fromkeys(channel for _, channel, _ in self.values))

    def month(self, month: int) -> object:
        return FORMS[self.form](month)

    def at(self, month: int, channel: str, metric: str) -> float | None:
        return self.values.get((month, channel, metric))

    def _long(self) -> Rows:
        rows = [[self.month(m), self.words[c], *(self.at(m, c, k) for k in self.metrics)]
                for m in self.months for c in self.channels]  # fmt: skip
        return [
            ["Month", "Channel", *(self.words[k] for k in self.metrics)],
            *rows,
            *self._total(["Total", None], rows),
        ]

    def _tidy(self) -> Rows:
        return [["Month", "Channel", "Metric", "Value"],
                *([self.month(m), self.words[c], self.words[k], self.at(m, c, k)]
                  for m in self.months for c in self.channels for k in self.metrics)]  # fmt: skip

    def _wide(self) -> Rows:
        rows = [[self.words[c], *(self.at(m, c, "spend") for m in self.months)] for c in self.channels]
        return [["Channel", *(self.month(m) for m in self.months)], *rows, *self._total(["Total"], rows)]

    def _wide2(self) -> Rows:
        rows = [
            [self.words[c], *(self.at(m, c, k) for m in self.months for k in self.metrics)]
            for c in self.channels
        ]
        return [["Channel", *(cell for m in self.months for cell in (self.month(m), None))],
                [None, *(self.words[k] for _ in self.months for k in self.metrics)], *rows,
                *self._total(["Total"], rows)]  # fmt: skip

    def _turned(self) -> Rows:
        rows = [
            [self.month(m), *(self.at(m, c, k) for c in self.channels for k in self.metrics)]
            for m in self.months
        ]
        return [["Month", *(cell for c in self.channels for cell in (self.words[c], None))],
                [None, *(self.words[k] for _ in self.channels for k in self.metrics)], *rows,
                *self._total(["Total"], rows)]  # fmt: skip

    def _transposed(self) -> Rows:
        rows = [[self.month(m), *(self.at(m, c, "spend") for c in self.channels)] for m in self.months]
        return [["Month", *(self.words[c] for c in self.channels)], *rows, *self._total(["Total"], rows)]

    def _metric_rows(self) -> Rows:
        return [["Channel", "Metric", *(self.month(m) for m in self.months)],
                *([self.words[c], self.words[k], *(self.at(m, c, k) for m in self.months)]
                  for c in self.channels for k in self.metrics)]  # fmt: skip

    def _total(self, labels: list[Any], rows: Rows) -> Rows:
        if not self.totals:
            return []
        return [[*labels, *(sum(row[i] or 0 for row in rows) for i in range(len(labels), len(rows[0])))]]


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    first = draw(st.integers(1, 9))
    months = list(range(first, first + draw(st.integers(3, 4))))
    channels = draw(st.lists(st.sampled_from(sorted(CHANNELS)), min_size=2, max_size=3, unique=True))
    words = {key: draw(st.sampled_from(options)) for key, options in {**CHANNELS, **METRICS}.items()}
    money = st.one_of(st.none(), st.integers(-500, 10**6), st.decimals(0, 10**6, places=2).map(float))
    counts = st.one_of(st.none(), st.integers(0, 10**6))
    values = {
        (m, c, k): draw(money if k == "spend" else counts) for m in months for c in channels for k in METRICS
    }
    values[months[0], channels[0], "spend"] = 12.5
    values[months[-1], channels[-1], "clicks"] = 7
    return Drawn(values, months, draw(st.sampled_from(LAYOUTS)), draw(st.sampled_from(sorted(FORMS))),
    words,
                 draw(st.integers(0, 4)), draw(st.booleans()))  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_any_layout_of_a_known_table_is_read_back_exactly(table: Drawn) -> None:
    result = read(xlsx(table.cells()), channels=PLAN)
    expected = {
        (f"2026-{m:02d}", c, k): v
        for (m, c, k), v in table.values.items()
        if v is not None and k in table.metrics
    }
    assert {(row.month, row.channel, row.metric): row.value for row in result.rows} == expected
    assert result.rejected == ()
