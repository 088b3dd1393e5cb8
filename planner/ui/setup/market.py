"""Setup, Market and prices: market size, rivals' spend, how customers answer prices, rates of currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.domain.market import Market, RivalSpend
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.setup import tables
from planner.ui.setup.opened import Opened, opened, save, save_button

Rows = list[dict[str, Any]]


def view(context: Context) -> None:
    """Four groups of figures and one Save."""
    form = opened(context, "market")
    sizes, rivals, prices, currencies = st.tabs(
        [_("Market size"), _("Rivals"), _("Prices and promotions"), _("Currencies")]
    )
    with sizes:
        size_rows = _sizes(form, context)
    with rivals:
        assumed = _assumptions(form)
        rival_rows = _rivals(form)
    with prices:
        elasticity = _elasticity(form)
        price_rows = _prices(form)
    with currencies:
        shares = _foreign(form)
        rate_rows = _rates(form)
    if save_button(form):
        save(
            form,
            lambda: replace(
                form.company,
                market=_market(size_rows, rival_rows, assumed),
                pricing=_pricing(form.company, elasticity, price_rows, shares, rate_rows),
            ),
            _("Market and prices saved."),
        )


def versions() -> dict[RateVersion, str]:
    """The versions of a price or a rate in words."""
    return {
        RateVersion.BUDGET: _("budget"),
        RateVersion.FORECAST: _("forecast"),
        RateVersion.ACTUAL: _("actual"),
    }


def _sizes(form: Opened, context: Context) -> Rows:
    held = (form.company.market or Market()).sizes
    years = sorted({*held, context.year})
    st.caption(
        _("Sales of all suppliers, {currency} a month. An empty row is a year nobody knows.").format(
            currency=form.company.currency
        )
    )
    return tables.editor(
        form,
        "sizes",
        [{"year": year, **tables.in_months(held.get(year))} for year in years],
        {"year": tables.year_column(), **tables.month_columns(form.company.first_month)},
        alt=_("Market size by fiscal year and month"),
        numbers=("year", *tables.MONTHS),
    )


def _assumptions(form: Opened) -> dict[str, float]:
    held = form.company.market or Market()
    fields = {
        "haircut": (_("Haircut when all rivals double, %"), held.haircut, 90.0),
        "low": (_("at least, %"), held.haircut_range[0], 90.0),
        "high": (_("at most, %"), held.haircut_range[1], 90.0),
        "drift": (_("Share drift per 10 points of excess voice, points a year"), held.drift / 10, 10.0),
    }
    grid = st.grid(4, min_column_width=150)
    return {
        key: grid.number_input(
            label,
            0.0,
            most,
            value=round(100 * value, 6),
            step=1.0 if key != "drift" else 0.1,
            format="%.1f" if key != "drift" else "%.2f",
            key=form.key(key),
        )
        for key, (label, value, most) in fields.items()
    }


def _rivals(form: Opened) -> Rows:
    held = (form.company.market or Market()).rivals
    return tables.editor(
        form,
        "rivals",
        [{"rival": r.rival, "month": r.month, "amount": r.amount, "source": r.source} for r in held],
        {
            "rival": st.column_config.TextColumn(_("Rival"), required=True),
            "month": st.column_config.TextColumn(_("Month, as 2027-03"), required=True),
            "amount": st.column_config.NumberColumn(
                _("Media, {currency}").format(currency=form.company.currency), min_value=0, format="localized"
            ),
            "source": st.column_config.TextColumn(_("Source")),
        },
        alt=_("What rivals spent"),
        height=330,
        numbers=("amount",),
    )


def _elasticity(form: Opened) -> float:
    held = form.company.pricing or Pricing()
    return st.number_input(
        _("Price elasticity"),
        -20.0,
        0.0,
        value=held.elasticity,
        step=0.1,
        format="%.2f",
        key=form.key("elasticity"),
        width=220,
        help=_("Per cent of volume that one per cent of price moves; -2.62 is the mean of 1,851 studies."),
    )


def _prices(form: Opened) -> Rows:
    held = (form.company.pricing or Pricing()).years
    words = versions()
    rows = []
    for one in held:
        for what in _whats():
            months = getattr(one, what)
            if months is not None:
                label = _whats()[what]
                rows.append(
                    {
                        "year": one.year,
                        "version": words[one.version],
                        "what": label,
                        **tables.in_months(months),
                    }
                )
    st.caption(
        _(
            "Own price level, market demand and season (1.00 is what the budget expects) and revenue by "
            "promotions. Where the actual ones are given, Results shows their part of the difference."
        )
    )
    return tables.editor(
        form,
        "prices",
        rows,
        {
            "year": tables.year_column(),
            "version": st.column_config.SelectboxColumn(
                _("Version"), options=[words[v] for v in RateVersion], required=True
            ),
            "what": st.column_config.SelectboxColumn(
                _("What"), options=list(_whats().values()), required=True
            ),
            **tables.month_columns(form.company.first_month, least=None),
        },
        alt=_("Prices and promotions by month"),
        numbers=("year", *tables.MONTHS),
    )


def _whats() -> dict[str, str]:
    return {
        "index": _("price level"),
        "promotion": _("promotion revenue"),
        "market": _("market demand"),
        "season": _("season"),
    }


def _foreign(form: Opened) -> Rows:
    held = (form.company.pricing or Pricing()).foreign_shares
    st.caption(_("Sales in other currencies, as a share of revenue, and what a unit of each is worth."))
    return tables.editor(
        form,
        "foreign",
        [{"currency": currency, "share": tables.per_cent(share)} for currency, share in held],
        {
            "currency": st.column_config.TextColumn(_("Currency"), max_chars=3, required=True),
            "share": tables.percent_column(_("% of revenue")),
        },
        alt=_("Revenue in other currencies"),
        numbers=("share",),
    )


def _rates(form: Opened) -> Rows:
    held = (form.company.pricing or Pricing()).rates
    words = versions()
    return tables.editor(
        form,
        "rates",
        [
            {
                "currency": one.currency,
                "version": words[one.version],
                "year": one.year,
                **tables.in_months(one.months),
            }
            for one in held
        ],
        {
            "currency": st.column_config.TextColumn(_("Currency"), max_chars=3, required=True),
            "version": st.column_config.SelectboxColumn(
                _("Version"), options=[words[v] for v in RateVersion], required=True
            ),
            "year": tables.year_column(),
            **tables.month_columns(form.company.first_month),
        },
        alt=_("Currency rates by month and version"),
        numbers=("year", *tables.MONTHS),
    )


def _market(sizes: Rows, rivals: Rows, assumed: Mapping[str, float]) -> Market | None:
    found = {}
    for row in sizes:
        year = _year(row)
        months = tables.months_of(row, f"{year}")
        if months is not None:
            found[year] = months
    log = tuple(
        RivalSpend(
            tables.text(row, "rival"),
            tables.text(row, "month"),
            tables.number(row, "amount", tables.text(row, "rival")),
            tables.text(row, "source"),
        )
        for row in rivals
    )
    made = Market(
        found,
        log,
        drift=assumed["drift"] / 10,
        haircut=assumed["haircut"] / 100,
        haircut_range=(assumed["low"] / 100, assumed["high"] / 100),
    )
    return None if made == Market() else made


def _pricing(company: Company, elasticity: float, prices: Rows, shares: Rows, rates: Rows) -> Pricing | None:
    by_word = {word: version for version, word in versions().items()}
    by_what = {word: what for what, word in _whats().items()}
    years: dict[tuple[int, RateVersion], PriceYear] = {}
    for row in prices:
        key = _year(row), _version(row, by_word)
        what = by_what.get(tables.text(row, "what"))
        if what is None:
            raise BadDocument(
                say("A row of prices needs to say what it holds: price, promotion, market, season.")
            )
        where, is_actual = f"{key[0]} {tables.text(row, 'what')}", key[1] is RateVersion.ACTUAL
        months = tables.months_of(row, where, so_far=is_actual)
        if months is not None:
            known = asdict(years.get(key, PriceYear(*key)))
            years[key] = PriceYear(**{**known, what: months})
    rated = []
    for row in rates:
        currency, year = tables.text(row, "currency").upper(), _year(row)
        version = _version(row, by_word)
        months = tables.months_of(row, f"{currency} {year}", so_far=version is RateVersion.ACTUAL)
        if months is not None:
            rated.append(Rates(currency, version, year, months))
    foreign = tuple(
        (
            tables.text(row, "currency").upper(),
            tables.share(row, "share", tables.text(row, "currency")),
        )
        for row in shares
    )
    made = Pricing(elasticity, tuple(years.values()), foreign, tuple(rated))
    return None if made == Pricing() and company.pricing is None else made


def _year(row: Mapping[str, Any]) -> int:
    return int(tables.number(row, "year", _("Fiscal year")))


def _version(row: Mapping[str, Any], by_word: Mapping[str, RateVersion]) -> RateVersion:
    word = tables.text(row, "version")
    if word not in by_word:
        raise BadDocument(say("A row needs its version: budget, forecast or actual."))
    return by_word[word]
