"""What a table's surroundings say: title lines above it and the name of its sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.sources.grid import Sheet
from planner.sources.headings import Headings, qualifiers
from planner.sources.months import Moment, find_month, parse_month, years_in
from planner.sources.vocabulary import (
    ACTUAL_TITLE,
    FISCAL_YEAR,
    METRIC_WORDS,
    PLAN_TITLE,
    YEAR_EDGE,
    YEAR_END,
)
from planner.sources.words import bare, fold

_UNIT_HINT = re.compile(
    r"\b(?:in|all|figures|amounts|values|units?|unit:|ед\.|единиц\w*|суммы|данные|в)\b|单位|金额|万元|"
    r"[$€£₽¥]|\b000|руб|тыс|\b(?:usd|eur|gbp|rub|cny|rmb)\b"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORDS = sorted(
    (word for word, (rank, _) in METRIC_WORDS.items() if rank < 2 and len(word) > 2), key=len, reverse=True
)
_METRIC_IN_TEXT = re.compile(
    "|".join(re.escape(word) if _HAN.search(word) else rf"(?<!\w){re.escape(word)}(?!\w)" for word in _WORDS)
    + "|" + "|".join(word for word, (rank, _) in METRIC_WORDS.items() if len(word) == 2 and _HAN.search(word))
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """Evidence from outside the table; every part may be absent.

    metrics  metrics named in titles; more than one decides nothing
    unit     factor for money named in a title ("in thousands", 单位：万元)
    """

    month: Moment | None = None
    sheet_month: Moment | None = None
    years: tuple[int, ...] = ()
    metrics: tuple[str, ...] = ()
    sheet_metric: str | None = None
    channel: str | None = None
    sheet_channel: str | None = None
    unit: float | None = None
    currency: str | None = None
    titled: bool = False
    """Whether any text stands above the table."""
    fiscal_title: str = ""
    """The title that lets the year begin in another month than January."""
    fiscal_start: int | None = None
    """That month."""
    plan_title: str = ""
    """The title that calls the table plan, budget or forecast."""
    plan_named: str = ""
    """A title or the sheet's name that does so, where none of them speaks of actual figures."""

    def within(self, sheet: Context) -> Context:
        """This table's evidence, completed by that of the sheet's first table.

        A title of its own that means nothing to us may name another measure: then nothing is assumed.
        """
        plain = not self.titled
        understood = plain or bool(self.channel or self.month or self.metrics)
        return replace(
            self,
            month=self.month or (sheet.month if understood else None),
            years=self.years or sheet.years,
            metrics=self.metrics or (sheet.metrics if understood else ()),
            sheet_metric=self.sheet_metric if understood else None,
            channel=self.channel or (sheet.channel if plain else None),
            unit=self.unit or sheet.unit,
            fiscal_title=self.fiscal_title or sheet.fiscal_title,
            fiscal_start=self.fiscal_start or sheet.fiscal_start,
            currency=self.currency or sheet.currency,
        )


def read_context(sheet: Sheet, first_header: int, headings: Headings) -> Context:
    """Evidence in the rows above `first_header` and in the sheet's name."""
    texts = [cell for row in sheet.rows[:first_header] for cell in row if isinstance(cell, str)]
    month = None
    unit = currency = None
    channel = None
    metrics: dict[str, None] = {}
    years: dict[int, None] = {}
    for text in texts:
        plain = fold(text)
        years |= dict.fromkeys(years_in(text))
        month = month or _month_in(text)
        metrics |= dict.fromkeys(METRIC_WORDS[found][1] for found in _METRIC_IN_TEXT.findall(plain))
        _, found_unit, found_currency, _ = qualifiers(plain)
        if unit is None and found_unit and _UNIT_HINT.search(plain) and len(plain) < 80:
            unit = found_unit
        currency = currency or (found_currency if len(plain) < 80 else None)
        channel = channel or _channel_in(text, headings)
    name = headings.read(sheet.name)
    named = find_month(sheet.name)
    shifted = next(((text, start) for text in texts if (start := _year_start(text))), None)
    return Context(
        month=month,
        sheet_month=name.month or (named[0] if named else None),
        years=tuple(years) or tuple(years_in(sheet.name)),
        metrics=tuple(metrics),
        sheet_metric=name.metric or metric_in(sheet.name),
        channel=channel,
        sheet_channel=name.channel,
        unit=unit,
        currency=currency,
        titled=bool(texts),
        fiscal_title=shifted[0] if shifted else "",
        fiscal_start=shifted[1] if shifted else None,
        plan_title=_plan_title(sheet, first_header),
        plan_named=_plan_named([*texts, sheet.name]),
    )


def _year_start(text: str) -> int | None:
    """April of "Fiscal year 2026 (April 2026 - March 2027)", July of "FY ending June"; None for January."""
    plain = fold(text)
    if not FISCAL_YEAR.search(plain):
        return None
    months: list[int] = []
    while found := find_month(plain):
        months.append(found[0].month)
        plain = found[1]
    edge = YEAR_EDGE.search(plain)
    if set(months) <= {1, 12} or not (len(months) > 1 or edge):
        return None
    ends = len(months) == 1 and edge is not None and YEAR_END.fullmatch(edge[0])
    return months[0] % 12 + 1 if ends else months[0]


def _plan_title(sheet: Sheet, first_header: int) -> str:
    """The line right above a table where it calls the table plan; one further up may title all of them."""
    lines = ([cell for cell in row if isinstance(cell, str)] for row in reversed(sheet.rows[:first_header]))
    for text in next((line for line in lines if line), []):
        plain = fold(text)
        if PLAN_TITLE.search(plain) and not ACTUAL_TITLE.search(plain):
            return text
    return ""


def _plan_named(texts: Sequence[str]) -> str:
    plain = [fold(text) for text in texts]
    if any(ACTUAL_TITLE.search(text) for text in plain):
        return ""
    return next((said for said, text in zip(texts, plain, strict=True) if PLAN_TITLE.search(text)), "")


def metric_in(text: str) -> str | None:
    """The one metric that a text speaks of."""
    return _sole(_METRIC_IN_TEXT.findall(fold(text)))


def _sole(found: list[str]) -> str | None:
    metrics = {METRIC_WORDS[word][1] for word in found}
    return metrics.pop() if len(metrics) == 1 else None


def _month_in(text: str) -> Moment | None:
    if whole := parse_month(text):
        return whole
    # "Period: 01.01.2026 - 31.12.2026" is no month: only a text with exactly one month counts.
    after = bare(text.partition(":")[2])
    if after and (moment := parse_month(after)):
        return moment
    found = find_month(text)
    if not found or find_month(found[1]) or len(text) > 80:
        return None
    return found[0]


def _channel_in(text: str, headings: Headings) -> str | None:
    for part in (text, text.partition(":")[2]):
        if part.strip() and (channel := headings.read(part.strip()).channel):
            return channel
    return None
