"""Why: from the bridge to a line, a month, its causes, and what people say about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.bridge import Bar, Cause
from planner.domain.actuals import ActualDetail, ActualRow, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Channel
from planner.domain.notes import Tag, VarianceNote
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.presentation import formats
from planner.presentation.causes import cause_bars
from planner.services.library import Store
from planner.services.results import results_of
from planner.ui.results.scope import Floors, periods
from planner.ui.results.words import bridge_steps
from tests.ui.tabs import Open, button, press, shown, tiles, words

AUGUST = Month(2026, 8)


def test_the_largest_line_is_open_and_any_other_can_be_chosen(store: Store, open_page: Open) -> None:
    results = results_of(store, "sample", 2026)
    found, company = results.variance[Metric.REVENUE], results.company
    tab = open_page("results", results_view="why")
    assert found.ranked()[0] == BASELINE
    worst = formats.money(found.row(BASELINE).difference, company, signed=True)
    assert f"Sales without media: {worst} revenue, Jan–Oct 2026" in words(tab)
    line = next(box for box in tab.selectbox if box.label == "Line")
    line.set_value("Paid social")
    said = words(shown(tab))
    amount = formats.money(found.row("Paid social").difference, company, signed=True)
    assert f"Paid social: {amount} revenue, Jan–Oct 2026" in said
    assert "Mostly efficiency" in said


def test_a_month_of_a_line_has_its_own_causes(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="why", line="Paid social", month="2026-08")
    one = results_of(store, "sample", 2026, months=[AUGUST])
    amount = one.variance[Metric.REVENUE].row("Paid social").difference
    assert f"Paid social: {formats.money(amount, one.company, signed=True)} revenue, Aug 2026" in words(tab)
    assert "Paid social: " in words(press(tab, "All months of the period"))


def test_a_quarter_is_explained_by_itself(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="why", period="q3")
    one = results_of(store, "sample", 2026, months=[Month(2026, n) for n in (7, 8, 9)])
    assert one.bridge is not None
    change = formats.money(one.bridge.end - one.bridge.start, one.company, signed=True)
    assert f"Jul–Sep 2026: revenue {change} against plan" in words(tab)


def test_periods_hold_what_is_actual(store: Store) -> None:
    found = periods(results_of(store, "sample", 2026))
    assert list(found)[:5] == ["ytd", "q1", "q2", "q3", "q4"]
    assert found["q4"] == (Month(2026, 10),)
    assert len(found) == 5 + 10


@pytest.mark.parametrize("query", [{"line": "Nobody"}, {"month": "1999-01"}, {"period": "q9"}])
def test_a_wrong_link_shows_the_whole_year(store: Store, open_page: Open, query: dict[str, str]) -> None:
    assert "Jan–Oct 2026: revenue" in words(open_page("results", results_view="why", **query))


def test_floors_leave_a_small_share_out_unless_it_is_large(store: Store) -> None:
    found = results_of(store, "sample", 2026).variance[Metric.REVENUE]
    told = Floors(0.02, 8_000.0).material(found)
    assert told[0] == BASELINE, "1.6 % of its plan, and by far the largest amount"
    assert set(told) == {BASELINE, "Paid social", "TV", "Content and SEO"}
    assert Floors(0.0, 0.0).material(found) == found.ranked()


def test_a_word_stays_with_the_number_and_stands_beside_it(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="why", line="Paid social")
    next(box for box in tab.text_area if box.label == "Comment").set_value("Tracking [broke] in June")
    press(tab, "Keep with the number")
    (note,) = store.notes("sample")
    assert (note.channel, note.first, note.last) == ("Paid social", Month(2026, 1), Month(2026, 10))
    assert note.amount == pytest.approx(
        results_of(store, "sample", 2026).variance[Metric.REVENUE].row("Paid social").difference, abs=0.01
    )
    assert "Tracking [broke] in June" in words(tab)
    assert "Tracking [broke] in June" in words(open_page("home")), "beside Home's reasons"
    tab = open_page("results", results_view="why", line="Paid social")
    button(tab, "Take back").click()
    assert "Tracking" not in words(shown(tab))
    assert store.notes("sample") == []


def test_an_empty_word_is_asked_for(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="why")
    assert "Choose what kind of difference it is" in words(press(tab, "Keep with the number"))
    assert store.notes("sample") == []


def test_timing_keeps_the_year_s_money(store: Store, open_page: Open) -> None:
    """Content and SEO spent less than planned: tagged as timing, the money is still to come."""
    before = tiles(open_page("home"))["Working media"]
    note = VarianceNote("Content and SEO", Month(2026, 1), Month(2026, 10), Tag.TIMING)
    held = results_of(store, "sample", 2026).variance[Metric.SPEND].row("Content and SEO").difference
    assert held is not None
    assert held < -1000
    store.write_note("sample", note, "Ann")
    assert tiles(open_page("home"))["Working media"] != before
    said = words(open_page("results", results_view="why", line="Content and SEO"))
    moved = formats.money(-held, store.company("sample"), signed=True)
    assert f"Timing: {moved} of working media for the months to come" in said


def test_campaigns_are_told_where_files_name_them(store: Store, open_page: Open) -> None:
    rows = [ActualRow("2026-10", "TV", "spend", 100.0)]
    details = [ActualDetail("2026-10", "TV", "spend", 100.0, campaign="Autumn on TV")]
    store.take_over("sample", rows, "tv.csv", "", "Ann", details=details)
    tab = open_page("results", results_view="why", line="TV")
    assert "Autumn on TV" in tab.dataframe[0].value.to_string()


def test_revenue_without_a_curve_stays_unexplained_and_is_never_spread(store: Store, open_page: Open) -> None:
    before = results_of(store, "sample", 2026).bridge
    company = store.company("sample").with_channel(Channel("Podcasts"))
    store.save_company("sample", company, revision=store.company_revision("sample"), who="Ann")
    rows = [ActualRow("2026-10", "Podcasts", metric, 9_000.0) for metric in ("spend", "revenue")]
    store.take_over("sample", rows, "podcasts.csv", "", "Ann")
    after = results_of(store, "sample", 2026).bridge
    assert before is not None
    assert after is not None
    assert after[Cause.UNEXPLAINED] == pytest.approx(9_000)
    assert after[Cause.EFFICIENCY] == pytest.approx(before[Cause.EFFICIENCY])
    assert "Mostly unexplained" in words(open_page("results", results_view="why", line="Podcasts"))
    said = words(open_page("results", results_view="spend"))
    assert "**Podcasts** spent 9.0k without a plan." in said


def test_home_does_not_nag_about_what_was_called_timing(store: Store, open_page: Open) -> None:
    assert "**Content and SEO** is 5.2k behind its budget" in words(open_page("home"))
    note = VarianceNote("Content and SEO", Month(2026, 1), Month(2026, 10), Tag.TIMING, "In November")
    store.write_note("sample", note, "Ann")
    assert "**Content and SEO** is 5.2k behind its budget" not in words(open_page("home"))


def test_prices_and_rates_of_setup_are_bars_and_missing_rates_are_said(store: Store, open_page: Open) -> None:
    dearer = PriceYear(2026, RateVersion.ACTUAL, (1.0,) * 5 + (1.02,) * 5)
    budget = Rates("EUR", RateVersion.BUDGET, 2026, (1.10,) * 12)
    actual = Rates("EUR", RateVersion.ACTUAL, 2026, (1.08,) * 10)
    company = store.company("sample")
    pricing = Pricing(years=(dearer,), foreign_shares=(("EUR", 0.25), ("GBP", 0.1)), rates=(budget, actual))
    store.save_company("sample", replace(company, pricing=pricing), revision=1, who="Ann")
    found = results_of(store, "sample", 2026)
    assert found.bridge is not None
    assert found.bridge.start + sum(bar.amount for bar in found.bridge.bars) == pytest.approx(
        found.bridge.end
    )
    assert found.bridge[Cause.PRICE] < 0
    assert found.bridge[Cause.CURRENCY] < 0
    tab = open_page("results")
    said = words(tab)
    assert "Plan at budget rates, actual at actual rates of EUR; the Currency bar is between." in said
    assert "GBP: no budget rates of 2026 in Setup" in said
    assert "GBP: no actual rates of 2026 in Setup" in said
    assert "Of it, own prices:" in said


@given(st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=12))
def test_a_bridge_shows_eight_steps_at_most_and_they_add_up(amounts: list[float]) -> None:
    bars = [Bar(cause, amount, np.zeros(2)) for cause, amount in zip(Cause, amounts, strict=False)]
    steps = bridge_steps(bars, cause_bars(), 1000.0)
    assert len(steps) <= 8
    shown = [amount for amount in amounts if abs(amount) >= 0.5]
    assert sum(amount for _name, amount in steps) == pytest.approx(sum(shown) / 1000, abs=1e-6)


def test_a_sentence_that_begins_with_a_month_begins_large_in_russian(store: Store, open_page: Open) -> None:
    said = words(open_page("results", results_view="why", lang="ru"))
    assert "**Янв.–окт. 2026" in said
    assert "**Янв.–окт. 2026\u202fг.** остаются" in words(
        open_page("results", results_view="outlook", replan="1", lang="ru")
    )
