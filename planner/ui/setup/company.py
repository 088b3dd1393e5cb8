"""Setup, Company: name, money, calendar, margin and the thresholds of the traffic lights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict

import streamlit as st
from babel.numbers import list_currencies

from planner.analysis.variance import Status
from planner.domain.calendar import Month
from planner.domain.company import Company, Thresholds
from planner.domain.errors import BadDocument, say
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.home import status_mark
from planner.ui.setup.opened import Opened, opened, save, save_button

COMMON = ("USD", "EUR", "GBP", "CNY", "RUB", "CHF", "JPY", "INR", "KZT", "PLN", "SEK", "TRY", "BRL", "AED")


class Money(TypedDict):
    """How amounts are counted and when the year starts."""

    currency: str
    unit: str
    vat_basis: str
    first_month: int


def view(context: Context) -> None:
    """The form; nothing is stored before Save."""
    form = opened(context, "company")
    company = form.company
    planned = bool(context.versions)
    with st.form("company", border=False):
        left, middle, right = st.columns(3, gap="large")
        with left:
            name = st.text_input(_("Name"), company.name, key=form.key("name"), max_chars=120)
            money = money_inputs(company, form.key, planned=planned)
        with middle:
            margin = _margin(company, form) if context.with_margins else company.margin
            hurdle = _hurdle(company, form) if context.with_margins else company.hurdle
            least = st.number_input(
                _("Least gain worth a move, % of revenue"),
                min_value=0.0,
                max_value=100.0,
                value=round(company.thresholds.least_gain * 100, 4),
                step=0.1,
                format="%.2f",
                key=form.key("least"),
                help=_("Advice that gains less is called a tie."),
            )
        with right:
            st.markdown(  # no caption: faded, its colours are too weak to read
                _("{green} from the first figure on, {amber} from the second, {red} beyond both.").format(
                    green=status_mark(Status.GREEN),
                    amber=status_mark(Status.AMBER),
                    red=status_mark(Status.RED),
                )
            )
            limits = _thresholds(company, form)
            floors = _floors(company, form)
        pressed = save_button(form, in_form=True)
    if pressed:
        save(
            form,
            lambda: replace(
                company,
                name=name.strip(),
                **_checked(money),
                margin=margin,
                hurdle=hurdle,
                thresholds=Thresholds(
                    **limits, least_gain=least / 100, floor_share=floors[0], floor_amount=floors[1]
                ),
            ),
            _("Company saved."),
        )


def _margin(company: Company, form: Opened) -> float | None:
    typed = st.number_input(
        _("Margin, % of revenue"),
        min_value=0.0,
        max_value=100.0,
        value=None if company.margin is None else round(company.margin * 100, 4),
        step=1.0,
        format="%.1f",
        key=form.key("margin"),
        placeholder=_("not given"),
        help=_("Contribution margin before marketing. Empty: no profit, no customer value."),
    )
    return None if typed is None else typed / 100


def _hurdle(company: Company, form: Opened) -> float:
    return st.number_input(
        _("Hurdle, contribution per unit spent"),
        min_value=0.0,
        value=company.hurdle,
        step=0.1,
        format="%.2f",
        key=form.key("hurdle"),
        help=_("What the next unit of spend must earn back; 1.00 is itself."),
    )


def _floors(company: Company, form: Opened) -> tuple[float | None, float | None]:
    """From which size on a difference is told by itself; empty: the standard."""
    limits = company.thresholds
    grid = st.grid(2, min_column_width=130, vertical_alignment="bottom")
    share = grid.number_input(
        _("Difference told from, % of plan"),
        min_value=0.0,
        max_value=100.0,
        value=None if limits.floor_share is None else round(limits.floor_share * 100, 4),
        step=0.5,
        format="%.1f",
        key=form.key("floor_share"),
        placeholder=_("standard"),
        help=_("Results tells a line by itself from this share of its plan on. Empty: the green threshold."),
    )
    amount = grid.number_input(
        _("and from, {currency} a year").format(currency=company.currency),
        min_value=0.0,
        value=limits.floor_amount,
        step=1000.0,
        format="%.0f",
        key=form.key("floor_amount"),
        placeholder=_("standard"),
        help=_("For shorter periods in proportion. Empty: 0.05 % of the year's planned revenue."),
    )
    return None if share is None else share / 100, amount


def money_inputs(company: Company, key: Callable[[str], str], *, planned: bool = False) -> Money:
    """Currency, unit, tax basis and the year's first month; `key` makes widget keys."""
    units = {"1": _("whole units"), "k": _("thousands"), "M": _("millions")}
    bases = {"net": _("net of VAT"), "gross": _("including VAT")}
    grid = st.grid(2, min_column_width=130, vertical_alignment="bottom")
    known = list(dict.fromkeys((company.currency, *COMMON)))
    currency = grid.selectbox(
        _("Currency"),
        known,
        accept_new_options=True,
        key=key("currency"),
        help=_("Three letters. Amounts are not converted when it changes."),
    )
    unit = grid.selectbox(
        _("Shown in"),
        list(units),
        index=list(units).index(company.unit),
        format_func=lambda u: units[u],
        key=key("unit"),
    )
    basis = grid.selectbox(
        _("VAT basis"),
        list(bases),
        index=list(bases).index(company.vat_basis),
        format_func=lambda b: bases[b],
        key=key("vat"),
    )
    first = grid.selectbox(
        _("Fiscal year starts"),
        list(range(1, 13)),
        index=company.first_month - 1,
        format_func=lambda number: formats.month_name(Month(2027, number)),
        key=key("first_month"),
        disabled=planned,
        help=_("Fixed once a plan exists: its months would shift.") if planned else None,
    )
    return Money(currency=str(currency or "").strip().upper(), unit=unit, vat_basis=basis, first_month=first)


def checked_currency(code: str) -> str:
    """`code` when it is a currency's; raises BadDocument otherwise."""
    if code not in list_currencies():
        raise BadDocument(
            say('"{code}" is no currency code; use three letters such as USD, EUR or CNY.', code=code)
        )
    return code


def _checked(money: Money) -> Money:
    return Money(**{**money, "currency": checked_currency(money["currency"])})


def _thresholds(company: Company, form: Opened) -> dict[str, float]:
    words = {
        "result_green": _("Results green from, % of plan"),
        "result_amber": _("Results amber from, %"),
        "marketing_green": _("Marketing green from, % of plan"),
        "marketing_amber": _("Marketing amber from, %"),
        "spend_green": _("Spend green within, ± %"),
        "spend_amber": _("Spend amber within, ± %"),
    }
    found = {}
    grid = st.grid(2, min_column_width=130, vertical_alignment="bottom")
    for limit, label in words.items():
        found[limit] = (
            grid.number_input(
                label,
                min_value=0.0,
                max_value=200.0,
                value=round(getattr(company.thresholds, limit) * 100, 4),
                step=1.0,
                format="%.0f",
                key=form.key(limit),
            )
            / 100
        )
    return found
