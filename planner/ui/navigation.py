"""The nine pages in order, and the way in."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlparse

import streamlit as st
from streamlit.navigation.page import Page

from planner.presentation import language
from planner.presentation.language import _
from planner.ui import present, state

_FRAME = (Path(__file__).parent / "assets" / "frame.css").read_text(encoding="utf-8")
QUIET = (*state.STAY, present.KEY)
"""What the URL says of a view without being another view: no step of the back button."""
_PART = st.components.v2.component(
    "planner_frame",
    html="<span></span>",
    js=(Path(__file__).parent / "live" / "frame.js").read_text(encoding="utf-8"),
)


def page() -> Page:
    """Draw the navigation and answer the page that was asked for."""
    asked = st.navigation(_pages(), position="top")
    words = {"page": asked.title, "upload": _("Choose a file")}
    said = " ".join(f"--{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in words.items())
    st.html(f"<style>{_FRAME}\n:root {{ {said} }}</style>")
    spoken, asked_so_far = language.current().replace("_", "-"), st.session_state.get(state.ASKED, 0)
    asks = {"quiet": QUIET, "language": spoken, "asked": asked_so_far}
    with st.container(key="frame"):
        _PART(data=json.dumps(asks).encode(), key="frame_part", height=1)
    return asked


def enter() -> None:
    """Hand a first visit by deep link over to the entry script.

    Until some session has called `st.navigation`, Streamlit takes the files of pages/ for pages of their own
    and runs them without app.py.
    """
    if st.session_state.get(state.ENTERED):
        return
    asked = urlparse(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    pages = _pages()
    st.navigation(pages, position="top")
    st.session_state[state.ENTERED] = True
    st.switch_page(
        next((p for p in pages if p.url_path == asked), pages[0]), query_params=st.query_params.to_dict()
    )


def _pages() -> list[Page]:
    return [
        st.Page("pages/home.py", title=_("Home"), help=_("Are we on plan, and what needs me?"), default=True),
        st.Page("pages/simulator.py", title=_("Simulator"), help=_("What if we move money?")),
        st.Page(
            "pages/compare.py", title=_("Compare"), help=_("Which version or scenario, and what changed?")
        ),
        st.Page("pages/plan.py", title=_("Plan"), help=_("What, when, who, how much?")),
        st.Page("pages/actuals.py", title=_("Actuals"), help=_("What came in, and is it complete?")),
        st.Page("pages/results.py", title=_("Results"), help=_("Why, and where will we land?")),
        st.Page("pages/customers.py", title=_("Customers"), help=_("Win or keep, and does it pay?")),
        st.Page("pages/curves.py", title=_("Curves"), help=_("Why believe it?")),
        st.Page("pages/setup.py", title=_("Setup"), help=_("Whose numbers, under which rules?")),
    ]
