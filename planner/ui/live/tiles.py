"""Mounts the live tiles: the figures as Python knows them, over which the board draws its preview."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from planner.domain.company import Company
from planner.domain.figures import Figure
from planner.domain.forecast import Measure
from planner.ui import components

FOLDER = Path(__file__).parent
_TILES = st.components.v2.component(
    "planner_tiles",
    html='<div id="tiles"></div>\n',
    css=(FOLDER / "tiles.css").read_text(encoding="utf-8"),
    js=(FOLDER / "tiles.js").read_text(encoding="utf-8"),
)


def tiles(
    plan: str,
    turn: int,
    figures: Sequence[tuple[Figure, Figure, str | None]],
    company: Company,
    measure: Measure,
) -> None:
    """A tile for each (figure, the same figure of the saved plan, note); `plan` ties them to their board.

    A new `turn` draws them anew, even where nothing changed: what the board previewed is over then.
    """
    data = {"id": plan, "turn": turn, "tiles": [_tile(*each, company, measure) for each in figures]}
    _TILES(data=json.dumps(data).encode(), key="tiles")


def _tile(
    figure: Figure, before: Figure, note: str | None, company: Company, measure: Measure
) -> dict[str, Any]:
    text = components.tile_text(figure, before, company, measure, note)
    return {
        "key": figure.kpi.key,
        "label": text.label,
        "value": text.value,
        "delta": text.delta or "",
        "mood": text.mood,
        "way": text.way,
        "note": text.note,
        "help": text.help,
    }
