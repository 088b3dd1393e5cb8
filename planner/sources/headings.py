"""What one header cell says: role, metric, month, scenario, channel, unit - or several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from planner.sources import vocabulary as words
from planner.sources.amounts import CURRENCIES, currency_of
from planner.sources.channel_names import ChannelNames
from planner.sources.grid import Cell
from planner.sources.mapping import FileMapping
from planner.sources.months import Moment, find_month, parse_month
from planner.sources.words import bare, fold

_NET = re.compile(
    r"(?:excl|ex|w/o|without|net of|before)\b\.? ?vat|\bnet\b|без (?:учета )?ндс|не вкл\w*\.? ндс|不含税|未税"
)
_GROSS = re.compile(
    r"(?:incl|inc|with|w/|including)\b\.? ?vat|\bgross\b|с (?:учетом )?ндс|включая ндс|вкл\.? ндс|含税"
)
# 单元格 is a cell and 单元 an ad group, no money.
_MARK = r"(?:us\$|[$€£₽¥]|usd|eur|gbp|rub|cny|rmb|руб\w*\.?|р\.|元|人民币)"
_THOUSANDS = (
    rf"(?<![\d.,])(?<!\d ){_MARK}? ?['’]?\b000(?:['’]?s)?\b(?! ?\d)|\b(?:in )?thousands?\b|\bтыс\b\.?|千|"
    rf"\btsd\b\.?|\bteur\b|\bt ?€|\bmilliers\b|"
    rf"{_MARK} ?k\b|\bk ?{_MARK}|[(\[] ?(?:k|т) ?[)\]]"
)
_UNITS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"百万"), 1e6),
    (re.compile(r"亿"), 1e8),
    (re.compile(r"万"), 1e4),
    (re.compile(_THOUSANDS), 1e3),
    (re.compile(rf"\b(?:in )?millions?\b|\bmio\b|\bmln\b|\bмлн\b\.?|{_MARK} ?mn?\b|\bmn? ?{_MARK}"), 1e6),
)  # fmt: skip
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CURRENCY = re.compile(
    r"(?<![a-zа-я])(?:"
    + "|".join(
        r"(?<!单)元(?![格素件旦])" if mark == "元" else re.escape(mark)
        for mark, _ in CURRENCIES
        if mark != "р."
    )
    + r")(?![a-z])\.?"
)
_ROLES = {
    "time": words.TIME_WORDS,
    "end": words.END_WORDS,
    "year": words.YEAR_WORDS,
    "week": words.WEEK_WORDS,
    "quarter": words.QUARTER_WORDS,
    "metric_name": words.METRIC_NAME_WORDS,
    "currency": words.CURRENCY_WORDS,
    "scenario": words.SCENARIO_COLUMN_WORDS,
    "value": words.VALUE_WORDS,
}
_PIVOT = re.compile(r"^(?:sum of|total of|summe von|somme de|сумма по полю|求和项 ?:?)\s*")
"""What pivot tables put before a measure's name; averages and counts stay unknown, as they must."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COUNTED = ("unit", "units", "pcs", "qty", "ед", "ед. изм", "шт", "单位", "个", "次", "件")
"""Units of what is no money, and what stands before units."""
_PLAIN_FIGURE = re.compile(r"(?!.*(?:19|20))[-+(]?(?:[1-9]\d{0,2}(?:[ ,.]\d{3})+|[1-9]\d*|0)(?:[.,]\d+)?\)?")
"""A number in which no month or year can hide: what most cells of a text file are, so it is asked first."""
_SCENARIO_WORDS = tuple(sorted(words.SCENARIOS, key=len, reverse=True))


@dataclass(frozen=True)
class Heading:
    """Meaning of a header cell. `role` is for label columns; the rest describes figures."""

    text: str
    role: str = ""
    rank: int = 0
    metric: str | None = None
    metric_rank: int = 0
    month: Moment | None = None
    year: int | None = None
    scenario: str | None = None
    channel: str | None = None
    total: bool = False
    ratio: bool = False
    unit: float | None = None
    currency: str | None = None
    vat: str | None = None
    given: bool = False
    """Whether the mapping file says so."""

    @property
    def known(self) -> bool:
        """Whether the vocabulary has a word for it."""
        return bool(
            self.role or self.metric or self.month or self.year or self.scenario or self.channel
            or self.total or self.ratio or self.given
        )  # fmt: skip


class Headings:
    """Reads header cells with one plan's channels and one mapping; remembers what it read."""

    def __init__(self, names: ChannelNames, mapping: FileMapping) -> None:
        self._names = names
        self._mapping = mapping
        self._cache: dict[str, Heading] = {}

    def read(self, cell: Cell) -> Heading:
        """Meaning of a cell of any type; numbers and blanks mean nothing by themselves."""
        if isinstance(cell, date):
            return Heading(str(cell), month=Moment(cell.year, cell.month, cell.day))
        if not isinstance(cell, str):
            return Heading("")
        if (known := self._cache.get(cell)) is None:
            known = self._cache[cell] = self._read(cell)
        return known

    def _read(self, text: str) -> Heading:
        given, role = self._mapping.role_of(text)
        if given:
            return self._as_given(text, role)
        plain = _PIVOT.sub("", bare(text))
        if not plain or len(plain) > 80:
            return Heading(text)
        if not self._names.open and self._names.knows(text):
            return Heading(text, channel=text)
        if _PLAIN_FIGURE.fullmatch(plain):
            return Heading(text, channel=text if self._names.knows(text) else None)
        if plain not in words.METRIC_WORDS and words.RATIO.search(plain):
            return Heading(text, ratio=True)
        base, unit, currency, vat = qualifiers(plain)
        found = self._base(base, text)
        if not found.known and base != plain:
            found = self._base(plain, text)
        whole = base if base.count("(") == base.count(")") else plain
        if not found.known and (outside := bare(_BRACKETS.sub(" ", whole))) and outside != whole:
            found = self._base(outside, text)
            inside = words.METRIC_WORDS.get(bare(whole.partition("(")[2].partition(")")[0]))
            if inside and found.metric and found.metric != inside[1]:
                found = Heading(text, metric=inside[1], metric_rank=inside[0])  # "Sales (orders)"
        if not found.known and (plainer := bare(words.AROUND.sub("", base))) and plainer != base:
            found = self._base(plainer, text)
        return replace(found, text=text, unit=unit, currency=currency, vat=vat or found.vat)

    def _as_given(self, text: str, role: str | None) -> Heading:
        if role is None:
            return Heading(text, role="note", given=True)
        if role in ("date", "month"):
            return Heading(text, role="time", given=True)
        if role == "channel":
            return Heading(text, role="channel", rank=-1, given=True)
        if role in ("campaign", "state", "order", "invoice"):
            return Heading(text, role=role, given=True)
        _, unit, currency, vat = qualifiers(bare(text))
        return Heading(text, metric=role, metric_rank=-1, unit=unit, currency=currency, vat=vat, given=True)

    def _base(self, base: str, text: str) -> Heading:
        return _whole(base) or self._period(base, text) or self._mixed(base, text) or Heading(text)

    def _period(self, base: str, text: str) -> Heading | None:
        if moment := parse_month(base):
            return Heading(text, month=moment)
        if not words.SUMMARY_PERIOD.search(base):
            return None
        year = re.fullmatch(r"((?:19|20)\d\d)(?: ?год| ?г\.?|年)?", base)
        return Heading(text, year=int(year[1])) if year else Heading(text, total=True)

    def _mixed(self, base: str, text: str) -> Heading | None:
        if self._names.knows(base):
            return Heading(text, channel=text)
        if pair := find_month(base):
            if pair[1] in words.MARKS:
                return Heading(text, month=pair[0], scenario=words.MARKS[pair[1]])
            rest = self._base(pair[1], pair[1]) if pair[1] else Heading(text)
            if rest.month and rest.month.month != pair[0].month:
                return Heading(text, total=True)  # "Jan-Mar"
            return replace(rest, month=pair[0]) if rest.known or not pair[1] else None
        if words.TOTAL.search(base):
            return Heading(text, total=True)
        return self._scenario(base, text) or self._channel_metric(text)

    def _scenario(self, base: str, text: str) -> Heading | None:
        if not base.startswith(_SCENARIO_WORDS) and not base.endswith(_SCENARIO_WORDS):
            return None
        for word in _SCENARIO_WORDS:
            for rest in _without(base, word):
                inner = self._base(rest, rest)
                if inner.metric or inner.channel or inner.month:
                    return replace(inner, text=text, scenario=words.SCENARIOS[word])
        return None

    def _channel_metric(self, text: str) -> Heading | None:
        """ "TV Spend", "Clicks - Radio", "电视消费": a channel and a metric in one cell."""
        clean = _CURRENCY.sub(" ", _BRACKETS.sub(" ", " ".join(text.split()))) if text.isascii() else text
        cuts = (
            range(1, len(clean))
            if _HAN.search(clean)
            else [m.start() for m in re.finditer(r"[\s:|/–—-]+", clean)]
        )
        for cut in cuts:
            left, right = clean[:cut].strip(" -–—:|/"), clean[cut:].strip(" -–—:|/")
            for label, word in ((left, right), (right, left)):
                ranked = words.METRIC_WORDS.get(bare(word))
                if ranked and ranked[0] < 3 and label and self._names.knows(label):
                    return Heading(text, metric=ranked[1], metric_rank=ranked[0], channel=label)
        return None


def _whole(base: str) -> Heading | None:
    role = next((name for name, candidates in _ROLES.items() if base in candidates), "")
    rank = 0
    if not role and base in words.CHANNEL_WORDS:
        role, rank = "channel", words.CHANNEL_WORDS[base]
    metric = words.METRIC_WORDS.get(base)
    if metric and role in ("", "value"):
        return Heading(base, role=role, metric=metric[1], metric_rank=metric[0])
    if role:
        return Heading(base, role=role, rank=rank)
    if base in words.SCENARIOS:
        return Heading(base, scenario=words.SCENARIOS[base])
    if base in words.NOTE_WORDS:
        return Heading(base, role="note")
    return None


def qualifiers(plain: str) -> tuple[str, float | None, str | None, Literal["net", "gross"] | None]:
    """Base words, unit, currency and VAT basis ("net", "gross") of a folded header or caption."""
    currency = None
    if found := _CURRENCY.search(plain):
        currency = currency_of(found[0])
    vat: Literal["net", "gross"] | None
    vat = "net" if _NET.search(plain) else "gross" if _GROSS.search(plain) else None
    unit, base = unit_in(plain)
    for pattern in (_NET, _GROSS, _CURRENCY):
        stripped = pattern.sub(" ", base)
        base = stripped if re.search(r"\w", stripped) else base
    base = re.sub(r"\(\s*[,.;/]*\s*\)|\[\s*\]", " ", base)
    base = re.sub(r"\b(?:in|в)\s*$", " ", bare(base).strip(" ,.-–—/()"))
    return bare(base).strip(" ,.-–—/"), unit, currency, vat


def unit_in(plain: str) -> tuple[float | None, str]:
    """Factor named in a folded text ("тыс. руб.", "万元", "$000") and the text without it."""
    for pattern, factor in _UNITS:
        if pattern.search(plain):
            return factor, pattern.sub(" ", plain)
    return None, plain


def is_unit(text: str) -> bool:
    """Whether a text is nothing but a unit or currency: "EUR k", "тыс. руб.", "#"."""
    base = qualifiers(bare(text))[0]
    return not re.search(r"\w", base) or base in _COUNTED or currency_of(base) is not None


def _without(base: str, word: str) -> list[str]:
    if _HAN.search(word):
        if base.startswith(word):
            return [base[len(word) :].strip(" -–:")]
        return [base[: -len(word)].strip(" -–:")] if base.endswith(word) else []
    if base.startswith(word) and not base[len(word) : len(word) + 1].isalnum():
        return [base[len(word) :].strip(" -–—:/(),.")]
    if base.endswith(word) and not base[-len(word) - 1 : -len(word)].isalnum():
        return [base[: -len(word)].strip(" -–—:/(),.")]
    return []


@lru_cache(maxsize=65536)
def is_total(label: str) -> bool:
    """Whether a label names a sum of other rows ("Grand Total", "Итого", "合计") or of periods ("Q1", "
    ""YTD")."""
    plain = bare(label)
    return bool(words.TOTAL.search(plain) or words.TOTAL.search(fold(label)) or words.TOTAL_ROW.search(plain))


def is_starred(label: str) -> bool:
    """Whether a label is nothing but the stars by which SAP marks its sums."""
    return bool(label.strip()) and not label.strip().strip("*")


def is_account(label: str) -> bool:
    """Whether a label is a ledger's account, above its analytics in a 1C turnover sheet ("44", "44.01")."""
    return bool(re.fullmatch(r"\d{2}(?:\.\d{1,2}){0,2}", label.strip()))


def is_summary_period(label: str) -> bool:
    """Whether a period is longer than a month: quarter, half, year, year to date."""
    return bool(words.SUMMARY_PERIOD.search(bare(label)))
