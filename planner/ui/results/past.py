"""How good past outlooks were: kept at each take-over and close, scored when their months have passed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.presentation import formats
from planner.presentation.language import _
from planner.services.results import Results
from planner.services.snapshots import Scored, inside_range, scored
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.results.words import months_words

LATEST = 6


def view(context: Context, results: Results) -> None:
    """Each past outlook's error, bias and the naive forecast's error; a word where there is none yet."""
    kept = state.store().outlooks(context.slug, context.year)
    found = scored(kept, results)
    st.markdown(f"**{_('How good past outlooks were')}**")
    if not found:
        st.caption(
            _(
                "An outlook is kept whenever actuals are taken over or a month is closed; {count} so far. "
                "It is scored when the months it forecast are in."
            ).format(count=len(kept))
        )
        return
    st.markdown(headline(found))
    rows = [
        {
            _("Outlook"): f"{one.kept.label}, {formats.day_label(one.kept.at.date())}",
            _("Months"): months_words(one.months),
            _("Error"): formats.share(one.score.wape),
            _("Bias"): formats.share(one.score.bias, signed=True),
            _("Last year's figures"): formats.share(one.score.naive),
        }
        for one in found[-LATEST:]
    ]
    components.table(pd.DataFrame(rows), alt=_("Error of past outlooks"), height="content")
    hits, count = inside_range(kept, results)
    if count:
        st.caption(
            _("{hits} of {count} forecast months fell into their range; 8 of 10 should.").format(
                hits=hits, count=count
            )
        )


def headline(found: list[Scored]) -> str:
    """Which way the outlooks erred, and whether they beat last year's figures."""
    latest = found[-1].score
    text = _("The latest missed by {error}").format(error=formats.share(latest.wape))
    if latest.naive is None:
        return text + "."
    better = (latest.wape or 0.0) <= latest.naive
    words = _("{text}; last year's figures would have missed by {naive}.")
    if not better:
        words = _("{text}: worse than last year's figures, {naive}.")
    return words.format(text=text, naive=formats.share(latest.naive))
