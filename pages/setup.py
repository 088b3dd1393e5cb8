"""Setup: whose numbers, under which rules?"""

import streamlit as st

from planner.ui import state
from planner.ui.context import strip
from planner.ui.setup import page

if not state.store().workspaces():
    page.first_company()
    st.stop()
page.screen(strip(compare=False))
