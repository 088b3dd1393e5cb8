"""Why a closed month cannot change: month and moment as the reader writes them, and where to reopen it."""

from __future__ import annotations

from datetime import datetime

from planner.domain.calendar import Month
from planner.domain.errors import Locked, PlannerError
from planner.presentation import formats
from planner.presentation.language import _, ngettext, told


def closing_words(problem: PlannerError) -> str:
    """The refusal as the screen says it; every other problem in its own words."""
    months, who, at = (problem.params.get(name) for name in ("months", "who", "at"))
    if isinstance(problem, Locked) and isinstance(months, list) and isinstance(at, datetime):
        said = ngettext(
            "{months} was closed by {who} on {when} and this would change it.",
            "{months} were closed (the first by {who} on {when}) and this would change them.",
            len(months),
        ).format(
            months=formats.month_runs([Month.parse(str(month)) for month in months]),
            who=who,
            when=formats.moment_label(at),
        )
        return f"{said} {_('Reopen it first: Actuals, “Months and closing”, “Closed months”.')}"
    return told(problem)
