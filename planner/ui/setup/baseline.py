"""Setup, Baseline: revenue without media, twelve months a fiscal year, typed or pasted."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.presentation import formats
from planner.presentation.language import _
from planner.sources.amounts import Typed, decimal_votes, to_number, typed
from planner.ui.context import Context
from planner.ui.setup.opened import Opened, opened, save, save_button


def view(context: Context) -> None:
    """A row a year, a column a month; cells take a block pasted from a spreadsheet."""
    form = opened(context, "baseline")
    company = form.company
    years = _years(context, company)
    months = [f"m{number}" for number in range(1, 13)]
    table = pd.DataFrame(
        [[year, *(company.baselines.get(year) or [None] * 12)] for year in years], columns=["year", *months]
    ).astype(dict.fromkeys(months, "float64"))
    names = [formats.month_name(month) for month in company.fiscal_year(years[0]).months]
    st.caption(
        _("Sales without media, {currency} a month. An empty row is a year without baseline.").format(
            currency=f"{company.currency} {formats.vat_label(company)}"
        )
    )
    # To the cent where a cell has some, as whole amounts where none has.
    cents = 0.01 if table[months].mod(1).gt(0).any(axis=None) else None
    edited = st.data_editor(
        table,
        key=form.key("table"),
        hide_index=True,
        height="content",
        disabled=["year"],
        placeholder="",
        alt=_("Baseline revenue by fiscal year and month"),
        column_config={
            "year": st.column_config.NumberColumn(_("Fiscal year"), format="%d", pinned=True),
            **{
                column: st.column_config.NumberColumn(name, format="localized", step=cents)
                for column, name in zip(months, names, strict=True)
            },
        },
    )
    totals = [
        f"{int(row['year'])}: {formats.money(float(row[months].sum()), company)}"
        for _index, row in edited.iterrows()
        if row[months].notna().all()
    ]
    if totals:
        st.caption(_("Year totals") + "  ·  " + "  ·  ".join(totals))
    if save_button(form):
        save(form, lambda: _with_rows(company, edited, months), _("Baseline saved."))
    _paste(form, years)


def _years(context: Context, company: Company) -> list[int]:
    known = {*company.baselines, *(version.year for version in context.versions), context.year}
    return [*sorted(known), max(known) + 1]


def _with_rows(company: Company, edited: pd.DataFrame, months: list[str]) -> Company:
    baselines: dict[int, tuple[float, ...]] = {}
    for row in edited.to_dict("records"):
        amounts = [row[month] for month in months]
        given = [not pd.isna(amount) for amount in amounts]
        if not any(given):
            continue
        year = int(row["year"])
        if not all(given):
            raise BadDocument(
                say(
                    "The baseline of {year} has {given} of 12 months; fill in the others, 0 where "
                    "nothing sold.",
                    year=year,
                    given=sum(given),
                )
            )
        baselines[year] = tuple(float(amount) for amount in amounts)
    return replace(company, baselines=baselines)


def _paste(form: Opened, years: list[int]) -> None:
    with st.expander(_("Paste a year as text"), icon=":material/content_paste:"):
        one, two = st.columns([1, 4])
        year = one.selectbox(_("Fiscal year"), years, index=len(years) - 1, key=form.key("paste_year"))
        text = two.text_area(
            _("Twelve numbers, separated by tabs or lines"),
            key=form.key("paste"),
            height=68,
            placeholder="1 130 233,50\t1 082 164\t...",
        )
        if st.button(_("Take over"), key=form.key("paste_go")):
            save(
                form,
                lambda: replace(
                    form.company, baselines={**form.company.baselines, year: pasted_months(text)}
                ),
                _("Baseline {year} saved.").format(year=year),
            )


def pasted_months(text: str) -> tuple[float, ...]:
    """Twelve amounts from a pasted row or column, in any usual way of writing numbers."""
    cells = [cell.strip() for line in text.replace(";", "\t").splitlines() for cell in line.split("\t")]
    cells = [cell for cell in cells if cell]
    if len(cells) != 12:
        raise BadDocument(
            say(
                "There are {count} numbers, not 12; paste one row or column of twelve months, "
                "separated by tabs, semicolons or lines.",
                count=len(cells),
            )
        )
    point, comma, _undecided = decimal_votes(cells)
    found = []
    for position, cell in enumerate(cells, 1):
        number = typed(cell)
        value = to_number(number, "," if comma > point else ".") if isinstance(number, Typed) else None
        if value is None:
            raise BadDocument(
                say('Month {position}: "{cell}" is not a number.', position=position, cell=cell)
            )
        found.append(value)
    return tuple(found)
