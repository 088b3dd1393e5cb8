"""Simulator: what if we move money?"""

import streamlit as st

from planner.presentation.language import _
from planner.ui import present, simulator, state
from planner.ui.context import strip
from planner.ui.results import forecasts

context = strip(compare=False, presents=True)
if context.version_id is None:
    st.info(_("No plan yet. Make one on the Plan page."))
    state.stop()
if present.wanted():
    simulator.wall(context)
    state.stop()
forecasts.note(context)
simulator.screen(context)
