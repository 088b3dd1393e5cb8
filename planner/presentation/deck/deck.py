"""The annual plan as slides for a meeting: text and native charts that may be edited."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from planner.domain.money import FloatArray
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.axes import axis, axis_format, for_amounts
from planner.presentation.board.charts import other_channels, reason_chart, shortened, shown_bridge
from planner.presentation.board.tiles import tiles
from planner.presentation.board.words import asks, headline, risks
from planner.presentation.deck.slides import (
    BLUE,
    EDGE,
    GREEN,
    HEIGHT,
    INK,
    MUTED,
    RUST,
    SKY,
    WIDTH,
    Series,
    chart,
    new_slide,
    table,
    text,
    tile,
)
from planner.presentation.formats import (
    compact,
    day_label,
    moment_label,
    month_label,
    month_name,
    share,
    vat_label,
)
from planner.presentation.language import _, ngettext
from planner.presentation.plan_findings import (
    campaigns_hold,
    knows_sales,
    media_split,
    next_unit_best,
    numbered,
    revenue_months,
)
from planner.presentation.words import word

MOST_CHANNELS, MOST_CAMPAIGNS = 16, 14
LONGEST_NAME = 60
WHOLE = (EDGE, 3.6, WIDTH - 2 * EDGE, HEIGHT - 5.2)
"""A chart that has the slide to itself."""


def annual_deck(plan: AnnualPlan) -> bytes:
    """The deck as bytes, in the language in use; the same plan gives the same bytes."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDTH), Cm(HEIGHT)
    version, company = plan.version, plan.company
    which = [
        company.name[:LONGEST_NAME],
        version.name[:LONGEST_NAME],
        word(version.status),
        *numbered(plan),
        f"{month_label(plan.months[0])} – {month_label(plan.months[-1])}",
        f"{company.currency}, {vat_label(company)}",
        moment_label(plan.generated_at),
    ]
    if plan.actual_through is not None:
        which.append(_("actuals through {month}").format(month=month_label(plan.actual_through)))
    foot = " · ".join(which)
    _opening(deck, plan, foot)
    _figures(deck, plan, foot)
    _revenue(deck, plan, foot)
    if shown_bridge(plan) is not None:
        _reasons(deck, plan, foot)
    _budget(deck, plan, foot)
    _returns(deck, plan, foot)
    if version.campaigns:
        _campaigns(deck, plan, foot)
    _decisions(deck, plan, foot)
    properties = deck.core_properties
    properties.title, properties.author = f"{company.name} · {version.name}", version.author
    properties.created = properties.modified = plan.generated_at.replace(tzinfo=None)
    buffer = BytesIO()
    deck.save(buffer)
    return _timeless(buffer.getvalue(), plan.generated_at)


def write_deck(plan: AnnualPlan, path: Path) -> None:
    """Write the deck to `path`, whole or not at all."""
    made = annual_deck(plan)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(made)
    unfinished.replace(path)


def _opening(deck: Any, plan: AnnualPlan, foot: str) -> None:
    slide = new_slide(deck, _("Annual marketing plan {year}").format(year=plan.version.year), foot)
    text(slide, [plan.company.name[:LONGEST_NAME]], EDGE, 5.0, WIDTH - 2 * EDGE, 1.5, size=24, bold=True)
    text(slide, [headline(plan)], EDGE, 7.2, WIDTH - 2 * EDGE, 3.5, size=28)
    signed = (
        (_("Prepared by"), plan.sign_off.prepared),
        (_("Reviewed by"), plan.sign_off.reviewed),
        (_("Approved by"), plan.sign_off.approved),
    )
    lines = [
        f"{label}: {who.name or '–'}{f', {day_label(who.day)}' if who.day else ''}" for label, who in signed
    ]
    text(slide, lines, EDGE, 12.5, WIDTH - 2 * EDGE, 3.5, size=16, code=MUTED)


def _figures(deck: Any, plan: AnnualPlan, foot: str) -> None:
    slide = new_slide(deck, headline(plan), foot)
    shown = tiles(plan)
    width, tall = (WIDTH - 2 * EDGE - 0.6 * 2) / 3, (HEIGHT - 6.4) / 2
    for index, figure in enumerate(shown):
        down, across = divmod(index, 3)
        tile(slide, figure, EDGE + across * (width + 0.6), 4.0 + down * (tall + 0.6), width, tall)


def _revenue(deck: Any, plan: AnnualPlan, foot: str) -> None:
    forecast = plan.evaluation.forecast
    title = revenue_months(plan)
    if plan.outlook is not None:
        title = f"{plan.outlook.label}: {title}"
    slide = new_slide(deck, title, foot)
    names = [month_name(month) for month in plan.months]
    if plan.outlook is None:
        bars = [Series(_("Media revenue"), _floats(forecast.media.sum(axis=0)), BLUE)]
        if knows_sales(plan):
            bars.insert(0, Series(_("Without media"), _floats(forecast.baseline), SKY))
        shown = for_amounts(float(plan.evaluation.revenue_by_month.max(initial=0)))
        chart(slide, XL_CHART_TYPE.COLUMN_STACKED, names, bars, WHOLE, shown["values"], step=shown["step"])
        return
    series = plan.outlook.revenue
    actual = np.isfinite(series.actual)
    bars = [
        Series(_("Actual"), _floats(np.where(actual, series.actual, np.nan)), BLUE),
        Series(_("Forecast"), _floats(np.where(actual, np.nan, series.outlook)), SKY),
    ]
    planned = Series(_("Plan"), _floats(series.plan), INK)
    shown = for_amounts(float(np.nanmax([series.plan, series.outlook])))
    chart(
        slide,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        names,
        bars,
        WHOLE,
        shown["values"],
        step=shown["step"],
        lines=[planned],
    )


def _floats(values: FloatArray) -> list[float | None]:
    """Values of a chart; nan is a gap."""
    return [float(value) if isfinite(value) else None for value in values]


def _reasons(deck: Any, plan: AnnualPlan, foot: str) -> None:
    reasons = reason_chart(plan)
    causes = [row for row in reasons["rows"] if not row["total"]]
    if not causes:
        return
    slide = new_slide(deck, reasons["title"], foot)
    codes = [GREEN if row["tone"] == "good" else RUST for row in causes]
    bars = [Series(_("Difference"), [row["amount"] for row in causes], BLUE, codes)]
    top, step = axis(max(abs(row["amount"]) for row in causes))
    number_format = axis_format(top, step, signed=True)
    box = (EDGE, 3.6, 19.5, HEIGHT - 5.2)
    names = [row["label"] for row in causes]
    chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, names, bars, box, number_format, step=step)
    rows = [
        [_("From one to the other"), _("Revenue")],
        *([row["label"], row["text"]] for row in reasons["rows"]),
    ]
    tones = [INK if row["total"] else GREEN if row["tone"] == "good" else RUST for row in reasons["rows"]]
    table(slide, rows, 22.0, 4.2, (6.6, 3.6), min(1.0, 12.5 / len(rows)), tones=tones)


def _budget(deck: Any, plan: AnnualPlan, foot: str) -> None:
    slide = new_slide(deck, media_split(plan), foot)
    spent = sorted(plan.evaluation.grid.by_channel().items(), key=lambda entry: -entry[1])
    spent = [entry for entry in spent if entry[1] > 0]
    rest = spent[MOST_CHANNELS - 1 :] if len(spent) > MOST_CHANNELS else []
    spent = spent[: MOST_CHANNELS - 1] if rest else spent
    if not spent:
        text(slide, [_("No money is planned yet")], EDGE, 5, WIDTH - 2 * EDGE, 2)
        return
    series = [Series(str(plan.version.year), [amount for _name, amount in spent], BLUE)]
    if plan.last_year is not None:
        before = [plan.last_spend(name) for name, _amount in spent]
        series.insert(0, Series(plan.last_year.label, before, SKY))
    names = [name for name, _amount in spent]
    shown = for_amounts(max(value or 0.0 for one in series for value in one.values))
    box = (EDGE, 3.6, 17.5, HEIGHT - 5.2)
    chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, names, series, box, shown["values"], step=shown["step"])
    whole = plan.evaluation.grid.total
    rows = [[_("Channel"), _("Spend"), _("Share")]]
    if rest:
        spent.append((other_channels(len(rest)), sum(amount for _name, amount in rest)))
    rows += [
        [shortened(name, 34), compact(amount, plan.company), share(amount / whole)] for name, amount in spent
    ]
    table(slide, rows, 20.0, 3.8, (6.6, 3.0, 2.6), min(0.85, 13.0 / len(rows)))


def _returns(deck: Any, plan: AnnualPlan, foot: str) -> None:
    own = plan.evaluation.figures.by_channel
    ranked = sorted((n for n in own if own[n].spend > 0), key=lambda name: -own[name].next_unit)
    if not ranked:
        return
    unit = compact(1.0, plan.company, currency=True)
    title = next_unit_best(plan)
    if len(ranked) > MOST_CHANNELS:
        title += " " + _("(the best {count} of {all} channels)").format(count=MOST_CHANNELS, all=len(ranked))
        ranked = ranked[:MOST_CHANNELS]
    slide = new_slide(deck, title, foot)
    series = [
        Series(_("Revenue per {unit} spent").format(unit=unit), [own[name].roas for name in ranked], SKY),
        Series(_("of the next {unit}").format(unit=unit), [own[name].next_unit for name in ranked], BLUE),
    ]
    chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, ranked, series, WHOLE, "0.0")


def _campaigns(deck: Any, plan: AnnualPlan, foot: str) -> None:
    campaigns = sorted(whole_campaigns(plan.version.campaigns), key=lambda campaign: -campaign.cents)
    shown = sorted(campaigns[:MOST_CAMPAIGNS], key=lambda campaign: campaign.start)
    title = campaigns_hold(plan)
    if len(campaigns) > len(shown):
        title += " " + _("(the {count} largest of {all})").format(count=len(shown), all=len(campaigns))
    slide = new_slide(deck, title, foot)
    rows = [[_("Campaign"), _("Channel"), _("Start"), _("End"), _("Status"), _("Budget")]]
    for campaign in shown:
        money = compact(campaign.cents / 100, plan.company)
        dates = [day_label(campaign.start), day_label(campaign.end)]
        where = shortened(", ".join(campaign.channels), 60)
        rows.append([campaign.name[:44], where, *dates, word(campaign.status), money])
    table(slide, rows, EDGE, 3.8, (9.6, 6.4, 4.1, 4.1, 3.4, 3.0), words=5)


def _decisions(deck: Any, plan: AnnualPlan, foot: str) -> None:
    asked = len(asks(plan))
    title = ngettext("{count} decision is asked for", "{count} decisions are asked for", asked)
    slide = new_slide(deck, title.format(count=asked) if asked else _("Decisions and risks"), foot)
    half = (WIDTH - 2 * EDGE - 1.5) / 2
    for left, title, lines in (
        (EDGE, _("For decision"), asks(plan)),
        (EDGE + half + 1.5, _("What could go wrong"), risks(plan)),
    ):
        text(slide, [title], left, 4.2, half, 1.2, size=20, bold=True, code=BLUE)
        items = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
        text(slide, items, left, 5.8, half, 9.0, size=20, code=INK)


def _timeless(content: bytes, moment: datetime) -> bytes:
    """The archive, and the workbooks inside it, without the clock of the machine that wrote them."""
    settled = BytesIO()
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xlsx"):
                part = _timeless(part, moment)
            elif name == "docProps/core.xml":
                part = re.sub(rb"(W3CDTF\">)[^<]*(<)", rb"\g<1>" + stamp + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return settled.getvalue()
