"""Numbers, money and dates as a person reads them, in the language in use.

What is None or no number reads "–". A minus is the true minus sign, as wide as a plus, so that columns of
signed figures line up.

On screen an amount in the company's unit ("1,080k") carries no currency: the strip, the axes and the heads
say "k USD". An amount to the cent and a price carry its sign ("$85.60"). Files that travel alone say it each
time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import isfinite

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_currency_symbol

from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.kpis import Kpi, Unit
from planner.presentation import dates
from planner.presentation.language import _, current, locale

NOTHING = "–"
MINUS = "−"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Scale:
    """How amounts are shortened: divided by `divisor`, shown with `digits` decimals, `suffix` behind."""

    divisor: float
    suffix: str
    digits: int


_SCALES = {
    "en": {"1": Scale(1, "", 0), "k": Scale(1e3, "k", 0), "M": Scale(1e6, "M", 1)},
    # Chinese readers count in ten thousands: both thousands and millions of a company are shown as 万.
    "zh_CN": {"1": Scale(1, "", 0), "k": Scale(1e4, "万", 1), "M": Scale(1e4, "万", 0)},
    "ru": {
        "1": Scale(1, "", 0),
        "k": Scale(1e3, NBSP + "тыс.", 0),
        "M": Scale(1e6, NBSP + "млн", 1),
    },
}
_STEPS = {
    "en": ((1e9, "B"), (1e6, "M"), (1e3, "k")),
    "zh_CN": ((1e8, "亿"), (1e4, "万")),
    "ru": ((1e9, NBSP + "млрд"), (1e6, NBSP + "млн"), (1e3, NBSP + "тыс.")),
}


def scale(company: Company) -> Scale:
    """The company's unit in the language in use: thousands of a Chinese reader are 万."""
    return _SCALES[current()][company.unit]


def money(
    value: float | None,
    company: Company,
    *,
    signed: bool = False,
    digits: int | None = None,
    currency: bool = False,
) -> str:
    """An amount in the company's unit: "1,080k", "+44.3k".

    digits    decimals; None: those of the unit, one more where the amount is below 10 units
    currency  with the currency's sign: "$1,080k"
    """
    unit = scale(company)
    if value is None or not isfinite(value):
        return NOTHING
    scaled = value / unit.divisor
    if digits is None:
        digits = _money_digits(scaled, unit)
    return _with_currency(_number(scaled, digits, signed) + unit.suffix, company, currency)


def _money_digits(scaled: float, unit: Scale) -> int:
    small = unit.divisor > 1 and 0 < abs(scaled) < 9.95
    return unit.digits + 1 if small else unit.digits


def compact(value: float | None, company: Company, *, signed: bool = False, currency: bool = False) -> str:
    """An amount in three figures at the size that suits it, whatever the company's unit: "19.5M", "108k"."""
    if value is None or not isfinite(value):
        return NOTHING
    steps = _STEPS[current()]
    for divisor, suffix in steps:
        # 999.6k is said as 1.00M: the step is chosen after rounding to three figures.
        if abs(value) >= divisor * 0.9995:
            scaled = value / divisor
            digits = 2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0
            return _with_currency(_number(scaled, digits, signed) + suffix, company, currency)
    return _with_currency(_number(value, 0, signed), company, currency)


def exact(value: float | None, company: Company, *, signed: bool = False, currency: bool = False) -> str:
    """An amount to the cent: "1,080,000.00"."""
    return _with_currency(_plain(value, 2, signed), company, currency)


def money_each(value: float | None, company: Company, *, signed: bool = False) -> str:
    """A price or a value per customer, with the currency's sign: "$85.60", "$1,240"."""
    digits = 2 if value is None or abs(value) < 999.5 else 0
    return _with_currency(_plain(value, digits, signed), company, True)


def money_range(low: float | None, high: float | None, company: Company) -> str:
    """Two amounts in the company's unit, the unit said once: "18,900–20,200k"; "–" without a range."""
    if low is None or high is None:
        return NOTHING
    unit = scale(company)
    bounds = (_number(v / unit.divisor, unit.digits, False) for v in (low, high))
    return "–".join(bounds) + unit.suffix


def count(value: float | None, *, signed: bool = False) -> str:
    """A whole number: "18,000"."""
    return _plain(value, 0, signed)


def ratio(value: float | None, *, signed: bool = False, digits: int = 2) -> str:
    """A plain ratio: "4.37"."""
    return _plain(value, digits, signed)


def share(value: float | None, *, signed: bool = False, digits: int = 1) -> str:
    """A share of one as per cent: 0.079 reads "7.9%"."""
    if value is None or not isfinite(value):
        return NOTHING
    value = round(value, digits + 2) + 0.0
    text = format_percent(abs(value), format=_percent_pattern(current(), digits), locale=locale())
    return _sign(value, signed) + text


def points(value: float | None, *, digits: int = 1) -> str:
    """A difference of two shares, signed, in percentage points: 0.023 reads "+2.3 pp"."""
    if value is None or not isfinite(value):
        return NOTHING
    return _number(value * 100, digits, True) + NBSP + _("pp")


def months(value: float | None, *, signed: bool = False) -> str:
    """A length of time: "6.1 months"."""
    if value is None or not isfinite(value):
        return NOTHING
    return _number(value, 1, signed) + NBSP + _("months")


def figure(kpi: Kpi, value: float | None, company: Company) -> str:
    """A key figure in its own unit."""
    return _figure(kpi, value, company, signed=False)


def difference(kpi: Kpi, value: float | None, company: Company) -> str:
    """A signed difference of a key figure in its own unit; shares differ in percentage points."""
    return points(value) if kpi.unit is Unit.SHARE else _figure(kpi, value, company, signed=True)


def difference_shown(kpi: Kpi, now: float | None, then: float | None, company: Company) -> str:
    """The difference of two figures as they stand beside it: what is shown adds up."""
    if now is None or then is None:
        return NOTHING
    if kpi.unit is not Unit.MONEY:
        digits = {Unit.COUNT: 0, Unit.MONTHS: 1, Unit.RATIO: 2, Unit.SHARE: 3}
        each = 2 if min(abs(now), abs(then)) < 999.5 else 0
        places = digits.get(kpi.unit, each)
        return difference(kpi, round(now, places) - round(then, places), company)
    change, places = _change_shown(now, then, company)
    return money(change, company, signed=True, digits=places)


def parts_shown(now: float, then: float, part: float, company: Company) -> tuple[str, str, str]:
    """The difference of two amounts as they stand beside it, a part of it and the rest: they add up."""
    change, places = _change_shown(now, then, company)
    divisor = scale(company).divisor
    said = round(part / divisor, places) * divisor
    whole, first, rest = (
        money(value, company, signed=True, digits=places) for value in (change, said, change - said)
    )
    return whole, first, rest


def _change_shown(now: float, then: float, company: Company) -> tuple[float, int]:
    """The difference of two amounts as rounded for the screen, and its decimals."""
    unit = scale(company)
    scaled = now / unit.divisor, then / unit.divisor
    shown = [round(value, _money_digits(value, unit)) for value in scaled]
    return (shown[0] - shown[1]) * unit.divisor, max(_money_digits(value, unit) for value in scaled)


def figure_range(kpi: Kpi, low: float | None, high: float | None, company: Company) -> str:
    """P10 to P90 of a key figure; "–" where there is no range."""
    if low is None or high is None:
        return NOTHING
    if kpi.unit is Unit.MONEY:
        return money_range(low, high, company)
    return f"{figure(kpi, low, company)}–{figure(kpi, high, company)}"


def month_label(month: Month) -> str:
    """A month with its year: "Mar 2027"."""
    return dates.month_text(month, locale())


def month_span(first: Month, last: Month) -> str:
    """Months from first to last, a shared year said once: "Jan–Oct 2026"; "2026年1月–10月"."""
    if first == last:
        return month_label(first)
    if first.year != last.year:
        return f"{month_label(first)}–{month_label(last)}"
    if month_label(last).startswith(str(last.year)):
        return f"{month_label(first)}–{month_name(last)}"
    return f"{month_name(first)}–{month_label(last)}"


def month_runs(months: Sequence[Month]) -> str:
    """Months in order, those that follow one another as a span: "Feb–Mar, May 2026"."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1] + 1 == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len({month.year for month in months}) > 1:
        return ", ".join(month_span(run[0], run[-1]) for run in runs)
    year_leads = month_label(months[0]).startswith(str(months[0].year))
    whole = 0 if year_leads else len(runs) - 1
    named = [
        month_span(run[0], run[-1])
        if at == whole
        else "–".join(dict.fromkeys(month_name(month) for month in (run[0], run[-1])))
        for at, run in enumerate(runs)
    ]
    return ("、" if year_leads else ", ").join(named)


def month_name(month: Month) -> str:
    """A month without its year, for column heads: "Mar"."""
    return format_date(month.start, "LLL", locale=locale())


def day_label(day: date) -> str:
    """A day: "Mar 12, 2027"."""
    return dates.day_text(day, locale())


def moment_label(moment: datetime) -> str:
    """A day and time as the moment itself carries them: "Mar 12, 2027, 10:42 UTC" where its zone is known."""
    return dates.moment_text(moment, locale())


def unit_label(company: Company) -> str:
    """The unit amounts are shown in: "k USD", "USD"."""
    return f"{scale(company).suffix.strip()} {company.currency}".strip()


def basis_label(company: Company) -> str:
    """Unit and tax basis, as every screen and sheet states it: "k USD, net of VAT"."""
    return f"{unit_label(company)}, {vat_label(company)}"


def vat_label(company: Company) -> str:
    """The tax basis of all amounts."""
    return _("net of VAT") if company.vat_basis == "net" else _("including VAT")


def _figure(kpi: Kpi, value: float | None, company: Company, *, signed: bool) -> str:
    match kpi.unit:
        case Unit.MONEY:
            return money(value, company, signed=signed)
        case Unit.MONEY_EACH:
            return money_each(value, company, signed=signed)
        case Unit.COUNT:
            return count(value, signed=signed)
        case Unit.SHARE:
            return share(value, signed=signed)
        case Unit.MONTHS:
            return months(value, signed=signed)
        case Unit.RATIO:
            return ratio(value, signed=signed)


def _plain(value: float | None, digits: int, signed: bool) -> str:
    return NOTHING if value is None or not isfinite(value) else _number(value, digits, signed)


def _number(value: float, digits: int, signed: bool) -> str:
    value = round(value, digits) + 0.0  # a rounded zero has no sign
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _sign(value, signed) + format_decimal(abs(value), format=pattern, locale=locale())


def _sign(value: float, signed: bool) -> str:
    return MINUS if value < 0 else "+" if signed and value > 0 else ""


def _with_currency(text: str, company: Company, wanted: bool) -> str:
    if not wanted or text == NOTHING:
        return text
    symbol = get_currency_symbol(company.currency, locale=locale())
    if _currency_leads(current()):
        sign, digits = (text[0], text[1:]) if text[0] in (MINUS, "+") else ("", text)
        gap = NBSP if symbol[-1].isalpha() else ""
        return f"{sign}{symbol}{gap}{digits}"
    return f"{text}{NBSP}{symbol}"


@lru_cache
def _currency_leads(language: str) -> bool:
    """Whether the currency's sign stands before the number."""
    return str(locale().currency_formats["standard"].pattern).lstrip().startswith("¤")


@lru_cache
def _percent_pattern(language: str, digits: int) -> str:
    pattern = str(locale().percent_formats[None].pattern)
    return pattern.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))
