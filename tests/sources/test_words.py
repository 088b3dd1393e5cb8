"""Months, numbers, channel names and header words, form by form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sources.amounts import NotANumber, Typed, decimal_votes, to_number, typed
from planner.sources.channel_names import ChannelNames
from planner.sources.headings import Headings
from planner.sources.mapping import FileMapping
from planner.sources.months import Moment, parse_month

DEMO = (
    "TV", "Online video/CTV", "Search generic", "Search brand", "Paid social", "Display/retargeting",
    "Marketplace/retail media", "OOH", "Radio/audio", "Influencer/KOL", "Email/CRM/loyalty",
    "Content/SEO", "Baseline",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2025-01", "2025/01", "2025.01", "01.2025", "1/2025", "202501", "2025-01-15", "20250131",
    "2025-01-31 00:00:00",
     "Jan-25", "Jan 25", "Jan'25", "jan. 2025", "January 2025", "2025 Jan", "15 Jan 2025",
     "Jan 15, 2025", "31-Jan-25",
     "янв.25", "янв 2025", "Январь 2025 г.", "января 2025", "2025年1月", "2025年01月", "25年1月",
     "2025年1月份",
     "2025年一月", "2025年1月15日", "２０２５年１月", "2025-P01", "P01/2025", "001.2025", "15.01.2025",
     "15/01/2025",
     "01/15/2025", "2025-01-01 - 2025-01-31", "01.01.2025 – 31.01.2025"],
)  # fmt: skip
def test_january_2025(text: str) -> None:
    found = parse_month(text)
    assert found is not None
    assert (found.year, found.month) == (2025, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [("Jan", 1), ("Sept", 9), ("May", 5), ("май", 5), ("Мая", 5), ("март", 3), ("июнь", 6), ("июл.",
    7), ("авг", 8),
     ("十二月", 12), ("1月", 1), ("十月", 10), ("сент.", 9),
     ("нояб.", 11)],
)  # fmt: skip
def test_bare_month(text: str, month: int) -> None:
    assert parse_month(text) == Moment(None, month)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("P12", Moment(None, 12, counted="period")),
        ("Period 3", Moment(None, 3, counted="period")),
        ("период 3", Moment(None, 3, counted="period")),
        ("2026-P01", Moment(2026, 1, counted="period")),
        ("010.2026", Moment(2026, 10, counted="period")),
        ("10.2026", Moment(2026, 10)),
        ("M07", Moment(None, 7, counted="number")),
        ("Month 7", Moment(None, 7, counted="number")),
    ],
)
def test_a_period_is_told_from_a_month(text: str, found: Moment) -> None:
    assert parse_month(text) == found


@pytest.mark.parametrize(
    "text", ["2025-13", "Smarch", "Q1", "2025", "TV", "", "Janet", "Marketing", "13月", "2025-02-30",
    "03/04/2025", "P13",
             "2025-01-01 - 2025-03-31", "Decor", "майка"],
)  # fmt: skip
def test_no_month(text: str) -> None:
    assert parse_month(text) is None


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1 234,56", ",", 1234.56), ("1,234.56", ".", 1234.56), ("1.234,56", ",", 1234.56), ("1'234.5",
    ".", 1234.5),
     ("１２３４", ".", 1234), ("1\u202f234\u00a0567", ",", 1234567), ("(1,234)", ".", -1234),
     ("123.45-", ".", -123.45),
     ("−5", ".", -5), ("1.2万", ".", 12000), ("3亿", ".", 3e8), ("12 тыс.", ",", 12000), ("1,5 млн",
     ",", 1.5e6),
     ("2.5k", ".", 2500), ("$1,000", ".", 1000), ("1 000 ₽", ",", 1000), ("¥12.50", ".", 12.5), ("1e3",
     ".", 1000),
     ("5 руб.", ",", 5), ("+7", ".", 7), (".5", ".", 0.5), ("USD 10", ".", 10)],
)  # fmt: skip
def test_number_forms(text: str, decimal: Any, value: float) -> None:
    number = typed(text)
    assert isinstance(number, Typed)
    assert to_number(number, decimal) == value


@pytest.mark.parametrize("text", ["-", "--", "—", "n/a", "N/A", "#N/A", "н/д", "无", "", " ", "NULL"])
def test_missing(text: str) -> None:
    assert typed(text) is NotANumber.MISSING


@pytest.mark.parametrize("text", ["tbd", "abc", "12 apples", "1 2 3", "5%", "=1+1", "1-2", "万", "k"])
def test_words_are_no_numbers(text: str) -> None:
    assert typed(text) is NotANumber.TEXT


def test_wrong_grouping_is_no_number() -> None:
    assert to_number(Typed("1,23", 1.0, None), ".") is None
    assert to_number(Typed("1,234,5", 1.0, None), ".") is None


def test_decimal_votes() -> None:
    assert decimal_votes(["1,5", "2.5", "1.234", "1,234.5", "12", "0,125"]) == (2, 2, 1)


@given(
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from([(",", "."), (" ", ","), (".", ","), ("'", "."), ("", ".")]),
)
def test_any_amount_in_any_local_form_reads_back(amount: Decimal, marks: tuple[str, Any]) -> None:
    group, decimal = marks
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group)
    number = typed(text)
    assert isinstance(number, Typed)
    assert to_number(number, decimal) == float(amount)


@pytest.mark.parametrize(
    ("label", "channel"),
    [("tv", "TV"), ("Television", "TV"), ("ТВ", "TV"), ("电视", "TV"), ("Brand search", "Search brand"),
     ("Search - Brand", "Search brand"), ("SEARCH_GENERIC", "Search generic"),
     ("Контекстная реклама бренд", None),
     ("Наружная реклама", "OOH"), ("户外广告", "OOH"), ("Радио", "Radio/audio"), ("Radio & Audio",
     "Radio/audio"),
     ("Paid Social", "Paid social"), ("Соцсети", "Paid social"), ("CTV", "Online video/CTV"), ("SEO",
     "Content/SEO"),
     ("Маркетплейсы", "Marketplace/retail media"), ("达人", "Influencer/KOL"), ("Email",
     "Email/CRM/loyalty"),
     ("Organic & direct", "Baseline"), ("Organic", "Baseline"), ("Direct", "Baseline"), ("Base sales",
     "Baseline"),
     ("Non-media", "Baseline"), ("自然流量", "Baseline"), ("Органика", "Baseline"), ("Padi Search", None),
     ("Facebook", None), ("Paid Search", None), ("Skywriting", None)],
)  # fmt: skip
def test_channel_labels(label: str, channel: str | None) -> None:
    assert ChannelNames(DEMO).match(label).channel == channel


def test_vendors_and_typing_errors_only_suggest() -> None:
    names = ChannelNames(DEMO)
    assert names.match("Facebook").suggestions[0] == "Paid social"
    assert set(names.match("Paid Search").suggestions) >= {"Search generic", "Search brand"}
    assert ChannelNames(("Paid Search", "TV")).match("Padi Search").suggestions == ("Paid Search",)
    assert 0 < ChannelNames(("Paid Search", "TV")).match("Padi Search").confidence < 0.9


def test_baseline_words_mean_nothing_without_a_baseline() -> None:
    assert ChannelNames(("TV",)).match("Organic").channel is None


@pytest.mark.parametrize(
    ("text", "metric"),
    [("Cost", "spend"), ("Amount spent (USD)", "spend"), ("Расход (руб.)", "spend"), ("消耗(元)", "spend"),
     ("Conv. value", "revenue"), ("Net sales", "revenue"), ("Выручка, тыс. руб.", "revenue"),
     ("成交金额", "revenue"),
     ("Purchases", "conversions"), ("Заказы", "conversions"), ("转化数", "conversions"),
     ("New customers", "new_customers"),
     ("Новые клиенты", "new_customers"), ("新客数", "new_customers"), ("Лиды", "leads"), ("线索量",
     "leads"),
     ("Impr.", "impressions"), ("Показы", "impressions"), ("展现量", "impressions"), ("Link clicks",
     "clicks"),
     ("CTR", None), ("CPC (cost per link click)", None), ("Cost / conv.", None), ("Conv. rate", None),
     ("Reach", None),
     ("Охват", None), ("点击率", None), ("转化成本", None), ("Ср. цена клика", None), ("ROAS", None),
     ("Frequency", None)],
)  # fmt: skip
def test_metric_words(text: str, metric: str | None) -> None:
    heading = Headings(ChannelNames(DEMO), FileMapping()).read(text)
    assert heading.metric == metric
    assert heading.ratio == (metric is None)


@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=2),
    st.sampled_from(["{:.2f}", "{:,.2f}", "{:.0f}", "{:,.0f}", "({:.2f})", "{:.1f}"]),
    st.sampled_from(
        [str, lambda text: text.translate(str.maketrans(",.", ".,")), lambda t: t.replace(",", " ")]
    ),
)
def test_a_figure_heads_a_column_only_as_a_month_a_year_or_a_given_name(
    value: Decimal, pattern: str, local: Any
) -> None:
    """Figures take a short way through the words of headers; it must not lose what a figure can say."""
    text = local(pattern.format(value))
    heading = Headings(ChannelNames(DEMO), FileMapping()).read(text)
    assert heading.known == bool(heading.month or heading.year or heading.total)
    assert parse_month(text) is None or heading.month == parse_month(text)
    named = Headings(ChannelNames((text,)), FileMapping()).read(text)
    assert named.channel == text


def test_the_nearest_channel_is_still_named_for_a_misspelt_one() -> None:
    names = ChannelNames(DEMO)
    assert not names.knows("Paid socail")
    assert names.match("Paid socail").suggestions[0] == "Paid social"
