"""Pieces that several pages draw: key-figure tiles, charts, and the one place where errors become words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import PlannerError
from planner.domain.figures import Figure
from planner.domain.forecast import Measure
from planner.domain.kpis import KPIS, Unit
from planner.presentation import formats
from planner.presentation.charts.base import PICK, Drawing, Palette, palette
from planner.presentation.language import _, told
from planner.ui import state


def colours() -> Palette:
    """Chart colours for the reader's theme."""
    return palette(state.theme())


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Show a PlannerError where it happened and stop the page there; anything else stays loud."""
    try:
        yield
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        state.stop()


def chart(
    figure: Any, *, alt: str, key: str | None = None, on_select: Callable[[], None] | None = None
) -> None:
    """Show a figure across its container. Its title stands above it as text, which wraps on a phone.

    figure     an Altair chart, or a `Drawing`, which costs next to nothing to show with other data
    on_select  called when somebody clicks a mark of a figure that can be picked from; `picked` says which
    """
    if isinstance(figure, Drawing):
        st.markdown(f"**{escape(figure.title)}**")
        spec = {**figure.spec, "datasets": dict(figure.data)}
        st.vega_lite_chart(spec, width="stretch", alt=alt, key=key)
        return
    title = figure.title
    if hasattr(title, "subtitle"):  # title and subtitle together; a name would bring Altair along
        subtitle = title.subtitle if isinstance(title.subtitle, str) else ""
        st.markdown(
            f"**{escape(str(title.text))}**" + (f"  \n:small[{escape(subtitle)}]" if subtitle else "")
        )
        figure = figure.properties(title="")
    st.altair_chart(figure, width="stretch", alt=alt, key=key, on_select=on_select or "ignore")


def picked(key: str) -> dict[str, Any] | None:
    """What was clicked in the chart of that key; None where nothing is."""
    found = st.session_state.get(key)
    marks = found["selection"].get(PICK) if found else None
    return dict(marks[0]) if marks else None


def escape(text: str) -> str:
    """Text as it is, in a place that reads Markdown."""
    return re.sub(r"([\\`*_{}\[\]$~:#<>|])", r"\\\1", text)


@dataclass(frozen=True)
class TileText:
    """A key figure in words.

    mood  whether its difference is "good", "bad" or "plain": the colour
    way   whether it went "up" or "down"; empty where it did not move: the arrow
    """

    label: str
    value: str
    delta: str | None
    mood: str
    note: str
    help: str
    way: str = ""


def tile_text(
    figure: Figure,
    other: Figure | None,
    company: Company,
    measure: Measure,
    note: str | None = None,
    *,
    beside: bool = False,
) -> TileText:
    """A figure, its difference to the compared plan, and the other reading with the range below.

    beside  a table shows both figures: their difference in money is that of what is shown. Elsewhere it is
            the exact one, rounded, as sentences beside the tiles say it; what is no money is in no sentence.
    """
    kpi = figure.kpi
    reads_full = measure == "full" and figure.full is not None
    value = figure.full if reads_full else figure.value
    before = None if other is None else (other.full if reads_full else other.value)
    delta, mood, way = None, "plain", ""
    if value is not None and before is not None:
        if beside or kpi.unit is not Unit.MONEY:
            said = formats.difference_shown(kpi, value, before, company)
        else:
            said = formats.difference(kpi, value - before, company)
        # What rounds to nothing is no difference: an arrow beside 0.0 would alarm for nothing. The line
        # stays, so that tiles keep their height when money moves.
        moved = any(digit in said for digit in "123456789")
        delta = said if moved else _("as planned")
        if moved:
            way = "up" if value > before else "down"
        if moved and kpi.better:
            mood = "good" if (value - before) * kpi.better > 0 else "bad"
    return TileText(
        _(kpi.label),
        formats.figure(kpi, value, company),
        delta,
        mood,
        note or _small_print(figure, company, reads_full),
        f"{_(kpi.label)} = {_(kpi.formula)}. {_('Source')}: {_(kpi.source)}.",
        way,
    )


def figure_tile(
    figure: Figure, other: Figure | None, company: Company, measure: Measure, *, note: str | None = None
) -> None:
    """A key figure as a tile of Streamlit's own."""
    text = tile_text(figure, other, company, measure, note)
    with st.container(border=True, gap=None, height="stretch"):
        st.metric(
            text.label,
            text.value,
            help=text.help,
            **change(text.delta, figure.kpi.better),
        )
        st.caption(text.note)


def change(text: str | None, better: int) -> dict[str, Any]:
    """A signed figure below another, as `st.metric` takes it, with its true minus.

    Left to itself `st.metric` points and colours by an ASCII minus only.
    better  1 where more is good, -1 where less is, 0 where it is neither
    """
    if not text:
        return {}
    moved, down = any(digit in text for digit in "123456789"), text.startswith(formats.MINUS)
    colour = "off"
    if moved and better:
        colour = "green" if down == (better < 0) else "red"
    return {
        "delta": text,
        "delta_color": colour,
        "delta_arrow": "off" if not moved else "down" if down else "up",
    }


def needs(missing: Iterable[str]) -> str:
    """What a figure waits for."""
    return _("Needs {inputs} in Setup").format(inputs=", ".join(_(need) for need in missing))


def _small_print(figure: Figure, company: Company, reads_full: bool) -> str:
    if figure.missing:
        return needs(figure.missing)
    parts = []
    if figure.low is not None and not reads_full:
        parts.append(formats.figure_range(figure.kpi, figure.low, figure.high, company))
    if figure.full is not None:
        label, other = (_("in-year"), figure.value) if reads_full else (_("full"), figure.full)
        parts.append(f"{label} {formats.figure(figure.kpi, other, company)}")
    return "  ·  ".join(parts) or "\N{NO-BREAK SPACE}"


def view(key: str, words: Mapping[str, str], label: str | None = None) -> str:
    """One of a few choices, the first by default; another lives in the URL by its stable name."""
    names, control = list(words), f"_{key}"
    kept = state.remembered(key)
    shown = kept if kept in names else names[0]
    # Said anew each run: a link, the back button or another page chose, or this page's control is a new one
    # that knows nothing of what the session keeps under its key.
    st.session_state[control] = shown
    st.segmented_control(
        label or _("View"),
        names,
        required=True,
        format_func=lambda name: words[name],
        label_visibility="collapsed",
        key=control,
        on_change=lambda: state.remember(key, st.session_state[control] or shown, usual=names[0]),
    )
    state.remember(key, shown, usual=names[0])
    return shown


def table(frame: pd.DataFrame, *, alt: str, **kwargs: Any) -> None:
    """A table without an index column; columns of figures in words line up on the right."""
    config = {str(name): _right() for name in frame.columns[1:] if _is_figures(frame[name])}
    config |= kwargs.pop("column_config", {})
    st.dataframe(frame, hide_index=True, width="stretch", alt=alt, column_config=config, **kwargs)


def _right() -> Any:
    return st.column_config.TextColumn(alignment="right")


_FIGURE = re.compile(r"[+−-]?(?:[A-Z]{0,3}[$€£¥₽]|[A-Z]{3}\s)?\d")
"""Sign, currency's sign as languages write it ("$", "US$", "CHF "), then digits."""


def _is_figures(column: pd.Series[Any]) -> bool:
    texts = [str(value) for value in column if str(value).strip("·– ")]
    return bool(texts) and all(_FIGURE.match(text) for text in texts)


def formula(key: str) -> str:
    """A key figure's formula in words, for a help text."""
    return f"{_(KPIS[key].label)} = {_(KPIS[key].formula)}"


def empty(text: str, page: str | None = None, label: str | None = None) -> None:
    """Say what to do next where there is nothing to show."""
    with st.container(border=True):
        st.markdown(text)
        if page and label:
            st.page_link(page, label=label, icon=":material/arrow_forward:")
