"""The year at a glance: where the money is, what runs when, and what moves when a launch slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.planning.milestones import MilestoneKind
from planner.domain.planning.tasks import Task, TaskStatus
from planner.domain.whole_campaigns import whole_campaigns
from planner.plan.peak_prices import month_prices
from planner.presentation import formats
from planner.presentation.charts.calendar import gantt, heat_map
from planner.presentation.clauses import listed
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import plan_word
from planner.presentation.words import word
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.plan import launches, milestones

LONGEST_LABEL = 60


def view(context: Context) -> None:
    """The year, its tasks, its milestones or its launches."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "year": (_("Year"), _year),
        "tasks": (_("Tasks"), _tasks),
        "milestones": (_("Milestones"), milestones.view),
        "launches": (_("Launches"), launches.view),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("calendar_part", words, _("Part"))][1](context)


def _year(context: Context) -> None:
    """Heat map of the grid above everything that has days; launches can be slipped here."""
    _heat(context)
    _prices(context)
    version = launches.slip(context)
    if not (version.campaigns or version.book.launches or version.book.milestones):
        components.empty(_("No campaigns yet. Add them in the Campaigns view."))
        return
    running = [c for c in version.campaigns if c.status is not CampaignStatus.CANCELLED]
    total = sum(c.cents for c in running) / 100
    _gantt(
        [*_milestone_rows(version), *_launch_rows(version), *_campaign_rows(context, running)],
        _("{count} campaigns hold {amount} of {total}").format(
            count=len(whole_campaigns(running)),
            amount=formats.money(total, context.company),
            total=formats.money(version.grid.total, context.company),
        ),
        version,
        _("Campaigns, launches and milestones over the year"),
    )
    if version.book.launches or any(c.details.effect_days for c in running):
        st.caption(_("Pale: before and after a launch, or while a campaign works on after its end."))


def _heat(context: Context) -> None:
    grid = context.evaluation().grid
    scale, unit = formats.scale(context.company), formats.unit_label(context.company)
    months = [formats.month_name(month) for month in grid.months]
    frame = pd.DataFrame(
        [
            {"channel": name, "month": months[j], "amount": grid.spend[i, j] / scale.divisor}
            for i, name in enumerate(grid.channels)
            for j in range(len(months))
        ]
    )
    by_month = grid.spend.sum(axis=0)
    peak = int(by_month.argmax())
    share = by_month[peak] / grid.total if grid.total else 0.0
    title = _("No money is planned yet")
    if grid.total:
        title = _("{month} is the heaviest month with {share} of the year").format(
            month=months[peak], share=formats.share(float(share), digits=0)
        )
    components.chart(
        heat_map(frame, title, unit, components.colours()), alt=_("Working media by channel and month")
    )


def _prices(context: Context) -> None:
    """Say when money buys in dear months."""
    grid = context.evaluation().grid
    found = month_prices(context.model(), grid.spend)
    if not found.dear:
        return
    dearest = max(found.dear, key=lambda j: float(found.price[j]))
    st.caption(
        ":material/trending_up: "
        + _(
            "{share} of the money buys in {months}, when media is dear: {month} costs {more} above average."
        ).format(
            share=formats.share(found.dear_share, digits=0),
            months=listed(formats.month_name(grid.months[j]) for j in found.dear),
            month=formats.month_name(grid.months[dearest]),
            more=formats.share(float(found.price[dearest]) - 1, digits=0),
        )
    )


def _gantt(rows: list[dict[str, object]], title: str, version: PlanVersion, alt: str) -> None:
    months = version.grid.months
    span = (months[0].start, months[-1].stop)
    frame = pd.DataFrame(rows)
    inside = (frame["stop"] > pd.Timestamp(span[0])) & (frame["start"] < pd.Timestamp(span[1]))
    if not inside.any():
        components.empty(_("Nothing falls into the plan's year."))
        return
    components.chart(
        gantt(frame[inside], cached.today(), title, components.colours(), today_word=_("today"), span=span),
        alt=alt,
    )


def _row(name: str, start: date, stop: date, kind: str, text: str = "", tip: str = "") -> dict[str, object]:
    days = f"{formats.day_label(start)} – {formats.day_label(stop - timedelta(days=1))}"
    return {
        "name": name[:70],
        "start": pd.Timestamp(start),
        "stop": pd.Timestamp(stop),
        "kind": kind,
        "text": text,
        "tip": f"{tip or text}, {days}" if tip or text else days,
    }


def _milestone_rows(version: PlanVersion) -> list[dict[str, object]]:
    """A lane a kind of milestone."""
    lanes = {kind: plan_word(kind).capitalize() for kind in MilestoneKind}
    return [
        _row(lanes[m.kind], m.day, m.last + timedelta(days=1), "milestone", tip=m.name[:80])
        for kind in MilestoneKind
        for m in version.book.milestones
        if m.kind is kind
    ]


def _launch_rows(version: PlanVersion) -> list[dict[str, object]]:
    rows = []
    for one in version.book.launches:
        name = _("Launch: {name}").format(name=one.name[:50])
        rows.append(_row(name, one.first_day, one.day, "pre_heat", tip=_("pre-heat")))
        rows.append(_row(name, one.day, one.launched, "launch", tip=_("launch")))
        rows.append(_row(name, one.launched, one.over, "sustain", tip=_("sustain")))
    return [row for row in rows if row["start"] < row["stop"]]  # type: ignore[operator]


def _campaign_rows(context: Context, campaigns: list[Campaign]) -> list[dict[str, object]]:
    """A row a campaign, a bar each of its lines; what it holds is said once, behind the last bar."""
    rows = []
    seen: Counter[str] = Counter()
    for whole in sorted(whole_campaigns(campaigns), key=lambda whole: (whole.start, whole.name)):
        name = _told_apart(whole.name, seen)
        last = max(whole.lines, key=lambda line: line.end)
        for line in whole.lines:
            money = formats.money(line.cents / 100, context.company)
            tip = f"{line.channel}, {money}, {word(line.status)}"
            text = ""
            if line is last:
                money = formats.money(whole.cents / 100, context.company)
                text = f"{', '.join(whole.channels)}, {money}"
            kind = "done" if line.status is CampaignStatus.DONE else "campaign"
            rows.append(_row(name, line.start, line.end + timedelta(days=1), kind, text, tip))
        if days := max(line.details.effect_days for line in whole.lines):
            works = _("works on for {count} days").format(count=days)
            stop = whole.end + timedelta(days=1)
            rows.append(_row(name, stop, stop + timedelta(days=days), "effect", tip=works))
    return rows


def _told_apart(name: str, seen: Counter[str]) -> str:
    """A row's name, numbered where others begin alike: each has a row of its own."""
    short = name[:LONGEST_LABEL]
    seen[short] += 1
    return short if seen[short] == 1 else f"{short} ({seen[short]})"


def _tasks(context: Context) -> None:
    version, today = context.version(), cached.today()
    tasks = [task for task in version.book.tasks if task.status is not TaskStatus.DROPPED]
    if not tasks:
        components.empty(_("No tasks yet. Add them in the Team view."))
        return
    late = sum(task.is_overdue(today) for task in tasks)
    finished = sum(task.status is TaskStatus.FINISHED for task in tasks)
    title = ngettext("{count} task, {finished} finished", "{count} tasks, {finished} finished", len(tasks))
    if late:
        title += ", " + _("{late} overdue")
    seen: Counter[str] = Counter()
    ordered = sorted(tasks, key=lambda t: (t.direction, t.start, t.name))
    _gantt(
        [_task_row(task, _told_apart(task.name, seen), today) for task in ordered],
        title.format(count=len(tasks), finished=finished, late=late),
        version,
        _("Tasks over the year"),
    )


def _task_row(task: Task, name: str, today: date) -> dict[str, object]:
    kind = "done" if task.status is TaskStatus.FINISHED else "late" if task.is_overdue(today) else "campaign"
    text = ", ".join(part for part in (task.direction, task.owner[:30]) if part)
    return _row(
        name, task.start, task.end + timedelta(days=1), kind, text, f"{text}, {plan_word(task.status)}"
    )
