"""Simulator: what if we move money?"""

import streamlit as st

from planner.presentation.language import _
from planner.ui import simulator
from planner.ui.context import strip

context = strip(compare=False)
if context.version_id is None:
    st.info(_("No plan yet. Make one on the Plan page."))
    st.stop()
simulator.screen(context)
