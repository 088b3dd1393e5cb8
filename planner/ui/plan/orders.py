"""Budget lines: what is ordered from whom, how far it is bound, and what can still be saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.company import CostKind
from planner.domain.planning.lines import BudgetLine, LineKind, Saving
from planner.domain.planning.progress import LINES
from planner.presentation import formats
from planner.presentation.clauses import clauses
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import choices, plan_word
from planner.services.saving import open_months, still_saved
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.columns import TEXT_WIDTH, Column, Kind, built, choice, names
from planner.ui.plan.goals import direction_choices, programme_choices

STATES = ("committed", "accrued", "invoiced", "paid", "cancellation")
"""Fields of a line that hold money beside its months."""


def view(context: Context) -> None:
    """What can still be saved, or the lines themselves."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "saving": (_("What can we still save?"), _saving),
        "lines": (_("Lines by month"), _lines),
        "states": (_("Orders and payments"), _states),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("orders_part", words, _("Part"))][1](context)


def _saving(context: Context) -> None:
    version = context.version()
    months = version.grid.months
    if not version.book.lines:
        components.empty(
            _("No budget lines yet. Enter what is bought in Lines by month, and by when it can be cancelled.")
        )
        return
    today = cached.today()
    quarters = quarters_of(months)
    running = next((name for name, part in quarters.items() if Month.of(today) in part), "all")
    spans = {"all": months, **quarters}
    words = {name: _("Q{number}").format(number=name[1:]) for name in quarters} | {"all": _("Whole year")}
    if "_saving_span" not in st.session_state:
        st.session_state["_saving_span"] = running
    chosen = st.segmented_control(
        _("Months"),
        list(spans),
        format_func=lambda name: words[name],
        key="_saving_span",
        required=True,
        label_visibility="collapsed",
    )
    span = spans[chosen or "all"]
    with components.errors_in_words():
        measured = cached.results(context.slug, version.year).measured
    found = still_saved(version, measured, context.company.vat_basis, today, span)
    left = [month for month in open_months(measured, today) if month in span]
    st.subheader(headline(context, found, left or span))
    if not found:
        return
    components.table(
        pd.DataFrame([_row(context, one, today) for one in found]),
        alt=_("Lines that can be cancelled, the first to decide on first"),
        height="content",
        column_config={
            _("Line"): st.column_config.TextColumn(width="medium"),
            # Where nothing costs anything, no figure would tell that this is a column of figures.
            _("Cost of cancelling"): st.column_config.TextColumn(alignment="right"),
        },
    )
    st.caption(
        _(
            "Open: planned in these months, not delivered, invoiced or paid, and no more than the channel "
            "has left of its year. The running month counts whole. Cancelling costs something only once "
            "money is committed."
        )
    )


def quarters_of(months: Sequence[Month]) -> dict[str, tuple[Month, ...]]:
    """The plan's quarters, "Q1" to "Q4"."""
    return {f"Q{at // 3 + 1}": tuple(months[at : at + 3]) for at in range(0, len(months), 3)}


def headline(context: Context, found: Sequence[Saving], span: Sequence[Month]) -> str:
    """How much can be saved, and by when the first decision is due."""
    first, last = formats.month_name(span[0]), formats.month_name(span[-1])
    when = first if first == last else f"{first}–{last}"
    total = sum(one.cents for one in found)
    if not total:
        return _("Nothing can be saved in {months} any more").format(months=when)
    said = _("{amount} can still be saved in {months}").format(
        amount=formats.money(total / 100, context.company), months=when
    )
    dated = [one.line.cancel_by for one in found if one.cents and one.line.cancel_by is not None]
    if dated:
        due = _("the first decision is due on {day}").format(day=formats.day_label(min(dated)))
        return clauses((said, due))
    return said


def _row(context: Context, one: Saving, today: date) -> dict[str, Any]:
    def money(cents: int) -> str:
        return formats.money(cents / 100, context.company)

    by = one.line.cancel_by
    days = "" if by is None else _("too late") if one.late else _days((by - today).days)
    return {
        _("Line"): one.line.name[:80],
        _("Pays for"): plan_word(one.line.kind),
        _("Vendor"): one.line.vendor[:40],
        _("Cancel by"): _("any time") if by is None else formats.day_label(by),
        _("Time left"): days,
        _("Open"): money(one.open),
        _("Cost of cancelling"): money(one.cost) if one.cost else formats.NOTHING,
        _("It saves"): money(one.cents) if one.cents else formats.NOTHING,
        _("Owner"): one.line.owner[:40],
    }


def _days(left: int) -> str:
    return ngettext("{count} day", "{count} days", left).format(count=left)


def _common(context: Context) -> list[Column]:
    version = context.version()
    channels = names(version.grid.channels, [line.channel for line in version.book.lines])
    return [
        Column("name", _("Line"), required=True),
        choice("kind", _("Pays for"), LineKind, choices(LineKind), LineKind.MEDIA),
        Column("direction", _("Direction"), Kind.CHOICE, direction_choices(context)),
        Column("programme", _("Programme"), Kind.CHOICE, programme_choices(context)),
        Column("channel", _("Channel"), Kind.CHOICE, channels),
        Column("vendor", _("Vendor")),
        Column("owner", _("Owner")),
    ]


def _lines(context: Context) -> None:
    months = context.version().grid.months
    _against_plan(context)
    money = [
        Column(f"month_{at}", formats.month_name(month), Kind.MONEY, empty=0)
        for at, month in enumerate(months)
    ]
    rows = table.edit(
        context,
        "lines",
        [*_common(context), *money],
        lambda before, values: _with_months(before, values, len(months)),
        alt=_("Budget lines by month"),
        read_field=_by_month,
    )
    total = sum(line.total for line in rows) / 100
    st.caption(
        _("{count} lines hold {amount} in the year.").format(
            count=len(rows), amount=formats.money(total, context.company)
        )
    )


def _by_month(line: BudgetLine, field: str) -> Any:
    if not field.startswith("month_"):
        return getattr(line, field)
    at = int(field.removeprefix("month_"))
    # A month without money is blank, not a nought among figures; a blank is read as nothing.
    return (line.months[at] if at < len(line.months) else 0) or None


def _with_months(before: BudgetLine | None, values: dict[str, Any], count: int) -> BudgetLine:
    months = tuple(values.pop(f"month_{at}") for at in range(count))
    line: BudgetLine = built(BudgetLine)(before, {**values, "months": months})
    return line


def _states(context: Context) -> None:
    currency = context.company.currency

    def money(field: str, label: str) -> Column:
        return Column(field, f"{label}, {currency}", Kind.MONEY, empty=0)

    columns = [
        Column("name", _("Line"), required=True),
        Column("order", _("Order no.")),
        Column("cost_centre", _("Cost centre")),
        money("committed", _("Committed")),
        money("accrued", _("Delivered")),
        money("invoiced", _("Invoiced")),
        money("paid", _("Paid")),
        Column("cancel_by", _("Cancel by"), Kind.DAY, empty=None),
        money("cancellation", _("Cost of cancelling")),
        Column("vat", _("VAT"), Kind.CHOICE, {"net": _("without VAT"), "gross": _("with VAT")}, empty="net"),
        Column("vat_rate", _("VAT, %"), Kind.SHARE, empty=0.0),
        Column("note", _("Note"), width=TEXT_WIDTH),
    ]
    rows = table.edit(
        context,
        "lines",
        columns,
        built(BudgetLine),
        alt=_("Orders and payments"),
        table="orders",
        read_field=_money_or_blank,
        progress=LINES,
    )
    strange = [line.name[:60] for line in rows if line.bound > line.total or line.paid > line.invoiced > 0]
    if strange:
        st.warning(
            _("More is owed than planned, or more paid than invoiced: {names}.").format(
                names=components.escape(clauses(strange[:5]))
            ),
            icon=":material/receipt_long:",
        )


def _money_or_blank(line: BudgetLine, field: str) -> Any:
    value = getattr(line, field)
    return None if field in STATES and not value else value


def _against_plan(context: Context) -> None:
    """What the lines say of each kind of cost beside what the plan holds of it."""
    version = context.version()
    held = dict.fromkeys(CostKind, 0.0)
    for line in version.lines:
        held[line.kind] += line.cost(version.grid.total)
    rows = []
    missing = over = 0.0
    for kind in CostKind:
        listed = sum(
            sum(line.in_basis(context.company.vat_basis))
            for line in version.book.lines
            if line.kind.value == kind.value
        )
        short = held[kind] - listed / 100
        missing, over = missing + max(short, 0.0), over + max(-short, 0.0)
        if held[kind] or listed:
            rows.append(
                {
                    _("Cost"): plan_word(LineKind(kind.value)),
                    _("In the plan"): formats.money(held[kind], context.company),
                    _("In lines"): formats.money(listed / 100, context.company),
                    _("Not in lines yet"): _unless_nothing(short, context),
                }
            )
    if rows:
        st.subheader(_lines_headline(context, sum(held.values()), missing, over))
        components.table(
            pd.DataFrame(rows),
            alt=_("Costs of the plan and of its lines"),
            height="content",
            column_config={_("Not in lines yet"): st.column_config.TextColumn(alignment="right")},
        )


def _lines_headline(context: Context, costs: float, missing: float, over: float) -> str:
    """Whether the budget lines hold what the plan says its costs are."""

    def money(amount: float) -> str:
        return formats.money(amount, context.company)

    if missing >= 0.5:
        return _("{missing} of {costs} beside working media is in no budget line yet").format(
            missing=money(missing), costs=money(costs)
        )
    if over >= 0.5:
        return _("Budget lines hold {over} more than the {costs} planned beside working media").format(
            over=money(over), costs=money(costs)
        )
    return _("All {costs} beside working media is in budget lines").format(costs=money(costs))


def _unless_nothing(amount: float, context: Context) -> str:
    return formats.money(amount if abs(amount) >= 0.5 else None, context.company)
