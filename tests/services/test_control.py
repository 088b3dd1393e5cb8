"""Spend control and scorecards: money by state, what is out of order, and how a result is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.actuals import ActualDetail, ActualRow, Actuals, MoneyState
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Channel
from planner.domain.notes import Tag, VarianceNote
from planner.services.control import Alarm, alerts, money_lines, owner_of
from planner.services.results import Results, results_from
from planner.services.scorecards import Known, Verdict, campaign_scores, channel_scores
from tests.services.test_results import COMPANY, CURVES, GRID, PLAN, rows

Details = list[ActualDetail]


def state(month: str, amount: float, status: MoneyState, **more: object) -> ActualDetail:
    return ActualDetail(month, "TV", "spend", amount, state=status, **more)  # type: ignore[arg-type]


def gathered(found: list[ActualRow], **options: object) -> Results:
    return results_from(COMPANY, CURVES, PLAN, Actuals(tuple(found)), **options)  # type: ignore[arg-type]


def changed(found: list[ActualRow], channel: str, metric: str, factor: float) -> list[ActualRow]:
    return [
        replace(row, value=row.value * factor) if (row.channel, row.metric) == (channel, metric) else row
        for row in found
    ]


def kinds(results: Results, details: Details | None = None) -> list[tuple[Alarm, str]]:
    return [(one.alarm, one.channel) for one in alerts(results, details or [])]


def test_available_is_budget_less_spent_less_ordered() -> None:
    """12,000 budget, 4,000 delivered in four months, 1,500 ordered: 6,500 are free."""
    details: Details = [
        state("2026-04", 400.0, MoneyState.INVOICED),
        state("2026-04", 600.0, MoneyState.PAID),
        state("2026-05", 1500.0, MoneyState.COMMITTED),
        state("2025-05", 99.0, MoneyState.COMMITTED),
    ]
    search, tv = money_lines(gathered(rows(2026, 4)), details)
    assert (tv.budget, tv.spent, tv.committed, tv.available) == (12_000, 4_000, 1_500, 6_500)
    assert tv.by_state == {MoneyState.ACCRUED: 0, MoneyState.INVOICED: 400, MoneyState.PAID: 600}
    assert (search.committed, search.by_state, search.available) == (0.0, None, 8_000)


def test_an_order_of_a_closed_month_is_no_order_any_more() -> None:
    details: Details = [state("2026-04", 700.0, MoneyState.COMMITTED)]
    results = gathered(rows(2026, 4), closed=frozenset({Month(2026, 4)}))
    assert money_lines(results, details)[1].committed == 0


def test_without_states_nothing_is_claimed_of_them() -> None:
    assert {line.committed for line in money_lines(gathered(rows(2026, 4)), [])} == {None}


def test_a_year_on_plan_has_no_alert() -> None:
    assert kinds(gathered([*rows(2026, 4), *rows(2025, 12)])) == []


@pytest.mark.parametrize(("factor", "alarm"), [(1.2, Alarm.AHEAD), (0.8, Alarm.BEHIND), (1.07, Alarm.AHEAD)])
def test_out_of_pace_on_either_side(factor: float, alarm: Alarm) -> None:
    (found,) = alerts(gathered(changed(rows(2026, 4), "TV", "spend", factor)), [])
    assert (found.alarm, found.channel) == (alarm, "TV")
    assert found.amount == pytest.approx(4000 * (factor - 1))
    assert found.share == pytest.approx(factor - 1)


def test_orders_beyond_the_budget_are_overdrawn() -> None:
    details: Details = [state("2026-12", 9_000.0, MoneyState.COMMITTED)]
    (found,) = alerts(gathered(rows(2026, 4)), details)
    assert (found.alarm, found.amount) == (Alarm.OVERDRAWN, 1_000)


def test_a_unit_that_costs_more_than_a_year_ago_is_told_with_the_money() -> None:
    """Half the impressions for the same 4,000: twice the price, 2,000 more than a year ago."""
    dear = changed(rows(2026, 4), "TV", "impressions", 0.5)
    (found,) = alerts(gathered([*dear, *rows(2025, 12)]), [])
    assert (found.alarm, found.unit) == (Alarm.UNIT_COST, "CPM")
    assert found.share == pytest.approx(1.0)
    assert found.amount == pytest.approx(2_000)
    assert kinds(gathered(dear)) == [], "without last year there is nothing to compare with"


def test_spend_without_plan_and_plan_without_spend() -> None:
    silent = [row for row in rows(2026, 4) if (row.channel, row.metric) != ("TV", "spend")]
    radio = ActualRow("2026-02", "Radio", "spend", 900.0)
    company = COMPANY.with_channel(Channel("Radio"))
    results = results_from(company, CURVES, PLAN, Actuals((*silent, radio)))
    assert kinds(results) == [(Alarm.SILENT, "TV"), (Alarm.UNPLANNED, "Radio")]
    assert alerts(results, [])[0].amount == 4_000


def test_an_invoice_that_stands_twice() -> None:
    invoice = state("2026-04", 500.0, MoneyState.INVOICED, day=date(2026, 4, 9), campaign="Spring")
    details: Details = [invoice, invoice, replace(invoice, value=501.0)]
    (found,) = alerts(gathered(rows(2026, 4)), details)
    assert (found.alarm, found.amount, found.month) == (Alarm.TWICE, 500, Month(2026, 4))


def test_an_invoice_is_known_by_its_number_in_whatever_month_it_stands_again() -> None:
    first = state("2026-03", 500.0, MoneyState.PAID, invoice="R-7", order="PO 1")
    other = replace(first, invoice="R-8")
    again = replace(first, month="2026-04", order="")
    paid_after = replace(first, state=MoneyState.INVOICED)
    assert kinds(gathered(rows(2026, 4)), [first, other, paid_after]) == []
    (found,) = alerts(gathered(rows(2026, 4)), [first, other, again])
    assert (found.alarm, found.amount, found.month, found.invoice) == (
        Alarm.TWICE,
        500,
        Month(2026, 4),
        "R-7",
    )


def test_an_invoice_booked_again_on_another_channel_is_told_to_be_watched() -> None:
    """R-7 of 500 stands on one channel as paid in March and on the other as invoiced in April."""
    first = state("2026-03", 500.0, MoneyState.PAID, invoice="R-7")
    again = replace(first, month="2026-04", channel="Search", state=MoneyState.INVOICED)
    (found,) = alerts(gathered(rows(2026, 4)), [first, again])
    assert (found.alarm, found.channel, found.others) == (Alarm.ELSEWHERE, "Search", ("TV",))
    assert (found.amount, found.month, found.invoice, found.red) == (500, Month(2026, 4), "R-7", False)
    part = replace(again, value=499.0)
    unnumbered = [replace(one, invoice="") for one in (first, again)]
    assert kinds(gathered(rows(2026, 4)), [first, part, *unnumbered]) == []


def test_what_is_called_timing_stands_last_with_its_word() -> None:
    late = changed(changed(rows(2026, 4), "TV", "spend", 0.5), "Search", "spend", 1.2)
    note = VarianceNote("TV", Month(2026, 1), Month(2026, 4), Tag.TIMING, "Flight in May", id=1)
    results = gathered(late, notes=[note])
    assert kinds(results) == [(Alarm.AHEAD, "Search"), (Alarm.BEHIND, "TV")]
    assert alerts(results, [])[1].note == note


def test_the_owner_holds_most_of_a_channel_s_campaigns() -> None:
    one = Campaign("A", "TV", date(2026, 1, 1), date(2026, 1, 9), 100, owner="Ann")
    plan = replace(PLAN, author="Mara", campaigns=(one, replace(one, cents=300, owner="Bea")))
    results = results_from(COMPANY, CURVES, plan, Actuals(tuple(rows(2026, 4))))
    assert (owner_of(results, "TV"), owner_of(results, "Search")) == ("Bea", "Mara")


def test_channels_are_measured_where_files_report_and_modelled_elsewhere() -> None:
    unmeasured = [row for row in rows(2026, 4) if (row.channel, row.metric) != ("TV", "revenue")]
    search, tv = channel_scores(gathered(unmeasured))
    assert (search.known, search.cost, search.result) == (Known.MEASURED, 4_000, 10_000)
    assert search.average == 2.5
    assert tv.known is Known.MODELLED
    assert tv.result > 0
    assert (tv.average_full or 0) >= (tv.average or 0)


def test_a_campaign_gets_its_share_of_spend_and_result_by_flight() -> None:
    """Half of March's plan of 1,000: half of what TV spent (900) and brought (2,500) that month."""
    spring = Campaign("Spring", "TV", date(2026, 3, 1), date(2026, 3, 31), 50_000, CampaignStatus.DONE)
    plan = replace(PLAN, campaigns=(spring, replace(spring, name="Idea", status=CampaignStatus.IDEA)))
    spent = changed(rows(2026, 4), "TV", "spend", 0.9)
    results = results_from(COMPANY, CURVES, plan, Actuals(tuple(spent)))
    (found,) = campaign_scores(results, [])
    assert (found.name, found.known) == ("Spring", Known.ALLOCATED)
    assert found.cost == pytest.approx(450)
    assert found.result == pytest.approx(1_250)


def test_allocated_campaigns_never_exceed_their_channel() -> None:
    all_year = Campaign("All", "TV", date(2026, 1, 1), date(2026, 12, 31), 99_000_000, CampaignStatus.LIVE)
    results = results_from(
        COMPANY, CURVES, replace(PLAN, campaigns=(all_year,)), Actuals(tuple(rows(2026, 4)))
    )
    (found,) = campaign_scores(results, [])
    assert (found.cost, found.result) == pytest.approx((4_000, 10_000))
    both = replace(PLAN, campaigns=(all_year, replace(all_year, name="Half", cents=33_000_000)))
    scores = campaign_scores(results_from(COMPANY, CURVES, both, Actuals(tuple(rows(2026, 4)))), [])
    assert [one.cost for one in scores] == pytest.approx([3_000, 1_000])
    assert [one.result for one in scores] == pytest.approx([7_500, 2_500])


def test_a_campaign_that_files_name_is_measured() -> None:
    spring = Campaign("Spring", "TV", date(2026, 3, 1), date(2026, 3, 31), 50_000, CampaignStatus.DONE)
    plan = replace(PLAN, campaigns=(spring,))
    results = results_from(COMPANY, CURVES, plan, Actuals(tuple(rows(2026, 4))))
    named = [
        ActualDetail("2026-03", "TV", m, v, campaign="Spring")
        for m, v in (("spend", 480.0), ("revenue", 2.0))
    ]
    ordered = state("2026-03", 70.0, MoneyState.COMMITTED, campaign="Spring")
    (found,) = campaign_scores(results, [*named, ordered])
    assert (found.known, found.cost, found.result) == (Known.MEASURED, 480, 2)


def test_a_campaign_on_two_channels_is_measured_on_each_by_itself() -> None:
    """480 on TV and 30 on Search are not 510 on both."""
    spring = Campaign("Spring", "TV", date(2026, 3, 1), date(2026, 3, 31), 50_000, CampaignStatus.DONE)
    plan = replace(PLAN, campaigns=(spring, replace(spring, channel="Search")))
    results = results_from(COMPANY, CURVES, plan, Actuals(tuple(rows(2026, 4))))
    named = [
        ActualDetail("2026-03", channel, metric, value, campaign="Spring")
        for channel, metric, value in (
            ("TV", "spend", 480.0),
            ("TV", "revenue", 900.0),
            ("Search", "spend", 30.0),
            ("Search", "revenue", 90.0),
        )
    ]
    found = [(one.channel, one.cost, one.result) for one in campaign_scores(results, named)]
    assert found == [("TV", 480, 900), ("Search", 30, 90)]


def test_verdicts_follow_the_hurdle() -> None:
    search, _tv = channel_scores(gathered(rows(2026, 4)))
    assert search.verdict(1.0, search.next_unit) is Verdict.SCALE
    assert search.verdict(0.4, 1e9) is Verdict.STOP
    assert replace(search, next_full=9.0, next_unit=1.0).verdict(0.4, 2.0) is Verdict.KEEP


# What goes wrong in files: every view answers, nothing is divided by zero, nothing is made up


def everything(results: Results) -> None:
    alerts(results, [])
    money_lines(results, [])
    channel_scores(results)
    campaign_scores(results, [])


def test_missing_months_are_holes_not_zeros() -> None:
    gappy = [row for row in rows(2026, 6) if row.month != "2026-03"]
    results = gathered(gappy)
    assert results.outlook.holes == (Month(2026, 3),)
    assert results.variance.months == tuple(Month(2026, n) for n in (1, 2, 4, 5, 6))
    assert kinds(results) == []
    everything(results)


def test_a_plan_of_nothing_divides_nothing() -> None:
    plan = replace(PLAN, grid=replace(GRID, cents=GRID.cents * 0))
    results = results_from(COMPANY, CURVES, plan, Actuals(tuple(rows(2026, 4))))
    assert {alarm for alarm, _ in kinds(results)} == {Alarm.UNPLANNED}
    everything(results)


def test_negative_corrections_count_as_they_are() -> None:
    credit = changed(changed(rows(2026, 4), "TV", "revenue", -0.2), "TV", "spend", -0.1)
    results = gathered(credit)
    (tv,) = [line for line in money_lines(results, []) if line.channel == "TV"]
    assert tv.spent == -400
    assert tv.available == 12_400
    everything(results)


def test_a_running_month_is_flagged_and_not_compared() -> None:
    results = gathered(rows(2026, 5), as_of=date(2026, 5, 9))
    assert results.variance.months == tuple(Month(2026, n) for n in range(1, 5))
    assert results.measured.states[4] == "running"
    (search, _tv) = money_lines(results, [])
    assert search.spent == 5_000, "money that is spent is spent, also in a running month"
    assert search.to_date.plan == 4_000
    everything(results)


def test_before_anything_came_in_there_is_nothing_to_control() -> None:
    results = gathered([])
    assert kinds(results) == []
    assert campaign_scores(results, []) == ()
    everything(results)


def test_only_sales_without_media() -> None:
    everything(gathered([ActualRow("2026-01", BASELINE, "revenue", 9_000.0)]))
