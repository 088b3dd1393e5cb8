"""Customers: win or keep, and does it pay?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from planner.services.library import Store
from planner.ui.customers.page import cost_finding
from tests.ui.conftest import Open


def metrics(tab: object) -> dict[str, str]:
    return {one.label: one.value for one in tab.metric}  # type: ignore[attr-defined]


def test_costs_and_both_customer_values_are_named(store: Store, open_page: Open) -> None:
    """domain.md section 6: CAC 85.6, payback 6.1 months, CLV 273 against 442 by convention."""
    tab = open_page("customers")
    shown = metrics(tab)
    assert shown["CAC, blended"] == "$85.56"
    assert shown["CLV, first margin after a year"] == "$273.21"
    assert shown["CLV, first margin now"] == "$441.96"
    assert shown["Payback"].replace("\xa0", " ") == "6.1 months"
    assert tab.subheader[0].value.startswith("Winning pays: the next customer costs $176.53")


def test_customers_orders_and_revenue_tie(store: Store, open_page: Open) -> None:
    said = " ".join(one.value for one in open_page("customers").caption)
    assert "52,000 x 3.00 orders x $125.00 = 156,000 orders, 19,500k revenue" in said
    assert "forecast 19,501k (0.0%)" in said


def test_last_year_has_no_customer_base_to_compare(store: Store, open_page: Open) -> None:
    tab = open_page("customers", vs="0")
    assert any("Last year's actuals" in one.value for one in tab.caption)
    assert all(not one.delta for one in tab.metric)


def test_every_lever_has_a_row(store: Store, open_page: Open) -> None:
    table = open_page("customers").dataframe[0].value
    assert list(table["Lever"]) == ["Customers", "Orders per customer", "Average sale", "Retention"]
    assert list(table["Media it costs"])[2:] == ["no channel moves it"] * 2


def test_hidden_margins_hide_every_value_of_a_customer(store: Store, open_page: Open) -> None:
    tab = open_page("customers")
    tab.toggle("margins_hidden").set_value(True).run()
    assert not [label for label in metrics(tab) if label.startswith(("CLV", "Payback"))]
    assert "worth" not in tab.subheader[0].value
    assert "Worth paying up to" not in tab.dataframe[0].value.columns


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
