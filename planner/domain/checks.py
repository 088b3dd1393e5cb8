"""What several nouns check of themselves when they are made; each refusal says what, and what would do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import isfinite

from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say


def share(where: str, value: float) -> None:
    """A share of one, 0 to 1."""
    if not (isfinite(value) and 0 <= value <= 1):
        raise BadDocument(say("{where} must be from 0 % to 100 %, not {value}.", where=where, value=value))


def amount(where: str, value: float) -> None:
    """A number of at least 0."""
    if not (isfinite(value) and value >= 0):
        raise BadDocument(
            say("{where} must be a number of at least 0, not {value}.", where=where, value=value)
        )


def positive(where: str, **values: float) -> None:
    """Numbers above 0, each by the name that a document gives it."""
    for name, value in values.items():
        if not (isfinite(value) and value > 0):
            raise BadDocument(
                say(
                    "{where}: {name} must be a number above 0, not {value}.",
                    where=where,
                    name=name,
                    value=value,
                )
            )


def finite(where: str, value: float) -> None:
    """Any number."""
    if not isfinite(value):
        raise BadDocument(say("{where} must be a number, not {value}.", where=where, value=value))


def name(what: str, value: str, longest: int = 80) -> None:
    """A name that is there and not too long."""
    if not value.strip() or len(value) > longest:
        raise BadDocument(
            say("{what} needs a name of 1 to {longest} characters.", what=what, longest=longest)
        )


def twelve(where: str, months: Collection[float], *, least: float | None = 0.0) -> None:
    """Twelve numbers, one a month, of at least `least`."""
    if len(months) != 12 or not all(isfinite(v) and (least is None or v >= least) for v in months):
        raise BadDocument(say("{where} needs twelve numbers, one a month.", where=where))


def so_far(where: str, months: Collection[float], *, least: float | None = 0.0) -> None:
    """One to twelve numbers: the months of a year that are known, from its first."""
    if not 1 <= len(months) <= 12 or not all(isfinite(v) and (least is None or v >= least) for v in months):
        raise BadDocument(
            say("{where} needs one to twelve numbers, from the year's first month.", where=where)
        )


def month(value: str) -> None:
    """A month written as 2027-03; other spellings of it are refused, so that equal months are equal text."""
    if str(Month.parse(value)) != value:
        raise BadDocument(say('"{text}" is not a month; write it as 2027-03.', text=value))


def once(what: str, names: Iterable[str]) -> None:
    """No name twice."""
    seen: set[str] = set()
    for each in names:
        if each in seen:
            raise BadDocument(say('{what} "{name}" stands twice.', what=what, name=each))
        seen.add(each)
