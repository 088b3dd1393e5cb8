"""The slider board: the total, and a row per channel with lock, slider, amount, change, next return."""

from __future__ import annotations

import streamlit as st

from planner.domain.budget_plan import BudgetGrid
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import echoes, sandbox
from planner.ui.context import Context
from planner.ui.sandbox import Sandbox

WIDTHS = (0.3, 1.6, 2.9, 0.8, 0.8, 1.05)


def total_row(context: Context, box: Sandbox, base: BudgetGrid, grid: BudgetGrid) -> None:
    """The year's working media: typed, kept or free."""
    key = f"total_{context.version_id}"
    echoes.settle(key, round(grid.total))
    label, left, right = st.columns([1.3, 1.3, 2.4], vertical_alignment="center")
    label.markdown(f"**{_('Working media, {currency}').format(currency=context.company.currency)}**")
    left.number_input(
        _("Working media, {currency}").format(currency=context.company.currency),
        label_visibility="collapsed",
        min_value=0,
        max_value=10**11,
        step=10_000,
        key=key,
        on_change=echoes.changed,
        args=(key, lambda value: sandbox.set_total(_now(context), base, int(value) * 100)),
        disabled=box.locks >= set(grid.channels),
    )
    keep_key = f"keep_{context.version_id}"
    echoes.settle(keep_key, box.keep_total)
    right.toggle(
        _("Keep the total"),
        key=keep_key,
        on_change=echoes.changed,
        args=(keep_key, lambda value: sandbox.keep(_now(context), keep_total=bool(value))),
        help=_("On: the other unlocked channels give and take in proportion. Off: the total follows."),
    )


def rows(context: Context, box: Sandbox, base: BudgetGrid, now: Evaluation, saved: Evaluation) -> None:
    """One row a channel; a released slider calls `sandbox.set_channel`."""
    with st.container(gap=None):
        _rows(context, box, base, now, saved)


def _rows(context: Context, box: Sandbox, base: BudgetGrid, now: Evaluation, saved: Evaluation) -> None:
    head = st.columns(WIDTHS, vertical_alignment="bottom", gap="small")
    unit = formats.unit_label(context.company)
    full = context.measure == "full"
    for column, words in zip(
        head,
        ("", _("Channel"), _("Year"), unit, _("vs plan"), _("Next unit")),
        strict=True,
    ):
        help_text = _("Revenue that one more unit of money brings here") if words == _("Next unit") else None
        column.caption(words or "\N{NO-BREAK SPACE}", help=help_text)
    before = saved.grid.by_channel()
    for name, held in now.grid.by_channel().items():
        lock, label, slider, amount, change, earns = st.columns(
            WIDTHS, vertical_alignment="center", gap="small"
        )
        _lock(lock, context, box, name)
        figures = now.figures.by_channel[name]
        label.markdown(rf"{name} :orange[\*]" if figures.beyond_seen else name)
        _slider(slider, context, box, base, name, held, before.get(name, 0.0))
        amount.markdown(f"**{formats.money(held, context.company)}**")
        moved = held - before.get(name, 0.0)
        change.markdown(formats.money(moved, context.company, signed=True) if abs(moved) >= 0.5 else "·")
        earns.markdown(formats.ratio(figures.next_unit_full if full else figures.next_unit))
    if any(figures.beyond_seen for figures in now.figures.by_channel.values()):
        st.caption(_("\\* beyond the range the evidence covers: the forecast is an extrapolation there"))


def _lock(place: object, context: Context, box: Sandbox, name: str) -> None:
    key = f"lock_{context.version_id}_{name}"
    echoes.settle(key, name in box.locks)

    def lock(value: bool) -> None:
        now = _now(context)
        sandbox.keep(now, locks=now.locks | {name} if value else now.locks - {name})

    place.checkbox(  # type: ignore[attr-defined]
        _("Lock {channel}").format(channel=name),
        key=key,
        on_change=echoes.changed,
        args=(key, lock),
        label_visibility="collapsed",
        help=_("Locked channels never move, neither by hand nor by the best split."),
    )


def _slider(
    place: object,
    context: Context,
    box: Sandbox,
    base: BudgetGrid,
    name: str,
    held: float,
    planned: float,
) -> None:
    key = f"slide_{context.version_id}_{name}"
    # From the plan, not from what is held: a slider that changes under the hand loses it.
    step = _step(max(planned, base.total / max(1, len(base.channels))))
    top = _ceiling(max(2 * planned, held, base.total / 20), step)
    echoes.settle(key, round(held))
    place.slider(  # type: ignore[attr-defined]
        _("{channel}, year").format(channel=name),
        min_value=0,
        max_value=top,
        step=step,
        key=key,
        format="compact",
        on_change=echoes.changed,
        args=(key, lambda value: sandbox.set_channel(_now(context), base, name, int(value) * 100)),
        disabled=name in box.locks,
        label_visibility="collapsed",
    )


def _now(context: Context) -> Sandbox:
    """The sandbox when a change is carried out: another one of the same run may have come before it."""
    assert context.version_id is not None
    return sandbox.current(context.version_id, context.version().locks)


def _step(size: float) -> int:
    """A slider step of about a hundredth of the amount: 1, 2 or 5 times a power of ten."""
    step = 1
    while step * 100 < size:
        step *= 10
    return next((s for s in (step // 10, step // 5, step // 2) if s >= 1 and s * 200 >= size), step)


def _ceiling(size: float, step: int) -> int:
    return max(step, int(-(-size // step)) * step)
