"""The planner's entry: language, navigation, and the page that was asked for."""

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from planner.ui import navigation, state

st.set_page_config(page_title="Marketing planner", page_icon=str(state.ICON), layout="wide")
state.speak()
page = navigation.page()
try:
    page.run()
except StopException:
    state.write_url()
    raise
state.write_url()
