"""What one browser tab remembers, behind functions; what must outlive it is in the database or the URL."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner.presentation import language
from planner.services.library import Store, open_store

ICON = Path(__file__).parent / "assets" / "icon.png"
"""Shipped as a file: a named Material icon of the page would be fetched from the network."""
_WRITTEN = "_url_written"
_STANDS_IN = "_stands_in"
ENTERED = "_entered"
"""Set by the entry script; see `planner.ui.navigation`."""


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this server process."""
    return open_store()


def remembered(key: str, default: str | None = None) -> str | None:
    """A choice that lives in the URL, so that a link or a reload opens the same view.

    The URL wins when somebody other than us changed it: a link, a reload, the back button.
    """
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    in_url = st.query_params.get(key)
    if in_url is not None and in_url != written.get(key) and key not in _unwritten():
        written[key] = in_url
        st.session_state[f"_kept_{key}"] = in_url
    kept: str | None = st.session_state.get(f"_kept_{key}", default)
    return kept


def remember(key: str, value: str | None) -> None:
    """Keep a choice for this tab and for the URL; None forgets it."""
    written: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    if value is None:
        st.session_state.pop(f"_kept_{key}", None)
        written.pop(key, None)
    else:
        st.session_state[f"_kept_{key}"] = value
        written[key] = value
    _unwritten()[key] = value


def address() -> dict[str, str]:
    """The choices as the URL says them, those not written yet included."""
    now = st.query_params.to_dict()
    return {key: value for key, value in {**now, **_unwritten()}.items() if value is not None}


def write_url() -> None:
    """Write what was remembered in this run, at once: each writing is a step of the back button."""
    now, wanted = st.query_params.to_dict(), address()
    _unwritten().clear()
    if wanted != now:
        st.query_params.from_dict(wanted)


def _unwritten() -> dict[str, str | None]:
    found: dict[str, str | None] = st.session_state.setdefault("_url_unwritten", {})
    return found


def who() -> str:
    """Whose name stands in the change log."""
    named = st.session_state.get("who") or remembered("who") or st.session_state.get(_STANDS_IN)
    return str(named or "CMO")


def stands_in(name: str | None) -> None:
    """Who acts while nobody said who does: the first of the people who sign for the company on screen."""
    st.session_state[_STANDS_IN] = name


def theme() -> str | None:
    """ "light" or "dark", as the reader sees it."""
    return st.context.theme.type


def speak() -> None:
    """Use the tab's language; called first by the app and by every fragment, which run on their own."""
    st.session_state[ENTERED] = True
    language.use(remembered("lang") or st.context.locale or "en")
    # Another page starts with an empty URL; a link to it or a reload there keeps what concerns all pages.
    for choice in ("lang", "who", "plan", "vs", "sandbox"):
        remember(choice, remembered(choice))


def say_after_rerun(text: str) -> None:
    """A short confirmation that survives the rerun after it."""
    st.session_state["_said"] = text


def said() -> str | None:
    """The confirmation left by the run before, once."""
    text: str | None = st.session_state.pop("_said", None)
    return text
