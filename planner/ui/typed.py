"""Amounts as people type them into one field: "20,000,000", "20 000 000", "20M", "2000万", "1.234,56"."""

from __future__ import annotations

from math import isfinite
from typing import Literal

from planner.sources.amounts import NotANumber, to_number, typed

DECIMALS: tuple[Literal[".", ","], ...] = (".", ",")


def typed_amount(text: str) -> float | None:
    """The amount of 0 or more that `text` says; None where it says none.

    A mark that can only group or only be decimal decides; "1,234" and "1.234" mean one thousand here, since
    nobody types a revenue to three decimals.
    """
    number = typed(text.strip())
    if isinstance(number, NotANumber):
        return None
    found = [value for mark in DECIMALS if (value := to_number(number, mark)) is not None]
    if not found or not all(isfinite(value) for value in found):
        return None
    amount = max(found)
    return amount if amount >= 0 else None


def typed_part(text: str, whole: float) -> float | None:
    """An amount, or a share of `whole`: "12%" of 1,080,000 is 129,600."""
    plain = text.strip()
    share = typed_amount(plain[:-1]) if plain.endswith(("%", "\N{FULLWIDTH PERCENT SIGN}")) else None
    return typed_amount(plain) if share is None else share / 100 * whole


def typed_target(text: str, now: float) -> float | None:
    """An amount, or how much more than `now`: "+12%" of 19,500,000 is 21,840,000, "+500k" is 20,000,000."""
    plain = text.strip()
    if not plain.startswith(("+", "\N{FULLWIDTH PLUS SIGN}")):
        return typed_amount(plain)
    more = typed_part(plain[1:], now)
    return None if more is None else now + more
