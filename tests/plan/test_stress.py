"""Launches and risks in the one evaluation: what the forecast does when a date slips or a risk happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import NotFound
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails
from planner.domain.planning.launch_template import launch_support
from planner.domain.planning.launches import Launch
from planner.domain.planning.risks import PlannedRisk, StressKind
from planner.domain.planning.support import Gap, missing_support, slipped
from planner.domain.planning.tasks import Task
from planner.plan.evaluation import evaluate_version, version_model
from planner.plan.peak_prices import month_prices
from planner.plan.stress import stress_test

MONTHS = FiscalYear(2027).months
COMPANY = Company(
    "Acme", margin=0.5, channels=(Channel("TV"), Channel("Search")), baselines={2027: (1_000.0,) * 12}
)
# Half of the ceiling at half_spend: TV at 100 a month brings 500, Search at 100 brings 200.
CURVES = CurveSet(
    "month",
    "USD",
    (
        ChannelCurve("TV", Hill(1_000, 100, 1), price_index=(0.8, *(1.0,) * 10, 1.25)),
        ChannelCurve("Search", Hill(400, 100, 1)),
    ),
)
LAUNCH = Launch(
    "Shelf", date(2027, 9, 1), pre_heat=30, launch=30, sustain=365, at_launch=365_00, sustained=365_00
)
PRE_HEAT = Campaign(
    "Soon", "TV", date(2027, 8, 2), date(2027, 8, 31), 60_00, details=CampaignDetails(launch="Shelf")
)


def version(*campaigns: Campaign, book: PlanBook | None = None) -> PlanVersion:
    grid = BudgetGrid.from_spend(("TV", "Search"), MONTHS, np.full((2, 12), 100.0))
    book = book or PlanBook(launches=(LAUNCH,))
    return PlanVersion(
        2027, "Plan", VersionKind.BUDGET, VersionStatus.DRAFT, grid, 1, campaigns=campaigns, book=book
    )


def revenue(plan: PlanVersion) -> float:
    value = evaluate_version(COMPANY, CURVES, plan).figures["revenue"].value
    assert value is not None
    return value


def test_a_launch_adds_its_sales_to_every_month_of_the_forecast() -> None:
    """12 a day from 1 September: 30, 31, 30 and 31 days."""
    plain, launched = version(book=PlanBook()), version()
    before = evaluate_version(COMPANY, CURVES, plain)
    after = evaluate_version(COMPANY, CURVES, launched)
    gain = after.revenue_by_month - before.revenue_by_month
    assert gain == pytest.approx(np.array([0] * 8 + [360, 372, 360, 372]))
    assert after.forecast.media == pytest.approx(before.forecast.media)
    model = version_model(COMPANY, CURVES, launched, ("TV", "Search"))
    assert np.array(model.curves.baseline) == pytest.approx(model.baseline)


def test_without_a_baseline_a_launch_does_not_pass_for_the_year_s_sales() -> None:
    company = replace(COMPANY, baselines={})
    assert evaluate_version(company, CURVES, version()).forecast.baseline.sum() == 0


def test_a_launch_two_months_later_costs_what_september_and_october_brought() -> None:
    """And TV earns less in August, more in October: its 60 of August move there."""
    slip = slipped(version(PRE_HEAT), "Shelf", 2)
    tv = (1_000 * 40 / 140 - 500) + (1_000 * 160 / 260 - 500)
    assert revenue(slip.version) - revenue(version(PRE_HEAT)) == pytest.approx(-360 - 372 + tv)
    assert slip.launch.day == date(2027, 11, 1)
    assert slip.moved == ("Soon",)
    moved = slip.version.campaigns[0]
    assert (moved.start, moved.end) == (date(2027, 10, 2), date(2027, 10, 31))
    cents = slip.version.grid.cents
    assert cents[0].tolist() == [100_00] * 7 + [40_00, 100_00, 160_00, 100_00, 100_00]
    assert (cents[1] == 100_00).all()


def test_a_campaign_that_would_leave_the_year_stays_and_is_named() -> None:
    slip = slipped(version(PRE_HEAT), "Shelf", 6)
    assert (slip.moved, slip.stayed) == ((), ("Soon",))
    assert slip.version.campaigns == (PRE_HEAT,)
    assert slip.version.grid.cents.sum() == 2_400_00
    with pytest.raises(NotFound, match='no launch "Sofa"'):
        slipped(version(), "Sofa", 1)


def test_there_and_back_is_where_it_was() -> None:
    start = version(PRE_HEAT)
    back = slipped(slipped(start, "Shelf", 2).version, "Shelf", -2).version
    assert back.campaigns == start.campaigns
    assert back.book == start.book
    assert (back.grid.cents == start.grid.cents).all()


def test_missing_support_is_named() -> None:
    film = Task("Film", date(2027, 7, 1), date(2027, 8, 20), campaign="Soon")
    assert [m.gap for m in missing_support(LAUNCH, (), ())] == [Gap.PRE_HEAT, Gap.LAUNCH]
    found = missing_support(LAUNCH, (replace(PRE_HEAT, status=CampaignStatus.IDEA),), (film,))
    assert [(m.gap, m.name) for m in found] == [
        (Gap.LAUNCH, "Shelf"),
        (Gap.UNDECIDED, "Soon"),
        (Gap.LATE_TASK, "Film"),
    ]
    whole = replace(PRE_HEAT, end=date(2027, 9, 10))
    assert missing_support(LAUNCH, (whole,), (replace(film, end=date(2027, 8, 2)),)) == ()
    cancelled = replace(whole, status=CampaignStatus.CANCELLED)
    assert len(missing_support(LAUNCH, (cancelled,), ())) == 2


def test_a_risk_changes_the_model_and_nothing_else() -> None:
    """By hand: TV brings 1000 x/(x + 100 p) a month at price p; sales without media are 12,000."""
    plan = version(book=PlanBook())
    evaluation = evaluate_version(COMPANY, CURVES, plan)
    model = version_model(COMPANY, CURVES, plan, ("TV", "Search"))
    risks = (
        PlannedRisk("market", 0.5, StressKind.BASELINE, change=-0.1),
        PlannedRisk("tv fades", 0.2, StressKind.EFFECT, "TV", -0.2),
        PlannedRisk("dear", 0.1, StressKind.PRICE, "TV", 1.0),
        PlannedRisk("nothing", 1.0, StressKind.EFFECT, "Radio", -0.5),
    )
    found = {one.risk.name: one for one in stress_test(model, COMPANY, evaluation, plan.lines, risks)}
    tv = sum(1_000 / (1 + p) for p in (0.8, *[1.0] * 10, 1.25))
    dear = sum(1_000 / (1 + 2 * p) for p in (0.8, *[1.0] * 10, 1.25))
    assert found["market"].revenue == pytest.approx(-1_200)
    assert found["market"].profit == pytest.approx(-600)
    assert found["market"].expected == pytest.approx(-300)
    assert found["tv fades"].revenue == pytest.approx(-0.2 * tv)
    assert found["dear"].revenue == pytest.approx(dear - tv)
    assert found["nothing"].revenue == pytest.approx(0)
    order = [one.risk.name for one in stress_test(model, COMPANY, evaluation, plan.lines, risks)]
    assert order == ["market", "tv fades", "dear", "nothing"]


def test_dear_months_are_those_in_which_a_unit_costs_more() -> None:
    """TV costs 0.8 in January and 1.25 in December; Search costs the same all year."""
    plan = version(book=PlanBook())
    model = version_model(COMPANY, CURVES, plan, ("TV", "Search"))
    found = month_prices(model, plan.grid.spend)
    units = np.array([100 / 0.8 + 100, *[200] * 10, 100 / 1.25 + 100])
    assert found.price == pytest.approx(200 / units * (units.sum() / 2_400))
    assert found.dear == (11,)
    assert found.dear_share == pytest.approx(1 / 12)
    nothing = month_prices(model, plan.grid.spend * 0)
    assert (nothing.dear, nothing.dear_share) == ((), 0.0)


def test_a_launch_s_template_supports_it() -> None:
    """Phases inside the year become campaigns with a task before each; then nothing but money is missing."""
    found = launch_support(LAUNCH, "TV", MONTHS, str)
    assert [(c.name, c.start, c.end) for c in found.campaigns] == [
        ("Shelf: pre-heat", date(2027, 8, 2), date(2027, 8, 31)),
        ("Shelf: launch", date(2027, 9, 1), date(2027, 9, 30)),
        ("Shelf: sustain", date(2027, 10, 1), date(2027, 12, 29)),
    ]
    assert missing_support(LAUNCH, found.campaigns, found.tasks) == ()
    assert [t.end for t in found.tasks] == [date(2027, 8, 1), date(2027, 8, 31), date(2027, 9, 30)]
    assert launch_support(replace(LAUNCH, day=date(2030, 1, 1)), "TV", MONTHS, str).campaigns == ()
