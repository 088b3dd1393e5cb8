"""Setup, KPI register: every key figure with its formula, whose it is, its target, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.targets import TargetStanding, by_month, standing_of
from planner.analysis.variance import Comparison
from planner.analysis.years import YearTable, planned_year
from planner.domain.company import Company
from planner.domain.kpi_targets import KpiTarget
from planner.domain.kpis import KPIS, Unit
from planner.presentation import formats, words
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.home import status_mark
from planner.ui.setup import register_history, register_trend, tables
from planner.ui.setup.opened import Opened, opened, save, save_button

WITH_MARGIN = "margin"


def view(context: Context) -> None:
    """Targets of a year with owner, thresholds and source; where they stand; history; then every formula."""
    form = opened(context, "register")
    years = sorted(
        {v.year for v in context.versions} | {t.year for t in form.company.targets} | {context.year}
    )
    default = years.index(context.year)
    year = st.selectbox(_("Fiscal year"), years, index=default, key=form.key("year"), width=140)
    _standing(context, year)
    st.markdown(f"**{_('Targets of {year}').format(year=year)}**")
    rows = _targets(context, form, year)
    plan = _plan_of(context, year)
    months = _months(form, year, plan)
    if save_button(form):
        save(form, lambda: _with(context, form.company, year, rows, months, plan), _("Register saved."))
    register_history.show(context, _shown(context))
    with st.expander(_("All figures with their formulas"), icon=":material/functions:"):
        _formulas(context)


def _shown(context: Context) -> list[str]:
    return [key for key, kpi in KPIS.items() if context.with_margins or WITH_MARGIN not in kpi.needs]


def _held(company: Company, year: int) -> dict[str, KpiTarget]:
    return {one.key: one for one in company.targets if one.year == year}


def _scale(key: str) -> float:
    """Shares are typed in per cent."""
    return 100.0 if KPIS[key].unit is Unit.SHARE else 1.0


def _targets(context: Context, form: Opened, year: int) -> list[dict[str, Any]]:
    held = _held(form.company, year)
    rows = []
    for key in _shown(context):
        one = held.get(key)
        row: dict[str, Any] = {
            "label": _(KPIS[key].label),
            "unit": words.unit_words(KPIS[key].unit, form.company.currency),
        }
        if one is not None:
            row |= {
                "owner": one.owner,
                "target": None if one.target is None else round(one.target * _scale(key), 6),
                "green": tables.per_cent(one.green),
                "amber": tables.per_cent(one.amber),
                "source": one.source,
            }
        rows.append(row)
    return tables.editor(
        form,
        f"targets_{year}_{context.with_margins}",
        rows,
        {
            "label": st.column_config.TextColumn(_("Figure"), pinned=True, width=190),
            "unit": st.column_config.TextColumn(_("Unit"), width=90),
            "owner": st.column_config.TextColumn(_("Owner")),
            "target": st.column_config.NumberColumn(
                _("Target of the year"), format="localized", help=_("Money in currency units, shares in %.")
            ),
            "green": tables.percent_column(
                _("Green within, %"), help_text=_("Empty: the thresholds of Company.")
            ),
            "amber": tables.percent_column(_("Amber within, %")),
            "source": st.column_config.TextColumn(_("Source of the actual")),
        },
        alt=_("Owner and target of each key figure"),
        numbers=("target", "green", "amber"),
        fixed=True,
        disabled=("label", "unit"),
    )


def _plan_of(context: Context, year: int) -> YearTable | None:
    """The year's plan by month, for its phasing; None without a plan."""
    results = _results(context, year)
    if results is not None:
        return results.plan
    if context.version_id is not None and context.version().year == year:
        return planned_year(context.model(), context.company, context.evaluation().forecast.spend)
    return None


def _results(context: Context, year: int) -> Results | None:
    if not any(info.year == year for info in context.versions):
        return None
    return cached.results(context.slug, year)


def _months(form: Opened, year: int, plan: YearTable | None) -> list[dict[str, Any]]:
    """Targets by month: typed, or spread as the plan is phased; an emptied row is spread again."""
    held = [one for one in _held(form.company, year).values() if one.target is not None]
    if not held or plan is None:
        return []
    spread = {one.key: by_month(one, plan) for one in held}
    with st.expander(_("Targets by month"), icon=":material/calendar_month:"):
        st.caption(
            _(
                "Spread as the plan is phased until somebody types months; they must add up to the year. "
                "Empty a row to spread it again."
            )
        )
        return tables.editor(
            form,
            f"months_{year}",
            [
                {
                    "key": one.key,
                    "label": _(KPIS[one.key].label),
                    **tables.in_months(np.round(spread[one.key] * _scale(one.key), 6).tolist()),  # type: ignore[operator]
                }
                for one in held
            ],
            {
                "key": None,
                "label": st.column_config.TextColumn(_("Figure"), pinned=True, width=170),
                **tables.month_columns(form.company.first_month, least=None),
            },
            alt=_("Targets by month"),
            numbers=tables.MONTHS,
            fixed=True,
            disabled=("label",),
        )


def _with(
    context: Context,
    company: Company,
    year: int,
    rows: list[dict[str, Any]],
    months: list[dict[str, Any]],
    plan: YearTable | None,
) -> Company:
    """The company with the year's targets; those of hidden figures and of other years stay."""
    shown = _shown(context)
    held = _held(company, year)
    kept = [one for one in company.targets if one.year != year or one.key not in shown]
    typed = {str(row["key"]): row for row in months if row.get("key")}
    found = []
    for key, row in zip(shown, rows, strict=True):
        one = _target(key, year, row)
        if one is None:
            continue
        before = held.get(key)
        if key in typed and before is not None and before.target == one.target:
            one = replace(one, months=_typed_months(one, before, typed[key], plan))
        found.append(one)
    return replace(
        company, targets=tuple(sorted([*kept, *found], key=lambda t: (t.year, list(KPIS).index(t.key))))
    )


def _target(key: str, year: int, row: Mapping[str, Any]) -> KpiTarget | None:
    owner, source = tables.text(row, "owner"), tables.text(row, "source")
    target = tables.optional(row, "target", _scale(key))
    green, amber = (tables.optional(row, name, 100) for name in ("green", "amber"))
    if not owner and not source and target is None and green is None and amber is None:
        return None
    return KpiTarget(key, year, owner, target, None, green, amber, source)


def _typed_months(
    one: KpiTarget, before: KpiTarget, row: Mapping[str, Any], plan: YearTable | None
) -> tuple[float, ...] | None:
    """The months as typed; None where they are the spread, or were emptied."""
    label = _(KPIS[one.key].label)
    values = tables.months_of(row, label)
    if values is None:
        return None
    scaled = tuple(value / _scale(one.key) for value in values)
    spread = None if plan is None else by_month(replace(one, months=None), plan)
    if before.months is None and spread is not None and np.allclose(scaled, spread, rtol=0, atol=0.006):
        return None
    return scaled


def _standing(context: Context, year: int) -> None:
    """Where each figure with a target stands: to date and for the year."""
    company = context.company
    held = [one for one in company.targets if one.year == year and one.key in _shown(context)]
    held = [one for one in held if one.target is not None]
    if not held:
        st.caption(_("No targets of {year} yet: type them below.").format(year=year))
        return
    results = _results(context, year)
    outlook = results.outlook if results is not None and results.outlook.actual_months else None
    figures = results.evaluation.figures if results is not None else None
    found = [
        standing_of(
            one,
            company.thresholds,
            promised=None if figures is None else figures[one.key].value,
            outlook=outlook,
        )
        for one in held
    ]
    lands = _("Outlook") if outlook is not None else _("Plan")
    rows = []
    for each in found:
        kpi = KPIS[each.target.key]
        row = {
            _("Figure"): _(kpi.label),
            _("Owner"): each.target.owner or formats.NOTHING,
            _("Target of the year"): formats.figure(kpi, each.target.target, company),
            lands: formats.figure(kpi, each.year.actual, company),
            _("Status"): _mark(each.year),
        }
        if outlook is not None:
            row |= {
                _("Target to date"): formats.figure(kpi, each.to_date.plan, company),
                _("Actual to date"): formats.figure(kpi, each.to_date.actual, company),
                _("To date"): _mark(each.to_date),
            }
        row[_("Source")] = each.target.source or _(kpi.source)
        rows.append(row)
    st.subheader(finding(found, year))
    components.table(pd.DataFrame(rows), alt=_("Where the register stands"), height="content")
    if results is not None:
        register_trend.show(context, held, results)


def finding(found: list[TargetStanding], year: int) -> str:
    """How many figures are where they should be."""
    good = sum(each.year.status == "green" for each in found)
    return _("{good} of {count} targets of {year} are within reach").format(
        good=good, count=len(found), year=year
    )


def _mark(compared: Comparison) -> str:
    """Symbol and word without Markdown: a table shows text as it is."""
    mark = status_mark(compared.status)
    return mark.split("[", 1)[1].rstrip("]") if "[" in mark else formats.NOTHING


def _formulas(context: Context) -> None:
    """One row a figure: what it is, how it is computed, which way is good, where it comes from."""
    figures = context.evaluation().figures if context.version_id is not None else None
    rows = []
    for key, kpi in KPIS.items():
        hidden = not context.with_margins and (WITH_MARGIN in kpi.needs)
        value = None if figures is None or hidden else figures[key].value
        rows.append(
            {
                _("Figure"): _(kpi.label),
                _("Formula in words"): _(kpi.formula),
                _("Unit"): words.unit_words(kpi.unit, context.company.currency),
                _("Good"): words.better_word(kpi.better),
                _("Source"): _(kpi.source),
                _("Needs"): ", ".join(words.input_word(need) for need in kpi.needs) or formats.NOTHING,
                _("This plan"): formats.figure(kpi, value, context.company),
            }
        )
    components.table(
        pd.DataFrame(rows),
        alt=_("Register of key figures"),
        height="content",
        column_config={
            _("Figure"): st.column_config.TextColumn(pinned=True, width=205),
            _("Formula in words"): st.column_config.TextColumn(width="large"),
            _("This plan"): st.column_config.TextColumn(alignment="right"),
        },
    )
