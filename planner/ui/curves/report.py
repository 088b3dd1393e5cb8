"""The report of a fit: how it forecast what it had not seen, what brought the revenue, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.fit.record import FitRecord, HeldOut
from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.charts.fit import STACKED, contributions, held_out
from planner.presentation.language import _, told
from planner.ui import components
from planner.ui.curves import diagnostics
from planner.ui.curves.words import badge, grade_words, periods_words, returns_words, why

BETTER = 0.95
"""Share of the plain guess's error below which a forecast counts as better."""
YEAR = {"week": 52, "month": 12}
PROMISED = 0.8
"""Share of periods that the ranges shown are made to hold."""


def draw(record: FitRecord, company: Company, grades: Mapping[str, str], *, key: str) -> None:
    """The reader's part on top, the analyst's folded below.

    grades  of the curves as they are now: a channel that was typed by hand since then has none
    """
    left, right = st.columns(2, gap="medium")
    with left:
        _forecast(record, company)
    with right:
        _contributions(record, company)
    _channels(record, grades)
    _notes(record)
    folded = st.expander(
        _("For analysts: what is left unexplained, what moves together"),
        icon=":material/query_stats:",
        key=f"diagnostics_{key}",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            diagnostics.draw(record, company)


def days(record: FitRecord) -> pd.DatetimeIndex:
    """First day of each period."""
    return pd.DatetimeIndex([datetime(d.year, d.month, d.day) for d in record.history.horizon.starts()[:-1]])


def forecast_finding(held: HeldOut, period: str) -> str:
    """How far off the forecast of unseen periods was, against the plain guess that did best."""
    ahead = periods_words(period, held.mean.size)
    plain, words = min(
        (error, text)
        for error, text in (
            (held.seasonal, _("repeating last year")),
            (held.naive, _("repeating the last value")),
        )
        if error is not None
    )
    said = (
        _("{ahead} it had not seen were forecast {error} off; {plain} would have been {other} off")
        if held.error < BETTER * plain
        else _("{ahead} it had not seen were forecast {error} off, no better than {plain} ({other})")
    )
    return said.format(ahead=ahead, error=formats.share(held.error), plain=words, other=formats.share(plain))


def coverage_words(held: HeldOut, period: str) -> str:
    """Whether the ranges held what they promise."""
    count = held.mean.size
    inside = round(held.coverage * count)
    room = 1.64 * float(np.sqrt(PROMISED * (1 - PROMISED) / count))
    verdict = (
        _("fewer than the 8 of 10 it should hold: take the ranges as too narrow")
        if held.coverage < PROMISED - room
        else _("more than the 8 of 10 it should hold: the ranges are cautious")
        if held.coverage > min(PROMISED + room, 0.999)
        else _("about the 8 of 10 it should hold: the ranges can be believed")
    )
    return _("{inside} of {ahead} fell inside the range, {verdict}.").format(
        inside=formats.count(inside), ahead=periods_words(period, count), verdict=verdict
    )


def _forecast(record: FitRecord, company: Company) -> None:
    held, period = record.held, record.history.horizon.period
    if held is None:
        st.markdown(f"**{_('Too short to test itself')}**")
        st.caption(
            _(
                "The history is too short to leave out its last half year and forecast it. Until it is "
                "longer, take these curves as a first guess."
            )
        )
        return
    unit, count, year = formats.scale(company).divisor, held.mean.size, YEAR[period]
    shown = min(record.outcome.size, count + year)
    frame = pd.DataFrame({"day": days(record)[-shown:], "actual": record.outcome[-shown:] / unit})
    for name, values in (("forecast", held.mean), ("low", held.low), ("high", held.high)):
        frame[name] = np.concatenate([np.full(shown - count, np.nan), values / unit])
    if record.outcome.size >= count + year:
        before = record.outcome[-count - year :][:count]
        frame["year_before"] = np.concatenate([np.full(shown - count, np.nan), before / unit])
    components.chart(
        held_out(
            frame,
            forecast_finding(held, period),
            formats.unit_label(company),
            components.colours(),
            words=(_("Actual"), _("Forecast without having seen it"), _("A year before"), _("Range")),
        ),
        alt=_("Forecast of the last periods against what happened"),
    )
    st.caption(coverage_words(held, period))


def contribution_finding(record: FitRecord) -> str:
    """Which share media brought, and who most of it."""
    totals = {name: float(one.contribution.sum()) for name, one in record.channels.items()}
    whole = float(record.fitted.sum())
    best = max(totals, key=lambda name: totals[name])
    return _("Media brought {share} of revenue, {best} the most ({part})").format(
        share=formats.share(sum(totals.values()) / whole, digits=0),
        best=best,
        part=formats.share(totals[best] / whole, digits=0),
    )


def _contributions(record: FitRecord, company: Company) -> None:
    unit = formats.scale(company).divisor
    totals = {n: float(one.contribution.sum()) for n, one in record.channels.items() if one.contribution.size}
    ranked = sorted((name for name in totals if totals[name] > 0), key=lambda name: -totals[name])
    alone = ranked if len(ranked) <= STACKED + 1 else ranked[:STACKED]
    rest = ranked[len(alone) :]
    base, other = _("Without media"), _("Other channels")
    parts = {base: record.baseline, **{name: record.channels[name].contribution for name in alone}}
    if rest:
        parts[other] = np.sum([record.channels[name].contribution for name in rest], axis=0)
    when = days(record)
    frame = pd.concat(
        pd.DataFrame({"day": when, "part": name, "value": values / unit, "actual": record.outcome / unit})
        for name, values in parts.items()
    )
    components.chart(
        contributions(
            frame,
            list(parts),
            contribution_finding(record),
            formats.unit_label(company),
            components.colours(),
            actual=_("Actual"),
            height=280,
        ),
        alt=_("What brought the revenue, period by period"),
    )
    st.caption(_("The line is what came in; the areas are what the fit says brought it."))


def _channels(record: FitRecord, grades: Mapping[str, str]) -> None:
    """Grades, the surest first; channels that share grade and reason share a line."""
    st.markdown(f"**{_('How sure is each channel?')}**")
    spend = {name: float(row.sum()) for name, row in record.history.by_channel().items()}
    alike: dict[tuple[str, str], list[str]] = {}
    for name in sorted(record.channels, key=lambda n: (record.channels[n].grade, -spend[n])):
        one = record.channels[name]
        if name not in grades:
            alike.setdefault(("", _("typed by hand since the fit")), []).append(
                f"**{components.escape(name)}**"
            )
            continue
        said = f"**{components.escape(name)}** {returns_words(one.returns)}"
        alike.setdefault((one.grade, why(one)), []).append(said)
    st.markdown(
        "\n".join(
            f"- {badge(grade)} {', '.join(names)}: "
            + (f"{grade_words(grade)}. {reason}" if grade else f"{reason}.")
            for (grade, reason), names in alike.items()
        )
    )
    st.caption(
        _(
            "What each unit spent brought; in brackets the range that holds the true return 8 times of 10. "
            "A is surest, D hardly known."
        )
    )


def _notes(record: FitRecord) -> None:
    said = [components.escape(told(note)) for note in record.notes]
    if record.events:
        said.append(_("Peaks found in the history: {events}.").format(events=", ".join(record.events)))
    said += [
        _("{a} and {b} move together: merging them into one channel would make both surer.").format(
            a=components.escape(a), b=components.escape(b)
        )
        for a, b in record.twins
    ]
    if said:
        with st.expander(_("What was assumed and found"), icon=":material/info:"):
            st.markdown("\n".join(f"- {note}" for note in said))
