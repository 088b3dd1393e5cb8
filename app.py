"""The planner's entry: language, navigation, and the page that was asked for."""

import streamlit as st

from planner.ui import navigation, state

st.set_page_config(page_title="Marketing planner", page_icon=str(state.ICON), layout="wide")
state.speak()
navigation.page().run()
state.write_url()
