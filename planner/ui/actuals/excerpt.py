"""The file beside what was read: a piece of its grid, each cell marked with what became of it."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

import streamlit as st

from planner.presentation.actuals.words import role_word
from planner.presentation.language import _
from planner.sources.excerpt import Excerpt, ExcerptCell

LONGEST = 28
_NUMBER = re.compile(r"[-−(]?[\d\s.,']+[%)]?")
# Translucent colours read on white and on black; symbols say the same without colour.
_STYLE = """
<style>
.excerpt { overflow: auto; max-height: 26rem; border: 1px solid rgba(128,128,128,.3); border-radius: .5rem }
.excerpt table { border-collapse: collapse; font-size: .78rem; white-space: nowrap;
  font-variant-numeric: tabular-nums; margin: 0; min-width: 100% }
.excerpt td, .excerpt th { padding: .16rem .5rem; border: 1px solid rgba(128,128,128,.16); text-align: right;
  font-weight: 400 }
.excerpt th { color: inherit; opacity: .65; text-align: center; font-size: .72rem }
.excerpt th b { font-weight: 600 }
.excerpt td.text { text-align: left }
.excerpt td.header { background: rgba(60,100,225,.20); font-weight: 600 }
.excerpt td.label { background: rgba(60,100,225,.09) }
.excerpt td.read { background: rgba(15,150,120,.17) }
.excerpt td.total { background: rgba(128,128,128,.14); font-style: italic }
.excerpt td.rejected { background: rgba(220,80,30,.26); font-weight: 600 }
.excerpt td.doubt { background: rgba(225,165,0,.28); font-weight: 600 }
.excerpt td.left { opacity: .62; text-decoration: line-through }
.excerpt td.out, .excerpt td.empty { opacity: .62 }
.excerpt tr.gap td { border-left: 0; border-right: 0; text-align: center; opacity: .5; padding: 0 }
</style>
"""
_MARKS = {"rejected": "✕ ", "total": "Σ ", "empty": "○ ", "doubt": "? "}


def show(excerpt: Excerpt) -> None:
    """One sheet's rows with their numbers and columns, and what the marks mean."""
    st.html(_STYLE + f'<div class="excerpt" tabindex="0">{_table(excerpt)}</div>')
    st.caption(
        _(
            "Blue: header, month, channel · Green: figures read · Σ total · ✕ at fault, left out · "
            "? taken, look at it · Struck through: left out as answered · ○ empty, no figure · "
            "Pale: not read"
        )
    )


def _table(excerpt: Excerpt) -> str:
    heads = "".join(
        f"<th scope='col'>{letter}{f'<br><b>{escape(role_word(role))}</b>' if role else '<br>&nbsp;'}</th>"
        for letter, role in zip(excerpt.letters, excerpt.roles, strict=True)
    )
    lines = []
    before = [0, *(number for number, _cells in excerpt.rows)]
    for (previous, number), (_number, cells) in zip(pairwise(before), excerpt.rows, strict=True):
        if previous and number > previous + 1:
            lines.append(f"<tr class='gap'><td colspan='{len(cells) + 1}'>⋯</td></tr>")
        lines.append(f"<tr><th scope='row'>{number}</th>{''.join(map(_cell, cells))}</tr>")
    name = escape(excerpt.sheet or _("The file"))
    return f"<table aria-label='{name}'><tr><th></th>{heads}</tr>{''.join(lines)}</table>"


def _cell(cell: ExcerptCell) -> str:
    number = bool(_NUMBER.fullmatch(cell.text))
    classes = " ".join(part for part in ("" if number else "text", cell.kind or "out") if part)
    text = cell.text if len(cell.text) <= LONGEST else cell.text[: LONGEST - 1] + "…"
    mark = (
        _MARKS.get(cell.kind, "")
        if cell.kind in ("rejected", "empty", "doubt") or (cell.kind == "total" and not number)
        else ""
    )
    return f"<td class='{classes}'>{mark}{escape(text)}</td>"
