"""Team: is there enough of people and money for the work, and the lists behind the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.planning.costs import planned_costs
from planner.domain.planning.funds import Balance, CarryOver, Fund, balance
from planner.domain.planning.lines import LineKind
from planner.domain.planning.people import Person, capacity_by_month
from planner.domain.planning.progress import TASKS
from planner.domain.planning.tasks import Task, TaskStatus, load_by_month, tasks_from_templates
from planner.presentation import formats
from planner.presentation.charts.load import load_and_capacity
from planner.presentation.clauses import clauses
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import choices, plan_word
from planner.presentation.words import direction_word
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.columns import NAME_WIDTH, TEXT_WIDTH, Column, Kind, built, choice, names
from planner.ui.plan.goals import direction_choices, programme_choices


def view(context: Context) -> None:
    """Whether people and funds suffice, or one of the lists."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "load": (_("Enough people?"), _overview),
        "tasks": (_("Tasks"), _tasks),
        "people": (_("People"), _people),
        "funds": (_("Funds"), _funds),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("team_part", words, _("Part"))][1](context)


def _overview(context: Context) -> None:
    version = context.version()
    book, months = version.book, version.grid.months
    if not book.people:
        components.empty(_("No people yet. Enter the posts in People, then the work in Tasks."))
        return
    st.subheader(headline(book.tasks, book.people, months))
    late = [task for task in book.tasks if task.is_overdue(cached.today())]
    if late:
        named = clauses(f"{task.name[:60]} ({formats.day_label(task.end)})" for task in late[:5])
        st.warning(
            ngettext(
                "{count} task is overdue: {names}.", "{count} tasks are overdue: {names}.", len(late)
            ).format(count=len(late), names=components.escape(named)),
            icon=":material/schedule:",
        )
    columns = st.columns(max(len(book.directions), 1), gap="medium")
    highest = _highest(book.tasks, book.people, [direction.key for direction in book.directions], months)
    for place, direction in zip(columns, book.directions, strict=False):
        tasks = [task for task in book.tasks if task.direction == direction.key]
        people = [person for person in book.people if person.direction == direction.key]
        with place:
            name = direction_word(direction.name)
            _load(name, tasks, people, months, highest)
            _staff(name, people, direction.minimum_staff)
    _balances(context, [b for b in balances(context) if LineKind.PEOPLE in b.fund.kinds] or balances(context))


def headline(tasks: Sequence[Task], people: Sequence[Person], months: Sequence[Month]) -> str:
    """Whether the people suffice, direction by direction: what falls short most."""
    worst, month, where = 0.0, months[0], ""
    for direction in dict.fromkeys(person.direction for person in people):
        own = [task for task in tasks if task.direction == direction]
        short = load_by_month(own, months) - capacity_by_month(
            [person for person in people if person.direction == direction], months
        )
        if short.max() > worst:
            worst, month, where = float(short.max()), months[int(short.argmax())], direction
    if worst < 0.5:
        return _("There are enough people for the work in every month")
    return _("Not enough people: direction {direction} lacks {days} days in {month}").format(
        direction=components.escape(where[:40]) or _("of the department"),
        days=formats.count(worst),
        month=formats.month_name(month),
    )


def _highest(
    tasks: Sequence[Task], people: Sequence[Person], directions: Sequence[str], months: Sequence[Month]
) -> float:
    """Most days of any direction and month, of work or of people: one scale for charts side by side."""
    load = [load_by_month([t for t in tasks if t.direction == key], months).max() for key in directions]
    give = [capacity_by_month([p for p in people if p.direction == key], months).max() for key in directions]
    return float(max([*load, *give], default=0.0))


def _load(
    name: str, tasks: Sequence[Task], people: Sequence[Person], months: Sequence[Month], highest: float
) -> None:
    load, capacity = load_by_month(tasks, months), capacity_by_month(people, months)
    over = np.flatnonzero(load > capacity + 0.5)
    said = _("{direction}: enough in every month").format(direction=name)
    if over.size:
        said = ngettext(
            "{direction}: too much work in {count} month",
            "{direction}: too much work in {count} months",
            over.size,
        ).format(direction=name, count=over.size)
    frame = pd.DataFrame(
        {"month": [formats.month_name(m) for m in months], "load": load, "capacity": capacity}
    )
    components.chart(
        load_and_capacity(
            frame,
            said,
            components.colours(),
            words=(_("days of work"), _("days to give")),
            highest=highest,
        ),
        alt=_("Work and capacity by month"),
    )


def _staff(name: str, people: Sequence[Person], minimum: int) -> None:
    heads, staff = sum(p.head for p in people), sum(not p.head for p in people)
    if staff < minimum or not heads:
        st.caption(
            _("{direction} needs a head and {minimum} people; it has {heads} and {staff}.").format(
                direction=name, minimum=minimum, heads=heads, staff=staff
            )
        )


def balances(context: Context) -> list[Balance]:
    """Every fund of the version against what is planned from it."""
    version = context.version()
    book = version.book
    costs = planned_costs(context.company, version.grid, book.lines, book.people)
    return [balance(fund, costs, version.grid.months) for fund in book.funds]


def _balances(context: Context, found: Sequence[Balance]) -> None:
    if not found:
        return
    company, months = context.company, context.version().grid.months
    for one in found:
        if one.is_exceeded:
            st.error(exceeded(context, one), icon=":material/account_balance_wallet:")
    rows = []
    for one in found:
        over = ", ".join(formats.month_name(months[j]) for j in one.exceeded())
        rows.append(
            {
                _("Fund"): one.fund.name[:60],
                _("Pays for"): ", ".join(plan_word(kind) for kind in one.fund.kinds),
                _("Planned"): formats.money(one.total / 100, company),
                _("Cap of the year"): formats.NOTHING
                if one.fund.annual is None
                else formats.money(one.fund.annual / 100, company),
                _("Left"): formats.NOTHING if one.left is None else formats.money(one.left / 100, company),
                _("Cap of a month"): formats.NOTHING
                if one.fund.monthly is None
                else formats.money(one.fund.monthly / 100, company),
                _("Months over it"): over or formats.NOTHING,
            }
        )
    components.table(pd.DataFrame(rows), alt=_("Funds and what is planned from them"), height="content")


def exceeded(context: Context, one: Balance) -> str:
    """What is wrong with a fund that gives more than it holds."""
    months = context.version().grid.months
    if one.left is not None and one.left < 0:
        return _(
            "Fund “{fund}” is exceeded by {amount} in the year. Raise its cap or take costs out."
        ).format(
            fund=components.escape(one.fund.name[:60]), amount=formats.money(-one.left / 100, context.company)
        )
    return _("Fund “{fund}” gives more than it may in {months}. Move costs or raise its cap.").format(
        fund=components.escape(one.fund.name[:60]),
        months=", ".join(formats.month_name(months[j]) for j in one.exceeded()),
    )


def _tasks(context: Context) -> None:
    version = context.version()
    if not version.is_frozen:
        _from_templates(context)
    campaigns = names([c.name for c in version.campaigns], [task.campaign for task in version.book.tasks])
    columns = [
        Column("name", _("Task"), required=True, width=NAME_WIDTH),
        Column("start", _("Start"), Kind.DAY, required=True),
        Column("end", _("End"), Kind.DAY, required=True),
        choice("status", _("Status"), TaskStatus, choices(TaskStatus), TaskStatus.OPEN),
        Column("owner", _("Owner")),
        Column("effort", _("Days of work"), Kind.NUMBER, empty=0.0),
        Column("direction", _("Direction"), Kind.CHOICE, direction_choices(context)),
        Column("programme", _("Programme"), Kind.CHOICE, programme_choices(context)),
        Column("campaign", _("Campaign"), Kind.CHOICE, campaigns),
    ]

    rows = table.edit(context, "tasks", columns, built(Task), alt=_("Tasks"), height=560, progress=TASKS)
    first, last = version.grid.months[0].start, version.grid.months[-1].stop
    outside = [task.name[:60] for task in rows if task.end < first or task.start >= last]
    if outside:
        st.warning(
            _("Outside the plan's year: {names}.").format(names=components.escape(clauses(outside[:5]))),
            icon=":material/event_busy:",
        )


def _from_templates(context: Context) -> None:
    version = context.version()
    here = {task.direction for task in version.book.tasks}
    missing = [d for d in version.book.directions if d.key not in here]
    usual = [(d, tasks_from_templates(d.key, version.grid.months)) for d in missing]
    with st.container(horizontal=True):
        for direction, tasks in usual:
            if tasks and st.button(
                _("Add the year's tasks of {direction}").format(direction=direction.name[:40]),
                key=f"templates_{direction.key}",
            ):
                table.add(context, "tasks", [replace(t, name=_(t.name), owner=direction.head) for t in tasks])


def _people(context: Context) -> None:
    columns = [
        Column("name", _("Name"), required=True),
        Column("role", _("Post")),
        Column("direction", _("Direction"), Kind.CHOICE, direction_choices(context)),
        Column("head", _("Head"), Kind.FLAG),
        Column(
            "cents",
            _("Cost a month, {currency}").format(currency=context.company.currency),
            Kind.MONEY,
            empty=0,
        ),
        Column(
            "days",
            _("Days a month"),
            Kind.NUMBER,
            empty=0.0,
            help=_("Days of planned work a month, beside everything else"),
        ),
        Column("start", _("From"), Kind.DAY, empty=None),
        Column("until", _("Until"), Kind.DAY, empty=None),
        Column("note", _("Note"), width=TEXT_WIDTH),
    ]
    table.edit(context, "people", columns, built(Person), alt=_("People"))


def _funds(context: Context) -> None:
    _balances(context, balances(context))
    currency = context.company.currency
    columns = [
        Column("name", _("Fund"), required=True),
        Column(
            "direction", _("Direction"), Kind.CHOICE, direction_choices(context), help=_("Blank: all of them")
        ),
        Column("kinds", _("Pays for"), Kind.SEVERAL, choices(LineKind), empty=(), of=LineKind),
        Column("annual", _("Cap of the year, {currency}").format(currency=currency), Kind.MONEY, empty=None),
        Column("monthly", _("Cap of a month, {currency}").format(currency=currency), Kind.MONEY, empty=None),
        choice("carry", _("What a month leaves"), CarryOver, choices(CarryOver), CarryOver.UNUSED),
    ]

    table.edit(context, "funds", columns, built(Fund), alt=_("Funds"))
