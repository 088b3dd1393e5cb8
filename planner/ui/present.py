"""The presentation view: one answer and its figures over the whole window, for a dark wall."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from planner.presentation.language import _
from planner.presentation.wall_rows import WallRow
from planner.ui import state
from planner.ui.components import TileText

FOLDER = Path(__file__).parent / "live"
KEY = "present"
MOST_DETAILS = 5
_WALL = st.components.v2.component(
    "planner_wall",
    html='<div id="wall"></div>\n',
    css=(FOLDER / "wall.css").read_text(encoding="utf-8"),
    js=(FOLDER / "wall.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Wall:
    """What stands on the wall: where it comes from, what was asked, the answer, and key figures in words.

    picture, rows  what the answer looks like: its finding, and its lines
    """

    source: str
    sentence: str
    figures: Sequence[TileText]
    title: str = ""
    details: Sequence[str] = ()
    picture: str = ""
    rows: Sequence[WallRow] = ()


def wanted() -> bool:
    """Whether this tab presents; a link can ask for it."""
    return state.remembered(KEY) == "on"


def button() -> None:
    """The action in the strip."""
    if st.button(_("Present"), icon=":material/slideshow:", help=_("The answer alone, in big type")):
        state.remember(KEY, "on")
        st.rerun()


def leave() -> None:
    """Back to the page."""
    state.remember(KEY, None)


def show(wall: Wall) -> None:
    """Cover the window with `wall` until somebody leaves it."""
    data = {
        "from": wall.source,
        "title": wall.title,
        "sentence": wall.sentence,
        "details": list(wall.details)[:MOST_DETAILS],
        "picture": wall.picture if wall.rows else "",
        "rows": [asdict(row) for row in wall.rows],
        "figures": [asdict(figure) | {"delta": figure.delta or ""} for figure in wall.figures],
        "leave": _("Leave (Esc)"),
    }
    _WALL(
        data=json.dumps(data).encode(),
        key="wall",
        height=1,
        on_leave_change=leave,
    )
