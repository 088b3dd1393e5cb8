"""Setup, KPI register: one figure by month against its target - measured, and expected."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.targets import by_month, months_of
from planner.analysis.years import MonthState
from planner.domain.kpi_targets import KpiTarget
from planner.domain.kpis import KPIS, Unit
from planner.presentation import formats
from planner.presentation.charts.revenue import monthly_revenue
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import components
from planner.ui.context import Context


def show(context: Context, held: list[KpiTarget], results: Results) -> None:
    """The months of the figure that is chosen; figures without months are not offered."""
    offered = {one.key: one for one in held if _months(results, one) is not None}
    if not offered:
        return
    key = st.selectbox(
        _("By month"),
        list(offered),
        format_func=lambda name: _(KPIS[name].label),
        key=f"register_trend_{context.slug}_{results.version.year}",
        width=260,
    )
    target = offered[key]
    values, aims = _months(results, target), by_month(target, results.plan)
    assert values is not None
    assert aims is not None
    scale, unit = _scale(context, target)
    actual = np.array([state is MonthState.ACTUAL for state in results.outlook.states])
    frame = pd.DataFrame(
        {
            "month": [formats.month_name(month) for month in results.outlook.months],
            "actual": np.where(actual, values, np.nan) / scale,
            "plan": aims / scale,
            "forecast": np.where(actual, np.nan, values) / scale,
            "low": np.nan,
            "high": np.nan,
        }
    )
    components.chart(
        monthly_revenue(
            frame,
            finding(target, values, aims, actual),
            unit,
            components.colours(),
            words=(_("Actual"), _("Forecast"), _("Target of the month")),
            height=230,
        ),
        alt=_("{figure} by month against its target").format(figure=_(KPIS[key].label)),
    )


def finding(target: KpiTarget, values: np.ndarray, aims: np.ndarray, actual: np.ndarray) -> str:
    """How many of the months that are in were on the right side of their target."""
    kpi = KPIS[target.key]
    seen = int(actual.sum())
    if not seen:
        return _("{figure}: no month is in yet").format(figure=_(kpi.label))
    gap = (values - aims)[actual]
    met = int((gap * (kpi.better or -1) >= -1e-9).sum())
    return _("{figure}: {met} of {count} months met their target").format(
        figure=_(kpi.label), met=met, count=seen
    )


def _months(results: Results, target: KpiTarget) -> np.ndarray | None:
    return months_of(target.key, results.outlook.table, results.company, results.version.lines)


def _scale(context: Context, target: KpiTarget) -> tuple[float, str]:
    if KPIS[target.key].unit is Unit.MONEY:
        return formats.scale(context.company).divisor, formats.unit_label(context.company)
    return 1.0, _(KPIS[target.key].label)
