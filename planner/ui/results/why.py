"""Why: a bridge that adds up exactly, the lines behind it, and any of them in depth."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.bridge import Cause
from planner.analysis.surroundings import rate_gaps
from planner.domain.actuals import Metric
from planner.domain.price import RateVersion
from planner.presentation import formats
from planner.presentation.causes import cause_bars, cause_words
from planner.presentation.charts.differences import Mood, variance_bars
from planner.presentation.charts.differences import bridge as bridge_chart
from planner.presentation.language import _, ngettext
from planner.services.campaign_variance import GroupVariance, by_campaign, by_region
from planner.services.results import Results
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.results import drill, evidence, gaps, scope
from planner.ui.results.words import bridge_steps, line_words, opening, tag_words


def view(context: Context) -> None:
    """The bridge of the period, its lines by size, the chosen line in depth, and all of it as tables."""
    with components.errors_in_words():
        whole = cached.results(context.slug, context.year)
    if whole.bridge is None:
        gaps.nothing_compared(context, whole)
        gaps.without_plan(whole)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        results = scope.choose(context, whole)
        channel = _line_choice(results)
        floors = scope.floors(results)
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        _bridge(context, results)
    with right:
        _lines(context, results, floors, channel)
    gaps.not_compared(results)
    drill.show(context, results, channel)
    evidence.notices(context, results)
    with st.expander(_("All lines and months as tables")):
        _causes(context, results)
        _campaigns_and_regions(context, results)
        _months(context, results)


def _line_choice(results: Results) -> str:
    found = results.variance[Metric.REVENUE]
    ranked = found.ranked()
    names = [*ranked, *(name for name in found.rows if name not in ranked)]
    wanted = state.remembered("line")
    chosen = wanted if wanted in names else names[0]

    def words(name: str) -> str:
        amount = found.row(name).difference
        return f"{line_words(name)}  {formats.money(amount, results.company, signed=True)}"

    picked = st.selectbox(
        _("Line"),
        names,
        index=names.index(chosen),
        format_func=words,
        key=f"why_line_{chosen}_{results.variance.months[0]}_{len(results.variance.months)}",
        width=260,
    )
    if picked != chosen:
        state.remember("line", picked)
        st.rerun()
    return picked


def _bridge(context: Context, results: Results) -> None:
    found = results.bridge
    assert found is not None
    company, scale = context.company, formats.scale(context.company)
    steps = bridge_steps(found.bars, cause_bars(), scale.divisor)
    cause, channel, amount = found.reasons(1)[0] if found.reasons(1) else (Cause.BASELINE, "", 0.0)
    change = found.end - found.start
    title = _("{months}: revenue {change} against plan; largest reason: {reason} {amount}").format(
        months=opening(found.months),
        change=formats.money(change, company, signed=True),
        reason=cause_words(cause, channel),
        amount=formats.money(amount, company, signed=True),
    )
    if not found.reasons(1):
        title = _("{months}: revenue exactly on plan").format(months=opening(found.months))
    components.chart(
        bridge_chart(
            (_("Plan"), found.start / scale.divisor),
            steps,
            (_("Actual"), found.end / scale.divisor),
            title,
            formats.unit_label(company),
            components.colours(),
            height=250,
            digits=scale.digits,
        ),
        alt=_("Revenue from plan to actual, cause by cause"),
    )
    for sentence in rate_sentences(results):
        st.caption(sentence)


def rate_sentences(results: Results) -> list[str]:
    """At which rates both sides of the bridge stand, and which rates are missing."""
    pricing, year = results.company.pricing, results.version.year
    if pricing is None or not pricing.foreign_shares:
        return []
    versions = {RateVersion.BUDGET: _("budget"), RateVersion.ACTUAL: _("actual")}
    gaps = rate_gaps(results.company, year)
    said = [
        _("{currency}: no {version} rates of {year} in Setup, so its effect stays in the other bars.").format(
            currency=gap.currency, version=versions[gap.version], year=year
        )
        for gap in gaps
    ]
    known = [c for c, _share in pricing.foreign_shares if c not in {gap.currency for gap in gaps}]
    if known:
        said.append(
            _(
                "Plan at budget rates, actual at actual rates of {currencies}; the Currency bar is between."
            ).format(currencies=", ".join(known))
        )
    return said


def _lines(context: Context, results: Results, floors: scope.Floors, chosen: str) -> None:
    found = results.variance[Metric.REVENUE]
    scale = formats.scale(context.company)
    material = floors.material(found)
    rows = [_line(results, name, name == chosen) for name in material]
    small = [name for name in found.ranked() if name not in material]
    rest = sum(found.row(name).difference or 0.0 for name in small)
    if small:
        words = ngettext("{count} smaller line", "{count} smaller lines", len(small))
        label = words.format(count=len(small))
        rows.append(
            {"key": "", "name": label, "amount": rest, "mood": Mood.of(rest >= 0), "chosen": chosen in small}
        )
    if not rows:
        st.caption(_("Every line is exactly on plan."))
        return
    frame = pd.DataFrame(rows)
    frame["amount"] = frame["amount"] / scale.divisor
    behind = sum(row["mood"] is Mood.BAD for row in rows if row["key"])
    key = f"why_lines_{chosen}_{results.variance.months[0]}_{len(results.variance.months)}"

    def pick() -> None:
        picked = components.picked(key)
        if picked and picked["key"]:
            state.remember("line", str(picked["key"]))
            state.remember("month", None)

    components.chart(
        variance_bars(
            frame,
            _lines_title(behind, len(material)),
            _("Revenue against plan, {unit}").format(unit=formats.unit_label(context.company)),
            components.colours(),
            words={Mood.GOOD: _("ahead"), Mood.BAD: _("behind")},
            digits=scale.digits,
        ),
        alt=_("Revenue against plan by line"),
        key=key,
        on_select=pick,
    )


def _lines_title(behind: int, larger: int) -> str:
    """What the bars say: how many of the larger lines are behind."""
    if not larger:
        return _("No line differs by more than the floors")
    if not behind:
        words = ngettext(
            "The only larger line is ahead of plan",
            "All {all} larger lines are ahead of plan; click one",
            larger,
        )
    elif behind == larger:
        words = ngettext(
            "The only larger line is behind plan", "All {all} larger lines are behind plan; click one", larger
        )
    else:
        words = _("{behind} of {all} larger lines are behind plan; click one")
    return words.format(behind=behind, all=larger)


def _line(results: Results, name: str, chosen: bool) -> dict[str, object]:
    compared = results.variance[Metric.REVENUE].row(name)
    notes = results.notes_on(name)
    tag = tag_words(notes[0].tag) if notes else ""
    return {
        "key": name,
        "name": f"{line_words(name)} · {tag}" if tag else line_words(name),
        "amount": compared.difference or 0.0,
        "mood": Mood.of(bool(compared.favourable)),
        "chosen": chosen,
    }


def _causes(context: Context, results: Results) -> None:
    assert results.bridge is not None
    company = context.company

    def signed(value: float) -> str:
        text = formats.money(value, company, signed=True)
        return text if any(digit in text for digit in "123456789") else "·"

    st.markdown(f"**{_('What moved each channel')}**")
    known = {bar.cause for bar in results.bridge.bars}
    parts = sorted(results.bridge.by_channel, key=lambda part: -abs(part.difference))
    frame = pd.DataFrame(
        [
            {
                _("Channel"): part.channel,
                _("Against plan"): signed(part.difference),
                _("Spend"): signed(part.spend),
                _("Timing"): signed(part.timing),
                **({_("Media cost"): signed(part.media_cost)} if results.bridge.has_media_cost else {}),
                **({_("Own prices"): signed(part.price)} if Cause.PRICE in known else {}),
                **({_("Currency"): signed(part.currency)} if Cause.CURRENCY in known else {}),
                _("Efficiency"): signed(part.efficiency),
            }
            for part in parts
        ]
    )
    components.table(frame, alt=_("Causes by channel"), height="content")


def _campaigns_and_regions(context: Context, results: Results) -> None:
    """Spend and media revenue by campaign, and by region where campaigns name one."""
    months = {str(month) for month in results.variance.months}
    details = state.store().details(context.slug, months)
    found = [
        (_("By region"), _("Region"), _("not for one region"), by_region(results, details)),
        (_("By campaign"), _("Campaign"), _("in no campaign"), by_campaign(results, details)),
    ]
    for title, column, nameless, groups in found:
        if groups:
            st.markdown(f"**{title}**")
            _groups(context, column, nameless, groups)
    if any(groups for _title, _column, _nameless, groups in found):
        st.caption(
            _(
                "Media only. What files do not report by campaign is a campaign's share of its channel by "
                "money and flight: allocated, not measured."
            )
        )


def _groups(context: Context, column: str, nameless: str, groups: tuple[GroupVariance, ...]) -> None:
    company = context.company
    reported = any(one.measured for one in groups)
    rows = [
        {
            column: one.name or nameless,
            _("Spend, plan"): formats.money(one.spend.plan, company),
            _("Spend, actual"): formats.money(one.spend.actual, company),
            _("Spend, difference"): formats.money(one.spend.difference, company, signed=True),
            _("Revenue, plan"): formats.money(one.revenue.plan, company),
            _("Revenue, actual"): formats.money(one.revenue.actual, company),
            _("Revenue, difference"): formats.money(one.revenue.difference, company, signed=True),
        }
        | ({_("Reported by campaign"): formats.share(one.measured, digits=0)} if reported else {})
        for one in groups
    ]
    alt = _("Plan against actual, {column}").format(column=column)
    components.table(pd.DataFrame(rows), alt=alt, height="content")


def _months(context: Context, results: Results) -> None:
    revenue, spend = results.variance[Metric.REVENUE], results.variance[Metric.SPEND]
    company = context.company
    rows = []
    for j, month in enumerate(revenue.months):
        r, s = revenue.by_month[j], spend.by_month[j]
        rows.append(
            {
                _("Month"): formats.month_label(month),
                _("Spend, plan"): formats.money(s.plan, company),
                _("Spend, actual"): formats.money(s.actual, company),
                _("Spend, difference"): formats.money(s.difference, company, signed=True),
                _("Revenue, plan"): formats.money(r.plan, company),
                _("Revenue, actual"): formats.money(r.actual, company),
                _("Revenue, difference"): formats.money(r.difference, company, signed=True),
                _("Of plan"): formats.share(r.share),
            }
        )
    components.table(pd.DataFrame(rows), alt=_("Plan against actual by month"), height="content")
