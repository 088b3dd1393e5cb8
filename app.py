"""The planner's entry: language, page order, and the page that was asked for."""

import streamlit as st

from planner.presentation.language import _
from planner.ui import state

st.set_page_config(page_title="Marketing planner", page_icon=":material/insights:", layout="wide")
state.speak()
pages = [
    st.Page("pages/home.py", title=_("Home"), help=_("Are we on plan, and what needs me?"), default=True),
    st.Page("pages/simulator.py", title=_("Simulator"), help=_("What if we move money?")),
    st.Page("pages/compare.py", title=_("Compare"), help=_("Which version or scenario, and what changed?")),
    st.Page("pages/plan.py", title=_("Plan"), help=_("What, when, who, how much?")),
    st.Page("pages/actuals.py", title=_("Actuals"), help=_("What came in, and is it complete?")),
    st.Page("pages/results.py", title=_("Results"), help=_("Why, and where will we land?")),
    st.Page("pages/customers.py", title=_("Customers"), help=_("Win or keep, and does it pay?")),
    st.Page("pages/curves.py", title=_("Curves"), help=_("Why believe it?")),
    st.Page("pages/setup.py", title=_("Setup"), help=_("Whose numbers, under which rules?")),
]
st.navigation(pages, position="top").run()
