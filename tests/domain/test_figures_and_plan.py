"""Key figures by hand, and the budget grid's promises."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.actuals import ActualDetail, MoneyState, delivered
from planner.domain.budget_plan import BudgetGrid, Campaign
from planner.domain.calendar import FiscalYear, Month
from planner.domain.company import Channel, Company, CostKind, CostLine, Customers, Ownership, Thresholds
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import BadDocument
from planner.domain.figures import customer_value
from planner.domain.kpis import KPIS
from planner.plan.evaluation import Evaluation, evaluate, plan_channels, plan_model

MONTHS = FiscalYear(2027).months
CURVES = CurveSet("month", "USD", (ChannelCurve("Search", Hill(20_000, 10_000, 1.0)),))
CUSTOMERS = Customers(
    opening=1000, retention=0.68, new_without_media=100, frequency=3.0, average_sale=125, discount_rate=0.10
)
COMPANY = Company(
    "Test",
    margin=0.45,
    customers=CUSTOMERS,
    channels=(Channel("Search", new_customer_share=0.5),),
    baselines={2027: (50_000.0,) * 12},
)
LINES = (CostLine("Production", CostKind.PRODUCTION, amount=6_000.0),)


def evaluated(company: Company = COMPANY, spend: float = 10_000.0) -> Evaluation:
    grid = BudgetGrid.from_spend(["Search"], MONTHS, np.full((1, 12), spend))
    model = plan_model(company, CURVES, 2027, plan_channels(company, CURVES, grid))
    return evaluate(model, company, grid, LINES)


def test_key_figures_by_hand() -> None:
    """Each month 10,000 spend earns half of 20,000: 120,000 media and 600,000 baseline revenue a year."""
    figures = evaluated().figures
    expected = {
        "media_revenue": 120_000,
        "revenue": 720_000,
        "contribution": 324_000,
        "media": 120_000,
        "marketing": 126_000,
        "profit": 198_000,
        "orders": 5_760,
        "new_customers": 120_000 / 125 * 0.5 + 100,
        "active_customers": 680 + 580,
        "cac_paid": 250,
        "cac_blended": 126_000 / 580,
        "roas": 1.0,
        "roas_marginal": 0.5,  # slope of a hyperbola at its half: ceiling / (4 half)
        "cac_marginal": 1 / (0.5 / 125 * 0.5),
        "marketing_share": 126 / 720,
        "payback": (126_000 / 580) / (3 * 125 * 0.45 / 12),
    }
    for key, value in expected.items():
        assert figures[key].value == pytest.approx(value), key


def test_customer_value_in_both_conventions() -> None:
    """The reference of domain.md: 442 with the first margin now, 273 with it after a year."""
    now, later = customer_value(CUSTOMERS, 0.45)
    assert now == pytest.approx(442, abs=0.5)
    assert later == pytest.approx(273, abs=0.5)


def test_a_missing_input_is_named_not_guessed() -> None:
    figures = evaluated(replace(COMPANY, margin=None, customers=None)).figures
    assert figures["profit"].value is None
    assert figures["profit"].missing == ("margin",)
    assert figures["clv"].missing == ("customers", "margin")
    assert figures["revenue"].value == pytest.approx(720_000)


def test_no_spend_divides_nothing() -> None:
    figures = evaluated(spend=0.0).figures
    assert figures["roas"].value is None
    assert figures["media_revenue"].value == 0.0


def test_every_register_entry_says_what_it_is() -> None:
    for key, kpi in KPIS.items():
        assert key == kpi.key
        assert kpi.label
        assert kpi.formula
        assert kpi.source
        assert kpi.better in (-1, 0, 1)


def test_unpaid_channels_stay_out_of_paid_cac() -> None:
    owned = replace(COMPANY, channels=(Channel("Search", Ownership.OWNED, new_customer_share=0.5),))
    assert evaluated(owned).figures["cac_paid"].value is None


def test_a_channel_without_a_curve_costs_and_brings_nothing() -> None:
    grid = BudgetGrid.from_spend(["Fair"], MONTHS, np.full((1, 12), 500.0))
    company = replace(COMPANY, channels=(Channel("Search"), Channel("Fair")))
    model = plan_model(company, CURVES, 2027, plan_channels(company, CURVES, grid))
    found = evaluate(model, company, grid, ())
    assert found.figures["media"].value == pytest.approx(6_000)
    assert found.figures["media_revenue"].value == 0.0


def test_a_baseline_follows_the_fiscal_year() -> None:
    """A year from July: its first month carries the first amount, whatever the curves' origin is."""
    company = replace(COMPANY, first_month=7, baselines={2027: tuple(float(i) for i in range(1, 13))})
    curves = replace(CURVES, origin=date(2025, 1, 1))
    model = plan_model(company, curves, 2027, ("Search",))
    assert model.baseline == pytest.approx(range(1, 13))


def test_a_grid_keeps_money_when_channels_change() -> None:
    grid = BudgetGrid.from_spend(["A", "B"], MONTHS, np.ones((2, 12)))
    assert grid.aligned(["B", "C", "A"]).by_channel() == {"B": 12.0, "C": 0.0, "A": 12.0}
    with pytest.raises(BadDocument, match='"A" still holds money'):
        grid.aligned(["B"])


def test_a_scaled_channel_keeps_its_months_shape() -> None:
    spend = np.array([[1.0, 3.0] + [0.0] * 10, [0.0] * 12])
    grid = BudgetGrid.from_spend(["A", "B"], MONTHS, spend).scaled_to({"A": 8.0, "B": 12.0})
    assert grid.spend[0, :2].tolist() == [2.0, 6.0]
    assert grid.spend[1].tolist() == [1.0] * 12


def test_cells_cannot_be_negative_or_absurd() -> None:
    grid = BudgetGrid.from_spend(["A"], MONTHS, np.zeros((1, 12)))
    for cents in (-1, 10**14):
        with pytest.raises(BadDocument, match="A in 2027-03"):
            grid.with_cell("A", Month(2027, 3), cents)


def test_a_grid_cannot_be_written_to() -> None:
    grid = BudgetGrid.from_spend(["A"], MONTHS, np.zeros((1, 12)))
    with pytest.raises(ValueError, match="read-only"):
        grid.cents[0, 0] = 5


@pytest.mark.parametrize(
    "make",
    [
        lambda: Campaign("", "A", date(2027, 1, 1), date(2027, 1, 2), 0),
        lambda: Campaign("X", "A", date(2027, 2, 1), date(2027, 1, 2), 0),
        lambda: Campaign("X", "A", date(2027, 1, 1), date(2027, 1, 2), -5),
        lambda: CostLine("X", CostKind.AGENCY),
        lambda: CostLine("X", CostKind.AGENCY, amount=1.0, share_of_media=0.1),
        lambda: replace(CUSTOMERS, retention=1.2),
        lambda: replace(CUSTOMERS, average_sale=0.0),
        lambda: Thresholds(result_green=0.9, result_amber=0.95),
        lambda: Company("X", baselines={2027: (1.0,) * 11}),
        lambda: Company("X", channels=(Channel("A"), Channel("A"))),
    ],
)
def test_values_that_would_be_wrong_cannot_be_made(make: object) -> None:
    with pytest.raises(BadDocument):
        make()  # type: ignore[operator]


def test_money_counts_once_whatever_states_it_stands_in() -> None:
    def detail(value: float, state: MoneyState | None) -> ActualDetail:
        return ActualDetail("2027-01", "TV", "spend", value, campaign="Spring", state=state)

    stages = [detail(100, MoneyState.ACCRUED), detail(80, MoneyState.INVOICED), detail(30, MoneyState.PAID)]
    assert delivered(stages) == 100
    assert delivered([*stages, detail(5, None), detail(900, MoneyState.PLANNED)]) == 105
    assert delivered([detail(900, MoneyState.COMMITTED)]) == 0
    assert delivered([]) == 0
