"""The sample's customers in detail: programmes, segments, survey waves, and who answers for which figure."""

from __future__ import annotations

from planner.domain.calendar import Month
from planner.domain.customer_base import Programme, ProgrammeKind, Segment
from planner.domain.figures import KeyFigures
from planner.domain.kpi_targets import KpiTarget
from planner.domain.survey import Asked, Wave
from sample_data.making.economy import AVERAGE_SALE, LAST_MONTH, rng

PROGRAMMES = (
    Programme("Service and care", ProgrammeKind.RETENTION, 3_000.0, 3_000.0, 90.0, 260.0),
    Programme("Friends bring friends", ProgrammeKind.ACQUISITION, 2_000.0, 2_000.0, 40.0, 120.0),
    Programme("Replacement reminders", ProgrammeKind.FREQUENCY, 2_500.0, 2_500.0, 220.0, 420.0),
)
RETENTION, FREQUENCY = 0.68, 3.0


def segments() -> tuple[Segment, ...]:
    """Three groups whose customers buy and stay, taken together, as Setup says of all."""
    loyal = Segment("Loyal", 0.22, 0.86, 5.5, 132.0, 0.18)
    regular = Segment("Regular", 0.38, 0.72, 3.0, 124.0, 0.37)
    share = 1 - loyal.share - regular.share
    retention = (RETENTION - loyal.share * loyal.retention - regular.share * regular.retention) / share
    orders = FREQUENCY - loyal.share * loyal.frequency - regular.share * regular.frequency
    bought = sum(one.share * one.frequency * one.average_sale for one in (loyal, regular))
    occasional = Segment(
        "Occasional",
        round(share, 4),
        round(retention, 4),
        round(orders / share, 4),
        round((FREQUENCY * AVERAGE_SALE - bought) / orders, 2),
        0.45,
    )
    return loyal, regular, occasional


def waves() -> tuple[Wave, ...]:
    """Quarterly surveys from 2025 to the last month: chance of asking a few around a slow drift."""
    chance = rng(7)
    quarters = [Month(year, number) for year in (2025, 2026) for number in (1, 4, 7, 10)]
    found = []
    for step, month in enumerate(month for month in quarters if month <= LAST_MONTH):
        for asked, people, level in (
            (Asked.AWARENESS, 600, 0.450 + 0.002 * step),
            (Asked.CONSIDERATION, 600, 0.214 + 0.001 * step),
            (Asked.RETENTION, 1500, 0.680),
            (Asked.REACTIVATION, 1500, 0.060 + 0.001 * step),
        ):
            said = int(chance.binomial(people, level))
            source = "brand tracker" if people == 600 else "customer file"
            found.append(Wave(asked, str(month), people, round(said / people, 4), source=source))
        promoters, detractors = chance.multinomial(500, (0.44 + 0.004 * step, 0.15, 0.41 - 0.004 * step))[:2]
        nps = Wave(Asked.NPS, str(month), 500, promoters / 500, detractors / 500, "brand tracker")
        found.append(nps)
    return tuple(found)


OWNERS = {
    "revenue": ("Mara Lind", "ledger"),
    "profit": ("Mara Lind", "ledger"),
    "marketing": ("Tomas Weil", "ledger"),
    "new_customers": ("Ines Roth", "customer file"),
    "active_customers": ("Ines Roth", "customer file"),
    "cac_blended": ("Ines Roth", "customer file"),
}
ROUND = {"revenue": 0.01, "cac_blended": 1.0, "new_customers": 100.0, "active_customers": 100.0}


def targets(plans: dict[int, KeyFigures]) -> tuple[KpiTarget, ...]:
    """The year's targets: what its plan promises, all but revenue in round figures."""
    found = []
    for year, figures in plans.items():
        for key, (owner, source) in OWNERS.items():
            step = ROUND.get(key, 10_000.0)
            target = round(round((figures[key].value or 0.0) / step) * step, 2)
            found.append(KpiTarget(key, year, owner, target, source=source))
    return tuple(found)
