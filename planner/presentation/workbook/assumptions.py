"""Every input of Setup that the plan rests on, in cells with names that formulas use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from planner.domain.company import CostLine
from planner.plan.budget_builder import Method
from planner.presentation.assumed import assumed, method_word
from planner.presentation.formats import moment_label, month_name, vat_label
from planner.presentation.language import _
from planner.presentation.words import direction_word, word
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet, shortened

POSITIVE: dict[str, Any] = {"validate": "decimal", "criteria": ">=", "value": 0}
RIGHT = 6
"""First column of what stands beside."""
SHARE: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}


@dataclass(frozen=True)
class Assumptions:
    """Where the inputs stand. Absent inputs are None: the figures that need them stay unanswered.

    lines   each cost line with the cell of its amount or share
    shares  new-customer share by channel
    """

    margin: Live | None
    hurdle: Live | None
    opening: Live | None
    retention: Live | None
    new_without_media: Live | None
    frequency: Live | None
    average_sale: Live | None
    discount: Live | None
    lines: tuple[tuple[CostLine, Live], ...]
    shares: dict[str, Live]


def write_assumptions(sheet: Sheet) -> Assumptions:
    """Company and customers at the left, cost lines, thresholds and curves beside them; channels below."""
    sheet.heading(
        _("Assumptions"),
        _("What the plan takes as given; inputs are blue on cream, and formulas use them by name"),
        [34, *[10.5] * 12],
    )
    top = sheet.row
    margin, hurdle = _company(sheet)
    opening, retention, new, frequency, sale, discount = _customers(sheet)
    below = sheet.row
    sheet.row = top
    lines = _lines(sheet)
    _thresholds(sheet)
    _curves(sheet)
    sheet.row = max(sheet.row, below)
    shares = _channels(sheet)
    _baselines(sheet)
    _built(sheet)
    sheet.finish()
    return Assumptions(
        margin, hurdle, opening, retention, new, frequency, sale, discount, tuple(lines), shares
    )


def _built(sheet: Sheet) -> None:
    """The ways to this budget that were looked at, with their givens."""
    built, company = sheet.plan.built, sheet.plan.company
    if built is None:
        return
    sheet.row += 1
    sheet.block(
        _("Built by {way}: {who}, {when}").format(
            way=method_word(Method(built.chosen)), who=built.who, when=moment_label(built.at)
        )
    )
    for way in built.ways:
        if way["method"] == Method.MARGINAL and not sheet.plan.with_margins:
            continue
        sheet.note(f"{method_word(Method(way['method']))}: {'; '.join(assumed(way, company))}")


def _company(sheet: Sheet) -> tuple[Live | None, Live | None]:
    plan, company = sheet.plan, sheet.plan.company
    sheet.block(_("Company"))
    _fact(sheet, _("Company"), shortened(company.name, 44))
    _fact(sheet, _("Currency"), company.currency)
    _fact(sheet, _("VAT basis"), vat_label(company))
    _fact(sheet, _("Fiscal year starts in"), month_name(company.fiscal_year(plan.version.year).months[0]))
    margin = hurdle = None
    if plan.with_margins:
        margin = _input(sheet, "Margin", _("Contribution margin"), company.margin, "share", SHARE)
        hurdle = _input(sheet, "Hurdle", _("Hurdle: contribution per unit of spend"), company.hurdle, "ratio")
    sheet.row += 1
    return margin, hurdle


def _customers(sheet: Sheet) -> tuple[Live | None, ...]:
    """Opening, retention, new without media, frequency, average sale, discount rate."""
    base = sheet.plan.company.customers
    given: dict[str, float] = asdict(base) if base is not None else {}
    sheet.block(_("Customers"))
    asked = [
        ("Opening_customers", _("Opening customers"), given.get("opening"), "count", POSITIVE),
        ("Retention", _("Retention, a year"), given.get("retention"), "share", SHARE),
        (
            "New_without_media",
            _("New without media, a year"),
            given.get("new_without_media"),
            "count",
            POSITIVE,
        ),
        ("Frequency", _("Orders per active customer, a year"), given.get("frequency"), "ratio", POSITIVE),
        ("Average_sale", _("Average sale"), given.get("average_sale"), "each", POSITIVE),
        ("Discount_rate", _("Discount rate, a year"), given.get("discount_rate"), "share", SHARE),
    ]
    found: list[Live | None] = []
    for name, label, value, style, valid in asked:
        # A discount rate serves customer value alone, which a file without margins does not show.
        shown = sheet.plan.with_margins or name != "Discount_rate"
        found.append(_input(sheet, name, label, value, style, valid) if shown else None)
    sheet.row += 1
    return tuple(found)


def _fact(sheet: Sheet, label: str, value: str, column: int = 0, room: int = 1) -> None:
    """A label over `room` columns and what is to be said of it."""
    for offset in range(1, room):
        sheet.blank(sheet.row, column + offset, "cell")
    sheet.text(sheet.row, column, label, "cell")
    sheet.text(sheet.row, column + room, value, "cell")
    sheet.row += 1


def _input(
    sheet: Sheet, name: str, label: str, value: float | None, style: str, valid: dict[str, Any] = POSITIVE
) -> Live | None:
    """One named input; None where Setup has no value for it."""
    row = sheet.row
    sheet.row += 1
    sheet.text(row, 0, label, "cell")
    if value is None:
        sheet.text(row, 1, _("not given in Setup"), "muted")
        return None
    sheet.put(row, 1, value, style, "cell", "input")
    sheet.text(row, 2, name, "muted", "indent")
    sheet.page.data_validation(row, 1, row, 1, valid)
    return sheet.name_cell(name, row, 1)


def _lines(sheet: Sheet) -> list[tuple[CostLine, Live]]:
    found: list[tuple[CostLine, Live]] = []
    if not sheet.plan.version.lines:
        return found
    top = sheet.block(_("Other marketing lines of this plan"), RIGHT)
    sheet.heads(top, [_("Line"), "", "", _("Kind"), "", _("A year"), _("Of media")], RIGHT, left=5)
    for row, line in enumerate(sheet.plan.version.lines, top + 1):
        for offset in range(7):
            sheet.blank(row, RIGHT + offset, "cell")
        sheet.text(row, RIGHT, shortened(line.name, 36), "cell")
        sheet.text(row, RIGHT + 3, word(line.kind), "cell")
        fixed = line.amount is not None
        column, style, valid = (RIGHT + 5, "money", POSITIVE) if fixed else (RIGHT + 6, "share", SHARE)
        value = line.amount if line.amount is not None else line.share_of_media or 0.0
        found.append((line, sheet.put(row, column, value, style, "cell", "input")))
        sheet.page.data_validation(row, column, row, column, valid)
    sheet.row = top + len(found) + 1
    sheet.note(_("A fixed amount falls evenly on the months; a share follows working media."), RIGHT)
    sheet.row += 1
    return found


def _thresholds(sheet: Sheet) -> None:
    limits = sheet.plan.company.thresholds
    top = sheet.block(_("When a figure is green or amber"), RIGHT)
    heads = [_("Share of plan reached"), "", "", "", "", _("Green"), _("Amber")]
    sheet.heads(top, heads, RIGHT, left=5)
    rows = [
        (_("Financial results, at least"), limits.result_green, limits.result_amber),
        (_("Marketing figures, at least"), limits.marketing_green, limits.marketing_amber),
        (_("Spend, off plan by at most"), limits.spend_green, limits.spend_amber),
    ]
    for row, (label, green, amber) in enumerate(rows, top + 1):
        for offset in range(5):
            sheet.blank(row, RIGHT + offset, "cell")
        sheet.text(row, RIGHT, label, "cell")
        sheet.put(row, RIGHT + 5, green, "share", "cell")
        sheet.put(row, RIGHT + 6, amber, "share", "cell")
    sheet.row = top + len(rows) + 2


def _curves(sheet: Sheet) -> None:
    curves = sheet.plan.curves
    sheet.block(_("Response curves"), RIGHT)
    draws = max((len(channel.draws) for channel in curves.channels), default=0)
    named = sheet.plan.curves_named
    _fact(
        sheet, _("Curve set"), "–" if named is None else f"{named[0]} · {shortened(named[1], 26)}", RIGHT, 5
    )
    _fact(sheet, _("Seen in"), _("months") if curves.period == "month" else _("weeks"), RIGHT, 5)
    _fact(sheet, _("Equally likely versions behind the ranges"), str(draws or "–"), RIGHT, 5)
    sheet.row += 1


def _channels(sheet: Sheet) -> dict[str, Live]:
    top = sheet.block(_("Channels"))
    heads = [_("Channel"), _("Type"), _("Purpose"), _("Unit"), _("New customers"), _("Direction")]
    sheet.heads(top, heads, left=4)
    sheet.text(top, 5, heads[5], "head", "head_left", "indent")
    sheet.texts(top, 6, ["", ""], "head")
    shares = {}
    for row, name in enumerate(sheet.plan.channels, top + 1):
        channel = sheet.plan.company.channel(name)
        sheet.text(row, 0, name, "cell")
        sheet.texts(row, 1, [word(channel.ownership), word(channel.purpose), channel.unit_metric], "cell")
        shares[name] = sheet.put(row, 4, channel.new_customer_share, "share", "cell", "input")
        sheet.text(row, 5, direction_word(channel.direction), "cell", "indent")
        sheet.blank(row, 6, "cell")
        sheet.blank(row, 7, "cell")
    last = top + len(shares)
    sheet.page.data_validation(top + 1, 4, last, 4, SHARE)
    sheet.row = last + 1
    sheet.note(_("New customers: the share of a channel's orders that come from new customers."))
    sheet.row += 1
    return shares


def _baselines(sheet: Sheet) -> None:
    years = sheet.plan.company.baselines
    if not years:
        return
    top = sheet.block(_("Sales without media"))
    sheet.heads(top, [_("Fiscal year")])
    first = sheet.plan.company.fiscal_year(sheet.plan.version.year).months
    sheet.heads(top, [month_name(month) for month in first], FIRST_MONTH, left=0)
    for row, (year, amounts) in enumerate(sorted(years.items()), top + 1):
        sheet.text(row, 0, str(year), "cell")
        for column, amount in enumerate(amounts, FIRST_MONTH):
            sheet.put(row, column, amount, "money", "cell")
    sheet.row = top + len(years) + 2
