"""A start from curves that another tool made."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from planner.domain.curves import CurveSet
from planner.domain.errors import BadFile, PlannerError, say
from planner.presentation.language import _, told
from planner.ui.curves.fit_form import TYPES
from planner.ui.curves.upload import read_upload


@dataclass(frozen=True, eq=False)
class GivenCurves:
    """Curves of a file, and the media of every month by channel: an even split."""

    curves: CurveSet
    media: dict[str, float]
    source: str


def view(media: float) -> GivenCurves | PlannerError:
    """The file, what is in it, or why it cannot be taken. `media` is a year's."""
    # No type: Streamlit would refuse others in English and without a way on.
    file = st.file_uploader(_("Curves (planner-curves/1, JSON)"), key="start_curves")
    if file is None:
        return BadFile(say("Choose a curves file first, or start from a template."))
    try:
        if file.name.rpartition(".")[2].casefold() in TYPES:
            raise BadFile(
                say(
                    "{name} is a table of figures, not curves. To start from what was spent and sold, "
                    'choose "I have a history".',
                    name=file.name,
                )
            )
        curves = read_upload(file.getvalue(), file.name)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return problem
    months = 12 if curves.period == "month" else 52
    st.caption(
        _("{count} channels, seen in {period}s, {currency}; the media is split evenly.").format(
            count=len(curves.names), period=curves.period, currency=curves.currency
        )
    )
    st.dataframe(
        pd.DataFrame(
            {
                _("Channel"): curves.names,
                _("Seen up to, a year"): [
                    None if c.observed is None else c.observed[1] * months for c in curves.channels
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=_("Channels of the file"),
    )
    return GivenCurves(curves, dict.fromkeys(curves.names, media / 12 / len(curves.names)), file.name)
