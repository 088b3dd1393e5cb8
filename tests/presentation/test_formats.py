from datetime import UTC, date, datetime
from threading import Thread

import pytest

from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.language import LANGUAGES, _, current, nearest, speaking, use

DOLLARS, THOUSANDS, MILLIONS = (Company("Acme", unit=unit) for unit in ("1", "k", "M"))


@pytest.mark.parametrize(
    ("company", "value", "expected"),
    [
        (DOLLARS, 1_080_000, "1,080,000"),
        (THOUSANDS, 1_080_000, "1,080k"),
        (MILLIONS, 19_500_000, "19.5M"),
        (MILLIONS, 1_080_000, "1.08M"),
        (THOUSANDS, 2_400, "2.4k"),
        (THOUSANDS, -240_900, "−241k"),
        (THOUSANDS, -0.2, "0.0k"),
        (THOUSANDS, 0, "0k"),
        (THOUSANDS, None, "–"),
        (THOUSANDS, float("nan"), "–"),
    ],
)
def test_money_is_said_in_the_companys_unit(company: Company, value: float | None, expected: str) -> None:
    assert formats.money(value, company) == expected


def test_signed_money_carries_its_sign_and_zero_carries_none() -> None:
    assert formats.money(44_300, THOUSANDS, signed=True) == "+44k"
    assert formats.money(44_300, THOUSANDS, signed=True, digits=1) == "+44.3k"
    assert formats.money(-240_900, THOUSANDS, signed=True, digits=1) == "−240.9k"
    assert formats.money(0, THOUSANDS, signed=True, digits=0) == "0k"
    assert formats.money(-108_000, THOUSANDS, signed=True, currency=True) == "−$108k"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (19_500_000, "19.5M"),
        (999_600, "1.00M"),
        (999_400, "999k"),
        (4_700, "4.70k"),
        (85.4, "85"),
        (2e9, "2.00B"),
    ],
)
def test_compact_money_shows_three_figures(value: float, expected: str) -> None:
    assert formats.compact(value, THOUSANDS) == expected


def test_exact_money_shows_every_cent() -> None:
    assert formats.exact(1_080_000, THOUSANDS) == "1,080,000.00"
    assert formats.exact(-0.004, THOUSANDS) == "0.00"


def test_other_figures() -> None:
    assert formats.count(18_000) == "18,000"
    assert formats.ratio(4.368) == "4.37"
    assert formats.share(0.079) == "7.9%"
    assert formats.points(-0.023) == "−2.3\N{NO-BREAK SPACE}pp"
    assert formats.months(6.1) == "6.1\N{NO-BREAK SPACE}months"
    assert formats.money_range(18.9e6, 20.2e6, THOUSANDS) == "18,900–20,200k"
    assert formats.month_label(Month(2027, 3)) == "Mar 2027"
    assert formats.month_name(Month(2027, 3)) == "Mar"
    assert formats.day_label(date(2027, 3, 12)) == "Mar 12, 2027"
    assert "10:42" in formats.moment_label(datetime(2027, 3, 12, 10, 42, 11, tzinfo=UTC))
    assert formats.basis_label(THOUSANDS) == "k USD, net of VAT"


def test_every_key_figure_can_be_said_in_every_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            for kpi in KPIS.values():
                assert formats.figure(kpi, 0.0612, THOUSANDS)
                assert formats.difference(kpi, -1500, THOUSANDS).startswith("−")
                assert formats.figure(kpi, None, THOUSANDS) == "–"
                assert formats.figure_range(kpi, None, None, THOUSANDS) == "–"


def test_numbers_follow_the_language() -> None:
    with speaking("ru"):
        assert formats.money(1_080_000, THOUSANDS, currency=True) == "1 080 тыс. $".replace(" ", "\xa0")
        assert formats.exact(1_080_000, THOUSANDS) == "1 080 000,00".replace(" ", "\xa0")
    with speaking("zh_CN"):
        assert formats.money(1_080_000, THOUSANDS) == "108.0万"
        assert formats.compact(195_000_000, THOUSANDS) == "1.95亿"
        assert formats.month_label(Month(2027, 3)) == "2027年3月"


def test_a_language_is_found_by_its_first_part() -> None:
    assert [nearest(code) for code in ("zh-Hans", "ru_RU", "en-GB", "de")] == ["zh_CN", "ru", "en", "en"]


def test_one_persons_language_is_not_anothers() -> None:
    """Two threads, as a server has: what one uses is not seen by the other."""
    seen = []

    def visit() -> None:
        seen.append(current())
        use("zh_CN")

    with speaking("ru"):
        thread = Thread(target=visit)
        thread.start()
        thread.join()
        assert current() == "ru"
    assert seen == ["en"]


def test_an_unknown_message_stays_english() -> None:
    with speaking("ru"):
        assert _("no such message at all") == "no such message at all"
        assert _("") == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Jan–Oct 2026"), ("ru", "янв.–окт. 2026\u202fг."), ("zh_CN", "2026年1月–10月")],
)
def test_a_span_of_months_says_its_year_once_where_the_reader_looks_for_it(
    language: str, expected: str
) -> None:
    with speaking(language):
        assert formats.month_span(Month(2026, 1), Month(2026, 10)) == expected
        assert formats.month_span(Month(2026, 1), Month(2026, 1)) == formats.month_label(Month(2026, 1))
        both = formats.month_span(Month(2025, 11), Month(2026, 2))
        assert "2025" in both
        assert "2026" in both


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Feb–Mar, May 2026"), ("zh_CN", "2026年2月–3月、5月")]
)
def test_months_that_do_not_follow_one_another_are_told_apart(language: str, expected: str) -> None:
    with speaking(language):
        assert formats.month_runs([Month(2026, number) for number in (2, 3, 5)]) == expected
        assert formats.month_runs([Month(2026, 4)]) == formats.month_label(Month(2026, 4))


def test_runs_of_two_years_name_both() -> None:
    months = [Month(2026, 11), Month(2026, 12), Month(2027, 2)]
    assert formats.month_runs(months) == "Nov–Dec 2026, Feb 2027"
