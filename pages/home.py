"""Home: are we on plan, and what needs me?"""

import streamlit as st

from planner.presentation.language import _
from planner.ui import components, home, present
from planner.ui.context import strip

context = strip(plans=False, presents=True)
if not context.versions:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    st.stop()
if present.wanted():
    home.wall(context)
    st.stop()
home.screen(context)
