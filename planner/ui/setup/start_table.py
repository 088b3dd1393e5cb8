"""The table of a start: three numbers a channel. What a person typed stays whatever changes around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadDocument, PlannerError, say
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.starting import TypedCurve, proposed
from planner.services.templates import Template

AMOUNTS = "media", "brings", "ceiling"
EMPTY_ROWS = 5
KEPT = "_start_tables"


@dataclass(frozen=True)
class Row:
    """A line of the table, amounts in currency units a month; None where nothing stands.

    guess  the template's channel whose amounts stand here; "" once somebody typed one of them
    """

    name: str | None = None
    media: float | None = None
    brings: float | None = None
    ceiling: float | None = None
    guess: str = ""


CELLS = tuple(field.name for field in fields(Row) if field.name != "guess")


@dataclass(frozen=True)
class Kept:
    """A template's table: `rows` as they were given to the editor, `now` as they stand with what was typed.

    asked   media a year and split that the guesses follow
    number  of the editor: it begins anew when its rows are given anew
    """

    rows: tuple[Row, ...]
    now: tuple[Row, ...]
    asked: tuple[float, bool]
    number: int = 0

    def given(self, rows: tuple[Row, ...], asked: tuple[float, bool]) -> Kept:
        """A new editor that begins with these rows."""
        return Kept(rows, rows, asked, self.number + 1)


def guesses(template: Template, media: float, *, evenly: bool) -> tuple[Row, ...]:
    """The template's channels for a year's working media; empty lines where it has none."""
    found = proposed(template, media, evenly=evenly)
    if not found:
        return (Row(),) * EMPTY_ROWS
    return tuple(Row(g.name, round(g.media, 6), round(g.brings, 6), _about(g.ceiling), g.name) for g in found)


def _about(amount: float) -> float:
    """A guess in three digits: 118,181 would look as if somebody knew."""
    return float(f"{amount:.3g}")


def edited(rows: Sequence[Row], edits: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows after what Streamlit's editor says was typed, added and deleted."""
    changed = dict(enumerate(rows))
    for place, cells in edits.get("edited_rows", {}).items():
        changed[int(place)] = _typed_over(changed[int(place)], cells)
    for place in edits.get("deleted_rows", ()):
        changed.pop(int(place), None)
    return (*changed.values(), *(_typed_over(Row(), cells) for cells in edits.get("added_rows", ())))


def _typed_over(row: Row, cells: Mapping[str, Any]) -> Row:
    known = {name: value for name, value in cells.items() if name in CELLS}
    return replace(row, **known, guess="" if known.keys() & set(AMOUNTS) else row.guess)


def rescaled(rows: Sequence[Row], now: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with the guesses of today where nobody typed an amount."""
    fresh = {row.guess: row for row in now if row.guess}
    return tuple(replace(fresh[row.guess], name=row.name) if row.guess in fresh else row for row in rows)


def total(rows: Sequence[Row]) -> float:
    """What the rows spend a year: twelve equal months."""
    return 12 * sum(row.media or 0.0 for row in rows)


def curves(rows: Sequence[Row]) -> list[TypedCurve]:
    """The curve of each row; empty rows are none. Raises BadDocument for amounts without a name."""
    found = []
    for number, row in enumerate(rows, 1):
        name = (row.name or "").strip()
        amounts = [float(getattr(row, amount) or 0.0) for amount in AMOUNTS]
        if not name and not any(amounts):
            continue
        if not name:
            raise BadDocument(say("Row {number} has amounts and no channel name.", number=number))
        found.append(TypedCurve(name, *amounts))
    names = [curve.name for curve in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadDocument(
            say("Two rows are called {names}; give each channel one row.", names=", ".join(twice))
        )
    return found


def view(template: Template, media: float | None, company: Company) -> list[TypedCurve] | PlannerError:
    """The table as it stands, its total, and whether that is what the form says.

    media  the form's working media a year, which the guesses follow; None where the form asks for none
    """
    evenly = bool(template.channels) and _evenly(template)
    rows = _editor(template, media or 0.0, evenly=evenly)
    st.caption(
        _("{currency} a month. These are guesses to replace: typed curves carry no range.").format(
            currency=company.currency
        )
        if template.channels
        else _("{currency} a month, as you know it: typed curves carry no range.").format(
            currency=company.currency
        )
    )
    _in_all(rows, media, company)
    try:
        return curves(rows)
    except PlannerError as problem:
        return problem


def _evenly(template: Template) -> bool:
    splits = {"template": _("Split as usual"), "even": _("Split evenly")}
    chosen = st.segmented_control(
        _("First draft"),
        list(splits),
        default="template",
        required=True,
        format_func=lambda s: splits[s],
        key=f"start_split_{template.key}",
        persist_state="session",
    )
    return chosen == "even"


def _editor(template: Template, media: float, *, evenly: bool) -> tuple[Row, ...]:
    tables: dict[str, Kept] = st.session_state.setdefault(KEPT, {})
    asked = media, evenly
    fresh = guesses(template, media, evenly=evenly)
    kept = tables.get(template.key) or Kept(fresh, fresh, asked)
    edits = st.session_state.get(_key(template, kept))
    if edits is not None:
        kept = replace(kept, now=edited(kept.rows, edits))
    elif kept.now != kept.rows:  # the editor was off the screen: Streamlit forgot what was typed, we did not
        kept = kept.given(kept.now, asked)
    if asked != kept.asked:
        kept = kept.given(rescaled(kept.now, fresh), asked)
    tables[template.key] = kept
    amount = st.column_config.NumberColumn
    cells = [asdict(row) for row in kept.rows]
    st.data_editor(
        pd.DataFrame(
            {
                name: pd.Series([row[name] for row in cells], dtype="string" if name == "name" else "float64")
                for name in CELLS
            }
        ),
        key=_key(template, kept),
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        height="content",
        alt=_("Channels with their starting curves"),
        column_config={
            "name": st.column_config.TextColumn(_("Channel"), pinned=True),
            "media": amount(_("At this media a month"), format="localized", step=1),
            "brings": amount(_("we get revenue of"), format="localized", step=1),
            "ceiling": amount(_("never more than"), format="localized", step=1),
        },
    )
    return kept.now


def _key(template: Template, kept: Kept) -> str:
    return f"start_table_{template.key}_{kept.number}"


def _in_all(rows: Sequence[Row], media: float | None, company: Company) -> None:
    """The total of the table: what the first plan will hold."""
    whole = total(rows)
    if whole <= 0:
        return
    held = _("The first plan holds what the table adds up to: {month} a month, {year} a year.").format(
        month=formats.count(whole / 12), year=formats.count(whole)
    )
    if media is None or abs(whole - media) < 1:
        st.caption(held)
        return
    st.warning(
        _("The table adds up to {year} a year, not to {media}. The first plan follows the table.").format(
            year=formats.count(whole), media=formats.count(media)
        ),
        icon=":material/difference:",
    )
