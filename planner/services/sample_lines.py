"""The sample company's budget lines: what its cost lines and some of its media consist of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.money import in_whole_units
from planner.domain.planning.lines import BudgetLine, LineKind

ALL_YEAR = range(1, 13)
PEAK = (10, 11, 12)


@dataclass(frozen=True)
class _Purchase:
    """`amount` currency units, spread evenly over `months`; `ordered` says whether an order was placed.

    notice  month and day by which it can be cancelled; fee: share of it that cancelling costs
    """

    name: str
    kind: LineKind
    direction: str
    amount: int
    months: tuple[int, ...]
    vendor: str
    owner: str
    programme: str = ""
    channel: str = ""
    ordered: bool = True
    notice: tuple[int, int] | None = None
    fee: float = 0.0


_PRODUCTION, _AGENCY, _TECH = LineKind.PRODUCTION, LineKind.AGENCY, LineKind.TECHNOLOGY
_MEDIA, _RESEARCH, _RESERVE = LineKind.MEDIA, LineKind.RESEARCH, LineKind.RESERVE
_YEAR = tuple(ALL_YEAR)
PURCHASES = (
    # They add up to the cost lines of the company: production 154k, agency 123k, technology 77k,
    # research 29k, reserve 77k. Media lines are details of the grid.
    _Purchase(
        "Film of the year", _PRODUCTION, "A", 62_000, (1, 2, 7), "Northlight Films", "Jonas Reyes", "Brand"
    ),
    _Purchase(
        "Social and display assets", _PRODUCTION, "A", 38_000, _YEAR, "Studio Ojo", "Yuki Tan", "Season sales"
    ),
    _Purchase(
        *("Peak season creative", _PRODUCTION, "A", 22_000, (10, 11, 12), "Studio Ojo", "Yuki Tan"),
        "Season sales",
        notice=(11, 27),
        fee=0.15,
    ),
    _Purchase(
        "Welcome and members' mails", _PRODUCTION, "B", 14_000, _YEAR, "Letterbox", "Noor Haddad", "Members"
    ),
    _Purchase(
        "Catalogues", _PRODUCTION, "C", 18_000, (2, 3, 8, 9), "Kestrel Print", "Sam Pike", "Invitations"
    ),
    _Purchase(
        "Media agency",
        _AGENCY,
        "A",
        84_000,
        _YEAR,
        "Fairway Media",
        "Ada Moreno",
        "Efficient buying",
        notice=(9, 30),
        fee=0.25,
    ),
    _Purchase(
        "Search agency",
        _AGENCY,
        "A",
        39_000,
        _YEAR,
        "Lantern",
        "Liam Foss",
        "Efficient buying",
        notice=(12, 1),
    ),
    _Purchase(
        "Analytics and tracking", _TECH, "A", 34_000, _YEAR, "Meterwell", "Liam Foss", "Efficient buying"
    ),
    _Purchase("Mailing and CRM system", _TECH, "B", 43_000, _YEAR, "Postline", "Noor Haddad", "Members"),
    _Purchase(
        "Brand survey, two waves", _RESEARCH, "B", 21_000, (5, 10), "Askwell", "Ruth Oyelaran", "Brand"
    ),
    _Purchase(
        "Customer interviews",
        _RESEARCH,
        "B",
        8_000,
        (3, 11),
        "Askwell",
        "Ruth Oyelaran",
        "Members",
        notice=(11, 30),
    ),
    _Purchase(
        "Reserve, held until July", _RESERVE, "", 50_000, (8, 9, 10, 11, 12), "", "Mara Lind", ordered=False
    ),
    _Purchase("Reserve for tests", _RESERVE, "", 27_000, (4, 5, 6, 7), "", "Mara Lind", ordered=False),
    _Purchase(
        "TV airtime, last quarter",
        _MEDIA,
        "A",
        54_000,
        PEAK,
        "Fairway Media",
        "Ada Moreno",
        "Brand",
        "TV",
        notice=(11, 24),
        fee=0.10,
    ),
    _Purchase(
        *("Poster sites, December", _MEDIA, "A", 4_000, (12,), "Cityboards", "Ada Moreno", "Brand"),
        "Out of home",
        notice=(11, 9),
        fee=0.5,
    ),
    _Purchase(
        *("Radio spots, December", _MEDIA, "A", 3_500, (12,), "Soundwave", "Ada Moreno", "Brand"),
        "Radio and audio",
        notice=(12, 4),
        fee=0.05,
    ),
    _Purchase(
        *("Creators for the gift guide", _MEDIA, "C", 9_000, (11, 12), "Roomtalk", "Ines Okafor"),
        "Season sales",
        "Influencers",
        notice=(11, 25),
        fee=0.20,
    ),
)


def lines(year: int, today: date) -> tuple[BudgetLine, ...]:
    """The purchases of a year with the money states they have on `today`."""
    return tuple(_line(number, each, year, today) for number, each in enumerate(PURCHASES, 1))


def _line(number: int, each: _Purchase, year: int, today: date) -> BudgetLine:
    months = np.zeros(12)
    months[[month - 1 for month in each.months]] = each.amount * 100 / len(each.months)
    cents = in_whole_units(months)
    begun = year <= today.year
    over = [m for m in range(12) if begun and (year < today.year or m + 1 < today.month)]
    delivered = int(cents[over].sum()) if each.ordered else 0
    paid = int(cents[over[:-1]].sum()) if each.ordered else 0
    ordered = each.ordered and begun
    return BudgetLine(
        each.name,
        each.kind,
        tuple(int(c) for c in cents),
        direction=each.direction,
        programme=each.programme,
        channel=each.channel,
        vendor=each.vendor,
        owner=each.owner,
        cost_centre=f"MK-{each.direction or '0'}{10 + number}",
        order=f"PO-{year}-{number:03d}" if ordered else "",
        vat_rate=0.0,
        committed=int(cents.sum()) if ordered else 0,
        accrued=delivered,
        invoiced=delivered,
        paid=paid,
        cancel_by=date(year, *each.notice) if each.notice else None,
        cancellation=round(each.amount * 100 * each.fee),
    )
