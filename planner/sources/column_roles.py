"""Which column of a history is what: proposed from its words and values, decided by whoever sends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.errors import BadFile, say
from planner.sources.amounts import NotANumber, to_number, typed
from planner.sources.channel_names import ChannelNames, concept_of
from planner.sources.channel_words import VENDORS
from planner.sources.history_dates import parse_dates
from planner.sources.history_rows import lines_of
from planner.sources.vocabulary import METRIC_WORDS
from planner.sources.words import fold, words_of

LOOKED_AT = 60
"""Rows from which a column's kind is read."""
MONEY_WORDS = words_of(
    "s|spend|spends|spent|cost|costs|budget|media|usd|eur|gbp|rub|cny|rmb|k|net|amount|"
    "расход|расходы|затраты|бюджет|руб|花费|消费|消耗|费用|投放|投入|元"
)
"""Words that say a column is money spent, and nothing about the channel."""
EXPOSURE_WORDS = words_of(
    "i|p|impressions|impression|impr|imps|clicks|click|grp|grps|trp|trps|views|reach|visits|sessions|opens|"
    "показы|клики|просмотры|охват|визиты|曝光|展现|展示量|点击|浏览|访问"
)
CONTROL_WORDS = words_of(
    "price|prices|pricing|promo|promotion|promotions|discount|holiday|holidays|competitor|competitors|"
    "competition|temperature|weather|rain|cpi|inflation|unemployment|confidence|distribution|stock|"
    "availability|covid|lockdown|newsletter|newsletters|trend|index|b|"
    "цена|цены|акция|акции|промо|скидка|скидки|праздник|праздники|конкурент|конкуренты|погода|"
    "температура|инфляция|наличие|дистрибуция|"
    "价格|促销|折扣|节日|假期|竞品|竞争|天气|温度|通胀|库存|铺货"
)
DATE_WORDS = words_of("date|week|month|day|дата|неделя|месяц|日期|周|月")
_SPLIT = re.compile(r"[\W_]+")
_JOINED = re.compile(r"\s+(?:and|und|и)\s+|[&/+]|和|与", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: its name, what its values are, and how many rows the file has."""

    name: str
    rows: int
    dates: bool
    numbers: bool
    positive: bool


@dataclass(frozen=True)
class Roles:
    """What the columns of a history are for; `called` says which of our channels a channel column is."""

    date: str | None
    outcome: str | None
    channels: tuple[str, ...]
    controls: tuple[str, ...]
    called: dict[str, str]


def columns_of(data: bytes, filename: str) -> tuple[Column, ...]:
    """The columns of a file in its order. Raises BadFile for what holds no table."""
    lines = lines_of(data, filename)
    if len(lines) < 2:
        raise BadFile(say('"{file}" has no header with rows below it.', file=filename))
    header, rows = lines[0][0], [cells for cells, _ in lines[1 : LOOKED_AT + 1]]
    found = []
    for i, name in enumerate(header):
        if not name or header.count(name) > 1:
            continue
        values = [row[i] for row in rows if i < len(row) and row[i]]
        numbers = [_number(value) for value in values]
        known = [number for number in numbers if number is not None]
        found.append(
            Column(
                name,
                len(lines) - 1,
                dates=_dates(values),
                # A few faults are told with their place once the column is used.
                numbers=len(known) > 0.8 * len(rows),
                positive=all(number >= 0 for number in known),
            )
        )
    return tuple(found)


def proposed_roles(columns: Sequence[Column], channels: Sequence[str]) -> Roles:
    """What each column most likely is; `channels` are the company's own."""
    names = ChannelNames(channels)
    day = _day(columns)
    left = [c for c in columns if c.numbers and c.name != day]
    outcome = _outcome(left)
    spends, controls = [], []
    called: dict[str, str] = {}
    for column in left:
        if column.name == outcome:
            continue
        words = _words(column.name)
        channel = _channel_words(column.name)
        match = names.match(channel)
        ours = match.channel
        if ours is None and len(match.suggestions) == 1:
            ours = match.suggestions[0]
        exposure = bool(words & EXPOSURE_WORDS)
        control = bool(words & CONTROL_WORDS)
        known = ours is not None or _is_channel(channel) or any(map(_is_channel, _parts(column.name)))
        money = bool(words & MONEY_WORDS)
        exact = fold(column.name) in {fold(name) for name in channels}
        if exact or (column.positive and not exposure and not control and (known or money)):
            spends.append(column.name)
            if ours is not None and ours not in called.values():
                called[column.name] = ours
        elif control:
            controls.append(column.name)
    return Roles(day, outcome, tuple(spends), tuple(controls), called)


def _outcome(columns: Sequence[Column]) -> str | None:
    """The column of revenue, else of orders."""
    for wanted in ("revenue", "conversions", "new_customers"):
        ranked = [
            (rank, column.name)
            for column in columns
            if (found := METRIC_WORDS.get(fold(column.name))) is not None
            for rank, metric in [found]
            if metric == wanted
        ]
        if ranked:
            return min(ranked, key=lambda one: one[0])[1]
    for column in columns:
        words = _words(column.name)
        if words & {"revenue", "sales", "turnover", "выручка", "продажи", "收入", "销售额"} and not (
            words & (CONTROL_WORDS | MONEY_WORDS)
        ):
            return column.name
    return None


def _dates(values: Sequence[str]) -> bool:
    """Whether the values are dates, but for a few faults that are told once the column is used."""
    if not values:
        return False
    faults = [one for one in parse_dates(values, None) if not isinstance(one, date)]
    return len(faults) < 0.2 * len(values)


def _day(columns: Sequence[Column]) -> str | None:
    dated = [column for column in columns if column.dates]
    named = [column for column in dated if _words(column.name) & DATE_WORDS]
    return (named or dated)[0].name if dated else None


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in _SPLIT.split(fold(name)) if word)


def _channel_words(name: str) -> str:
    """A column's name without the words that only say it is money: "tv_S" is "tv"."""
    kept = [word for word in _SPLIT.split(fold(name)) if word and word not in MONEY_WORDS]
    return " ".join(kept) or fold(name)


def _parts(name: str) -> list[str]:
    """What a name joins: "Email and loyalty" is email, and loyalty."""
    return [_channel_words(part) for part in _JOINED.split(name) if part.strip()]


def _is_channel(label: str) -> bool:
    return concept_of(label) is not None or _vendor(label)


def _vendor(label: str) -> bool:
    return any(label in words.split("|") for words in VENDORS.values())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        found = typed(text)
        return None if isinstance(found, NotANumber) else to_number(found, ".")
