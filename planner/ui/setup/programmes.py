"""Setup, Programmes: what customer programmes cost and bring, and the segments customers fall into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from planner.domain.company import Company
from planner.domain.customer_base import Programme, ProgrammeKind, Segment
from planner.domain.errors import BadDocument, say
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.setup import tables
from planner.ui.setup.opened import Opened, opened, save, save_button


def view(context: Context) -> None:
    """Two tables and one Save."""
    form = opened(context, "programmes")
    company = form.company
    st.markdown(f"**{_('Programmes: at this monthly cost they bring so many, never more than so many')}**")
    programmes = _programmes(form)
    st.caption(
        _(
            "Kept: customers who would have left, a month. Won: new customers a month. Orders: more orders a "
            "month. What today's cost brings is inside the retention, new customers and orders of Customers."
        )
    )
    st.markdown(f"**{_('Segments')}**")
    segments = _segments(form)
    if save_button(form):
        save(form, lambda: _with(company, programmes, segments), _("Programmes and segments saved."))


def kinds() -> dict[str, ProgrammeKind]:
    """The kinds by their words."""
    return {
        _("customers kept"): ProgrammeKind.RETENTION,
        _("customers won"): ProgrammeKind.ACQUISITION,
        _("orders"): ProgrammeKind.FREQUENCY,
    }


def _programmes(form: Opened) -> list[dict[str, Any]]:
    currency = form.company.currency
    words = {kind: word for word, kind in kinds().items()}
    return tables.editor(
        form,
        "programmes",
        [
            {
                "name": one.name,
                "kind": words[one.kind],
                "cost": one.cost,
                "typical": one.typical,
                "effect": one.effect,
                "most": one.most,
            }
            for one in form.company.programmes
        ],
        {
            "name": st.column_config.TextColumn(_("Programme"), required=True),
            "kind": st.column_config.SelectboxColumn(
                _("Brings"), options=list(words.values()), required=True
            ),
            "cost": st.column_config.NumberColumn(
                _("Today, {currency} a month").format(currency=currency), min_value=0, format="localized"
            ),
            "typical": st.column_config.NumberColumn(
                _("At {currency} a month").format(currency=currency), min_value=0, format="localized"
            ),
            "effect": st.column_config.NumberColumn(_("it brings, a month"), min_value=0, format="localized"),
            "most": st.column_config.NumberColumn(_("never more than"), min_value=0, format="localized"),
        },
        alt=_("Customer programmes"),
        numbers=("cost", "typical", "effect", "most"),
    )


def _segments(form: Opened) -> list[dict[str, Any]]:
    return tables.editor(
        form,
        "segments",
        [
            {
                "name": one.name,
                "share": tables.per_cent(one.share),
                "retention": tables.per_cent(one.retention),
                "frequency": one.frequency,
                "sale": one.average_sale,
                "budget": tables.per_cent(one.budget_share),
            }
            for one in form.company.segments
        ],
        {
            "name": st.column_config.TextColumn(_("Segment"), required=True),
            "share": tables.percent_column(_("% of customers")),
            "retention": tables.percent_column(_("Retention, % a year")),
            "frequency": st.column_config.NumberColumn(
                _("Orders each, a year"), min_value=0, format="localized"
            ),
            "sale": st.column_config.NumberColumn(
                _("Average sale, {currency}").format(currency=form.company.currency),
                min_value=0,
                format="localized",
            ),
            "budget": tables.percent_column(_("% of the marketing money")),
        },
        alt=_("Customer segments"),
        numbers=("share", "retention", "frequency", "sale", "budget"),
    )


def _with(company: Company, programmes: list[dict[str, Any]], segments: list[dict[str, Any]]) -> Company:
    return replace(
        company,
        programmes=tuple(_programme(row) for row in programmes),
        segments=tuple(_segment(row) for row in segments),
    )


def _programme(row: Mapping[str, Any]) -> Programme:
    name, kind = tables.text(row, "name"), tables.text(row, "kind")
    if not name or kind not in kinds():
        raise BadDocument(say("A programme needs a name and what it brings."))
    cost, typical, effect, most = (
        tables.number(row, key, name) for key in ("cost", "typical", "effect", "most")
    )
    return Programme(name, kinds()[kind], cost, typical, effect, most)


def _segment(row: Mapping[str, Any]) -> Segment:
    name = tables.text(row, "name")
    if not name:
        raise BadDocument(say("A segment needs a name."))
    share, retention = (tables.share(row, key, name) for key in ("share", "retention"))
    return Segment(
        name,
        share,
        retention,
        tables.number(row, "frequency", name),
        tables.number(row, "sale", name),
        tables.optional(row, "budget", 100),
    )
