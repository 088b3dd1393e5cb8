"""Numbers as people and systems type them; which mark is the decimal one is decided once per column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Literal

from planner.sources.words import words_of

Decimal = Literal[".", ","]
Threes = Literal["thousands", "decimals"]
"""What the three digits after a lone mark are, as in 8.100."""
MISSING_WORDS = words_of(
    "|-|--|---|–|—|−|n/a|n.a.|na|#n/a|#н/д|н/д|н.д.|нет данных|null|none|nil|nan|无|暂无|缺失|.|…|..."
)
_SUFFIXES: tuple[tuple[str, float], ...] = (
    ("млрд", 1e9), ("млн", 1e6), ("тыс", 1e3), ("亿", 1e8), ("万", 1e4), ("千", 1e3),
    ("bn", 1e9), ("mrd", 1e9), ("mn", 1e6), ("mio", 1e6), ("tsd", 1e3), ("k", 1e3), ("m", 1e6), ("к", 1e3),
)  # fmt: skip
_CODES = (
    "USD EUR GBP RUB CNY JPY CHF KZT UAH BYN INR PLN SEK NOK DKK CZK TRY BRL CAD AUD NZD HKD SGD AED KRW "
    "MXN ZAR RUR"
)
CURRENCIES: tuple[tuple[str, str], ...] = (
    ("us$", "USD"), ("cn¥", "CNY"), ("hk$", "HKD"), ("a$", "AUD"), ("c$", "CAD"), ("$", "USD"),
    ("€", "EUR"), ("£", "GBP"), ("₽", "RUB"), ("₸", "KZT"), ("₴", "UAH"), ("₹", "INR"), ("₩", "KRW"),
    ("руб", "RUB"), ("人民币", "CNY"), ("美元", "USD"), ("欧元", "EUR"), ("rmb", "CNY"), ("¥", "CNY"),
    ("元", "CNY"), ("р.", "RUB"), *((code.casefold(), code) for code in _CODES.split()),
)  # fmt: skip
"""Marks of a currency, folded, the longer before the shorter; RUR is the rouble's old code."""
_CURRENCY_TEXT = re.compile(
    "|".join(re.escape(mark) + (r"\.?" if mark == "руб" else "") for mark, _ in CURRENCIES)
)
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}$")
"""How German and Swiss prices write whole amounts: "2.500,-" is no credit."""
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}")
"""1,23,45,678: thousands, then groups of two."""
_QUOTED = re.compile(r"^'(?=[-(]?[1-9])")
"""The apostrophe that keeps a number text in Excel; '000 is a unit."""
_GROUPING = re.compile(r"(?<=\d)[\s'’`](?=\d{3}(?:\D|$))")
_SHAPE = re.compile(r"\d+(?:[.,]\d+)*[.,]?|[.,]\d+")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?e[+-]?\d{1,2}")


class NotANumber(Enum):
    """Why a text gives no number."""

    MISSING = "missing"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as typed: digits with its marks, what to multiply it by, and its currency."""

    digits: str
    factor: float
    currency: str | None


@lru_cache(maxsize=131072)
def typed(text: str) -> Typed | NotANumber:
    """Take sign, currency and unit off a text. MISSING for "-" and its like, TEXT for words."""
    plain = (
        unicodedata.normalize("NFKC", text).casefold().strip().replace("\u2212", "-").strip("\u200b\ufeff")
    )
    if plain in MISSING_WORDS:
        return NotANumber.MISSING
    currency = None
    if found := _CURRENCY_TEXT.search(plain):
        currency = currency_of(found[0])
        plain = (plain[: found.start()] + plain[found.end() :]).strip()
    plain = _NO_CENTS.sub("", _QUOTED.sub("", plain))
    factor = 1.0
    if plain.startswith("(") and plain.endswith(")"):
        plain, factor = plain[1:-1].strip(), -1.0
    elif plain.endswith("-"):
        plain, factor = plain[:-1].strip(), -1.0
    if plain.startswith(("+", "-", "–", "—")):
        factor *= 1.0 if plain[0] == "+" else -1.0
        plain = plain[1:].strip()
    for suffix, scale in _SUFFIXES:
        stem = plain.rstrip(". ")
        if stem.endswith(suffix) and stem[: -len(suffix)].strip()[-1:].isdigit():
            plain, factor = stem[: -len(suffix)].strip(), factor * scale
            break
    plain = _GROUPING.sub("", plain)
    if _SHAPE.fullmatch(plain) or _EXPONENT.fullmatch(plain):
        return Typed(plain, factor, currency)
    return NotANumber.TEXT


def currency_of(text: str) -> str | None:
    """ISO code for a symbol or code, None for anything else."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip(" .,()")
    for mark, code in CURRENCIES:
        if plain == mark.strip("."):
            return "RUB" if code == "RUR" else code
    return None


def decimal_votes(texts: Iterable[str]) -> tuple[int, int, int]:
    """How many texts can only be read with a decimal point, with a decimal comma, and how many are "
    "undecided."""
    point = comma = undecided = 0
    for text in texts:
        number = typed(text)
        if not isinstance(number, Typed):
            continue
        vote = _vote(number.digits)
        point += vote == "."
        comma += vote == ","
        undecided += vote == "?"
    return point, comma, undecided


def lone_mark(text: str) -> Decimal | None:
    """The mark of "8.100", which groups thousands or sets off three decimals; None for every other text."""
    number = typed(text)
    if not isinstance(number, Typed) or abs(number.factor) != 1 or _vote(number.digits) != "?":
        return None
    return "." if "." in number.digits else ","


def decimals_in(text: str, decimal: Decimal) -> int:
    """How many decimals a text shows that can be read in one way only; 0 for others."""
    number = typed(text)
    if not isinstance(number, Typed) or _vote(number.digits) != decimal:
        return 0
    return len(number.digits.rpartition(decimal)[2]) if decimal in number.digits else 0


def to_number(number: Typed, decimal: Decimal) -> float | None:
    """The value with `decimal` as decimal mark, None where the digits contradict it."""
    group = "," if decimal == "." else "."
    digits = number.digits
    whole, mark, fraction = digits.partition(decimal)
    if mark and (decimal in fraction or group in fraction):
        return None
    parts = whole.split(group)
    by_thousands = 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    if len(parts) > 1 and not by_thousands and not _INDIAN.fullmatch(whole):
        return None
    try:
        value = float("".join(parts) + ("." + fraction if mark else ""))
    except ValueError:
        return None
    # Decimal places of the source, not float dust: 1.2 with 万 is 12000, not 11999.999999999998.
    return round(value * number.factor, 9)


def _vote(digits: str) -> str:
    if "e" in digits:  # 1.5e6 comes from a program, which groups nothing
        return "." if "." in digits else "," if "," in digits else ""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if not points and not commas:
        return ""
    mark = "." if points else ","
    other = "," if points else "."
    if points + commas > 1:
        return other
    whole, _, fraction = digits.partition(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole in ("", "0"):
        return mark
    return "?"
