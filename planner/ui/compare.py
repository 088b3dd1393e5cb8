"""The Compare screen: two plans side by side, and last year beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.budget_plan import BudgetGrid, VersionKind, VersionStatus
from planner.domain.kpis import KPIS
from planner.domain.money import FloatArray
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.differences import dumbbell
from planner.presentation.charts.revenue import two_plans
from planner.presentation.language import _
from planner.ui import book_differences, cached, components, present, sandbox, state, version_bridge
from planner.ui.context import LAST_YEAR, Context, version_label
from planner.ui.plan import signatures

WALL = ("media", "revenue", "profit", "new_customers", "cac_blended")
WITH_MARGIN = {"contribution", "profit", "clv", "clv_later", "clv_to_cac", "payback"}


def screen(context: Context) -> None:
    """Headline, figures with differences, channels and months of what the strip names."""
    assert context.version_id is not None
    if context.compared_id == LAST_YEAR:
        _last_year(context, _evaluated(context, context.version_id))
        return
    shown, other = _pair(context)
    one, two = _evaluated(context, shown), _evaluated(context, other)
    names = [version_label(context.info(i)) for i in (shown, other)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(_headline(context, one, two, names), width="content")
        st.caption(components.escape(_rule(names)), width="content")
        if context.info(other).status is not VersionStatus.SUPERSEDED:  # the strip opens none of these
            st.button(
                _("Swap"), icon=":material/swap_horiz:", type="tertiary", on_click=_swap, args=(shown, other)
            )
    _unsaved(context, (shown, other), names)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        short = _short_names(context, shown, other)
        frame = _figures(context, one, two, short)
        # Both plans stand beside the names on a phone; on a wide screen the columns grow.
        widths = (178, 78, 78, 78, 120)
        helps = {3: _rule(names), 4: _("Eight times out of ten, {plan}").format(plan=names[0])}
        components.table(
            frame,
            alt=_("Key figures of both plans"),
            height="content",
            column_config={
                name: st.column_config.TextColumn(
                    width=width,
                    pinned=i == 0,
                    alignment="left" if i == 0 else "right",
                    help=helps.get(i),
                )
                for i, (name, width) in enumerate(zip(frame.columns, widths, strict=True))
            },
        )
        for version_id, name in zip((shown, other), names, strict=True):
            if said := signatures.of_version(context, version_id):
                st.caption(components.escape(f"{name}: {said}"))
    with right:
        version_bridge.show(context, (shown, other), (short[0], short[1]))
        _channels(context, one.grid, two.grid, short)
        _months(context, one, two.revenue_by_month, short)
    book_differences.show(context, context.version(other), context.version(shown))


def wall(context: Context) -> None:
    """The difference and the figures of the first version as they go on the wall."""
    if context.compared_id == LAST_YEAR:
        present.leave()
        screen(context)
        return
    shown, other = _pair(context)
    one, two = _evaluated(context, shown), _evaluated(context, other)
    names = [version_label(context.info(i)) for i in (shown, other)]
    figures = [
        components.tile_text(
            one.figures[key], two.figures[key], context.company, context.measure, beside=True
        )
        for key in WALL
        if context.with_margins or key not in WITH_MARGIN
    ]
    headline = _headline(context, one, two, names)
    reading = _("full effect") if context.measure == "full" else _("in-year")
    basis = formats.basis_label(context.company)
    source = "  ·  ".join((context.company.name, _rule(names), reading, basis))
    present.show(present.Wall(source, headline, figures))


def _pair(context: Context) -> tuple[int, int]:
    """The two versions as the strip names them: every difference is the first less the second."""
    assert context.version_id is not None
    assert context.compared_id is not None
    return context.version_id, context.compared_id


def _unsaved(context: Context, pair: Sequence[int], names: Sequence[str]) -> None:
    """Say where moves of the Simulator stand on a plan that is compared as it is saved."""
    for version_id, name in zip(pair, names, strict=True):
        if not sandbox.current(version_id, context.version(version_id).locks).is_empty:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(
                    components.escape(
                        _("{plan} as it is saved; your moves in the Simulator are not in it.").format(
                            plan=name
                        )
                    ),
                    width="content",
                )
                st.page_link(
                    "pages/simulator.py", label=_("Save them as a scenario"), icon=":material/arrow_forward:"
                )


def _rule(names: Sequence[str]) -> str:
    """Which way round every difference of the screen is."""
    return _("Differences: {one} − {two}").format(one=names[0], two=names[1])


def _swap(shown: int, other: int) -> None:
    """The other way round, in the strip as well."""
    state.remember("plan", str(other))
    state.remember("vs", str(shown))


def _short_names(context: Context, shown: int, other: int) -> list[str]:
    """What fits above a column: the bare names, unless both are called the same."""
    infos = context.info(shown), context.info(other)
    names = [info.name for info in infos]
    return names if names[0] != names[1] else [f"{info.year} · {info.name}" for info in infos]


def _evaluated(context: Context, version_id: int) -> Evaluation:
    """What a version brings; a forecast by its actual months and what the rest brings."""
    if context.info(version_id).kind is VersionKind.FORECAST:
        return cached.stands(context.slug, version_id).evaluation
    return context.evaluation(version_id)


def _last_year(context: Context, one: Evaluation) -> None:
    assert context.version_id is not None
    info = context.info(context.version_id)
    last = cached.last_year(context.slug, info.id)
    if last is None:
        components.empty(
            _("No figures of {year} yet. Upload that year's actuals to compare with it.").format(
                year=info.year - 1
            ),
            "pages/actuals.py",
            _("Upload actuals"),
        )
        return
    names = [version_label(info), last.label]
    company = context.company
    known = [v for v in last.revenue if v is not None]
    rows = [(_("Working media"), one.grid.total, last.grid.total)]
    if len(known) == len(last.revenue):
        rows.append((_("Revenue"), one.figures["revenue"].value or 0.0, sum(known)))
    media = formats.money(one.grid.total - last.grid.total, company, signed=True)
    words = _("{one}: {media} working media against {two}")
    revenue = ""
    if len(rows) > 1:
        words = _("{one}: {money} working media and {revenue} revenue against {two}")
        revenue = formats.money(rows[1][1] - rows[1][2], company, signed=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = words.format(one=names[0], two=names[1], media=media, money=media, revenue=revenue)
        st.subheader(said, width="content")
        st.caption(components.escape(_rule(names)), width="content")
    left, right = st.columns([1, 1.15], gap="large")
    with left:
        frame = pd.DataFrame(
            [
                {
                    _("Figure"): label,
                    names[0]: formats.money(now, company),
                    names[1]: formats.money(then, company),
                    _("Difference"): formats.money(now - then, company, signed=True),
                    _("Change"): formats.share((now - then) / then, signed=True) if then else formats.NOTHING,
                }
                for label, now, then in rows
            ]
        )
        components.table(frame, alt=_("This plan and last year"), height="content")
        _channels(context, one.grid, last.grid, names)
    with right:
        _months(context, one, np.array([np.nan if v is None else v for v in last.revenue]), names)


def _headline(context: Context, one: Evaluation, two: Evaluation, names: list[str]) -> str:
    company = context.company
    money = one.grid.total - two.grid.total
    media = formats.difference_shown(KPIS["media"], one.grid.total, two.grid.total, company)
    full = context.measure == "full"
    figures = [e.figures["revenue"] for e in (one, two)]
    values = [f.full if full else f.value for f in figures]
    revenue = formats.difference_shown(KPIS["revenue"], values[0] or 0.0, values[1] or 0.0, company)
    return _("{one}: {money} working media and {revenue} revenue against {two}").format(
        one=names[0],
        two=names[1],
        money=media if abs(money) >= 0.5 else _("the same"),
        revenue=revenue,
    )


def _figures(context: Context, one: Evaluation, two: Evaluation, names: list[str]) -> pd.DataFrame:
    rows = []
    for key, kpi in KPIS.items():
        if key in WITH_MARGIN and not context.with_margins:
            continue
        a, b = one.figures[key], two.figures[key]
        full = context.measure == "full" and a.full is not None
        x, y = (a.full, b.full) if full else (a.value, b.value)
        rows.append(
            {
                _("Figure"): _(kpi.label) + (f" ({_('full effect')})" if full else ""),
                names[0]: formats.figure(kpi, x, context.company),
                names[1]: formats.figure(kpi, y, context.company),
                _("Difference"): formats.difference_shown(kpi, x, y, context.company),
                _("Range of {plan}").format(plan=names[0]): formats.figure_range(
                    kpi, a.low, a.high, context.company
                ),
            }
        )
    return pd.DataFrame(rows)


def _channels(context: Context, one: BudgetGrid, two: BudgetGrid, names: list[str]) -> None:
    scale = formats.scale(context.company)
    a, b = one.by_channel(), two.by_channel()
    frame = pd.DataFrame(
        [
            {"name": n, "one": a.get(n, 0.0) / scale.divisor, "two": b.get(n, 0.0) / scale.divisor}
            for n in dict.fromkeys([*a, *b])
        ]
    ).sort_values("one", ascending=False)
    gaps = {n: a.get(n, 0.0) - b.get(n, 0.0) for n in frame["name"]}
    furthest = max(gaps, key=lambda n: abs(gaps[n]))
    title = _("Both give every channel the same money")
    if abs(gaps[furthest]) >= 0.5:
        title = _("{channel} differs most: {amount}").format(
            channel=furthest, amount=formats.money(gaps[furthest], context.company, signed=True)
        )
    unit = formats.unit_label(context.company)
    components.chart(
        dumbbell(frame, title, unit, components.colours(), words=names), alt=_("Working media by channel")
    )


def _months(context: Context, one: Evaluation, two: FloatArray, names: list[str]) -> None:
    scale, unit = formats.scale(context.company), formats.unit_label(context.company)
    months = [formats.month_name(month) for month in one.grid.months]
    gap = one.revenue_by_month - two
    if not np.isfinite(gap).any():
        return
    widest = int(np.nanargmax(np.abs(gap)))
    title = _("Revenue differs most in {month}: {amount}").format(
        month=formats.month_name(one.grid.months[widest]),
        amount=formats.money(float(gap[widest]), context.company, signed=True),
    )
    components.chart(
        two_plans(
            months,
            one.revenue_by_month / scale.divisor,
            two / scale.divisor,
            title,
            unit,
            components.colours(),
            words=names,
            height=200,
        ),
        alt=_("Revenue by month of both plans"),
    )
