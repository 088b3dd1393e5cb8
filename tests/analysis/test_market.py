"""The market's year, what rivals' money does to us, and the levers that programmes move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.levers import levers, next_ones, purpose_split
from planner.analysis.market import drift, market_year
from planner.domain.calendar import FiscalYear, Month
from planner.domain.company import Company
from planner.domain.customer_base import Programme, ProgrammeKind
from planner.domain.errors import PlannerError
from planner.domain.forecast import Measure
from planner.domain.market import Market, RivalSpend
from planner.domain.price import price_move
from planner.plan.competitor import competitor_spends
from planner.plan.questions import Desk
from planner.presentation import rivals
from tests.analysis.test_customers import KEEP, LINES, ORDER, WIN, company, model, planned

MONTHS = FiscalYear(2027).months


def log(year: int, **rivals: float) -> tuple[RivalSpend, ...]:
    return tuple(
        RivalSpend(name, str(Month(year, number)), amount)
        for name, amount in rivals.items()
        for number in range(1, 13)
    )


MARKET = Market({2027: (20e6,) * 12}, log(2026, North=60_000.0, South=30_000.0))


def test_shares_by_hand_and_last_years_log_stands_in() -> None:
    """1.6M of 20M is 8 %; 10k of 10k + 90k is 10 % of voice; two points of excess gain 0.1 a year."""
    found = market_year(MARKET, 2027, MONTHS, np.full(12, 1.6e6), np.full(12, 10_000.0))
    assert found.share_of_year == pytest.approx(0.08)
    assert found.voice == pytest.approx(np.full(12, 0.1))
    assert found.excess == pytest.approx(0.02)
    assert found.assumed.all()
    assert found.voices() == pytest.approx({"North": 0.6, "South": 0.3})
    assert drift(MARKET, 0.10) == pytest.approx(0.005)


def test_months_that_nobody_knows_stay_unknown() -> None:
    partly = Market({}, log(2027, North=60_000.0)[:6])
    found = market_year(partly, 2027, MONTHS, np.full(12, 1e6), np.full(12, 10_000.0))
    assert found.share_of_year is None
    assert found.excess is None
    assert np.isnan(found.voice[6:]).all()
    assert found.voice_of_year == pytest.approx(1 / 7)
    nobody = market_year(Market(), 2027, MONTHS, np.ones(12), np.ones(12))
    assert nobody.voices() == {}


def desk(one: Company) -> Desk:
    return Desk(model(one), one, LINES, planned(one))


def test_rivals_who_double_take_the_haircut_off_our_media() -> None:
    one = company(market=MARKET)
    asked = desk(one)
    found = competitor_spends(asked)
    media = asked.plan.forecast.outcome()
    assert found.haircut == pytest.approx(0.10)
    assert found.in_year.expected == pytest.approx(-0.10 * media)
    assert found.full.expected == pytest.approx(-0.10 * asked.plan.forecast.outcome("full"))
    assert found.in_year.low is not None
    assert found.in_year.high is not None
    assert found.in_year.low < found.in_year.expected < found.in_year.high < 0
    voice = asked.spend.sum()
    assert found.after.voice_of_year == pytest.approx(voice / (voice + 2 * 12 * 90_000))
    before = asked.plan.forecast.by_period.sum() / 240e6
    assert found.before.share_of_year == pytest.approx(before)
    assert found.share_after == pytest.approx(before - 0.10 * media / 240e6)
    assert found.drift is not None


def test_one_rival_who_doubles_costs_less_than_all_and_the_haircut_can_be_set() -> None:
    asked = desk(company(market=MARKET))
    one, both = competitor_spends(asked, rival="South"), competitor_spends(asked)
    # Rivals' total grows by a third: 1 - 0.9^log2(4/3).
    assert one.haircut == pytest.approx(1 - 0.9 ** np.log2(4 / 3))
    assert both.in_year.expected < one.in_year.expected < 0
    none = competitor_spends(asked, haircut=0.0)
    assert none.in_year.expected == 0
    assert competitor_spends(asked, 0.5).in_year.expected > 0
    assert competitor_spends(asked, 1.0).in_year.expected == 0


@pytest.mark.parametrize(("market", "rival", "says"), [(None, None, "Setup"), (MARKET, "East", "no rival")])
def test_without_a_log_the_question_says_what_it_needs(
    market: Market | None, rival: str | None, says: str
) -> None:
    with pytest.raises(PlannerError, match=says):
        competitor_spends(desk(company(market=market)), rival=rival)
    with pytest.raises(PlannerError, match="above 0"):
        competitor_spends(desk(company(market=MARKET)), 0.0)


def test_programmes_move_levers_along_their_own_response() -> None:
    """1 % of retention is 340 kept a year, 28.33 a month on top of what Care keeps for its 4,000 today."""
    one = company()
    figures = planned(one).figures
    found = {lever.key: lever for lever in levers(one, figures)}
    retention = found["retention"]
    assert retention.programme == "Care"
    assert retention.programme_cost == pytest.approx(
        12 * (KEEP.cost_of(KEEP.brings(4_000) + 340 / 12) - 4_000)
    )
    assert retention.cost is None
    assert retention.cheapest == retention.programme_cost
    assert found["customers"].programme == "Friends"
    assert found["frequency"].programme == "Reminder"
    assert found["price"].earned == price_move(figures["revenue"].value or 0, 0.45, -2.62, 0.01).contribution
    assert found["price"].worth(0.45) == found["price"].earned


def test_a_step_that_no_programme_reaches_has_no_price() -> None:
    small = Programme("Small", ProgrammeKind.RETENTION, 0.0, 100.0, 1.0, 2.0)
    one = company(programmes=(small,))
    found = {lever.key: lever for lever in levers(one, planned(one).figures)}
    assert found["retention"].programme is None
    assert found["retention"].cheapest is None


def test_the_next_customer_kept_stands_beside_the_next_one_won() -> None:
    one = company()
    figures = planned(one).figures
    found = next_ones(one, figures)
    assert [each.cost for each in found] == sorted(each.cost for each in found)
    costs = {each.way: each.cost for each in found}
    assert costs["Care"] == pytest.approx(1 / KEEP.next_unit(4_000))
    assert costs["Friends"] == pytest.approx(1 / WIN.next_unit(2_000))
    assert costs[""] == figures["cac_marginal"].value
    assert ORDER.name not in costs


def test_money_by_purpose_is_all_the_money() -> None:
    one = company()
    plan = planned(one)
    split = purpose_split(one, plan.figures, one.programmes)
    assert split.winning + split.keeping == pytest.approx(plan.grid.total + 12 * 7_000)
    assert purpose_split(replace(one, channels=()), plan.figures, ()).winning == 0


@pytest.mark.parametrize("measure", ["in_year", "full"])
def test_the_question_of_a_meeting_gets_number_range_both_readings_and_assumption(measure: Measure) -> None:
    asked = replace(desk(company(market=MARKET)), measure=measure)
    reply = rivals.doubled(asked).reply()
    found = competitor_spends(asked)
    read = found.full if measure == "full" else found.in_year
    assert (reply.number, reply.low, reply.high) == (read.expected, read.low, read.high)
    assert (reply.in_year, reply.full) == (found.in_year.expected, found.full.expected)
    said = " ".join(reply.sentences)
    assert "Share of voice falls from" in said
    assert "Assumed: our media bring 10.0% less" in said
    assert "Profit" in said
    assert "Profit" not in " ".join(rivals.doubled(asked, margins=False).reply().sentences)
    eased = " ".join(rivals.doubled(asked, 0.5).reply().sentences)
    assert "rises" in eased
