"""Setup, Brand and surveys: how fast the brand fills and fades, what it does to sales, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.domain.survey import Asked, Wave
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.customers.surveys import names
from planner.ui.setup import tables
from planner.ui.setup.opened import Opened, opened, save, save_button


def view(context: Context) -> None:
    """The stocks, their effect on sales, the waves, and one Save."""
    form = opened(context, "brand")
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        st.markdown(f"**{_('Brand: what media hold, and how fast it fades')}**")
        stocks = _stocks(form)
        st.caption(_("Brand media are the channels whose purpose in Channels is brand."))
    with right:
        effect = _effect(form)
    st.markdown(f"**{_('Survey waves')}**")
    waves = _waves(form)
    st.caption(
        _("Of an NPS: per cent promoters and per cent detractors. Of the rest: per cent that say yes.")
    )
    if save_button(form):
        save(form, lambda: _with(form.company, stocks, effect, waves), _("Brand and surveys saved."))


def _metrics() -> dict[BrandMetric, str]:
    return {
        BrandMetric.AWARENESS: names()[Asked.AWARENESS],
        BrandMetric.CONSIDERATION: names()[Asked.CONSIDERATION],
    }


def _stocks(form: Opened) -> list[dict[str, Any]]:
    held = form.company.brand or Brand()
    rows = []
    for metric, word in _metrics().items():
        stock = held.stock(metric)
        row: dict[str, Any] = {"metric": word}
        if stock is not None:
            row |= {
                "base": tables.per_cent(stock.base),
                "start": tables.per_cent(stock.start),
                "half_life": stock.half_life,
                "spend": stock.spend,
                "level": tables.per_cent(stock.level),
            }
        rows.append(row)
    return tables.editor(
        form,
        "stocks",
        rows,
        {
            "metric": st.column_config.TextColumn(_("Metric")),
            "base": tables.percent_column(_("Without media, %")),
            "start": tables.percent_column(_("At the year's start, %")),
            "half_life": st.column_config.NumberColumn(
                _("Half-life, months"), min_value=0, format="localized"
            ),
            "spend": st.column_config.NumberColumn(
                _("{currency} of brand media a month").format(currency=form.company.currency),
                min_value=0,
                format="localized",
            ),
            "level": tables.percent_column(_("hold, %")),
        },
        alt=_("Brand metrics"),
        numbers=("base", "start", "half_life", "spend", "level"),
        fixed=True,
        disabled=("metric",),
    )


def _effect(form: Opened) -> dict[str, Any]:
    held = form.company.brand or Brand()
    st.markdown(f"**{_('What it does to sales')}**")
    words = _metrics()
    grid = st.grid(2, min_column_width=130, vertical_alignment="bottom")
    lifts = grid.selectbox(
        _("Sales follow"),
        list(words),
        index=list(words).index(held.lifts),
        format_func=lambda metric: words[metric],
        key=form.key("lifts"),
        help=_("One metric only: two would count the same people twice."),
    )
    lift = grid.number_input(
        _("One point more moves them by, %"),
        0.0,
        10.0,
        value=round(held.lift * 100, 4),
        step=0.1,
        format="%.2f",
        key=form.key("lift"),
        help=_("About 1% on average over many brands (Nielsen); yours may differ."),
    )
    reference = grid.number_input(
        _("Baseline estimated at, %"),
        0.0,
        100.0,
        value=tables.per_cent(held.reference),
        step=1.0,
        format="%.1f",
        key=form.key("reference"),
        placeholder=_("the year's start"),
        help=_("The level of that metric at which the sales without media of Baseline were estimated."),
    )
    counted = st.toggle(
        _("Count it in the plans' revenue"),
        held.counted,
        key=form.key("counted"),
        help=_(
            "Off: shown beside the plan only. On: it moves the sales without media of every plan in its "
            "year; the full effect leaves it out, as the channels' long-term multipliers hold it already."
        ),
    )
    at = None if reference is None else round(reference / 100, 10)
    return {"lifts": lifts, "lift": round(lift / 100, 10), "reference": at, "counted": counted}


def _waves(form: Opened) -> list[dict[str, Any]]:
    words = names()
    return tables.editor(
        form,
        "waves",
        [
            {
                "asked": words[wave.asked],
                "month": wave.month,
                "respondents": wave.respondents,
                "yes": tables.per_cent(wave.yes),
                "no": tables.per_cent(wave.no) if wave.asked is Asked.NPS else None,
                "source": wave.source,
            }
            for wave in form.company.waves
        ],
        {
            "asked": st.column_config.SelectboxColumn(
                _("Asked"), options=list(words.values()), required=True
            ),
            "month": st.column_config.TextColumn(_("Month, as 2027-03"), required=True),
            "respondents": st.column_config.NumberColumn(
                _("How many asked"), min_value=1, step=1, format="localized"
            ),
            "yes": tables.percent_column(_("% yes, or promoters")),
            "no": tables.percent_column(_("% detractors")),
            "source": st.column_config.TextColumn(_("Source")),
        },
        alt=_("Survey waves"),
        height=330,
        numbers=("respondents", "yes", "no"),
    )


def _with(
    company: Company, stocks: list[dict[str, Any]], effect: Mapping[str, Any], waves: list[dict[str, Any]]
) -> Company:
    by_word = {word: metric for metric, word in _metrics().items()}
    found = []
    for row in stocks:
        word = tables.text(row, "metric")
        if all(row.get(key) is None for key in ("base", "start", "half_life", "spend", "level")):
            continue
        share = {key: tables.share(row, key, word) for key in ("base", "start", "level")}
        found.append(
            BrandStock(
                by_word[word],
                share["base"],
                share["start"],
                tables.number(row, "half_life", word),
                tables.number(row, "spend", word),
                share["level"],
            )
        )
    brand = Brand(tuple(found), **effect) if found or effect["counted"] else None
    return replace(company, brand=brand, waves=tuple(_wave(row) for row in waves))


def _wave(row: Mapping[str, Any]) -> Wave:
    by_word = {word: asked for asked, word in names().items()}
    word, month = tables.text(row, "asked"), tables.text(row, "month")
    if word not in by_word or not month:
        raise BadDocument(say("A survey wave needs what was asked and its month."))
    where = f"{word} {month}"
    return Wave(
        by_word[word],
        month,
        int(tables.number(row, "respondents", where)),
        tables.share(row, "yes", where),
        (tables.optional(row, "no", 100) or 0.0),
        tables.text(row, "source"),
    )
