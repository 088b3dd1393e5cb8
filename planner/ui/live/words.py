"""The board's words and number forms, so that the browser writes figures as Python does."""

from __future__ import annotations

from typing import Any

from planner.domain.company import Company
from planner.presentation import formats, language
from planner.presentation.language import _

SAMPLE = 1.0


def board_words(company: Company) -> dict[str, Any]:
    """Everything the board says, and how it writes numbers, in the language in use."""
    unit = formats.scale(company)
    before, after = _around(company)
    return {
        "locale": language.current().replace("_", "-"),
        "divisor": unit.divisor,
        "digits": unit.digits,
        "suffix": unit.suffix,
        "eachBefore": before,
        "eachAfter": after,
        "total": _("Working media, {currency}").format(currency=company.currency),
        "keep": _("Keep the total"),
        "keepHelp": _("On: the other unlocked channels give and take. Off: the total follows."),
        "giving": _("How the others give and take"),
        "givingHelp": _(
            "At least loss they give where the next unit brings least, and take where it brings most"
        ),
        "proportion": _("in proportion"),
        "leastLoss": _("at least loss"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "reset": _("Reset"),
        "resetHelp": _("Back to the plan as it is saved, its locks too"),
        "noAmount": _("“{typed}” is no amount; type one like 120000 or 120k."),
        "channel": _("Channel"),
        "year": _("Year"),
        "unit": formats.unit_label(company),
        "change": _("vs plan"),
        "next": _("Next unit"),
        "nextHelp": _(
            "Revenue that one more unit of money brings here; green where its margin clears the hurdle"
        ),
        "lock": _("Lock {channel}"),
        "lockHelp": _("Locked channels never move, neither by hand nor by the best split."),
        "slider": _("{channel}, year"),
        "amount": _("{channel}, amount"),
        "seen": _("The range the evidence covers"),
        "band": _("Anywhere here the result is within 0.1 % of the best"),
        "planMark": _("Plan"),
        "bestMark": _("Best split"),
        "asPlanned": _("as planned"),
    }


def _around(company: Company) -> tuple[str, str]:
    """What stands before and behind the number of a price: "$" and nothing, or nothing and " ₽"."""
    text = formats.money_each(SAMPLE, company)
    digits = [i for i, sign in enumerate(text) if sign.isdigit()]
    return text[: digits[0]], text[digits[-1] + 1 :]
