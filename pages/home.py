"""Home: are we on plan, and what needs me?"""

import streamlit as st

from planner.presentation.language import _
from planner.ui import components, home
from planner.ui.context import strip

context = strip(plans=False)
if not context.versions:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    st.stop()
home.screen(context)
