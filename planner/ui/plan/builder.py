"""The budget builder: four ways to a budget side by side, one of them taken over as a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import PlannerError
from planner.domain.goals import Metric
from planner.domain.kpis import KPIS, Unit
from planner.plan.budget_builder import BENCHMARKS, Method, Way, Wishes, ways, with_money
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk
from planner.presentation import formats
from planner.presentation.assumed import assumed, method_word
from planner.presentation.clauses import clauses
from planner.presentation.language import _, told
from planner.ui import cached, components, once, state
from planner.ui.context import Context
from planner.ui.plan.approval import free_name

SHOWN = (
    "media",
    "marketing",
    "marketing_share",
    "revenue",
    "profit",
    "new_customers",
    "roas",
    "roas_marginal",
)


def button(context: Context) -> None:
    """The action of the Budget view: opens and closes the builder."""
    st.button(
        _("Close the builder") if _is_open(context) else _("Build a budget"),
        icon=":material/close:" if _is_open(context) else ":material/calculate:",
        key="build_budget",
        on_click=_turn,
        args=(context.version_id,),
    )


def panel(context: Context) -> None:
    """The builder, while it is open."""
    if _is_open(context):
        with st.container(border=True):
            _body(context)


def _is_open(context: Context) -> bool:
    return bool(st.session_state.get("_building") == context.version_id)


def _turn(version_id: int | None) -> None:
    is_open = st.session_state.get("_building") == version_id
    st.session_state["_building"] = None if is_open else version_id
    st.session_state.pop("_ways", None)


def _body(context: Context) -> None:
    version = context.version()
    last = cached.last_year(context.slug, version.id or 0)
    sold = None if last is None or None in last.revenue else sum(v or 0.0 for v in last.revenue)
    wishes = _form(context, sold, None if last is None else last.label)
    if wishes is not None:
        desk = Desk(
            context.model(),
            context.company,
            version.lines,
            context.evaluation(),
            version.locks,
            context.measure,
        )
        past = None if last is None else last.grid
        with st.spinner(_("Looking for the best answer …")):
            st.session_state["_ways"] = (version.id, ways(with_money(desk, past), wishes, past))
    kept: tuple[int | None, tuple[Way, ...]] | None = st.session_state.get("_ways")
    if kept is None or kept[0] != version.id:
        return
    shown = tuple(way for way in kept[1] if _may_show(context, way.method))
    _side_by_side(context, shown)
    _take_over(context, version, shown)


def _may_show(context: Context, method: Method) -> bool:
    """Where margins are hidden, so is what is judged by them."""
    return context.with_margins or method is not Method.MARGINAL


def _form(context: Context, sold: float | None, last_label: str | None) -> Wishes | None:
    """The four questions; None until they are asked."""
    company, figures = context.company, context.evaluation().figures
    revenue = figures["revenue"].value or 0.0
    share = figures["marketing_share"].value or 0.08
    names = [f"{_(b.name)}: {formats.share(b.share)} ({b.source})" for b in BENCHMARKS]
    with st.container():
        one, two, three = st.columns(3, gap="large")
        with one:
            st.markdown(f"**{method_word(Method.SHARE)}**")
            percent = st.number_input(
                _("All marketing, % of revenue"), 0.1, 100.0, round(share * 100, 1), 0.1, format="%.1f"
            )
            base = st.number_input(
                _("of revenue, {currency}").format(currency=company.currency),
                1.0,
                1e12,
                float(round(sold or revenue or 1_000_000.0)),
                100_000.0,
                format="%.0f",
                help=_("Revenue of {year} to begin with").format(year=last_label) if sold else None,
            )
            with st.popover(_("What others spend")):
                st.markdown("\n".join(f"- {components.escape(name)}" for name in names))
        with two:
            st.markdown(f"**{method_word(Method.TASK)}**")
            metrics: list[Metric] = ["revenue", "new_customers"] if company.customers else ["revenue"]
            metric = st.selectbox(_("Reach"), metrics, format_func=lambda key: _(KPIS[key].label))
            goal = (figures[metric].value or 0.0) * 1.025
            unit = company.currency if KPIS[metric].unit is Unit.MONEY else _(KPIS[metric].label).lower()
            value = st.number_input(
                _("at least, {unit}").format(unit=unit),
                0.0,
                1e12,
                float(round(goal, -5 if goal > 1e6 else 0)),
                format="%.0f",
                key=f"build_goal_{metric}",
            )
        with three:
            st.markdown(f"**{method_word(Method.LAST_YEAR)}**")
            change = st.number_input(
                _("Working media against last year, %"), -99.0, 1000.0, 0.0, 1.0, format="%.1f"
            )
            if _may_show(context, Method.MARGINAL):
                st.markdown(f"**{method_word(Method.MARGINAL)}**")
                st.caption(
                    _("Up to where the next unit still earns {hurdle} of margin.").format(
                        hurdle=formats.ratio(company.hurdle)
                    )
                )
        mix = st.segmented_control(
            _("Split of a given total"),
            ["best", "last_year"],
            default="best",
            required=True,
            format_func=lambda key: _("as it earns most") if key == "best" else _("like last year"),
        )
        if not st.button(_("Compare"), type="primary", key="build_compare"):
            return None
    try:
        return Wishes(percent / 100, base, metric, value, change / 100, mix == "last_year")
    except PlannerError as problem:
        st.error(told(problem))
        return None


def _side_by_side(context: Context, found: tuple[Way, ...]) -> None:
    """A column a way: figures, then what it takes as given."""
    now = context.evaluation()
    keys = [key for key in SHOWN if context.with_margins or "margin" not in KPIS[key].needs]
    columns: dict[str, list[str]] = {
        _("Figure"): [_(KPIS[key].label) for key in keys] + [_("Range of revenue")]
    }
    columns[_("This plan")] = _figures(context, now, keys)
    for way in found:
        columns[method_word(way.method)] = (
            ["–"] * (len(keys) + 1) if way.after is None else _figures(context, way.after, keys)
        )
    components.table(pd.DataFrame(columns), alt=_("Four ways to a budget, side by side"), height="content")
    for way in found:
        said = clauses(assumed(way.given, context.company))
        if way.refused is not None:
            said = told(way.refused)
        st.caption(f"**{method_word(way.method)}**: {components.escape(said)}")


def _figures(context: Context, evaluation: Evaluation, keys: list[str]) -> list[str]:
    figures, company = evaluation.figures, context.company
    shown = [formats.figure(figures[key].kpi, figures[key].value, company) for key in keys]
    revenue = figures["revenue"]
    if revenue.low is None or revenue.high is None:
        return [*shown, "–"]
    return [*shown, formats.figure_range(revenue.kpi, revenue.low, revenue.high, company)]


def _take_over(context: Context, version: PlanVersion, found: tuple[Way, ...]) -> None:
    answered = [way for way in found if way.after is not None]
    if not answered:
        return
    with st.form("take_way", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Take over"), range(len(answered)), format_func=lambda i: method_word(answered[i].method)
        )
        name = st.text_input(_("as a new draft called"), _("Budget {year}").format(year=version.year))
        taken = st.form_submit_button(_("Make the draft"), type="primary")
    if not taken:
        return
    way = answered[int(chosen or 0)]
    try:
        draft = _draft(context, version, way, found, name)
    except PlannerError as problem:
        st.error(told(problem))
        return
    _turn(version.id)
    state.remember("plan", str(draft.id))
    state.say_after_rerun(_("New draft “{name}”").format(name=draft.name))
    st.rerun()


def _draft(
    context: Context, version: PlanVersion, way: Way, found: tuple[Way, ...], name: str
) -> PlanVersion:
    """The chosen way as a draft made from the plan on screen; all ways and their givens stay in its trail."""
    assert way.after is not None
    noted: dict[str, Any] = {"chosen": way.method.value, "ways": [one.noted for one in found]}
    taken = {info.name for info in context.versions if info.year == version.year}
    made = replace(
        version,
        id=None,
        revision=0,
        name=free_name(name.strip() or version.name, taken),
        kind=VersionKind.BUDGET,
        status=VersionStatus.DRAFT,
        grid=way.after.grid,
        base_id=version.id,
        author="",
        created=None,
        reason=_("Built by: {way}").format(way=method_word(way.method)),
    )
    wish = ("built", context.slug, version.id, version.revision, way.method, name)
    return once.once(
        wish, lambda: state.store().save_version(context.slug, made, who=state.who(), built=noted)
    )


def built_on(context: Context) -> None:
    """What the plan on screen was built on, who did it and when; nothing where it was not built."""
    version = context.version()
    if version.id is None:
        return
    for entry in reversed(state.store().trail(context.slug, version.id)):
        built = entry.detail.get("built")
        if not built:
            continue
        with st.expander(
            _("Built by {way}: {who}, {when}").format(
                way=method_word(Method(built["chosen"])),
                who=entry.who,
                when=formats.moment_label(entry.at),
            )
        ):
            for way in built["ways"]:
                if not _may_show(context, Method(way["method"])):
                    continue
                said = clauses(assumed(way, context.company))
                st.caption(f"**{method_word(Method(way['method']))}**: {components.escape(said)}")
