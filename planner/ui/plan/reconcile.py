"""Campaigns against the grid: the difference by channel and month, and the clicks that close it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.allocation import Balance, balance, fitted, raised
from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.domain.whole_campaigns import whole_campaigns
from planner.plan.evaluation import evaluate
from planner.plan.flights import FlightRules, Shape, flights
from planner.presentation import formats, narrative
from planner.presentation.clauses import sentence
from planner.presentation.language import _, ngettext, told
from planner.ui import components, once, state
from planner.ui.context import Context
from planner.ui.plan import editing


def section(context: Context, grid: BudgetGrid, campaigns: Sequence[Campaign]) -> None:
    """What campaigns hold of `grid`, where the two differ, and what can be done about it.

    grid, campaigns  what stands on screen, saved or not
    """
    version = context.version()
    found, before = balance(grid, campaigns), tuple(campaigns)
    after = fitted(grid, before)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_sentence(context, found, len(whole_campaigns(campaigns))), width="stretch")
        if not version.is_frozen:
            _ways(context, version, found, fits=after != before)
    if found.over and not version.is_frozen:
        st.caption(_preview(context, grid, before, after))
    over = [name for name, row in zip(grid.channels, found.unallocated, strict=True) if row.sum() < 0]
    if over:
        st.warning(
            _("Campaigns hold more than the budget on {channels}.").format(channels=", ".join(over)),
            icon=":material/warning:",
        )
    st.caption(_("By month: what no campaign holds; below zero, campaigns hold more than the budget."))
    components.table(
        _table(context, found),
        alt=_("Budget, campaigns and what is unallocated by channel and month"),
        height="content",
        column_config={_("Channel"): st.column_config.TextColumn(pinned=True, width=150)},
    )


def _sentence(context: Context, found: Balance, count: int) -> str:
    def money(cents: int) -> str:
        return components.escape(formats.money(cents / 100, context.company))

    said = [
        ngettext(
            "**{count} campaign holds {held} of {total}**",
            "**{count} campaigns hold {held} of {total}**",
            count,
        ).format(count=count, held=money(int(found.held.sum())), total=money(int(found.grid.cents.sum())))
    ]
    if found.open:
        said.append(_("{amount} is in no campaign").format(amount=money(found.open)))
    if found.over:
        said.append(_("campaigns hold {amount} more than their months").format(amount=money(found.over)))
    if found.stray:
        said.append(_("{amount} lies on other channels or days").format(amount=money(found.stray)))
    if not (found.open or found.over or found.stray):
        said.append(_("grid and campaigns agree to the cent"))
    return sentence(said)


def _table(context: Context, found: Balance) -> pd.DataFrame:
    def money(cents: int) -> str:
        return formats.money(cents / 100, context.company)

    months = [formats.month_name(month) for month in found.grid.months]
    rows = []
    for name, cells, held, free in zip(
        found.grid.channels, found.grid.cents, found.held, found.unallocated, strict=True
    ):
        row = {
            _("Channel"): name,
            _("Budget"): money(int(cells.sum())),
            _("In campaigns"): money(int(held.sum())) if held.any() else formats.NOTHING,
            _("Unallocated"): money(int(free.sum())) if free.any() else formats.NOTHING,
        }
        row |= {m: money(int(v)) if v else "·" for m, v in zip(months, free.tolist(), strict=True)}
        rows.append(row)
    return pd.DataFrame(rows)


def _preview(
    context: Context, grid: BudgetGrid, before: Sequence[Campaign], after: Sequence[Campaign]
) -> str:
    """What fitting would do to the campaigns, and what it cannot mend."""
    said = []
    if cut := _cut_words(context, before, after):
        said.append(_("Fitting: {cut}; live and done ones stay.").format(cut=cut))
    if still := balance(grid, after).over:
        said.append(
            _("Live and done campaigns alone hold {amount} more than their months: raise the budget.").format(
                amount=formats.money(still / 100, context.company)
            )
        )
    return components.escape(" ".join(said))


def _cut_words(context: Context, before: Sequence[Campaign], after: Sequence[Campaign]) -> str:
    """How many campaigns hold less, from and to what in sum; "" where none does."""
    pairs = [(b.cents, a.cents) for b, a in zip(before, after, strict=True) if b.cents != a.cents]
    if not pairs:
        return ""
    old, new = (sum(cents) / 100 for cents in zip(*pairs, strict=True))
    said = ngettext(
        "{count} campaign cut from {old} to {new}", "{count} campaigns cut from {old} to {new}", len(pairs)
    ).format(
        count=len(pairs), old=formats.money(old, context.company), new=formats.money(new, context.company)
    )
    if none := sum(a == 0 for _b, a in pairs):
        said += ngettext(", {count} of them to 0", ", {count} of them to 0", none).format(count=none)
    return said


def _ways(context: Context, version: PlanVersion, found: Balance, *, fits: bool) -> None:
    if found.over and st.button(
        _("Raise the budget"), help=_("Every cell holds at least what its campaigns hold"), key="raise_grid"
    ):
        keep(context, version, lambda: replace(version, grid=raised(version.grid, version.campaigns)))
    if fits and st.button(
        _("Fit campaigns to the budget"),
        help=_("Campaigns are cut until no month holds more than its budget; none is raised"),
        key="fit_campaigns",
    ):
        keep(context, version, lambda: replace(version, campaigns=fitted(version.grid, version.campaigns)))
    if found.open:
        with st.popover(_("Make campaigns"), help=_("Flights for the money that no campaign holds")):
            _flight_form(context, version)


def _flight_form(context: Context, version: PlanVersion) -> None:
    shapes = {
        Shape.MONTHLY: _("One a month"),
        Shape.STEADY: _("Steady over months"),
        Shape.BURST: _("Bursts"),
    }
    with st.form("flights", border=False):
        shape = st.segmented_control(
            _("How the money runs"), list(shapes), default=Shape.MONTHLY, format_func=lambda s: shapes[s]
        )
        channels = st.multiselect(
            _("Channels"), list(version.grid.channels), placeholder=_("all channels"), key="flight_channels"
        )
        days = st.number_input(_("At least, days"), 1, 366, 7)
        least = st.number_input(
            _("At least, {currency}").format(currency=context.company.currency), 0.0, 1e11, 1000.0, 500.0
        )
        burst = st.number_input(
            _("A burst lasts, days"), 1, 31, 14, help=_("Up to a milestone of the month, or from its 1st day")
        )
        if not st.form_submit_button(_("Make campaigns"), type="primary"):
            return

    def made() -> PlanVersion:
        rules = FlightRules(
            shape or Shape.MONTHLY, int(days), round(least * 100), int(burst), version.book.milestones
        )
        found = flights(
            version.grid, version.campaigns, rules, channels or version.grid.channels, flight_name
        )
        if not found.campaigns:
            raise PlannerError(_("No money is left that is enough for a flight by these rules."))
        return replace(version, grid=found.grid, campaigns=(*version.campaigns, *found.campaigns))

    keep(context, version, made)


def flight_name(channel: str, first: Month, last: Month) -> str:
    """ "TV, Mar" or "TV, Mar–May"."""
    months = formats.month_name(first)
    if last != first:
        months += f"–{formats.month_name(last)}"
    return f"{channel}, {months}"


def keep(context: Context, version: PlanVersion, make: Callable[[], PlanVersion]) -> None:
    """Save what `make` answers and say what it means for the forecast; nothing unsaved is lost."""
    if editing.unsaved(context):
        st.error(_("Save or discard what you are typing first."))
        return
    try:
        changed = make()
        once.save_version(context.slug, changed)
    except PlannerError as problem:
        st.error(told(problem))
        return
    editing.done()
    state.say_after_rerun(_said(context, version, changed))
    st.rerun()


def _said(context: Context, version: PlanVersion, changed: PlanVersion) -> str:
    if not np.array_equal(version.grid.cents, changed.grid.cents):
        return told_effect(context, changed.grid)
    more = len(whole_campaigns(changed.campaigns)) - len(whole_campaigns(version.campaigns))
    if more > 0:
        return ngettext("{count} campaign made", "{count} campaigns made", more).format(count=more)
    lines = len(changed.campaigns) - len(version.campaigns)
    if lines > 0:
        return ngettext("{count} channel added", "{count} channels added", lines).format(count=lines)
    cut = _cut_words(context, version.campaigns, changed.campaigns)
    return _("{cut}. Undo it in the change log.").format(cut=cut)


def told_effect(context: Context, grid: BudgetGrid) -> str:
    """What another grid would bring against the saved one."""
    saved = context.evaluation()
    after = evaluate(context.model(), context.company, grid, context.version().lines)
    return _("Budget {amount}. {effect}").format(
        amount=formats.money(grid.total - saved.grid.total, context.company, signed=True),
        effect=narrative.effect(saved, after, context.company),
    )
