"""The language a person reads: gettext catalogues, chosen for the current context.

The choice lives in a context variable, not in the process: one server draws pages for many people at once,
each in a thread of its own, and a new thread starts in English until `use` is called there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from planner.domain.calendar import Month
from planner.domain.errors import PlannerError, Sentence, Several
from planner.presentation import dates

LANGUAGES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文", "ru": "Русский"}
"""Language codes to their own names, in the order a menu shows them."""

SOURCE = "en"
CATALOGUES = Path(__file__).parent / "locale"

_chosen: ContextVar[str] = ContextVar("planner_language", default=SOURCE)


def use(language: str) -> None:
    """Speak `language` from here on in this context; a near code ("zh-Hans", "ru_RU") finds its language."""
    _chosen.set(nearest(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, then what was spoken before."""
    token = _chosen.set(nearest(language))
    try:
        yield
    finally:
        _chosen.reset(token)


def current() -> str:
    """Code of the language in use."""
    return _chosen.get()


def nearest(language: str) -> str:
    """The language of ours that shares its first part with `language`; English where none does."""
    first = language.replace("-", "_").split("_")[0].lower()
    return next((code for code in LANGUAGES if code.split("_")[0] == first), SOURCE)


def locale() -> Locale:
    """Babel's rules for numbers and dates of the language in use."""
    return _locale(current())


def _(message: str) -> str:
    """`message` in the language in use; the English itself where the catalogue has no entry."""
    return catalogue(current()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the message that `count` takes in the language in use (Russian has three)."""
    return catalogue(current()).ngettext(one, many, count)


def told(message: object) -> str:
    """A sentence of the domain in the language in use: its pattern translated, its numbers, months, days and
    moments written locally.

    Text without a pattern stays as it is.
    """
    if isinstance(message, PlannerError):
        return told(message.message)
    if isinstance(message, Several):
        return message.by.join(told(part) for part in message.parts)
    if isinstance(message, Sentence):
        return one_stop(_LOCAL.vformat(_(message.pattern), (), message.blanks))
    if isinstance(message, Month | date):
        return _when(message)
    return str(message)


def one_stop(text: str) -> str:
    """An abbreviation brings its own full stop ("52 тыс."): at the end of a sentence one is enough."""
    return _STOPS.sub(".", text) if ".." in text else text


_STOPS = re.compile(r"(?<=[а-я])\.\.(?!\.)")


class _Pattern(str):
    """A translated sentence that ends with a blank."""

    __slots__ = ()

    def format(self, *args: Any, **kwargs: Any) -> str:
        return one_stop(super().format(*args, **kwargs))


class _Spoken(GNUTranslations):
    """A catalogue whose sentences end in one full stop, whatever fills their last blank."""

    def gettext(self, message: str) -> str:
        """The translation of a message."""
        return _ending(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a message that a count takes."""
        return _ending(super().ngettext(msgid1, msgid2, n))


def _ending(text: str) -> str:
    return _Pattern(text) if "}." in text else text


class _Local(Formatter):
    """Fills blanks: sentences are told, numbers with a thousands separator written the reader's way."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One blank."""
        grouped = _GROUPED.fullmatch(format_spec)
        if grouped and isinstance(value, int | float):
            places = int(grouped["places"] or 0)
            return str(format_decimal(value, format="#,##0." + "0" * places, locale=locale()))
        if isinstance(value, date) and format_spec == "%A":
            return dates.weekday_text(value, locale())
        if isinstance(value, str | Several | PlannerError | Month | date):
            value = told(value)
        return str(super().format_field(value, format_spec))


def _when(moment: Month | date) -> str:
    if isinstance(moment, Month):
        return dates.month_text(moment, locale())
    if isinstance(moment, datetime):
        return dates.moment_text(moment, locale())
    return dates.day_text(moment, locale())


_GROUPED = re.compile(r",(\.(?P<places>\d)f|d)?")
_LOCAL = _Local()


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language, compiled once a process from its .po files: one an area of the app."""
    paths = sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po"))
    if language == SOURCE or not paths:
        return NullTranslations()
    whole = Catalog(locale=language)
    for path in paths:
        with path.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return _Spoken(compiled)


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
