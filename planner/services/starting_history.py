"""A company that starts from its own history: last year's money as first plan, then the fit takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from sqlalchemy.orm import Session

from planner.analysis.fit.prepare import check
from planner.domain.budget_plan import VersionStatus
from planner.domain.company import Company
from planner.domain.history import History
from planner.domain.money import FloatArray
from planner.presentation.language import _
from planner.services.fitted_year import YEAR, expected_baseline
from planner.services.library import Store, VersionInfo
from planner.services.stand_in import BEFORE_FIT, no_curves
from planner.services.starting import Started, start_company
from planner.sources.column_roles import MONEY_WORDS
from planner.sources.words import fold
from planner.storage import curve_sets, plan_rows, plans, workspaces
from planner.storage.records import Stamp

MONTHS = 12


@dataclass(frozen=True, eq=False)
class LastYear:
    """What the last year of a history spent and sold, by month of the year, January first.

    spend    (12,) by channel
    outcome  (12,), media included
    periods  of the history that it is made of; fewer than a year's are taken up to one, evenly
    until    the last day
    """

    spend: dict[str, FloatArray]
    outcome: FloatArray
    periods: int
    until: date

    @property
    def media(self) -> float:
        """The year's spend of all channels."""
        return float(sum(row.sum() for row in self.spend.values()))


def last_year(history: History) -> LastYear:
    """The year that ends with the history. A week's figures go to the months its days lie in.

    Raises BadDocument for what could not be fitted either.
    """
    check(history)
    assert history.outcome is not None
    horizon = history.horizon
    year = YEAR[horizon.period]
    periods = min(year, horizon.count)
    starts = horizon.starts()[-periods - 1 :]
    share = np.array([_by_month(*ends) for ends in pairwise(starts)])

    def months(row: FloatArray) -> FloatArray:
        if periods < year:
            return np.full(MONTHS, row[-periods:].sum() * year / periods / MONTHS)
        found: FloatArray = row[-periods:] @ share
        return found

    return LastYear(
        {name: months(row) for name, row in history.by_channel().items()},
        months(history.outcome),
        periods,
        starts[-1] - timedelta(days=1),
    )


def _by_month(start: date, stop: date) -> FloatArray:
    """(12,) share of a period's days in each month of the year."""
    days = (stop - start).days
    months = [(start + timedelta(days=day)).month - 1 for day in range(days)]
    return np.bincount(months, minlength=MONTHS) / days


def start_from_history(store: Store, company: Company, history: History, *, year: int, who: str) -> Started:
    """Store a company whose first draft spends each month what the last year spent in it.

    Until a fit is kept it stands on last year's sales, all of them without media: nothing is guessed.
    """
    before = last_year(history)
    of_year = [month.number - 1 for month in company.fiscal_year(year).months]
    sales = tuple(round(float(before.outcome[place]), 2) for place in of_year)
    return start_company(
        store,
        replace(company, baselines={**company.baselines, year: sales}),
        no_curves(history.channels, company.currency),
        {name: row[of_year] for name, row in before.spend.items()},
        year=year,
        who=who,
        source=BEFORE_FIT,
        called=_("Last year's sales, before a fit"),
    )


def waiting(store: Store, slug: str) -> list[str]:
    """Names of the drafts that stand on last year's sales until a fit is kept."""
    with store.database.reading() as session:
        return [info.name for info in _waiting(session, workspaces.find(session, slug).id)]


def move_to_fit(store: Store, slug: str, curves_id: int, *, who: str) -> list[str]:
    """Put the drafts that waited for a fit onto these curves and their sales without media; their names.

    One transaction: no draft stands on the fit's curves and last year's sales, which would count media twice.
    """
    with store.database.writing() as session:
        row, stamp = workspaces.find(session, slug, change=True), Stamp(who)
        curves, moved = curve_sets.load(session, row.id, curves_id), _waiting(session, row.id)
        for info in moved:
            company = workspaces.company(row)
            expected = expected_baseline(curves, company, info.year)
            if expected is not None:
                changed = replace(company, baselines={**company.baselines, info.year: expected})
                workspaces.save(session, row, changed, revision=row.revision, stamp=stamp)
            version = plan_rows.load(session, plans.find(session, row.id, info.id))
            plans.save(session, row.id, replace(version, curves_id=curves_id), _("First fit"), stamp)
        return [info.name for info in moved]


def _waiting(session: Session, workspace_id: int) -> list[VersionInfo]:
    listed = curve_sets.listed(session, workspace_id)
    stand_ins = {info.id for info in listed if info.source == BEFORE_FIT}
    return [
        info
        for info in plan_rows.listed(session, workspace_id, None)
        if info.status is VersionStatus.DRAFT and info.curves_id in stand_ins
    ]


def channel_names(columns: Sequence[str]) -> dict[str, str]:
    """What to call the channel of each column: "TV spend" is TV, unless two would be one."""
    short = {column: _without_money_words(column) for column in columns}
    names = list(short.values())
    return {column: name if names.count(name) == 1 else column for column, name in short.items()}


def _without_money_words(column: str) -> str:
    words = [word for word in re.split(r"[\W_]+", column) if word]
    kept = [word for word in words if fold(word) not in MONEY_WORDS - {"media"}]
    return column.strip() if len(kept) == len(words) or not kept else " ".join(kept)
