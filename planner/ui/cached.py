"""Answers kept between runs. Keys are ids and revisions, so nothing stale is ever shown and hashing is free.

What comes back is shared between sessions: values are frozen, arrays are not written to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from planner.analysis.bridge import Bridge
from planner.domain.budget_plan import PlanVersion, VersionKind
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.forecast import Measure
from planner.domain.response_model import ResponseModel
from planner.plan.evaluation import Evaluation, evaluate, plan_channels, version_model
from planner.services.results import Results, results_of
from planner.services.standing import Standing, bridge_between, standing
from planner.ui.state import store

if TYPE_CHECKING:
    from planner.presentation.annual_plan import LastYear


@st.cache_resource(max_entries=32, show_spinner=False)
def _company(slug: str, revision: int) -> Company:
    return store().company(slug)


def company(slug: str) -> tuple[Company, int]:
    """The company and the revision of its settings."""
    revision = store().company_revision(slug)
    return _company(slug, revision), revision


@st.cache_resource(max_entries=32, show_spinner=False)
def _curves(slug: str, curves_id: int, settings: int) -> CurveSet:
    return store().curves(slug, curves_id)


def curves(slug: str, curves_id: int) -> CurveSet:
    """A stored curve set; only the names of its channels ever change, and those with the settings."""
    return _curves(slug, curves_id, store().company_revision(slug))


@st.cache_resource(max_entries=64, show_spinner=False)
def version(slug: str, version_id: int, revision: int, settings: int) -> PlanVersion:
    """A version as of `revision`; `settings` is in the key because renaming a channel renames its rows."""
    return store().version(slug, version_id)


def model(slug: str, settings: int, version_id: int, revision: int) -> ResponseModel:
    """The curves compiled for a version's year and channels; a forecast's stand on its actual months."""
    if version(slug, version_id, revision, settings).kind is VersionKind.FORECAST:
        return stands(slug, version_id).model
    return _model(slug, settings, version_id, revision)


@st.cache_resource(max_entries=64, show_spinner=False)
def _model(slug: str, settings: int, version_id: int, revision: int) -> ResponseModel:
    known = version(slug, version_id, revision, settings)
    settled, _ = company(slug)
    found = curves(slug, known.curves_id)
    return version_model(settled, found, known, plan_channels(settled, found, known.grid))


def evaluation(slug: str, settings: int, version_id: int, revision: int) -> Evaluation:
    """Forecast and key figures of a version; a forecast's by its actual months and what the rest brings."""
    if version(slug, version_id, revision, settings).kind is VersionKind.FORECAST:
        return stands(slug, version_id).evaluation
    return _evaluation(slug, settings, version_id, revision)


@st.cache_resource(max_entries=64, show_spinner=False)
def _evaluation(slug: str, settings: int, version_id: int, revision: int) -> Evaluation:
    known = version(slug, version_id, revision, settings)
    settled, _ = company(slug)
    return evaluate(_model(slug, settings, version_id, revision), settled, known.grid, known.lines)


def today() -> date:
    """The day on which figures are read."""
    return datetime.now(UTC).date()


@st.cache_resource(max_entries=16, show_spinner=False)
def _results(slug: str, year: int, change: int, day: date, months: tuple[str, ...] | None) -> Results:
    period = None if months is None else [Month.parse(month) for month in months]
    return results_of(store(), slug, year, as_of=day, months=period)


def results(slug: str, year: int, months: tuple[str, ...] | None = None) -> Results:
    """A year's results, new whenever anything of the company changed; explained over `months` or to date."""
    return _results(slug, year, store().last_change(slug), today(), months)


@st.cache_resource(max_entries=32, show_spinner=False)
def _standing(slug: str, version_id: int, change: int, day: date) -> Standing:
    return standing(store(), slug, store().version(slug, version_id), as_of=day)


def stands(slug: str, version_id: int) -> Standing:
    """Where a version stands: a forecast by its actual months too."""
    return _standing(slug, version_id, store().last_change(slug), today())


@st.cache_resource(max_entries=16, show_spinner=False)
def _bridge(slug: str, before_id: int, after_id: int, change: int, day: date) -> Bridge:
    return bridge_between(store(), slug, stands(slug, before_id), stands(slug, after_id))


def bridge(slug: str, before_id: int, after_id: int) -> Bridge:
    """From one version's revenue to another's."""
    return _bridge(slug, before_id, after_id, store().last_change(slug), today())


@st.cache_resource(max_entries=16, show_spinner=False)
def _last_year(slug: str, version_id: int, change: int) -> LastYear | None:
    from planner.services.exports import export_plan  # noqa: PLC0415 - brings the optimiser along

    return export_plan(store(), slug, version_id, advised=False).last_year


def last_year(slug: str, version_id: int) -> LastYear | None:
    """The year before a version's: what was spent and sold, its open months from the outlook."""
    return _last_year(slug, version_id, store().last_change(slug))


@st.cache_resource(max_entries=32, show_spinner=False)
def best_split(slug: str, settings: int, version_id: int, revision: int, measure: Measure) -> Evaluation:
    """The version's money split best within the usual room: the board's ghost marks."""
    # The optimiser is loaded with the first question: Home does not wait for it.
    from planner.plan import questions  # noqa: PLC0415

    known = version(slug, version_id, revision, settings)
    desk = questions.Desk(
        model(slug, settings, version_id, revision),
        company(slug)[0],
        known.lines,
        evaluation(slug, settings, version_id, revision),
        known.locks,
        measure,
    )
    return questions.best_split(desk).after
