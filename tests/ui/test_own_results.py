"""A company of one's own in Results: every view says what is missing and where to give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner.domain.actuals import ActualDetail, ActualRow, MoneyState
from planner.domain.calendar import Month
from planner.domain.company import Channel, Company, Customers
from planner.domain.notes import Tag, VarianceNote
from planner.domain.price import PriceYear, Pricing, RateVersion
from planner.services.library import Store
from planner.services.starting import TypedCurve, start_company, typed_set
from tests.ui.tabs import Open, in_url, press, words

CURVES = {"Search": (4_000, 16_000, 30_000), "Social": (3_000, 8_000, 20_000), "TV": (2_000, 5_000, 14_000)}
PEOPLE = Customers(4_000, 0.6, 600, 2.5, 80.0, 0.12)
Start = Callable[..., str]


@pytest.fixture
def start(empty_store: Store) -> Start:
    """Maple, with an even plan of 9,000 a month that brings 29,000 beside 46,000 without media."""

    def started(revenue: float | None = 900_000, **more: Any) -> str:
        company = Company(
            "Maple",
            "EUR",
            unit="1",
            channels=tuple(Channel(name, new_customer_share=0.3) for name in CURVES),
            **{"margin": 0.4, "customers": PEOPLE, **more},
        )
        curves = typed_set([TypedCurve(name, *points) for name, points in CURVES.items()], "EUR")
        media = {name: points[0] for name, points in CURVES.items()}
        return start_company(empty_store, company, curves, media, year=2026, who="Ann", revenue=revenue).slug

    return started


def rows(month: str, part: float = 1.0, *, spend: bool = True, revenue: bool = True) -> list[ActualRow]:
    """A month at `part` of its plan."""
    found = []
    for name, (money, brings, _most) in CURVES.items():
        found += [ActualRow(month, name, "spend", part * money)] if spend else []
        found += [ActualRow(month, name, "revenue", part * brings)] if revenue else []
    return found + ([ActualRow(month, "Baseline", "revenue", 46_000.0)] if revenue else [])


def take(store: Store, slug: str, month: str, *args: Any, **more: Any) -> None:
    store.take_over(slug, rows(month, *args, **more), f"{month}.csv", "", "Ann")


def said(open_page: Open, slug: str, view: str) -> str:
    return words(open_page("results", company=slug, year="2026", results_view=view))


def test_before_the_first_actuals_each_view_says_what_it_waits_for(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start()
    assert "No month of 2026 has actuals yet" in said(open_page, slug, "why")
    assert "until revenue is in, the outlook stands on the plan" in said(open_page, slug, "outlook")
    assert "No month of 2026 has reported spend yet" in said(open_page, slug, "spend")
    tab = open_page("results", company=slug, year="2026", results_view="scorecard")
    assert "cost and result to date are missing" in words(tab)
    assert set(tab.dataframe[0].value["Spent to date"]) == {"–"}


def test_money_is_controlled_before_any_revenue_is_in(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start()
    take(empty_store, slug, "2026-01", 1.2, revenue=False)
    take(empty_store, slug, "2026-02", 1.2, revenue=False)
    assert "Jan–Feb 2026: figures are in, revenue is missing" in said(open_page, slug, "why")
    control = said(open_page, slug, "spend")
    assert "21,600 of 108,000 spent, 86,400 available; 120.0% of the plan to date" in control
    assert "■ **Search** is 1,600 (20.0%) ahead of its plan to date." in control


def test_sales_without_media_that_no_plan_knows_are_left_out_and_said(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start(revenue=None)
    take(empty_store, slug, "2026-01")
    text = said(open_page, slug, "why")
    assert "Jan 2026: revenue exactly on plan" in text
    assert "Files report 46,000 of sales without media; the plan of 2026 knows none" in text
    outlook = said(open_page, slug, "outlook")
    assert "2026 lands at 348k, on plan." in outlook
    assert "baseline stands in" not in outlook


def test_months_that_are_missing_between_are_told(empty_store: Store, start: Start, open_page: Open) -> None:
    slug = start()
    for month in ("2026-05", "2026-02", "2026-03"):
        take(empty_store, slug, month, 1.05)
    empty_store.close_month(slug, "2026-05", "Ann")
    empty_store.close_month(slug, "2026-02", "Ann")
    text = said(open_page, slug, "why")
    assert "**Feb–Mar, May 2026: revenue +4,350 against plan" in text
    assert "Jan, Apr 2026: nothing is in; the outlook takes the plan's money" in text
    assert "All 3 larger lines are ahead of plan; click one" in text


def test_the_outlook_says_what_forecast_prices_take(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    """75,000 a month as planned; two months 25 % dearer at elasticity -2 bring 0.8 of it: 30,000 less."""
    dearer = PriceYear(2026, RateVersion.FORECAST, index=(1.0,) * 10 + (1.25, 1.25))
    slug = start(pricing=Pricing(-2.0, (dearer,)))
    for month in range(1, 11):
        take(empty_store, slug, f"2026-{month:02d}")
    text = said(open_page, slug, "outlook")
    assert "In the outlook: \u221230,000 from forecast prices, promotions, demand and rates" in text


def test_figures_that_wait_for_setup_name_their_input(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start(margin=None, customers=None)
    take(empty_store, slug, "2026-01", 1.05)
    tab = open_page("results", company=slug, year="2026", results_view="outlook")
    figures = next(d.value for d in tab.dataframe if "Figure" in d.value)
    assert list(figures["Figure"]) == ["Revenue", "Working media", "All marketing", "ROAS"]
    assert "Not answered without the margin: Profit after marketing." in words(tab)
    assert "Not answered without customers: Orders, New customers, CAC, blended." in words(tab)
    links = [link.proto.query_string for link in tab.get("page_link")]
    assert {"setup_view=company", "setup_view=customers"} <= set(links)
    assert "Range" not in figures
    assert "No range and no chance of the target" in words(tab)


def test_a_comment_stays_with_its_number_through_a_restatement_and_a_new_name(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start()
    take(empty_store, slug, "2026-01", 0.8)
    note = VarianceNote("TV", Month(2026, 1), Month(2026, 1), Tag.ONE_OFF, "Strike at the station", -1_000.0)
    empty_store.write_note(slug, note, "Ann")
    take(empty_store, slug, "2026-01", 0.9)
    tab = open_page("results", company=slug, year="2026", results_view="why", line="TV")
    assert "TV: −500 revenue, Jan 2026" in words(tab)
    assert "Strike at the station" in words(tab)
    assert "written about −1,000" in words(tab)
    empty_store.rename_channel(slug, "TV", "Television", "Ann")
    tab = open_page("results", company=slug, year="2026", results_view="why", line="Television")
    assert "Television: −500 revenue, Jan 2026" in words(tab)
    assert "Strike at the station" in words(tab)


def test_a_credit_beyond_a_month_s_money_is_counted_as_it_came(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    slug = start()
    for month in ("2026-01", "2026-02"):
        take(empty_store, slug, month)
    credit = [
        ActualRow("2026-02", "Social", "spend", -500.0),
        ActualRow("2026-02", "Social", "revenue", -900.0),
    ]
    empty_store.take_over(slug, credit, "credit.csv", "", "Ann")
    assert "revenue −8,900 against plan" in said(open_page, slug, "why")
    assert "**Social** is 3,500 (58.3%) behind its plan to date." in said(open_page, slug, "spend")


def test_every_alert_has_an_owner_and_a_step_that_leads_to_where_it_is_settled(
    empty_store: Store, start: Start, open_page: Open
) -> None:
    """Radio has spend and no plan, TV a plan and no spend, Search runs ahead, an invoice stands twice."""
    slug = start()
    company = empty_store.company(slug)
    with_radio = replace(company, channels=(*company.channels, Channel("Radio")))
    revision = empty_store.company_revision(slug)
    empty_store.save_company(slug, with_radio, revision=revision, who="Ann")
    found = [row for row in rows("2026-01", 1.0) if (row.channel, row.metric) != ("TV", "spend")]
    found = [replace(r, value=9_000.0) if (r.channel, r.metric) == ("Search", "spend") else r for r in found]
    found.append(ActualRow("2026-01", "Radio", "spend", 700.0))
    paid = ActualDetail("2026-01", "Search", "spend", 4_500.0, state=MoneyState.PAID, invoice="S-1")
    order = ActualDetail("2026-06", "Social", "spend", 40_000.0, state=MoneyState.COMMITTED)
    empty_store.take_over(slug, found, "a.csv", "", "Ann", details=[paid, paid, order])
    tab = open_page("results", company=slug, year="2026", results_view="spend")
    text = words(tab)
    for sentence in (
        "■ **Social** is overdrawn by 7,000",
        "■ **Search** is 5,000 (125.0%) ahead of its plan to date.",
        "■ **Search**, Jan 2026: invoice S-1 stands twice, 4,500 too much.",
        "▲ **TV** has a plan of 2,000 to date and no reported spend.",
        "■ **Radio** spent 700 without a plan.",
    ):
        assert sentence in text
    assert text.count("Owner: Ann") == 5
    assert "4 lines need attention" in text  # two of the five are on Search
    links = {link.proto.label: link.proto.query_string for link in tab.get("page_link")}
    assert links["Check the file, undo it if it is wrong"] == "actuals_view=batches"
    assert links["Ask for a supplement, or cancel an order"] == "plan_view=orders"
    assert links["Ask for the figures"] == "actuals_view=months"
    press(tab, "See why, say what it was")
    assert "Search: 0 revenue, Jan 2026" in words(tab)
    assert in_url(tab, "line") == "Search"
