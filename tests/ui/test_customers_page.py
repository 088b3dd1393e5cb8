"""Customers: win or keep, and does it pay?"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from planner.domain.company import Customers
from planner.domain.market import Market, RivalSpend
from planner.services.library import Store
from planner.ui.customers.value import cost_finding
from tests.ui.conftest import Open
from tests.ui.tabs import shown, tiles, words


def metrics(tab: object) -> dict[str, str]:
    return {one.label: one.value for one in tab.metric}  # type: ignore[attr-defined]


def test_costs_and_both_customer_values_are_named(store: Store, open_page: Open) -> None:
    """domain.md section 6: CAC 85.6, payback 6.1 months, CLV 273 against 442 by convention."""
    tab = open_page("customers", customers_view="value")
    shown, said = metrics(tab), words(tab)
    assert "blended $85.56, of paid media $88.14" in said
    assert shown["CLV, first margin after a year"] == "$273.21"
    assert "if the first margin counts now: $441.96" in said
    assert shown["CLV to CAC"] == "3.19"
    assert shown["Payback"].replace("\xa0", " ") == "6.1 months"
    assert tab.subheader[0].value.startswith("Winning pays: the next customer costs $176.53")


def test_revenue_is_read_two_ways_with_the_line_that_reconciles_them(store: Store, open_page: Open) -> None:
    said = words(open_page("customers"))
    amount = r"([+−]?[\d,]+\.\d\d)"
    found = re.search(
        rf"52,000 customers × 3\.00 orders × \$125\.00 = {amount}; the plan's revenue is {amount}\. "
        rf"The difference of {amount} \(0\.00%\) is \+5 orders a year",
        said,
    )
    assert found is not None
    base, revenue, gap = (Decimal(text.replace(",", "").replace("−", "-")) for text in found.groups())
    assert base + gap == revenue
    assert abs(base - 52_000 * 3 * 125) < 10  # the count of customers is rounded, the amount is not


def test_last_year_has_no_customer_base_to_compare(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="value", vs="0")
    assert any("Last year's actuals" in one.value for one in tab.caption)
    assert all(not one.delta for one in tab.metric)


def test_every_lever_has_a_row_with_its_cheapest_programme(store: Store, open_page: Open) -> None:
    tab = open_page("customers")
    table = tab.dataframe[0].value
    assert list(table["Lever"]) == ["Customers", "Orders per customer", "Average sale", "Retention", "Price"]
    assert list(table["Media it costs"])[2:] == ["no channel moves it"] * 3
    assert table["Programme it costs"][3] == "21k, Service and care"
    assert tab.subheader[0].value == "1% more retention costs 21k, 1% more customers 85k"


def test_a_programme_slider_moves_its_line_and_the_base_follows(store: Store, open_page: Open) -> None:
    tab = open_page("customers")
    care = next(one for one in tab.slider if one.label.startswith("Service and care"))
    care.set_value(6_000.0)
    shown(tab)
    assert "+36k a year: +5" in words(tab)
    tab.query_params["customers_view"] = "base"
    shown(tab)
    assert "With the programme costs tried under Levers" in words(tab)
    assert "to 52,5" in tab.subheader[0].value


def test_a_price_change_costs_volume_and_says_its_elasticity(store: Store, open_page: Open) -> None:
    tab = open_page("customers")
    next(one for one in tab.slider if one.label.startswith("All prices")).set_value(-10)
    shown(tab)
    assert tiles(tab)["Volume"] == "+31.8%"
    assert tiles(tab)["Contribution"] == "+220k"  # 8,775k x (1.318 x (0.9 - 0.55) / 0.45 - 1)
    assert "elasticity of −2.62" in words(tab)


def test_the_base_by_month_adds_up_as_it_is_shown(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="base")
    table = tab.dataframe[0].value.set_index("Customers")

    def row(name: str) -> list[int]:
        return [int(str(cell).replace(",", "").replace("−", "-")) for cell in table.loc[name]]

    opening, closing = row("Opening"), row("Closing")
    assert opening[1:12] == closing[:11]
    flows = [row(name) for name in ("Lost", "New by media", "New by programmes", "New without either")]
    assert [o + sum(parts) for o, parts in zip(opening, zip(*flows, strict=True), strict=True)] == closing
    gaps = zip(row("Orders by the base"), row("Orders to reconcile"), row("Orders of the plan"), strict=True)
    assert all(base + gap == plan for base, gap, plan in gaps)
    assert (opening[12], closing[12]) == (50_000, 52_000)
    for name in ("Lost", "New by media", "New without either", "Orders by the base", "Orders of the plan"):
        assert sum(row(name)[:12]) == row(name)[12], name
    assert f"The base gives {row('Orders by the base')[12]:,} of" in words(tab)


def test_customer_equity_has_one_headline_and_says_what_else_it_could_be(
    store: Store, open_page: Open
) -> None:
    said = words(open_page("customers", customers_view="value"))
    assert "**52,000 customers are worth 21,346k**" in said
    assert "If it counts now: 30,121k. As one group with Setup's averages: 14,207k" in said
    plain = replace(store.company("sample"), segments=())
    store.save_company("sample", plain, revision=1, who="Ann")
    said = words(open_page("customers", customers_view="value"))
    assert "**52,000 customers are worth 14,207k**" in said
    assert "if it counts now: 22,982k" in said


def test_segments_stand_beside_their_money(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="segments")
    assert tab.subheader[0].value == "Loyal customers hold 63% of the value and get 18% of the money"
    short = open_page("customers", customers_view="segments", clv_horizon="1")
    assert short.subheader[0].value != tab.subheader[0].value


def test_the_account_of_both_plans_adds_up_to_the_cent(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="account")
    table = tab.dataframe[0].value.set_index("Account")
    for plan in list(table.columns)[:3]:
        cents = {
            k: round(float(str(v).replace(",", "").replace("−", "-")) * 100) for k, v in table[plan].items()
        }
        assert cents["Revenue"] + cents["Variable cost"] == cents["Contribution"]
        lines = [
            v
            for k, v in cents.items()
            if k
            in ("Working media", "Production", "Agency fees", "Technology and data", "Research", "Reserve")
        ]
        assert sum(lines) == cents["All marketing"]
        assert cents["Contribution"] + cents["All marketing"] == cents["Profit after marketing"]


def test_a_rival_who_doubles_is_answered_with_range_and_assumption(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="market")
    said = words(tab)
    assert tab.subheader[0].value == "8.1% of the market with 10.1% of the voice"
    assert "Share of voice falls from 10.1% to 5.3%" in said
    assert "Assumed: our media bring 10.0% less" in said
    tab.number_input("rival_haircut").set_value(20.0)
    assert "bring 20.0% less" in words(shown(tab))


def test_the_brand_says_what_it_would_move_and_that_it_is_not_counted(store: Store, open_page: Open) -> None:
    said = words(open_page("customers", customers_view="brand"))
    assert "no sure change since Jul 2026" in said
    assert "Not counted: no plan's revenue includes it" in said


def test_market_and_brand_appear_only_with_their_figures(store: Store, open_page: Open) -> None:
    bare = replace(store.company("sample"), market=None, brand=None, waves=(), segments=(), programmes=())
    store.save_company("sample", bare, revision=1, who="Ann")
    tab = open_page("customers")
    views = next(one for one in tab.button_group if "Levers" in one.options)
    assert list(views.options) == ["Levers", "Value", "Base by month", "Segments", "Profit account"]
    assert "No programmes yet" in words(tab)
    assert "No segments yet" in words(open_page("customers", customers_view="segments"))


def test_hidden_margins_hide_every_value_of_a_customer(store: Store, open_page: Open) -> None:
    tab = open_page("customers", customers_view="value")
    tab.toggle("margins_hidden").set_value(True).run()
    assert not [label for label in metrics(tab) if label.startswith(("CLV", "Payback"))]
    assert "worth" not in tab.subheader[0].value
    for view in ("levers", "base", "segments", "account", "market", "brand"):
        tab.query_params["customers_view"] = view
        shown(tab)
        said = words(tab) + " ".join(str(c) for one in tab.dataframe for c in one.value.columns)
        assert not [w for w in ("Worth", "contribution", "Profit", "Equity", "In-year gain") if w in said], (
            view
        )


@pytest.mark.parametrize("gone", ["customers", "shares"])
def test_what_is_missing_leads_to_setup(store: Store, open_page: Open, gone: str) -> None:
    company = store.company("sample")
    if gone == "customers":
        company = replace(company, customers=None)
    else:
        company = replace(
            company, channels=tuple(replace(c, new_customer_share=0.0) for c in company.channels)
        )
    store.save_company("sample", company, revision=1, who="Ann")
    tab = open_page("customers")
    if gone == "customers":
        assert "No customer figures yet" in tab.markdown[-1].value
        assert not tab.metric
    else:
        tab = open_page("customers", customers_view="value")
        assert "new-customer share in Setup" in tab.subheader[0].value


@pytest.mark.parametrize(
    ("pays", "valued", "said"),
    [
        ([True, True], True, "Every channel wins customers at a gain"),
        ([True, False], True, "B wins customers at a loss"),
        ([False, False], True, "2 channels win customers at a loss"),
        ([True, True], False, "A wins the next customer cheapest: $10"),
    ],
)
def test_the_chart_says_its_finding(pays: list[bool], valued: bool, said: str) -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "cost": [10.0, 20.0], "text": ["$10", "$20"], "pays": pays})
    assert cost_finding(frame, valued=valued) == said


VIEWS = ("levers", "value", "base", "segments", "account", "market", "brand")


@pytest.mark.parametrize(
    "given",
    [
        {"margin": None},
        {"baselines": {}},
        {"customers": Customers(0, 0.0, 1000, 0, 125.0)},
        {"customers": Customers(50_000, 1.0, 6_000, 3.0, 125.0)},
        {"customers": Customers(50_000, 1.0, 6_000, 3.0, 125.0, discount_rate=0.0)},
        {"market": Market({}, (RivalSpend("North", "2026-03", 0.0),)), "brand": None},
        {"market": Market({2027: (0.0,) * 12})},
    ],
)
def test_every_view_stands_whatever_is_missing(
    store: Store, open_page: Open, given: dict[str, object]
) -> None:
    company = replace(store.company("sample"), programmes=(), **given)  # type: ignore[arg-type]
    store.save_company("sample", company, revision=1, who="Ann")
    tab = open_page("customers")
    for view in VIEWS:
        tab.query_params["customers_view"] = view
        shown(tab)
        assert tab.subheader or tab.markdown, view
