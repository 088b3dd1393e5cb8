"""What a file says about its amounts: with tax or without, agency fee included, orders or net sales."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from planner.sources.headings import qualifiers
from planner.sources.words import bare, fold

_FEE = re.compile(
    r"(?:agency|media|service)[ -]?(?:fee|commission)s?|\bfees?\b|агентск\w+ (?:комисси\w+|вознагражд\w+)|"
    r"комисси\w+ агентства|代理(?:服务)?费|服务费"
)
_WITHOUT = re.compile(
    r"\bnot incl|\bexcl|\bwithout\b|\bw/o\b|\bbefore\b|\bnet of\b|\bбез\b|\bне вкл|\bне входит|不含|未含|除外"
)
_WITH = re.compile(
    r"\bincl|\bwith\b|\bplus\b|\+ ?(?:agency|fee)|\bвкл|\bс уч[её]том|\bс (?:агентск|комисси)|含"
)
_ORDERS = re.compile(
    r"\borders? (?:value|amount|revenue)|\bgross (?:sales|revenue|merch)|\bgmv\b|\bbookings?\b|\bordered\b|"
    r"сумма заказов|стоимость заказов|订单金额|下单金额|成交总额|成交金额"
)
LONGEST = 160
"""Letters of a title or a header; a longer text is a remark."""
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class BasisSeen:
    """Evidence from headers and titles; None where the file says nothing."""

    vat: Literal["net", "gross"] | None = None
    fee: Literal["included", "excluded"] | None = None
    orders: bool = False
    """Whether revenue counts orders before returns and cancellations."""


def basis_of(texts: Iterable[str], columns: Mapping[str, str | None]) -> BasisSeen:
    """Evidence in title lines and in the headers of money columns."""
    money = [name for name, role in columns.items() if role in ("spend", "revenue")]
    lines = [fold(text) for text in (*texts, *money) if len(text) <= LONGEST]
    vats = {vat for line in lines if (vat := qualifiers(bare(line))[3])}
    # "Net" of a net spend speaks of discounts as often as of tax: only a word for tax counts for it.
    taxed = any(re.search(r"\bvat\b|\btax|ндс|税", line) for line in lines)
    fees = {fee for line in lines if (fee := _fee(line))}
    revenue = [bare(name) for name, role in columns.items() if role == "revenue"]
    return BasisSeen(
        vat=_sole(vats) if taxed else None,
        fee=_sole(fees),
        orders=any(_ORDERS.search(name) for name in revenue),
    )


def _fee(line: str) -> Literal["included", "excluded"] | None:
    if not _FEE.search(line):
        return None
    if _WITHOUT.search(line):
        return "excluded"
    return "included" if _WITH.search(line) else None


def _sole(found: set[Word]) -> Word | None:
    return next(iter(found)) if len(found) == 1 else None
