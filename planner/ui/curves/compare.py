"""Two versions of curves beside each other: what each channel earns in both, and why that changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.presentation import formats
from planner.presentation.charts.multiples import Line, domains, small_multiple
from planner.presentation.language import _, ngettext
from planner.services.curve_changes import Cause, Change, Returns, changes
from planner.services.library import CurvesInfo
from planner.services.typed_curves import SteadyCurve, in_a_month, steady_curve
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.curves import change_reasons, small

FURTHER = 1.3
MOST = 24


def section(context: Context, listed: list[CurvesInfo]) -> None:
    """Choose two versions and see the difference."""
    if len(listed) < 2:
        return
    folded = st.expander(
        _("Compare two versions"), icon=":material/compare_arrows:", key="compare_open", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        names = {info.id: f"{info.number} · {info.name}" for info in listed}
        left, right = st.columns(2)
        before = left.selectbox(
            _("Before"), list(names), index=1, format_func=lambda i: names[i], key="compare_before"
        )
        after = right.selectbox(
            _("After"), list(names), index=0, format_func=lambda i: names[i], key="compare_after"
        )
        if before == after:
            st.caption(_("Choose two different versions."))
            return
        draw(context, cached.curves(context.slug, before), cached.curves(context.slug, after))


def finding(found: tuple[Change, ...]) -> str:
    """How many channels left their old range, and which moved most."""
    moved = [one for one in found if one.left_range]
    if not moved:
        return _("Every channel stays within what was thought possible before")
    names = ", ".join(one.channel for one in moved)
    return ngettext(
        "{count} channel left its old range: {names}",
        "{count} channels left their old range: {names}",
        len(moved),
    ).format(count=len(moved), names=names)


def draw(context: Context, before: CurveSet, after: CurveSet) -> None:
    """The finding, a table, why each channel changed, and both curves in each small chart."""
    company = context.company
    planned = {} if context.version_id is None else context.evaluation().grid.by_channel()
    found = changes(before, after, {name: total / 12 for name, total in planned.items()})
    st.markdown(f"**{components.escape(finding(found))}**")
    told = change_reasons.between(before, after)
    if told.surprise:
        st.markdown(told.surprise)
    components.table(_table(found, company), alt=_("Returns in both versions"), height="content")
    alike: dict[str, list[str]] = {}
    for one in found:
        if text := _why(one, told.channels.get(one.channel, [])):
            alike.setdefault(text, []).append(f"**{components.escape(one.channel)}**")
    if alike:
        st.markdown("\n".join(f"- {', '.join(names)}: {text}" for text, names in alike.items()))
    _multiples(found, before, after, company)


def _table(found: tuple[Change, ...], company: Company) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Channel"): one.channel,
                _("At a month"): formats.compact(one.at, company),
                _("Return before"): _words(one.before),
                _("Return after"): _words(one.after),
                _("Difference"): formats.ratio(one.after[1] - one.before[1], signed=True)
                if one.before and one.after
                else formats.NOTHING,
                _("Old range"): _place(one),
            }
            for one in found
        ]
    )


def _words(returns: Returns | None) -> str:
    if returns is None:
        return formats.NOTHING
    low, middle, high = returns
    if high - low < 1e-9 * max(abs(middle), 1e-9):
        return formats.ratio(middle)
    return f"{formats.ratio(middle)} ({formats.ratio(low)}–{formats.ratio(high)})"


def _place(one: Change) -> str:
    """Where the new middle lies."""
    if one.before is None:
        return _("new")
    if one.after is None:
        return _("gone")
    return _("left") if one.left_range else _("kept")


def _why(one: Change, told: list[str]) -> str:
    """What made the difference; "" where nothing did."""
    causes = [c for c in one.causes if not told or c.code not in ("periods", "tests")]
    return " ".join([*told, *(f"{cause_words(cause)}." for cause in causes)])


def cause_words(cause: Cause) -> str:
    """What made a difference."""
    match cause.code:
        case "periods":
            return ngettext("{count} more period", "{count} more periods", cause.count).format(
                count=cause.count
            )
        case "tests":
            return ngettext("{count} more lift test", "{count} more lift tests", cause.count).format(
                count=cause.count
            )
        case "typed":
            return _("Typed by hand")
        case "fitted":
            return _("Measured now")
        case _:
            return _("Evidence {before} → {after}").format(before=cause.before, after=cause.after)


def _multiples(found: tuple[Change, ...], before: CurveSet, after: CurveSet, company: Company) -> None:
    unit, colours = formats.scale(company).divisor, components.colours()
    drawn: dict[str, tuple[SteadyCurve | None, SteadyCurve]] = {}
    for one in found[:MOST]:
        if one.after is None:
            continue
        top = FURTHER * one.at
        drawn[one.channel] = (
            None if one.before is None else steady_curve(before.channel(one.channel), before.period, top),
            steady_curve(after.channel(one.channel), after.period, top),
        )
    ends = {
        name: (
            float(new.spend[-1]) / unit,
            max(float(c.high.max()) for c in (old, new) if c is not None) / unit,
        )
        for name, (old, new) in drawn.items()
    }
    room = domains(ends, "own")
    with st.grid(4, min_column_width=150, gap="small"):
        for one in found:
            if one.channel not in drawn:
                continue
            old, new = drawn[one.channel]
            seen = after.channel(one.channel).observed
            months = in_a_month(after.period)
            small.show(
                small_multiple(
                    _line(new, unit, None if seen is None else (seen[0] * months, seen[1] * months)),
                    (),
                    one.channel,
                    room[one.channel],
                    (_("Media a month"), _("Media revenue a month")),
                    colours,
                    before=None if old is None else _line(old, unit, None),
                ),
                f"{_words_middle(one.before)} → {_words_middle(one.after)}",
            )
    st.caption(
        _(
            "A month's media against what it brings, {unit}. Blue: after, grey: before, with their ranges."
        ).format(unit=formats.unit_label(company))
    )


def _words_middle(returns: Returns | None) -> str:
    return formats.ratio(None if returns is None else returns[1])


def _line(curve: SteadyCurve, unit: float, seen: tuple[float, float] | None) -> Line:
    return small.line_of(curve.spend, curve.outcome, curve.low, curve.high, unit, seen)
