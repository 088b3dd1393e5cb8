"""Actuals: what came in, and is it complete?"""

import streamlit as st

from planner.presentation.language import _
from planner.ui.actuals import batches, months, upload
from planner.ui.context import strip

context = strip(plans=False)
views = {
    "upload": (_("Upload"), upload.view),
    "batches": (_("Files taken over"), batches.view),
    "months": (_("Months"), months.view),
}
chosen = st.segmented_control(
    _("View"),
    list(views),
    default="upload",
    required=True,
    format_func=lambda view: views[view][0],
    label_visibility="collapsed",
    key="actuals_view",
    bind="query-params",
)
views[chosen or "upload"][1](context)
