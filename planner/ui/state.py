"""What one browser tab remembers, behind functions; what must outlive it is in the database or the URL."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.presentation import language
from planner.services.library import Store, open_store

ICON = Path(__file__).parent / "assets" / "icon.png"
"""Shipped as a file: a named Material icon of the page would be fetched from the network."""
STAY = ("lang", "who", "margins", "sandbox")
"""Who one is and what one moved: the back button leads to where one was and leaves these as they are."""
CARRIED = ("lang", "who", "plan", "vs", "sandbox")
"""Choices that concern all pages."""
NOBODY = "CMO"
"""Who acts where nobody gave a name."""
_STANDS_IN = "_stands_in"
ENTERED = "_entered"
ASKED = "_asked"
"""Set by the entry script; see `planner.ui.navigation`."""


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this server process."""
    return open_store()


def remembered(key: str, default: str | None = None) -> str | None:
    """A choice that lives in the URL, so that a link or a reload opens the same view.

    The URL wins when somebody other than us changed it: a link, a reload, the back button. A step back to
    where it was not in the URL is a step back to what is usual there.
    """
    written, in_url = _written(), st.query_params.get(key)
    if key not in _unwritten() and in_url != written.get(key):
        back = _stepped_back()
        if in_url is None:
            if back and key not in STAY:
                _forget(key)
        elif not (back and key in STAY):
            written[key] = in_url
            st.session_state[f"_kept_{key}"] = in_url
    kept: str | None = st.session_state.get(f"_kept_{key}", default)
    return kept


def remember(key: str, value: str | None, *, usual: str | None = None) -> None:
    """Keep a choice for this tab and for the URL; None forgets it. What is `usual` stays out of the URL."""
    _forget(key)
    if value is not None:
        st.session_state[f"_kept_{key}"] = value
        if value != usual:
            _written()[key] = value
    _unwritten()[key] = _written().get(key)


def address() -> dict[str, str]:
    """The choices as the URL says them, those not written yet included."""
    now = st.query_params.to_dict()
    return {key: value for key, value in {**now, **_unwritten()}.items() if value is not None}


def write_url() -> None:
    """Write what was remembered in this run, at once."""
    now, wanted = st.query_params.to_dict(), address()
    _unwritten().clear()
    if wanted != now:
        st.query_params.from_dict(wanted)


def stop() -> NoReturn:
    """End the page here. The URL is written first: after `st.stop` nothing reaches the browser."""
    write_url()
    st.stop()


def _forget(key: str) -> None:
    st.session_state.pop(f"_kept_{key}", None)
    _written().pop(key, None)


def _written() -> dict[str, str]:
    """What of the URL is our own doing."""
    found: dict[str, str] = st.session_state.setdefault("_url_written", {})
    return found


def _stepped_back() -> bool:
    """Whether the browser's back or forward button asked for this run."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def _unwritten() -> dict[str, str | None]:
    found: dict[str, str | None] = st.session_state.setdefault("_url_unwritten", {})
    return found


def who() -> str:
    """Whose name stands in the change log."""
    return given_name(str(st.session_state.get(_STANDS_IN) or NOBODY))


def given_name(otherwise: str = NOBODY) -> str:
    """The name that somebody gave in this tab, whoever stands in on the company on screen."""
    return str(st.session_state.get("who") or remembered("who") or otherwise)


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
    for choice in CARRIED:
        remembered(choice)
        _unwritten()[choice] = _written().get(choice)


def say_after_rerun(text: str) -> None:
    """A short confirmation that survives the rerun after it."""
    st.session_state["_said"] = text


def said() -> str | None:
    """The confirmation left by the run before, once."""
    text: str | None = st.session_state.pop("_said", None)
    return text
