"""Every way a month is written in English, Chinese, Russian, German and French exports, and by ledgers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from planner.sources.words import bare

DayOrder = Literal["dmy", "mdy"]
Counted = Literal["", "period", "number"]
"""How a month was written: by name or date, as a period of the fiscal year (P01), as a number alone (1)."""
FIRST_SERIAL, LAST_SERIAL = 32_874, 62_091
"""Excel day numbers of 1990 and 2069; other numbers are not taken for dates."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A month of the file; `year` None for a bare month. `day` is set where a single day was named.

    A counted period has its own number as `month`, and the fiscal year as `year`.
    """

    year: int | None
    month: int
    day: int | None = None
    counted: Counted = ""

    def text(self, year: int | None = None) -> str:
        """2027-03, a bare month in `year`."""
        return f"{self.year if self.year is not None else year:04d}-{self.month:02d}"


_EN = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_WORD = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_DE_FR: dict[str, int] = {
    word: month
    for month, words in enumerate(
        (
            "januar|jänner|janvier|janv",
            "februar|feber|février|fevrier|févr|fevr|fév",
            "märz|maerz|mär|mrz|mars",
            "avril|avr",
            "mai",
            "juni|juin",
            "juli|juillet|juil",
            "août|aout",
            "septembre",
            "oktober|okt|octobre",
            "novembre",
            "dezember|dez|décembre|decembre|déc",
        ),
        1,
    )
    for word in words.split("|")
}
_DE_FR_WORD = "|".join(sorted(_DE_FR, key=len, reverse=True))
_RU = ["янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
_RU_WORD = (
    "январ[ьяе]|янв|феврал[ьяе]|февр?|марта?|марте|мар|апрел[ьяе]|апр|ма[йяе]|июн[ьяе]|июн|июл[ьяе]|июл|августа?|"
    "августе|авг|сентябр[ьяе]|сент?|октябр[ьяе]|окт|ноябр[ьяе]|нояб?|декабр[ьяе]|дек"
)
_ZH_WORD = "十[一二]|[一二三四五六七八九十]"
_ZH = {
    word: i + 1
    for i, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"])
}
_NAME = rf"(?P<name>(?:{_DE_FR_WORD}|{_EN_WORD}|{_RU_WORD})(?![a-zà-ÿа-я]))\.?"
_YEAR4 = r"(?P<year>(?:19|20)\d\d)"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)|'?(?P<short>\d\d))"
_PERIOD = "(?:period|periode|période|период)"
_TAIL = r"(?: ?г(?:од|ода)?\.?)?"

_FORMS = [
    re.compile(form)
    for form in (
        rf"{_YEAR4}[-/. ](?P<month>\d\d?)",
        rf"(?P<month>0?[1-9]|1[0-2])[-/. ]{_YEAR4}",
        rf"{_YEAR4}(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR4}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?:[t ]\d.*)?",
        rf"{_YEAR4}(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])",
        rf"{_NAME}(?:[-/., ']*{_YEAR}){_TAIL}",
        rf"{_YEAR4}{_TAIL}[-/., ]*{_NAME}",
        rf"{_NAME}",
        rf"(?P<day>\d\d?)\.?[-/. ]{_NAME}[-/., ]*{_YEAR}{_TAIL}",
        rf"{_NAME} ?(?P<day>\d\d?)(?:st|nd|rd|th)?, ?{_YEAR4}",
        rf"(?:{_YEAR} ?年 ?)?(?P<month>0?[1-9]|1[0-2]) ?月(?:份|度)?",
        rf"(?:{_YEAR} ?年 ?)?(?P<han>{_ZH_WORD}) ?月(?:份|度)?",
        rf"{_YEAR} ?年 ?(?P<month>0?[1-9]|1[0-2]) ?月 ?(?P<day>\d\d?) ?日?",
        rf"(?:{_YEAR4}[-/. ]?)?(?:(?P<period>p ?|{_PERIOD} )|(?P<number>m|месяц |month ))"
        r"0{0,2}(?P<month>[1-9]|1[0-2])",
        rf"(?:(?P<period>p|{_PERIOD} |0(?=\d\d[-/. ]))|(?P<number>m))?0{{0,2}}(?P<month>[1-9]|1[0-2])"
        rf"[-/. ]{_YEAR4}",
    )
]
_SLASHED = re.compile(
    r"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)[-/.](?P<year>(?:19|20)?\d\d)(?:[ t]\d.*)?"
)
_RANGE = re.compile(r"(.+\d.*?)\s*(?:–|—|~|\.\.|\bto\b|\bпо\b|至|\s-\s)\s*(.+)")
_WEEK = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)[-/ ]?)?(?:w|wk|week|kw|"
    r"неделя)[- ]?(?P<week>\d\d?)(?:[-/ ](?P<late>(?:19|20)\d\d))?|"
    r"(?:(?P<zh>(?:19|20)\d\d)年)?第?(?P<nth>\d\d?)周|(?P<ru>\d\d?)-?я? неделя"
)
_IN_TEXT = re.compile(
    rf"(?<![\w])(?:{_NAME}[-/., ']*(?P<year>(?:19|20)\d\d|'?\d\d(?!\d))?{_TAIL}|"
    rf"(?:(?P<zyear>(?:19|20)\d\d) ?年 ?)?(?P<zmonth>0?[1-9]|1[0-2]) ?月(?:份)?|"
    rf"(?P<iyear>(?:19|20)\d\d)[-/.](?P<imonth>0[1-9]|1[0-2])(?![-/.\d])|"
    rf"p(?P<pmonth>0[1-9]|1[0-2])(?![\w.])|"
    rf"(?<![\d.])(?P<rmonth>0[1-9]|1[0-2])[./](?P<ryear>(?:19|20)\d\d))"
)
_LONE = re.compile(r"[1-9]|1[0-2]")
_YEAR_IN_TEXT = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@lru_cache(maxsize=65536)
def parse_month(text: str, order: DayOrder | None = None) -> Moment | None:
    """The month that `text` names as a whole, None where it names none.

    order  how 03/04/2026 is to be read; such dates are None without it, unless only one reading exists
    """
    plain = bare(text)
    if not plain or len(plain) > 60:
        return None
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _moment(found.groupdict())
    if slashed := _SLASHED.fullmatch(plain):
        return _slashed(slashed, order)
    if (found := _RANGE.fullmatch(plain)) and any(char.isdigit() for char in plain):
        start, end = parse_month(found[1], order), parse_month(found[2], order)
        if start and end and (start.year, start.month) == (end.year, end.month):
            return Moment(start.year, start.month)
    return None


def is_period_number(cell: object) -> bool:
    """Whether a cell counts months instead of naming one: 1, "P01", "Period 3", "001.2026"."""
    if isinstance(cell, str):
        moment = parse_month(cell)
        return (moment is not None and moment.counted == "period") or bool(_LONE.fullmatch(bare(cell)))
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell <= 12


def day_orders(text: str) -> frozenset[str] | None:
    """Which of "dmy" and "mdy" can read a date such as 03/04/2026; None where the text is no such date."""
    found = _SLASHED.fullmatch(bare(text))
    if not found:
        return None
    if found["mark"] == ".":
        return frozenset({"dmy"})
    first, second = int(found["first"]), int(found["second"])
    return frozenset(
        name
        for name, day, month in (("dmy", first, second), ("mdy", second, first))
        if 1 <= month <= 12 and 1 <= day <= 31
    )


def week_start(text: str) -> tuple[int | None, int] | None:
    """(year or None, week number) of "2026-W05", "Week 5", "第5周"; None for anything else."""
    found = _WEEK.fullmatch(bare(text))
    if not found:
        return None
    year = found["year"] or found["late"] or found["zh"]
    number = int(found["week"] or found["nth"] or found["ru"])
    return (int(year) if year else None, number) if 1 <= number <= 53 else None


def monday(year: int, week: int) -> date | None:
    """First day of an ISO week, None where the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def from_serial(number: float, *, date1904: bool) -> Moment | None:
    """An Excel day number as a day, None for numbers that are no plausible date."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    day = (date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(days=int(number))
    return Moment(day.year, day.month, day.day)


def names_days(moments: Iterable[Moment]) -> bool:
    """Whether dates mean days; where all are the first or all the last of their months, they mean those."""
    found = {(m.year or 2000, m.month, m.day) for m in moments if m.day is not None}
    firsts = all(day == 1 for _, _, day in found)
    return bool(found) and not firsts and not all(day == monthrange(y, m)[1] for y, m, day in found)


def find_month(text: str) -> tuple[Moment, str] | None:
    """A month inside a longer text and the text without it: "Jan-26 Spend", "Отчёт за март 2026"."""
    plain = bare(text)
    found = _IN_TEXT.search(plain)
    if not found:
        return None
    groups = found.groupdict()
    year = groups["year"] or groups["zyear"] or groups["iyear"] or groups["ryear"]
    named = {
        "name": groups["name"],
        "month": groups["zmonth"] or groups["imonth"] or groups["pmonth"] or groups["rmonth"],
        "year": year if year and len(year) == 4 else None,
        "short": year.strip("'") if year and len(year) < 4 else None,
        "period": groups["pmonth"],
    }
    moment = _moment(named)
    rest = bare(plain[: found.start()] + " " + plain[found.end() :]).strip("-–—/()[] ")
    return (moment, bare(rest)) if moment else None


def years_in(text: str) -> list[int]:
    """Four-digit years named in a text."""
    return [int(year) for year in _YEAR_IN_TEXT.findall(text)]


def _moment(groups: dict[str, str | None]) -> Moment | None:
    year: int | None = None
    if groups.get("year"):
        year = int(str(groups["year"]))
    elif groups.get("short"):
        year = 2000 + int(str(groups["short"]))
    month = _number(groups)
    day = int(str(groups["day"])) if groups.get("day") else None
    if month is None or not 1 <= month <= 12 or (day is not None and not _exists(year, month, day)):
        return None
    counted: Counted = "period" if groups.get("period") else "number" if groups.get("number") else ""
    return Moment(year, month, day, counted)


def _number(groups: dict[str, str | None]) -> int | None:
    if groups.get("month"):
        return int(str(groups["month"]))
    if groups.get("han"):
        return _ZH[str(groups["han"])]
    name = groups.get("name") or ""
    if name in _DE_FR:
        return _DE_FR[name]
    if name[:3] in _EN:
        return _EN.index(name[:3]) + 1
    if name in ("май", "мая", "мае"):
        return 5
    return _RU.index(name[:3]) + 1 if name[:3] in _RU else None


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _slashed(found: re.Match[str], order: DayOrder | None) -> Moment | None:
    possible = day_orders(found[0]) or frozenset()
    chosen = (
        order if order in possible else (next(iter(possible)) if len(possible) == 1 and not order else None)
    )
    if chosen is None:
        return None
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    day, month = (first, second) if chosen == "dmy" else (second, first)
    year += 2000 if year < 100 else 0
    return Moment(year, month, day) if _exists(year, month, day) else None
