"""What can still be saved: months without actuals, and no more than is left; the same on every screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.services.control import money_lines
from planner.services.library import Store
from planner.services.results import Results, results_of
from planner.services.saving import open_months, still_saved
from planner.storage.database import Database

IN_OCTOBER = date(2026, 10, 20)
NOVEMBER = date(2026, 11, 20)


@pytest.fixture
def store(loaded: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{loaded}"))
    yield opened
    opened.close()


def of(store: Store, today: date) -> Results:
    return results_of(store, "sample", 2026, as_of=today)


def test_a_month_whose_actuals_are_in_saves_nothing(store: Store) -> None:
    found = of(store, NOVEMBER)
    months = found.version.grid.months
    assert open_months(found.measured, IN_OCTOBER) == months[10:], "October has come in already"
    assert still_saved(found.version, found.measured, "net", IN_OCTOBER, months[:10]) == ()
    early = still_saved(found.version, found.measured, "net", IN_OCTOBER, months[9:])
    assert sum(s.open for s in early) == sum(
        s.open for s in still_saved(found.version, found.measured, "net", NOVEMBER, months[10:])
    )


def test_no_channel_saves_more_than_it_has_left(store: Store) -> None:
    found = of(store, NOVEMBER)
    saved: dict[str, int] = {}
    for one in still_saved(found.version, found.measured, "net", NOVEMBER, found.version.grid.months):
        saved[one.line.channel] = saved.get(one.line.channel, 0) + one.open
    left = {line.channel: line.budget - line.spent for line in money_lines(found, [])}
    media = {name: cents for name, cents in saved.items() if name}
    assert "TV" in media
    for name, cents in media.items():
        assert 0 < cents <= round(100 * left[name])
    twice = replace(
        found.version.book,
        lines=tuple(
            replace(line, months=tuple(2 * c for c in line.months)) for line in found.version.book.lines
        ),
    )
    doubled = replace(found.version, book=twice)
    again = still_saved(doubled, found.measured, "net", NOVEMBER, found.version.grid.months)
    assert sum(s.open for s in again if s.line.channel == "TV") == round(100 * left["TV"])
