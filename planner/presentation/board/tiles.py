"""The board page's tiles: a figure, its difference, its range."""

from __future__ import annotations

from planner.analysis.outlook import OutlookFigure
from planner.domain.kpis import KPIS, Unit
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.formats import compact, figure, share
from planner.presentation.language import _
from planner.presentation.widths import shown_width
from planner.presentation.words import mood

TILES = ("revenue", "profit", "marketing", "new_customers", "cac_blended", "roas")
WIDEST_VALUE = 10
"""Letters of a tile's figure; the page's head names the currency where there is no room for it."""


def tiles(plan: AnnualPlan) -> list[dict[str, str]]:
    """Five to six figures: value, difference with its tone, range."""
    shown = {f.kpi.key for f in plan.figures if f.value is not None}
    found = []
    for key in TILES:
        if key not in shown:
            continue
        if plan.outlook is None:
            found.append(_planned(plan, key))
        elif key in plan.outlook.figures:  # beside where the year lands nothing stands as it was planned
            found.append(_landing(plan, plan.outlook.figures[key]))
    return found


def _said(plan: AnnualPlan, key: str, value: float | None) -> str:
    kpi = KPIS[key]
    return compact(value, plan.company) if kpi.unit is Unit.MONEY else figure(kpi, value, plan.company)


def _large(plan: AnnualPlan, key: str, value: float | None) -> str:
    """The tile's own figure names its currency; what is small below it counts in the same."""
    said = _said(plan, key, value)
    if KPIS[key].unit is not Unit.MONEY:
        return said
    named = compact(value, plan.company, currency=True)
    return named if shown_width(named) <= WIDEST_VALUE else said


def _range(plan: AnnualPlan, key: str, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{_said(plan, key, low)}–{_said(plan, key, high)}"


def _landing(plan: AnnualPlan, landing: OutlookFigure) -> dict[str, str]:
    year = landing.year
    change = "" if year.share is None else share(year.share - 1, signed=True)
    planned = _("plan {amount}").format(amount=_said(plan, landing.key, year.plan))
    return {
        "label": _(KPIS[landing.key].label),
        "value": _large(plan, landing.key, year.actual),
        "tone": mood(year),
        "change": f"{_arrow(year.difference)} {change} · {planned}".strip(),
        "range": _range(plan, landing.key, landing.low, landing.high),
    }


def _planned(plan: AnnualPlan, key: str) -> dict[str, str]:
    known = plan.evaluation.figures[key]
    change, tone = "", "plain"
    if key == "revenue" and plan.last_year is not None and None not in plan.last_year.revenue:
        then = sum(amount for amount in plan.last_year.revenue if amount is not None)
        growth = (known.value or 0.0) / then - 1 if then > 0 else 0.0
        change = f"{_arrow(growth)} " + _("{growth} on {year}").format(
            growth=share(growth, signed=True), year=plan.last_year.label
        )
        tone = "good" if growth > 0 else "bad" if growth < 0 else "plain"
    elif known.full is not None:
        change = _("full effect {amount}").format(amount=_said(plan, key, known.full))
    return {
        "label": _(KPIS[key].label),
        "value": _large(plan, key, known.value),
        "tone": tone,
        "change": change,
        "range": _range(plan, key, known.low, known.high),
    }


def _arrow(difference: float | None) -> str:
    return "" if not difference else "↑" if difference > 0 else "↓"
