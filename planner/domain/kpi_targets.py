"""The register's promises: whose a key figure is, what it should be by month, and when it is off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from planner.domain import checks
from planner.domain.errors import BadDocument, say
from planner.domain.kpis import KPIS, Unit

ADDS_UP = (Unit.MONEY, Unit.COUNT)
"""Units whose months add up to the year; in the others every month has the year's target."""
STOCKS = ("active_customers",)
"""Counts that are a level, not a flow."""


@dataclass(frozen=True)
class KpiTarget:
    """What a key figure should be in a year, and who answers for it.

    target        of the year, in the figure's own unit; None: only watched
    months        of each month, where somebody wrote them; None: the year's spread as the plan is phased
    green, amber  how far, as a share of the target, a figure may be off to be green, and to be amber
                  (money on both sides, the rest on the bad one); None: Setup's thresholds
    source        where the actual figure comes from; "": the register's own
    """

    key: str
    year: int
    owner: str = ""
    target: float | None = None
    months: tuple[float, ...] | None = None
    green: float | None = None
    amber: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if self.key not in KPIS:
            raise BadDocument(
                say(
                    '"{key}" is no figure of the register; known are {keys}.',
                    key=self.key,
                    keys=", ".join(KPIS),
                )
            )
        label = say(KPIS[self.key].label)
        if self.target is not None:
            checks.finite(say("The target of {label}", label=label), self.target)
        if self.months is not None:
            checks.twelve(say("The targets of {label}", label=label), self.months, least=None)
            if self.target is None:
                raise BadDocument(say("{label} has targets by month but none of the year.", label=label))
            if self.adds_up and abs(sum(self.months) - self.target) > max(0.01, 1e-6 * abs(self.target)):
                raise BadDocument(
                    say(
                        "The months of {label} add up to {months}, the year's target is {target}; "
                        "make them equal.",
                        label=label,
                        months=f"{sum(self.months):,.2f}",
                        target=f"{self.target:,.2f}",
                    )
                )
        if (self.green is None) != (self.amber is None):
            raise BadDocument(say("{label} needs both thresholds, green and amber, or none.", label=label))
        if self.green is not None and self.amber is not None:
            checks.share(say("The green threshold of {label}", label=label), self.green)
            checks.share(say("The amber threshold of {label}", label=label), self.amber)
            if self.green > self.amber:
                raise BadDocument(say("{label}: green must not be wider than amber.", label=label))

    @property
    def adds_up(self) -> bool:
        """Whether the months' targets add up to the year's."""
        return KPIS[self.key].unit in ADDS_UP and self.key not in STOCKS


def changes(before: Iterable[KpiTarget], after: Iterable[KpiTarget]) -> list[dict[str, Any]]:
    """What differs, as plain JSON for the trail: figure, year, field, old and new value."""
    old, new = ({(one.key, one.year): one for one in side} for side in (before, after))
    found = []
    for key, year in dict.fromkeys([*old, *new]):
        sides = [asdict(side[key, year]) if (key, year) in side else {} for side in (old, new)]
        for name in ("owner", "target", "months", "green", "amber", "source"):
            was, now = (None if side.get(name) == "" else side.get(name) for side in sides)
            if was != now:  # a target of 0 is a target
                found.append({"key": key, "year": year, "field": name, "was": was, "now": now})
    return found
