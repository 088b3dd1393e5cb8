"""Figures that a file changed after they were in: before and after, in the one difference view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.domain.actuals import METRICS, MONEY_METRICS
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.actuals.words import amount, channel_word, role_word
from planner.presentation.language import _, ngettext
from planner.services.library import BatchInfo, Restated
from planner.ui import components, state
from planner.ui.context import Context

BATCH = "batch"
"""Which file's changes are on screen, as the URL says it."""
LATEST = 24
"""Files looked at, the newest of a year."""
SHOWN = 300
Heads = tuple[str, str]
"""What stands above the figures before and after."""


def query(batch: BatchInfo, company: Company) -> dict[str, str]:
    """Where Compare shows what a file changed."""
    year = company.year_of(Month.parse(batch.last_month))
    return {"compare_view": "restated", BATCH: str(batch.id), "year": str(year)}


def view(context: Context) -> None:
    """The files that changed figures of the year, one at a time."""
    store = state.store()
    months = [str(month) for month in context.company.fiscal_year(context.year).months]
    files = [
        batch
        for batch in store.batches(context.slug)
        if batch.first_month <= months[-1] and batch.last_month >= months[0]
    ]
    changes = {batch.id: store.restatement(context.slug, batch.id) for batch in files[:LATEST]}
    wanted = state.remembered(BATCH)
    offered = [batch for batch in files if changes.get(batch.id) or str(batch.id) == wanted]
    if not offered:
        components.empty(
            _("No file changed figures of {year} that were in already.").format(year=context.year),
            "pages/actuals.py",
            _("Open Actuals"),
        )
        return
    ids = [batch.id for batch in offered]
    batch = offered[next((i for i, one in enumerate(ids) if str(one) == wanted), 0)]
    picked = st.selectbox(
        _("File"),
        ids,
        index=ids.index(batch.id),
        format_func=lambda i: _named(next(one for one in offered if one.id == i), len(changes[i])),
        label_visibility="collapsed",
        key=f"restated_{batch.id}",
        width=720,
    )
    if picked != batch.id:
        state.remember(BATCH, str(picked))
        st.rerun()
    _file(batch, changes[batch.id], context)


def _named(batch: BatchInfo, count: int) -> str:
    changed = ngettext("{count} figure changed", "{count} figures changed", count).format(count=count)
    said = _("{file}, {who}, {when}: {changed}").format(
        file=batch.file_name, who=batch.who, when=formats.moment_label(batch.at), changed=changed
    )
    return f"{said} ({_('undone')})" if batch.is_undone else said


def _file(batch: BatchInfo, changed: Sequence[Restated], context: Context) -> None:
    company = context.company
    if not changed:
        st.subheader(_("This file changed no figure that was in already"))
        return
    moved = {metric: sum(one.new - one.old for one in changed if one.metric == metric) for metric in METRICS}
    metrics = [metric for metric in METRICS if any(one.metric == metric for one in changed)]
    sums = ", ".join(f"{role_word(m)} {amount(m, moved[m], company, signed=True)}" for m in metrics[:3])
    months = [formats.month_label(Month.parse(month)) for month in sorted({one.month for one in changed})]
    span = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"
    st.subheader(components.escape(_("{months} restated: {sums}").format(months=span, sums=sums)))
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        tables(changed, company, (_("Before"), _("After")), folded=False)
    with right:
        _channels([one for one in changed if one.metric == metrics[0]], company)
        if batch.undone_at is not None:
            st.caption(
                _("Undone by {who} on {when}: the figures before it count again.").format(
                    who=components.escape(batch.undone_by), when=formats.moment_label(batch.undone_at)
                )
            )


def _channels(changed: Sequence[Restated], company: Company) -> None:
    # The table is on screen before the charts' library is loaded.
    from planner.presentation.charts.differences import dumbbell  # noqa: PLC0415

    metric = changed[0].metric
    money = metric in MONEY_METRICS
    divisor = formats.scale(company).divisor if money else 1.0
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in changed:
        sums[one.channel][0] += one.old
        sums[one.channel][1] += one.new
    furthest = max(sums, key=lambda name: abs(sums[name][1] - sums[name][0]))
    title = _("{figure} of {channel} changed most: {amount}").format(
        figure=role_word(metric).capitalize(),
        channel=channel_word(furthest),
        amount=amount(metric, sums[furthest][1] - sums[furthest][0], company, signed=True),
    )
    frame = pd.DataFrame(
        [
            {"name": channel_word(name), "one": after / divisor, "two": before / divisor}
            for name, (before, after) in sums.items()
        ]
    ).sort_values("one", ascending=False)
    unit = formats.unit_label(company) if money else role_word(metric)
    components.chart(
        dumbbell(frame, title, unit, components.colours(), words=(_("After"), _("Before"))),
        alt=_("Changed figures by channel"),
    )


def tables(changed: Sequence[Restated], company: Company, heads: Heads, *, folded: bool = True) -> None:
    """By month and figure, then figure by figure; `folded` where the sums say enough at first."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for one in changed:
        entry = sums[one.month, one.metric]
        entry[0] += one.old
        entry[1] += one.new
        entry[2] += 1
    grouped = [
        {
            _("Month"): formats.month_label(Month.parse(month)),
            _("Figure"): role_word(metric),
            _("Figures that change"): formats.count(number),
            **_old_and_new(metric, old, new, company, heads),
        }
        for (month, metric), (old, new, number) in sorted(sums.items(), key=_place)
    ]
    if len(grouped) < len(changed):
        components.table(pd.DataFrame(grouped), alt=_("Restated figures by month"), height="content")
    each = [
        {
            _("Month"): formats.month_label(Month.parse(one.month)),
            _("Channel"): channel_word(one.channel),
            _("Figure"): role_word(one.metric),
            **_old_and_new(one.metric, one.old, one.new, company, heads),
        }
        for one in changed[:SHOWN]
    ]
    open_now = not folded or len(grouped) == len(changed)
    with st.expander(_("Each figure, old and new"), expanded=open_now):
        components.table(pd.DataFrame(each), alt=_("Restated figures"))
        if len(changed) > SHOWN:
            st.caption(_("{count} more of them.").format(count=len(changed) - SHOWN))


def _place(group: tuple[tuple[str, str], object]) -> tuple[str, int]:
    (month, metric), _sums = group
    return month, list[str](METRICS).index(metric)


def _old_and_new(metric: str, old: float, new: float, company: Company, heads: Heads) -> dict[str, str]:
    return {
        heads[0]: amount(metric, old, company),
        heads[1]: amount(metric, new, company),
        _("Difference"): amount(metric, new - old, company, signed=True),
    }
