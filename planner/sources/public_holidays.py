"""Public holidays of a country as milestones of the plan's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from planner.domain.calendar import Month
from planner.domain.errors import NotFound, say
from planner.domain.planning.milestones import Milestone, MilestoneKind

LANGUAGES = {"en": "en_US", "zh_CN": "zh_CN", "ru": "ru"}


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Codes of the countries that the calendar knows, in order."""
    import holidays  # noqa: PLC0415 - 200 modules, needed only when somebody asks for a country

    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


def public_holidays(country: str, months: Sequence[Month], language: str = "en") -> tuple[Milestone, ...]:
    """The country's public holidays in the plan's months; days of one name in a row are one entry.

    Names are in `language` where the country's calendar has it, else in English, else in its own.
    """
    import holidays  # noqa: PLC0415

    if country not in countries():
        raise NotFound(say('No calendar of "{country}" is known.', country=country[:20]))
    first, stop = months[0].start, months[-1].stop
    spoken = _language(country, language)
    days = holidays.country_holidays(country, years=range(first.year, stop.year + 1), language=spoken)
    named = sorted((day, str(name)) for day, name in days.items() if first <= day < stop)
    found = []
    numbered = enumerate(named)
    for _key, group in groupby(numbered, lambda one: (one[1][1], one[1][0].toordinal() - one[0])):
        run = [day for _place, (day, _name) in group]
        name = _key[0]
        until = run[-1] if len(run) > 1 else None
        found.append(Milestone(name, run[0], until, MilestoneKind.HOLIDAY, country))
    return tuple(found)


def _language(country: str, language: str) -> str | None:
    import holidays  # noqa: PLC0415

    known = holidays.country_holidays(country).supported_languages
    return next((code for code in (LANGUAGES.get(language, language), "en_US") if code in known), None)
