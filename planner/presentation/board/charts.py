"""Where the board page's two charts draw what: positions from 0 to 1, labels beside them."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from planner.analysis.bridge import Bridge
from planner.domain.money import FloatArray
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.axes import axis, ticks
from planner.presentation.causes import cause_bars
from planner.presentation.formats import compact, month_name
from planner.presentation.language import _, ngettext
from planner.presentation.plan_findings import media_split, revenue_months

MOST_ROWS = 8
LONGEST_LABEL = 20
LONGEST_CHANNEL = 34
"""A channel's name may take two lines beside its bar."""


def reason_chart(plan: AnnualPlan) -> dict[str, Any]:
    """The bridge from plan to actual; before the first actual month from last year's plan, else the money."""
    bridge = shown_bridge(plan)
    return _money(plan) if bridge is None else _bridge(plan, bridge)


def shown_bridge(plan: AnnualPlan) -> Bridge | None:
    """The bridge that the files show: to what came in, else from last year's plan."""
    if plan.bridge is not None:
        return plan.bridge
    return None if plan.came_from is None else plan.came_from.bridge


def bridge_words(plan: AnnualPlan, bridge: Bridge) -> tuple[str, str, str]:
    """Its title with a {difference} to fill in, and the names of its two ends."""
    if bridge is plan.bridge or plan.came_from is None:
        first, last = month_name(bridge.months[0]), month_name(bridge.months[-1])
        title = _("Revenue so far is {difference} against plan: why")
        return title, _("Plan {first}–{last}").format(first=first, last=last), _("Actual")
    name = shortened(plan.came_from.label)
    title = _("Revenue is {difference} on {version}: why").replace("{version}", name)
    return title, name, shortened(plan.version.name)


def shortened(name: str, longest: int = LONGEST_LABEL) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def _bridge(plan: AnnualPlan, bridge: Bridge) -> dict[str, Any]:
    words, (title, *totals) = cause_bars(), bridge_words(plan, bridge)
    moved = [bar for bar in bridge.bars if abs(bar.amount) >= 0.5]
    # Bars float from one another as differences: beside totals sixty times as long nobody would see them.
    ends = np.cumsum([0.0, *(bar.amount for bar in moved)])
    low, high = float(ends.min(initial=0)), float(ends.max(initial=0))
    span = (high - low) or 1.0
    rows = [_total(totals[0], compact(bridge.start, plan.company))]
    for bar, before, after in zip(moved, ends, ends[1:], strict=False):
        rows.append(
            {
                "label": words[bar.cause],
                "from": (min(before, after) - low) / span,
                "to": (max(before, after) - low) / span,
                "text": compact(bar.amount, plan.company, signed=True),
                "amount": bar.amount,
                "tone": "good" if bar.amount > 0 else "bad",
                "total": False,
            }
        )
    rows.append(_total(totals[1], compact(bridge.end, plan.company)))
    change = compact(bridge.end - bridge.start, plan.company, signed=True, currency=True)
    said = title.replace("{difference}", change)
    return {"title": said, "zero": -low / span, "rows": rows}


def _total(label: str, text: str) -> dict[str, Any]:
    return {"label": label, "from": 0.0, "to": 0.0, "text": text, "tone": "plain", "total": True}


def _money(plan: AnnualPlan) -> dict[str, Any]:
    totals = sorted(plan.evaluation.grid.by_channel().items(), key=lambda entry: -entry[1])
    shown = [entry for entry in totals if entry[1] > 0]
    longest = max((amount for _name, amount in shown), default=1.0)
    others = len(shown) - MOST_ROWS + 1
    rest = sum(amount for _name, amount in shown[MOST_ROWS - 1 :])
    if others > 1:
        shown = shown[: MOST_ROWS - 1]
    rows = [
        {
            "label": shortened(name, LONGEST_CHANNEL),
            "from": 0.0,
            "to": amount / longest,
            "text": compact(amount, plan.company),
            "tone": "blue",
            "total": False,
        }
        for name, amount in shown
    ]
    if others > 1:  # without a bar: beside all the rest together each channel would look small
        rows.append(_total(other_channels(others), compact(rest, plan.company)))
    return {"title": media_split(plan), "zero": 0.0, "rows": rows}


def other_channels(count: int) -> str:
    """What stands for the channels that there is no room for."""
    return ngettext("{count} other channel", "{count} other channels", count).format(count=count)


def month_chart(plan: AnnualPlan) -> dict[str, Any]:
    """Revenue by month: actual filled, forecast light with its range, plan as a line."""
    outlook = plan.outlook
    if outlook is not None:
        values, low, high = outlook.revenue.outlook, outlook.revenue.low, outlook.revenue.high
        planned: FloatArray = outlook.revenue.plan
        actual = np.isfinite(outlook.revenue.actual)
    else:
        values = plan.evaluation.revenue_by_month
        low = high = np.full(values.shape, np.nan)
        if plan.evaluation.forecast.has_ranges:
            low, high = np.percentile(plan.evaluation.forecast.by_period_draws(), [10, 90], axis=1)
        then = plan.last_year.revenue if plan.last_year is not None else (None,) * values.size
        planned = np.array([np.nan if amount is None else amount for amount in then])
        actual = np.zeros(values.shape, bool)
    top, step = axis(float(np.nanmax([*values, *planned, *high])))
    bars = [
        {
            "label": month_name(month),
            "height": max(float(values[i]), 0.0) / top,
            "actual": bool(actual[i]),
            "plan": _place(planned[i], top),
            "low": None if actual[i] else _place(low[i], top),
            "high": None if actual[i] else _place(high[i], top),
        }
        for i, month in enumerate(plan.months)
    ]
    marks = [{"at": amount / top, "text": text} for amount, text in ticks(top, step)]
    compared = None
    if np.isfinite(planned).any():
        compared = _("Plan") if outlook is not None or plan.last_year is None else plan.last_year.label
    words = {
        "actual": _("Actual") if actual.any() else None,
        "forecast": _("Forecast"),
        "plan": compared,
        "range": _("eight times in ten") if any(bar["low"] is not None for bar in bars) else None,
    }
    return {"title": revenue_months(plan), "bars": bars, "ticks": marks, "words": words}


def _place(value: float, top: float) -> float | None:
    return float(value) / top if isfinite(value) else None
