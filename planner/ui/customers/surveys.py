"""Series that were asked or measured, each with what asking a few leaves open."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.survey import Asked, Wave, least_change
from planner.presentation import formats
from planner.presentation.charts.surveys import waves
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context


def of(context: Context, asked: Asked) -> list[Wave]:
    """The waves of one question, oldest first."""
    return sorted((w for w in context.company.waves if w.asked is asked), key=lambda wave: wave.month)


def names() -> dict[Asked, str]:
    """What each question is called."""
    return {
        Asked.AWARENESS: _("Awareness"),
        Asked.CONSIDERATION: _("Consideration"),
        Asked.NPS: _("NPS"),
        Asked.RETENTION: _("Retention"),
        Asked.REACTIVATION: _("Reactivation"),
    }


def row(context: Context, wanted: Sequence[Asked]) -> None:
    """The series that have waves, side by side."""
    found = [asked for asked in wanted if of(context, asked)]
    if not found:
        return
    for column, asked in zip(st.columns(len(found), gap="medium"), found, strict=True):
        with column:
            chart(context, asked)
    st.caption(
        _("Bars hold the truth 95 times in 100; a change inside them may be chance. Waves are kept in Setup.")
    )


def chart(context: Context, asked: Asked, path: pd.DataFrame | None = None, *, height: int = 190) -> None:
    """One series titled by what its last two waves say."""
    found = of(context, asked)
    components.chart(
        waves(
            frame(found),
            finding(found),
            _("points") if asked is Asked.NPS else "%",
            components.colours(),
            words=(_("survey"), _("expected")),
            path=path,
            height=height,
        ),
        alt=_("{series} by wave").format(series=names()[asked]),
    )


def frame(found: Sequence[Wave]) -> pd.DataFrame:
    """The waves in per cent (of an NPS: points) with their error."""
    return pd.DataFrame(
        [
            {
                "month": pd.Timestamp(Month.parse(wave.month).start),
                "value": 100 * wave.value,
                "low": 100 * (wave.value - wave.margin),
                "high": 100 * (wave.value + wave.margin),
                "text": f"{100 * wave.value:.1f} ± {100 * wave.margin:.1f}, n = {wave.respondents:,}",
            }
            for wave in found
        ]
    )


def finding(found: Sequence[Wave]) -> str:
    """ "Awareness 47.2% ± 4.0: no sure change since Jul 2026"."""
    last = found[-1]
    name = names()[last.asked]
    value = _reading(last)
    if len(found) < 2:
        return _("{name} {value}").format(name=name, value=value)
    before = found[-2]
    moved, needed = last.value - before.value, least_change(before, last)
    since = formats.month_label(Month.parse(before.month))
    if abs(moved) < needed:
        return _("{name} {value}: no sure change since {month}").format(name=name, value=value, month=since)
    words = _("{name} {value}: up since {month}") if moved > 0 else _("{name} {value}: down since {month}")
    return words.format(name=name, value=value, month=since)


def _reading(wave: Wave) -> str:
    margin = formats.ratio(100 * wave.margin, digits=1)
    if wave.asked is Asked.NPS:
        return f"{formats.ratio(100 * wave.value, digits=0)} ± {margin}"
    return f"{formats.share(wave.value)} ± {margin}"
