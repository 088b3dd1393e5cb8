"""Setup's programmes, brand, market and register: what is shown is what is stored, and bad rows are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.actuals import Metric
from planner.domain.errors import BadDocument
from planner.domain.kpi_targets import KpiTarget
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.services.library import Store
from planner.services.results import results_of
from planner.ui.results import scope
from planner.ui.setup import brand, market, programmes
from planner.ui.setup.tables import MONTHS, months_of
from tests.ui.conftest import Open
from tests.ui.tabs import press, shown, words

PRICED = Pricing(
    -1.8,
    (
        PriceYear(2026, RateVersion.BUDGET, (1.0,) * 12),
        PriceYear(2026, RateVersion.ACTUAL, (1.03,) * 12, (500.0,) * 12, (0.98,) * 10, (1.01,) * 10),
    ),
    (("EUR", 0.3),),
    (
        Rates("EUR", RateVersion.BUDGET, 2026, (1.10,) * 12),
        Rates("EUR", RateVersion.ACTUAL, 2026, (1.05,) * 12),
    ),
)


@pytest.mark.parametrize("view", ["programmes", "brand", "market", "register", "company"])
def test_saving_what_is_shown_changes_nothing(store: Store, open_page: Open, view: str) -> None:
    floors = replace(store.company("sample").thresholds, floor_share=0.015, floor_amount=20_000.0)
    company = store.company("sample")
    assert company.brand is not None
    told = replace(company.brand, reference=0.455, counted=True)
    before = replace(company, pricing=PRICED, thresholds=floors, brand=told)
    revision = store.save_company("sample", before, revision=1, who="Ann")
    tab = press(open_page("setup", setup_view=view), "Save")
    assert not tab.error
    assert store.company_revision("sample") == revision + 1
    assert store.company("sample") == before


def test_a_company_without_the_parts_can_open_and_save_every_view(store: Store, open_page: Open) -> None:
    bare = replace(
        store.company("sample"),
        programmes=(),
        segments=(),
        waves=(),
        targets=(),
        brand=None,
        market=None,
        pricing=None,
    )
    store.save_company("sample", bare, revision=1, who="Ann")
    for view in ("programmes", "brand", "market", "register"):
        tab = press(open_page("setup", setup_view=view), "Save")
        assert not tab.error, view
    assert store.company("sample") == bare


def test_the_register_tells_where_the_year_in_flight_stands(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="register", plan="1")
    table = tab.dataframe[0].value.set_index("Figure")
    assert table["Outlook"]["Revenue"] == "18,871k"
    assert table["Status"]["Revenue"] == "● close to plan"
    assert table["Owner"]["Revenue"] == "Mara Lind"
    assert "of 6 targets of 2026 are within reach" in tab.subheader[0].value
    tab.toggle("margins_hidden").set_value(True)
    shown(tab)
    assert "Profit after marketing" not in tab.dataframe[0].value["Figure"].tolist()


def test_the_register_keeps_who_changed_what(store: Store, open_page: Open) -> None:
    company = store.company("sample")
    raised = tuple(
        replace(one, target=20_000_000.0, owner="Jo Park")
        if (one.key, one.year) == ("revenue", 2027)
        else one
        for one in company.targets
    )
    store.save_company("sample", replace(company, targets=raised), revision=1, who="Ann")
    tab = open_page("setup", setup_view="register")
    told = next(one.value for one in tab.dataframe if "From" in one.value.columns)
    assert told[["Who", "Figure", "What", "From", "To"]].values.tolist() == [
        ["Ann", "Revenue 2027", "owner", "Mara Lind", "Jo Park"],
        ["Ann", "Revenue 2027", "target", "19,501k", "20,000k"],
    ]


def test_the_outlook_aims_at_the_registers_revenue(store: Store, open_page: Open) -> None:
    company = store.company("sample")
    target = KpiTarget("revenue", 2026, "Ann", 18_000_000.0)
    store.save_company("sample", replace(company, targets=(target,)), revision=1, who="Ann")
    found = results_of(store, "sample", 2026)
    assert found.outlook.target == 18_000_000
    assert found.outlook.chance == 1.0


def test_hidden_margins_hide_the_hurdle_too(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="company", margins="hidden")
    labels = [one.label for one in tab.number_input]
    assert not [label for label in labels if label.startswith(("Margin", "Hurdle"))]
    before = store.company("sample")
    press(tab, "Save")
    assert store.company("sample") == before


def test_floors_of_setup_hold_on_results_in_proportion_to_the_period(store: Store) -> None:
    found = results_of(store, "sample", 2026)
    standard = scope.floors_of(found)
    assert standard.share == pytest.approx(0.02)
    assert standard.amount == pytest.approx(0.0005 * found.plan.total(Metric.REVENUE) * 10 / 12)
    limits = replace(found.company.thresholds, floor_share=0.0, floor_amount=1_200_000.0)
    own = scope.floors_of(replace(found, company=replace(found.company, thresholds=limits)))
    assert own.share == 0
    assert own.amount == pytest.approx(1_000_000.0)
    assert own.material(found.variance[Metric.REVENUE]) == ()
    assert standard.material(found.variance[Metric.REVENUE])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: programmes._programme({"name": "A", "kind": "", "cost": 1.0}), "what it brings"),
        (
            lambda: programmes._programme({"name": "A", "kind": "orders", "cost": 1.0}),
            "A: a number is missing",
        ),
        (lambda: programmes._segment({"name": None}), "needs a name"),
        (lambda: brand._wave({"asked": "NPS", "month": None}), "its month"),
        (
            lambda: brand._wave({"asked": "NPS", "month": "2027-13", "respondents": 5, "yes": 10}),
            "not a month",
        ),
        (lambda: months_of({MONTHS[0]: 1.0}, "2027"), "1 of 12 months"),
        (lambda: market._version({"version": ""}, {}), "budget, forecast or actual"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(call: Any, says: str) -> None:
    with pytest.raises(BadDocument, match=says):
        call()


def test_a_figures_months_stand_beside_their_targets(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="register", plan="1")
    assert "Revenue: 0 of 10 months met their target" in words(tab)
    trend = next(one for one in tab.selectbox if one.label == "By month")
    assert trend.options == ["Revenue", "Profit after marketing", "All marketing", "New customers"]
    trend.set_value("marketing")
    assert "All marketing: " in words(shown(tab))
