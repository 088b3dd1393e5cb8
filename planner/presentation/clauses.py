"""Parts of a sentence put together with the marks of the language in use."""

from __future__ import annotations

from collections.abc import Iterable

from planner.presentation.language import current


def clauses(parts: Iterable[str]) -> str:
    """Half sentences side by side: "one; another"."""
    return ("；" if current() == "zh_CN" else "; ").join(parts)


def sentence(parts: Iterable[str]) -> str:
    """Half sentences as a whole one: "one; another."."""
    return clauses(parts) + ("。" if current() == "zh_CN" else ".")


def listed(names: Iterable[str]) -> str:
    """Names in a row: "Oct, Nov, Dec"."""
    return ("、" if current() == "zh_CN" else ", ").join(names)
