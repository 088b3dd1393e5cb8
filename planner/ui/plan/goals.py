"""Goals: from the company's goals down to campaigns, and which of them nobody pays for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.domain.kpis import KPIS
from planner.domain.planning.directions import DIRECTIONS
from planner.domain.planning.goals import CompanyGoal, Direction, Programme, Target
from planner.domain.planning.tree import Branch, Level, goal_tree, unfunded
from planner.presentation import formats
from planner.presentation.clauses import clauses
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import in_words
from planner.ui import components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.columns import NAME_WIDTH, TEXT_WIDTH, Column, Kind, built, names


def view(context: Context) -> None:
    """The tree, or one of the lists it grows from."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "tree": (_("Overview"), _overview),
        "goals": (_("Company goals"), _goals),
        "targets": (_("Targets"), _targets),
        "directions": (_("Directions"), _directions),
        "programmes": (_("Programmes"), _programmes),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("goals_part", words, _("Part"))][1](context)


def _overview(context: Context) -> None:
    version = context.version()
    branches = goal_tree(version.book, version.campaigns)
    if not version.book.goals:
        components.empty(
            _("No goals yet. Write what the company wants of the year in Company goals, then its targets.")
        )
        return
    missing = unfunded(version.book, version.campaigns)
    st.subheader(headline(version, missing))
    if missing:
        st.warning(
            _("Without money: {names}.").format(names=components.escape(clauses(missing)[:500])),
            icon=":material/money_off:",
        )
    components.table(
        pd.DataFrame([_row(context, branch) for branch in branches]),
        alt=_("Goals, targets and programmes with their money"),
        height="content",
        column_config={_("Goal, target, programme"): st.column_config.TextColumn(width=260)},
    )


def headline(version: PlanVersion, missing: tuple[str, ...]) -> str:
    """How many goals there are, and how many nobody pays for."""
    goals = len(version.book.goals)
    said = ngettext("{count} goal", "{count} goals", goals).format(count=goals) + ", "
    targets = len(version.book.targets)
    said += ngettext("{count} target", "{count} targets", targets).format(count=targets)
    if not missing:
        return _("{counts}: each has money").format(counts=said)
    return _("{counts}: {missing} without money").format(counts=said, missing=len(missing))


def _row(context: Context, branch: Branch) -> dict[str, str]:
    depth = {Level.GOAL: 0, Level.TARGET: 1, Level.PROGRAMME: 2, Level.LOOSE: 0}[branch.level]
    name = branch.name[:80] if branch.row is not None else _("In no programme")
    asked, expected = _reach(context, branch.row) if isinstance(branch.row, Target) else ("", "")
    return {
        _("Goal, target, programme"): "\N{EM SPACE}" * 2 * depth + name,
        _("Owner"): "" if branch.row is None else branch.row.owner[:40],
        _("To reach"): asked,
        _("This plan"): expected,
        _("Money"): formats.money(branch.cents / 100, context.company) if branch.cents else formats.NOTHING,
        _("Campaigns"): str(branch.campaigns or ""),
        _("Tasks"): str(branch.tasks or ""),
    }


def _reach(context: Context, target: Target) -> tuple[str, str]:
    """What a target asks and what the plan expects; one without a value has the register's of the year."""
    company, kpi = context.company, KPIS.get(target.figure)
    if kpi is None:
        if target.value is None:
            return "", ""
        whole = float(target.value).is_integer()
        return (formats.count(target.value) if whole else formats.ratio(target.value)), ""
    value = target.value
    if value is None:
        year = context.version().year
        value = next((t.target for t in company.targets if (t.key, t.year) == (kpi.key, year)), None)
    expected = context.evaluation().figures[kpi.key].value
    if "margin" in kpi.needs and not context.with_margins:
        return formats.NOTHING, formats.NOTHING
    asked, said = formats.figure(kpi, value, company), formats.figure(kpi, expected, company)
    if value is None or expected is None or not kpi.better:
        return asked, said
    # What reads the same is reached: a difference nobody can see is none.
    reached = asked == said or (expected - value) * kpi.better >= 0
    return asked, f"{said}  " + (f"● {_('reached')}" if reached else f"■ {_('not reached')}")


def _goals(context: Context) -> None:
    columns = [
        Column("name", _("Company goal"), required=True, width=NAME_WIDTH),
        Column("owner", _("Owner")),
        Column("note", _("Note"), width=TEXT_WIDTH),
    ]
    table.edit(context, "goals", columns, built(CompanyGoal), alt=_("Company goals"))


def _targets(context: Context) -> None:
    book = context.version().book
    figures = {key: _(kpi.label) for key, kpi in KPIS.items()}
    goals = names([goal.name for goal in book.goals], [target.goal for target in book.targets])
    st.caption(
        _("A figure of the register is compared with this plan; without a value its own target counts.")
    )
    columns = [
        Column("name", _("Target"), required=True, width=NAME_WIDTH),
        Column("goal", _("Company goal"), Kind.CHOICE, goals),
        Column("figure", _("Figure"), Kind.CHOICE, figures),
        Column("value", _("Value"), Kind.NUMBER, empty=None),
        Column("owner", _("Owner")),
        Column("by", _("By"), Kind.DAY, empty=None),
    ]
    table.edit(context, "targets", columns, built(Target), alt=_("Targets"))


def _directions(context: Context) -> None:
    version = context.version()
    known = {direction.key for direction in version.book.directions}
    more = [direction for direction in DIRECTIONS if direction.key not in known]
    if more and not version.is_frozen and st.button(_("Load the three usual directions")):
        table.add(context, "directions", [in_words(direction) for direction in more])
    columns = [
        Column("key", _("Key"), required=True),
        Column("name", _("Direction"), required=True),
        Column("head", _("Head")),
        Column("audience", _("Audience")),
        Column("stage", _("Stage")),
        Column("units", _("Units")),
        Column("tools", _("Tools")),
        Column("results", _("Result system")),
        Column("minimum_staff", _("Least staff"), Kind.COUNT, empty=0, help=_("Its head not counted")),
    ]
    table.edit(context, "directions", columns, built(Direction), alt=_("Directions"))


def _programmes(context: Context) -> None:
    book = context.version().book
    columns = [
        Column("name", _("Programme"), required=True, width=NAME_WIDTH),
        Column("direction", _("Direction"), Kind.CHOICE, direction_choices(context)),
        Column(
            "target",
            _("Target"),
            Kind.CHOICE,
            names([target.name for target in book.targets], [p.target for p in book.programmes]),
        ),
        Column("owner", _("Owner")),
        Column("note", _("Note"), width=TEXT_WIDTH),
    ]
    table.edit(context, "programmes", columns, built(Programme), alt=_("Programmes"))


def direction_choices(context: Context) -> dict[str, str]:
    """Keys of the directions with their names, those that channels use too."""
    known = {direction.key: direction.name for direction in context.version().book.directions}
    used = {channel.direction: channel.direction for channel in context.company.channels if channel.direction}
    return used | known


def programme_choices(context: Context) -> dict[str, str]:
    """Names of the programmes, those that something still speaks of too."""
    version = context.version()
    used = [c.details.programme for c in version.campaigns]
    used += [task.programme for task in version.book.tasks]
    used += [line.programme for line in version.book.lines]
    return names([programme.name for programme in version.book.programmes], used)
