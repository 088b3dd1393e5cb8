"""The plan book's rows: cases solved by hand, edges, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import FiscalYear, Month
from planner.domain.errors import BadDocument
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails, CampaignKind
from planner.domain.planning.differences import book_differences
from planner.domain.planning.directions import DIRECTIONS, TASK_TEMPLATES
from planner.domain.planning.funds import CarryOver, Fund, balance
from planner.domain.planning.goals import CompanyGoal, Programme, Target
from planner.domain.planning.launches import Launch, launch_sales
from planner.domain.planning.lines import BudgetLine, LineKind, saving, savings
from planner.domain.planning.milestones import black_friday, sales_days
from planner.domain.planning.notes import PlanNote
from planner.domain.planning.people import Person, capacity_by_month, payroll_by_month
from planner.domain.planning.references import renamed, unknown, with_campaigns
from planner.domain.planning.results import (
    CodeResult,
    LoyaltyResult,
    MailingResult,
    PlacementResult,
    PromotionResult,
)
from planner.domain.planning.risks import PlannedRisk, TestCard
from planner.domain.planning.tasks import Task, TaskStatus, load_by_month, tasks_from_templates
from planner.domain.planning.tree import Level, goal_tree, unfunded

MONTHS = FiscalYear(2027).months
JAN, FEB, DEC = MONTHS[0], MONTHS[1], MONTHS[11]


def day(month: int, number: int) -> date:
    return date(2027, month, number)


# Tasks and people


def test_effort_is_spread_over_weekdays() -> None:
    """By hand: 28 Jan 2027 is a Thursday; Thu, Fri | Mon, Tue: four weekdays, half in each month."""
    load = load_by_month([Task("Move", day(1, 28), day(2, 2), effort=8)], MONTHS)
    assert load.tolist() == [4, 4, *[0] * 10]


def test_a_task_on_a_weekend_is_done_on_its_first_day() -> None:
    load = load_by_month([Task("Fair", day(5, 1), day(5, 2), effort=3)], MONTHS)
    assert load.tolist() == [0, 0, 0, 0, 3, *[0] * 7]


def test_dropped_tasks_need_nobody_and_tasks_outside_the_year_count_their_part() -> None:
    dropped = Task("Never", day(1, 4), day(1, 8), effort=5, status=TaskStatus.DROPPED)
    before = Task("Since autumn", date(2026, 12, 31), day(1, 1), effort=2)
    assert load_by_month([dropped], MONTHS).sum() == 0
    assert load_by_month([before], MONTHS).tolist() == [1, *[0] * 11]


@given(st.integers(0, 364), st.integers(0, 364), st.floats(0, 400))
def test_a_year_s_task_loses_no_effort(first: int, length: int, effort: float) -> None:
    start = date.fromordinal(day(1, 1).toordinal() + first)
    end = min(date.fromordinal(start.toordinal() + length), day(12, 31))
    load = load_by_month([Task("T", start, end, effort=effort)], MONTHS)
    assert load.sum() == pytest.approx(effort)
    assert (load >= 0).all()


def test_only_open_tasks_are_overdue() -> None:
    task = Task("T", day(1, 1), day(1, 31))
    assert not task.is_overdue(day(1, 31))
    assert task.is_overdue(day(2, 1))
    assert not replace(task, status=TaskStatus.FINISHED).is_overdue(day(2, 1))


def test_the_templates_are_twelve_eleven_and_eleven() -> None:
    """Source: domain.md, S56."""
    counts = {d.key: len(tasks_from_templates(d.key, MONTHS)) for d in DIRECTIONS}
    assert counts == {"A": 12, "B": 11, "C": 11}
    assert len({t.name for t in TASK_TEMPLATES}) == 34
    assert [d.minimum_staff for d in DIRECTIONS] == [3, 3, 3]
    fiscal = FiscalYear(2027, 7).months
    tasks = tasks_from_templates("A", fiscal)
    assert all(fiscal[0].start <= t.start <= t.end < fiscal[-1].stop for t in tasks)


def test_a_post_filled_from_the_middle_of_a_month_counts_by_days() -> None:
    """By hand: 16 of 30 days of April; a cost of 3,000.00 is 1,600.00."""
    person = Person("New", cents=3_000_00, days=15, start=day(4, 15))
    assert payroll_by_month([person], MONTHS).tolist() == [0, 0, 0, 1_600_00, *[3_000_00] * 8]
    assert capacity_by_month([person], MONTHS)[3] == pytest.approx(8)
    assert payroll_by_month([], MONTHS).sum() == 0


# Funds


def costs(*cents: int) -> dict[tuple[str, LineKind], np.ndarray]:
    return {("A", LineKind.EVENTS): np.array([*cents, *[0] * (12 - len(cents))], np.int64)}


def fund(**more: object) -> Fund:
    return Fund("Events", "A", (LineKind.EVENTS,), **{"annual": 1_000, "monthly": 100, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("carry", "allowed", "over"),
    [
        # planned 60, 130, 150: what January leaves (40) covers February (30 over), 10 are left for March
        (CarryOver.NONE, [100, 100, 100], (1, 2)),
        (CarryOver.UNUSED, [100, 140, 110], (2,)),
        (CarryOver.BALANCE, [100, 140, 110], (2,)),
    ],
)
def test_what_a_month_leaves(carry: CarryOver, allowed: list[int], over: tuple[int, ...]) -> None:
    found = balance(fund(carry=carry), costs(60, 130, 150), MONTHS)
    assert found.allowed is not None
    assert found.allowed[:3].tolist() == allowed
    assert found.exceeded() == over
    assert (found.total, found.left, found.is_exceeded) == (340, 660, True)


def test_an_overdrawn_month_burdens_the_next_only_where_the_balance_carries() -> None:
    over = costs(150, 60)
    assert balance(fund(carry=CarryOver.UNUSED), over, MONTHS).exceeded() == (0,)
    assert balance(fund(carry=CarryOver.BALANCE), over, MONTHS).exceeded() == (0, 1)


def test_a_year_s_cap_is_exceeded_and_a_fund_pays_only_its_own() -> None:
    assert balance(fund(annual=99, monthly=None), costs(100), MONTHS).left == -1
    assert balance(Fund("B", "B", (LineKind.EVENTS,)), costs(100), MONTHS).total == 0
    assert balance(Fund("All", "", (LineKind.EVENTS,)), costs(100), MONTHS).total == 100
    assert not balance(fund(annual=None, monthly=None), costs(100), MONTHS).is_exceeded


# Budget lines


LINE = BudgetLine("Airtime", months=(0,) * 9 + (300, 300, 400), committed=1_000, accrued=350, cancellation=50)


@pytest.mark.parametrize(
    ("line", "today", "cents"),
    [
        # 350 are owed: October's 300 and 50 of November; November and December hold 650 more, less 50
        (LINE, day(11, 20), 600),
        (replace(LINE, cancel_by=day(11, 20)), day(11, 20), 600),
        (replace(LINE, cancel_by=day(11, 19)), day(11, 20), 0),
        # nothing is committed, so cancelling is free; October is over
        (replace(LINE, committed=0, accrued=0), day(11, 20), 700),
        (replace(LINE, cancellation=900), day(11, 20), 0),
        (replace(LINE, paid=1_000), day(11, 20), 0),
        (LINE, date(2028, 1, 1), 0),
    ],
)
def test_what_can_still_be_saved(line: BudgetLine, today: date, cents: int) -> None:
    assert saving(line, MONTHS, today, MONTHS[9], DEC).cents == cents


def test_savings_are_in_the_order_of_their_decisions() -> None:
    soon, later = (replace(LINE, name=n, cancel_by=d) for n, d in (("a", day(11, 21)), ("b", day(12, 1))))
    late = replace(LINE, name="c", cancel_by=day(1, 1))
    free = replace(LINE, name="d", cancel_by=None)
    found = savings([late, free, later, soon], MONTHS, day(11, 20), MONTHS[9], DEC)
    assert [one.line.name for one in found] == ["a", "b", "d", "c"]
    assert savings([replace(LINE, paid=1_000)], MONTHS, day(11, 20), MONTHS[9], DEC) == ()


def test_lines_of_a_channel_save_no_more_than_it_has_left() -> None:
    """Open: 700 each after October. The channel has 900 left: the first line's 700 and 200 of the second."""
    free = BudgetLine("a", months=LINE.months, channel="TV", cancel_by=day(11, 21))
    other, radio = replace(free, name="b", cancel_by=None), replace(free, name="c", channel="Radio")
    found = savings([other, radio, free], MONTHS, day(11, 20), MONTHS[9], DEC, unspent={"TV": 900})
    assert {one.line.name: one.open for one in found} == {"a": 700, "b": 200, "c": 700}
    taxed = replace(free, vat="gross", vat_rate=0.25)
    assert [s.open for s in savings([taxed], MONTHS, day(11, 20), MONTHS[9], DEC, unspent={"TV": 400})] == [
        500
    ]
    assert savings([free], MONTHS, day(11, 20), MONTHS[9], DEC, unspent={"TV": -1}) == ()


def test_tax_turns_one_basis_into_the_other() -> None:
    net = BudgetLine("L", months=(100_00,), vat="net", vat_rate=0.19)
    assert net.in_basis("net") == (100_00,)
    assert net.in_basis("gross") == (119_00,)
    assert replace(net, vat="gross").in_basis("net") == (84_03,)


# Launches


def test_launch_sales_count_days() -> None:
    """By hand: 10 days of 36,500 x 12 / 365 = 1,200 a day, then 600 a day; the rest falls into 2028."""
    launch = Launch("L", day(12, 12), launch=10, sustain=100, at_launch=36_500_00, sustained=18_250_00)
    sales = launch_sales([launch], MONTHS)
    assert sales[:11].sum() == 0
    assert sales[11] == pytest.approx(10 * 1_200 + 10 * 600)
    assert (launch_sales([launch, launch], MONTHS) == 2 * sales).all()


def test_a_slipped_launch_sells_later() -> None:
    launch = Launch("L", day(1, 31), launch=28, sustain=0, at_launch=100_00)
    moved = launch.moved(1)
    assert moved.day == day(2, 28)
    assert launch_sales([moved], MONTHS)[0] == 0
    assert launch_sales([moved], MONTHS).sum() == pytest.approx(launch_sales([launch], MONTHS).sum())


# Results of campaigns


@pytest.mark.parametrize(
    ("result", "net"),
    [
        # lift 400, of it 50 taken and 50 pulled: 0.5 x 300 - 20 discount - 30 cost
        (PromotionResult(sales=1_000, expected=600, taken=50, pulled=50, discount=20), 100),
        (LoyaltyResult(members=10, active=4, issued=80, redeemed=50, expired=10, extra_sales=400), 120),
        (CodeResult(issued=100, redeemed=25, value=2, extra_sales=400), 120),
        (MailingResult(sent=1_000, opened=400, ordered=20, sales=400, unsubscribed=5), 170),
        (PlacementResult(booked=10, placed=9, reached=3_000, sales=400), 170),
    ],
)
def test_net_margin_of_each_type(result: PromotionResult, net: float) -> None:
    assert result.net(0.5, 30) == pytest.approx(net)


def test_figures_that_follow_from_results() -> None:
    loyalty = LoyaltyResult(members=10, active=4, issued=80, redeemed=50, expired=10)
    assert (loyalty.active_share, loyalty.redemption, loyalty.liability) == (0.4, 0.625, 20)
    mailing = MailingResult(sent=2_000, opened=500, ordered=20, sales=400, unsubscribed=4)
    assert (mailing.open_rate, mailing.order_rate, mailing.leaving_rate) == (0.25, 0.01, 0.002)
    assert mailing.per_thousand == 200
    assert PlacementResult(booked=10, placed=9, reached=3_000).cost_per_thousand(30) == 10
    assert MailingResult().open_rate is None
    assert CodeResult().redemption is None


def test_a_result_fits_its_campaign_s_type() -> None:
    CampaignDetails(CampaignKind.CODES, measured=CodeResult())
    with pytest.raises(BadDocument, match="type media has no result of type codes"):
        CampaignDetails(CampaignKind.MEDIA, measured=CodeResult())


# Goals


def campaign(name: str, programme: str, cents: int, **more: object) -> Campaign:
    details = CampaignDetails(programme=programme, partner_share=float(more.pop("partner", 0.0)))  # type: ignore[arg-type]
    return Campaign(name, "TV", day(1, 1), day(1, 31), cents, details=details, **more)  # type: ignore[arg-type]


BOOK = PlanBook(
    goals=(CompanyGoal("Grow"), CompanyGoal("Dream")),
    targets=(Target("New", "Grow"), Target("Fly", "Dream")),
    programmes=(Programme("P", target="New"), Programme("Lost", target="gone")),
    tasks=(Task("T", day(1, 1), day(1, 2), programme="P"),),
    lines=(
        BudgetLine("Film", LineKind.PRODUCTION, (70,), programme="P"),
        BudgetLine("Air", LineKind.MEDIA, (900,), programme="P"),
    ),
)


def test_money_runs_up_the_goal_tree() -> None:
    """100 less a quarter that a partner pays, and 70 of production; media lines are details of campaigns."""
    campaigns = [
        campaign("a", "P", 100, partner=0.25),
        campaign("b", "P", 999, status=CampaignStatus.CANCELLED),
        campaign("c", "nowhere", 5),
    ]
    found = goal_tree(BOOK, campaigns)
    assert [(b.level, b.name, b.cents, b.campaigns, b.tasks) for b in found] == [
        (Level.GOAL, "Grow", 145, 1, 1),
        (Level.TARGET, "New", 145, 1, 1),
        (Level.PROGRAMME, "P", 145, 1, 1),
        (Level.GOAL, "Dream", 0, 0, 0),
        (Level.TARGET, "Fly", 0, 0, 0),
        (Level.PROGRAMME, "Lost", 0, 0, 0),
        (Level.LOOSE, "", 5, 1, 0),
    ]
    assert unfunded(BOOK, campaigns) == ("Dream", "Fly")


def test_a_new_name_is_carried_to_whatever_speaks_of_it() -> None:
    after = renamed(BOOK, "programmes", "P", "Q")
    assert (after.tasks[0].programme, after.lines[0].programme) == ("Q", "Q")
    assert after.programmes == BOOK.programmes
    assert unknown(BOOK, "targets", ["New"]) == [("programmes", "gone")]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Autumn", "Spring", "Summer"), ("Spring", "Summer")),  # one line of two leaves, the campaign stays
        (("Autumn", "Autumn", "Summer"), ("Autumn", "Summer")),
        (("Summer", "Summer", "Autumn"), ("Summer", "Autumn")),  # a name given up and taken in one save
        (("Spring", "Spring"), ("Spring", "Summer")),  # deleted: the task says what it was for
    ],
)
def test_tasks_speak_of_a_campaign_by_its_new_name(names: tuple[str, ...], said: tuple[str, ...]) -> None:
    """Spring runs on two lines, Summer on one; each has a task."""
    held = tuple(campaign(name, "P", 5, id=i) for i, name in enumerate(("Spring", "Spring", "Summer"), 1))
    tasks = tuple(Task("Film", day(1, 4), day(1, 8), campaign=name) for name in ("Spring", "Summer"))
    grid = BudgetGrid(("TV",), MONTHS, np.zeros((1, 12), np.int64))
    version = PlanVersion(
        2027,
        "B",
        VersionKind.BUDGET,
        VersionStatus.DRAFT,
        grid,
        1,
        campaigns=held,
        book=PlanBook(tasks=tasks),
    )
    typed = [replace(one, name=name) for one, name in zip(held, names, strict=False)]
    after = with_campaigns(version, typed)
    assert (tuple(task.campaign for task in after.book.tasks), list(after.campaigns)) == (said, typed)


def test_differences_name_rows_and_fields() -> None:
    after = replace(
        BOOK,
        goals=(CompanyGoal("Grow", owner="Ann"),),
        notes=(PlanNote("New thought"),),
    )
    found = [
        (d.part, d.name, d.before is None, d.after is None, d.fields) for d in book_differences(BOOK, after)
    ]
    assert found == [
        ("goals", "Grow", False, False, ("owner",)),
        ("goals", "Dream", False, True, ()),
        ("notes", "New thought", True, False, ()),
    ]
    assert book_differences(BOOK, BOOK) == ()


def test_a_book_moves_to_the_next_year() -> None:
    book = PlanBook(
        tasks=(Task("T", day(2, 28), day(3, 31), status=TaskStatus.FINISHED),),
        lines=(replace(LINE, cancel_by=day(12, 1), order="PO-1", invoiced=9),),
        launches=(Launch("L", day(9, 1)),),
    )
    moved = book.moved(12)
    assert (moved.tasks[0].start, moved.tasks[0].status) == (date(2028, 2, 28), TaskStatus.OPEN)
    line = moved.lines[0]
    assert (line.cancel_by, line.order, line.committed, line.invoiced, line.months) == (
        date(2028, 12, 1),
        "",
        0,
        0,
        LINE.months,
    )
    assert moved.launches == book.launches
    assert book.moved(0) == book


# Calendar


def test_selling_seasons_begin_in_the_plan_s_months() -> None:
    assert [black_friday(year) for year in (2026, 2027)] == [date(2026, 11, 27), date(2027, 11, 26)]
    assert "6.18 sales" in [m.name for m in sales_days("CN", MONTHS)]
    west = sales_days("DE", FiscalYear(2027, 7).months)
    assert [m.name for m in west] == [
        "Back to school",
        "Black week",
        "Christmas gifts",
        "Cheap media after Christmas",
        "Cheap media in January",
    ]
    assert all(Month(2027, 7).start <= m.day for m in west)


# Refusals


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: CompanyGoal("  "), "A name needs 1 to 5,000"),
        (lambda: CompanyGoal("x" * 5_001), "A name needs 1 to 5,000"),
        (lambda: CompanyGoal("G", note="x" * 20_001), "longer than 20,000"),
        (lambda: Task("T", day(2, 1), day(1, 31)), "ends on 2027-01-31, before it starts"),
        (lambda: Task("T", day(2, 1), day(2, 1), effort=float("nan")), "at least 0"),
        (lambda: Person("P", cents=-1), "between 0 and 100 billion"),
        (lambda: Fund("F", annual=-1), "between 0 and 100 billion"),
        (lambda: BudgetLine("L", months=(10**14,)), "between 0 and 100 billion"),
        (lambda: BudgetLine("L", vat="maybe"), "net or gross"),
        (lambda: BudgetLine("L", vat_rate=7), "0 % to 100 %"),
        (lambda: PlannedRisk("R", probability=1.2), "0 % to 100 %"),
        (lambda: PlannedRisk("R", change=-1.0), "-99 % to"),
        (lambda: TestCard("T", start=day(2, 1), end=day(1, 1)), "before it starts"),
        (lambda: PlanNote("N", value=6), "from 1 to 5"),
        (lambda: Launch("L", day(1, 1), launch=-1), "0 to 1,098 days"),
        (lambda: Target("T", value=float("inf")), "must be a number"),
        (lambda: CampaignDetails(effect_days=-1), "0 to 3,660 days"),
        (lambda: CampaignDetails(partner_share=2), "0 % to 100 %"),
        (lambda: PlanBook(goals=(CompanyGoal("G"), CompanyGoal("G"))), '"G" stands twice'),
        (lambda: PlanBook(notes=(PlanNote("n"),) * 5_001), "more than 5,000 rows"),
        (lambda: MailingResult(sent=-1), "at least 0"),
    ],
)
def test_rows_check_themselves(make: Callable[[], object], said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        make()
