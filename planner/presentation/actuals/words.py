"""Figures, columns and problems of an actuals file in the reader's language."""

from __future__ import annotations

import re

from planner.domain.actuals import MONEY_METRICS, MoneyState, RowProblem
from planner.domain.company import BASELINE, Company
from planner.presentation import formats
from planner.presentation.language import _, current
from planner.presentation.words import N_

_ROLES = {
    "spend": N_("spend"),
    "revenue": N_("revenue"),
    "conversions": N_("orders"),
    "new_customers": N_("new customers"),
    "leads": N_("leads"),
    "impressions": N_("impressions"),
    "clicks": N_("clicks"),
    "month": N_("month"),
    "channel": N_("channel"),
    "date": N_("date"),
    "value": N_("figure"),
    "campaign": N_("campaign"),
    "state": N_("money state"),
    "order": N_("order number"),
    "invoice": N_("invoice number"),
}
_STATES = {
    MoneyState.PLANNED: N_("planned"),
    MoneyState.COMMITTED: N_("committed"),
    MoneyState.ACCRUED: N_("accrued"),
    MoneyState.INVOICED: N_("invoiced"),
    MoneyState.PAID: N_("paid"),
}
_PLACE = re.compile(r"^(?:.*?![A-Z]{1,3}\d+|[A-Z]{1,3}\d+|Row \d+): ")
_QUOTED = re.compile(r'"([^"]*)"')

# What is wrong, and what to do. {0} is what the message quotes first.
PROBLEMS = {
    "unknown_channel": (
        N_("“{0}” is not a plan channel"),
        N_("Say which channel is meant, or correct the name"),
    ),
    "blank_channel": (N_("Figures without a channel"), N_("Fill in the channel")),
    "blank_month": (N_("Figures without a month"), N_("Fill in the month")),
    "bad_month": (N_("“{0}” is not a month"), N_("Write the month as 2027-03")),
    "several_months": (N_("One row covers several months"), N_("Export the report by month or by day")),
    "cut_row": (
        N_("The row has more cells than the header, so its figures may stand in wrong columns"),
        N_("Put amounts and names that hold the separator in quotes"),
    ),
    "not_a_number": (N_("“{0}” is not a number"), N_("Put the amount there, or leave the cell empty")),
    "error_cell": (N_("The cell shows an error; only this figure was left out"), N_("Mend the formula")),
    "no_result": (
        N_("The formula has no stored result"),
        N_("Open the file in Excel, save it and upload it again"),
    ),
    "other_currency": (N_("The amount is in another currency"), N_("Convert it, or send it apart")),
    "bad_state": (
        N_("“{0}” is no state of money"),
        N_("Write planned, committed, accrued, invoiced or paid"),
    ),
    "duplicate": (N_("The row is there twice; both were counted"), N_("Delete one if it is a slip")),
    "total_differs": (
        N_("The file's own total differs from what was read"),
        N_("See the rows left out, or check the total"),
    ),
    "far_off": (
        N_("About 1000 times too large or too small"),
        N_("Look at the amount and its unit in the file"),
    ),
    "not_ended": (N_("A month has not ended yet"), N_("Send it again when it has")),
    "hidden_sheet": (N_("A hidden sheet was not read"), N_("Show the sheet if it belongs to it")),
    "sheet_left_out": (N_("A sheet was not read"), N_("Choose the sheet if it belongs to it")),
    "left_out": (N_("Columns that are no figures of the plan were not read"), ""),
    "hidden_rows": (N_("Hidden rows were read like the others"), N_("Delete them if they do not count")),
    "totals": (N_("Rows of totals were not added up"), ""),
    "not_actual": (N_("Rows of plan or forecast were left out"), ""),
    "same_money": (
        N_("Later states of money that is counted already were not added up"),
        N_("See “Money is” in the history of a figure"),
    ),
    "details_coarser": (
        N_("There are more details than can be kept; the monthly figures are complete"),
        N_("Send months apart to keep days and invoice numbers"),
    ),
    "other_year": (N_("Figures of another year were left out"), N_("Choose the year above to take them")),
    "more": (N_("More rows or figures have problems that are not listed"), ""),
    "plan_named": (
        N_("“{0}” reads like a plan, a forecast or another year"),
        N_("Take it over only if it was really spent and earned"),
    ),
    "periods": (N_("Period 1 was read as the first month of the fiscal year"), ""),
    "month_numbers": (
        N_("Month 1 was read as January, though the fiscal year starts in another month"),
        N_("Write P1 or the month's name if it is another"),
    ),
    "unit": (N_("Money was multiplied by the unit in the title"), ""),
}

_OF_SHEETS = {
    "sheet_left_out": N_("Not read, other sheets: {sheets}"),
    "hidden_sheet": N_("Not read, hidden sheets: {sheets}"),
}


def role_word(role: str) -> str:
    """A metric, or what else a column holds."""
    return _(_ROLES[role]) if role in _ROLES else role


def state_word(state: MoneyState) -> str:
    """How far money is on its way."""
    return _(_STATES[state])


def amount(metric: str, value: float, company: Company, *, signed: bool = False) -> str:
    """A figure to the last digit: money to the cent with its currency, counts whole."""
    if metric in MONEY_METRICS:
        return formats.exact(value, company, signed=signed, currency=True)
    return formats.count(value, signed=signed)


def channel_word(name: str) -> str:
    """A channel's name; sales without media have a name of their own in every language."""
    return _("Sales without media") if name == BASELINE else name


def place_of(problem: RowProblem) -> str:
    """Where in the file: sheet and cell, or the row's number."""
    if problem.cell:
        return f"{problem.sheet}!{problem.cell}" if problem.sheet else problem.cell
    return _("row {row}").format(row=problem.row) if problem.row else problem.sheet


def problem_words(problem: RowProblem) -> tuple[str, str]:
    """What is wrong and what to do; the reader's own message where there are no words for its code."""
    message = _PLACE.sub("", problem.message)
    if problem.code not in PROBLEMS:
        return message, ""
    reason, remedy = PROBLEMS[problem.code]
    if problem.code in _OF_SHEETS and (names := message.partition(": ")[2].rstrip(".")):
        return _(_OF_SHEETS[problem.code]).format(sheets=names), _(remedy)
    quoted = _QUOTED.findall(message)
    if "{0}" in reason:
        text = _(reason).format(quoted[0]) if quoted else message
    else:
        # In English the message itself is the more exact.
        text = message if current() == "en" and not remedy else _(reason)
        if problem.code in ("duplicate", "total_differs") and current() == "en":
            text = message.partition(". ")[0].rstrip(".")
    return text, _(remedy) if remedy else ""
