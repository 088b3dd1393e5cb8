"""Questions that only the sender can answer: each names the key of the mapping file that answers it.

The message is for the command line; screens word `about` themselves, with the facts in its parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from planner.domain.actuals import METRICS, LabelMatch
from planner.domain.errors import OpenQuestion

About = Literal[
    "metric",
    "default_channel",
    "channel_map",
    "year",
    "date_order",
    "weeks",
    "currency",
    "column",
    "states",
    "decimal",
    "three_digits",
    "sheet",
]
"""What a question is about; the key that answers it is the same word but for weeks and columns."""
_KEYS = {"weeks": "column_map", "column": "column_map"}


def ask(
    about: About, message: str, options: Iterable[str] = (), labels: Sequence[str] = (), **facts: str
) -> OpenQuestion:
    """The error to raise: possible answers, what they are for, and what fills a screen's sentence."""
    return OpenQuestion(
        message,
        question=_KEYS.get(about, about),
        about=about,
        facts=facts,
        options=list(options),
        labels=list(labels),
    )


def ask_metric(place: str) -> OpenQuestion:
    """Figures without a word for what they count."""
    return ask(
        "metric",
        f"{place}: which metric are these figures? Nothing in the file says so. "
        f'Answer with "metric" in the mapping file: {", ".join(METRICS)}.',
        METRICS,
        place=place,
    )


def ask_channel(place: str, channels: Sequence[str] | None) -> OpenQuestion:
    """A file of one channel that does not name it."""
    some = f": {', '.join(channels)}" if channels else ""
    return ask(
        "default_channel",
        f"{place}: which channel are these figures for? The file has no channel column. "
        f'Answer with "default_channel" in the mapping file{some}.',
        channels or (),
        place=place,
    )


def ask_channel_map(place: str, unknown: Sequence[LabelMatch], channels: Sequence[str]) -> OpenQuestion:
    """No label of the file is a plan channel."""
    shown = "; ".join(
        f'"{match.label}"' + (f" (perhaps {' or '.join(match.suggestions)})" if match.suggestions else "")
        for match in unknown[:8]
    )
    more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
    error = ask(
        "channel_map",
        f"{place}: which plan channels are {shown}{more}? None of the file's channels is in the plan. "
        'Answer with "channel_map" in the mapping file: {label: channel}. '
        f"Plan channels: {', '.join(channels)}.",
        channels,
        [match.label for match in unknown],
        place=place,
    )
    error.params["suggestions"] = {match.label: list(match.suggestions) for match in unknown}
    return error


def ask_year(place: str) -> OpenQuestion:
    """Bare months and no year anywhere."""
    said = f"{place}: which year are these months in? Give the plan's year (--year 2026)."
    return ask("year", said, place=place)


def ask_date_order(place: str, example: str) -> OpenQuestion:
    """Dates that are valid both ways."""
    return ask(
        "date_order",
        f"{place}: is {example} written day first or month first? Every date in the column can be read "
        f"both ways. "
        'Answer with "date_order": "dmy" or "mdy" in the mapping file.',
        ("dmy", "mdy"),
        (example,),
        place=place,
        example=example,
    )


def ask_weeks(place: str, column: str) -> OpenQuestion:
    """Weeks, which may belong to two months."""
    return ask(
        "weeks",
        f'{place}: column "{column}" counts weeks, and a week may lie in two months. Send months or '
        f"days, or answer "
        f'with "column_map": {{"{column}": "date"}} in the mapping file to count each week to the '
        f"month of its "
        "first day.",
        ("date",),
        (column,),
        place=place,
        column=column,
    )


def ask_currency(place: str, currencies: Sequence[str]) -> OpenQuestion:
    """Amounts in several currencies."""
    return ask(
        "currency",
        f"{place}: amounts come in several currencies ({', '.join(currencies)}). Which one is the plan's? "
        'Answer with "currency" in the mapping file; rows in the others are then left out and listed.',
        currencies,
        place=place,
        currencies=", ".join(currencies),
    )


def ask_column(place: str, metric: str, columns: Sequence[str]) -> OpenQuestion:
    """Two columns that mean the same metric."""
    shown = " or ".join(f'"{column}"' for column in columns)
    return ask(
        "column",
        f'{place}: which column is {metric}, {shown}? Answer with "column_map" in the mapping file: '
        f'{{"{columns[0]}": "{metric}", "{columns[-1]}": null}}.',
        columns,
        columns,
        place=place,
        metric=metric,
    )


def ask_states(place: str, channel: str, month: str, states: str) -> OpenQuestion:
    """Lines that stand in several money states."""
    return ask(
        "states",
        f"{place}: {channel}, {month} stands in several states ({states}). Is it the same money on its way, "
        "or are these parts that add up? "
        'Answer with "states" in the mapping file: "stages" counts it once, by its earliest state; "parts" '
        "adds it up.",
        ("stages", "parts"),
        (channel,),
        place=place,
        channel=channel,
        month=month,
        states=states,
    )


def ask_decimal(place: str, column: str, example: str) -> OpenQuestion:
    """Numbers that are valid with a decimal point and with a decimal comma."""
    return ask(
        "decimal",
        f'{place}: in column "{column}", is the mark in {example} a decimal mark or does it group thousands? '
        'Answer with "decimal": "." or "," in the mapping file.',
        (".", ","),
        (example,),
        place=place,
        column=column,
        example=example,
    )


def ask_three_digits(place: str, column: str, example: str, other: str) -> OpenQuestion:
    """An amount like 8.100 beside amounts that use the mark in another way."""
    return ask(
        "three_digits",
        f'{place}: in column "{column}", are the three digits in {example} thousands or decimals? Beside it '
        f"stands {other}. "
        'Answer with "three_digits": "thousands" or "decimals" in the mapping file.',
        ("thousands", "decimals"),
        (example,),
        place=place,
        column=column,
        example=example,
        other=other,
    )
