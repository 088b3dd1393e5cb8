"""Campaigns + unallocated = grid = approved budget, to the cent, after any sequence of edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.allocation import balance, fitted, follow, raised
from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import FiscalYear
from planner.domain.errors import PlannerError
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails
from planner.domain.planning.launches import Launch
from planner.domain.planning.shifting import shifted
from planner.domain.planning.support import slipped

MONTHS = FiscalYear(2027).months
CHANNELS = ("TV", "Search", "Radio")
FIRST = date(2027, 1, 1)


@st.composite
def campaigns(draw: st.DrawFn, number: int) -> Campaign:
    start = FIRST + timedelta(days=draw(st.integers(0, 364)))
    end = min(start + timedelta(days=draw(st.integers(0, 200))), date(2027, 12, 31))
    return Campaign(
        f"Campaign {number}",
        draw(st.sampled_from(CHANNELS)),
        start,
        end,
        draw(st.integers(0, 900_000_00)),
        draw(st.sampled_from(CampaignStatus)),
        id=number,
        details=CampaignDetails(launch=draw(st.sampled_from(("", "Shelf")))),
    )


@st.composite
def versions(draw: st.DrawFn) -> PlanVersion:
    cells = draw(st.lists(st.integers(0, 500_000_00), min_size=36, max_size=36))
    grid = BudgetGrid(CHANNELS, MONTHS, np.array(cells, np.int64).reshape(3, 12))
    held = tuple(draw(campaigns(number)) for number in range(1, draw(st.integers(0, 6)) + 1))
    launch = Launch("Shelf", FIRST + timedelta(days=draw(st.integers(0, 364))))
    return PlanVersion(
        2027,
        "Plan",
        VersionKind.BUDGET,
        VersionStatus.DRAFT,
        grid,
        1,
        campaigns=held,
        book=PlanBook(launches=(launch,)),
    )


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("shift", "slip", "money", "cell", "fit", "raise", "cancel", "take out")),
        st.integers(0, 11),
        st.integers(-4, 4),
    ),
    max_size=8,
)


def edited(version: PlanVersion, kind: str, at: int, by: int) -> PlanVersion:
    """One edit as the pages make it; campaigns change with the budget following them."""
    held = version.campaigns
    if kind == "slip":
        return slipped(version, "Shelf", by).version
    if kind == "fit":
        return replace(version, campaigns=fitted(version.grid, held))
    if kind == "raise":
        return replace(version, grid=raised(version.grid, held))
    if kind == "cell":
        cents = int(version.grid.cents[at % 3, at])
        return replace(
            version, grid=version.grid.with_cell(CHANNELS[at % 3], MONTHS[at], max(cents + by * 777, 0))
        )
    if not held:
        return version
    one = held[at % len(held)]
    if kind == "shift":
        after = shifted(held, {one.id or 0}, MONTHS, by_months=by, by_days=by * 3)
    elif kind == "take out":
        after = tuple(c for c in held if c is not one)
    else:
        changed = (
            {"cents": abs(one.cents + by * 12_345)}
            if kind == "money"
            else {"status": CampaignStatus.CANCELLED}
        )
        after = tuple(replace(c, **changed) if c is one else c for c in held)
    return replace(version, campaigns=after, grid=follow(version.grid, held, after))


@given(versions(), EDITS)
def test_campaigns_and_unallocated_are_the_budget_after_any_edits(
    version: PlanVersion, edits: list[tuple[str, int, int]]
) -> None:
    for kind, at, by in edits:
        before = version
        try:
            version = edited(version, kind, at, by)
        except PlannerError:
            continue  # refused with a sentence, and nothing changed
        if kind == "slip":
            assert version.grid.cents.sum(axis=1).tolist() == before.grid.cents.sum(axis=1).tolist()
        found = balance(version.grid, version.campaigns)
        assert (found.held + found.unallocated == version.grid.cents).all()
        running = [c.cents for c in version.campaigns if c.status is not CampaignStatus.CANCELLED]
        assert found.held.sum() + found.stray == sum(running)
        assert found.stray == 0
        total = round(version.grid.total * 100)
        assert int(found.held.sum()) + int(found.unallocated.sum()) == total
        by_channel = sum(round(v * 100) for v in version.grid.by_channel().values())
        assert by_channel == int(version.grid.cents.sum(axis=0).sum()) == total
        assert (version.grid.cents >= 0).all()
