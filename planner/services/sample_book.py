"""The sample company's plan book: goals, people, funds, launch, risks and notes around its campaigns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.domain.calendar import FiscalYear, Month
from planner.domain.planning.book import PlanBook
from planner.domain.planning.directions import DIRECTIONS
from planner.domain.planning.funds import CarryOver, Fund
from planner.domain.planning.goals import CompanyGoal, Direction, Programme, Target
from planner.domain.planning.launches import Launch
from planner.domain.planning.lines import LineKind
from planner.domain.planning.milestones import Milestone, MilestoneKind, sales_days
from planner.domain.planning.notes import NoteKind, PlanNote
from planner.domain.planning.people import Person
from planner.domain.planning.risks import PlannedRisk, StressKind, TestCard, TestStatus
from planner.domain.planning.tasks import Task, TaskStatus, tasks_from_templates
from planner.services.sample_lines import lines

NEW_RANGE, BRAND, MEMBERS, SHOPS = "New range", "Brand", "Members", "Invitations"
LAUNCH = "Modular shelves"
HEADS = {"A": "Jonas Reyes", "B": "Petra Sand", "C": "Ines Okafor"}
COUNTRY = "US"


def book(year: int, today: date) -> PlanBook:
    """The plan book of the sample's `year` as it stands on `today`."""
    months = FiscalYear(year).months
    return PlanBook(
        goals=(
            CompanyGoal("Grow sales without buying them", "Mara Lind"),
            CompanyGoal("Keep more of the customers we win", "Petra Sand"),
            CompanyGoal("Be asked for by name", "Mara Lind"),
            CompanyGoal("Open the trade business", "Mara Lind", "Wish of the board; no money yet"),
        ),
        targets=(
            Target("Revenue of the year", "Grow sales without buying them", "revenue", None, "Mara Lind"),
            Target("New customers", "Grow sales without buying them", "new_customers", None, "Jonas Reyes"),
            Target(
                "Cost of a new customer",
                "Keep more of the customers we win",
                "cac_blended",
                None,
                "Petra Sand",
            ),
            Target("Second orders of members", "Keep more of the customers we win", "", 14_000, "Petra Sand"),
            Target(
                "Aided awareness in spring", "Be asked for by name", "", 0.48, "Mara Lind", date(year, 6, 11)
            ),
            Target("First ten trade accounts", "Open the trade business", "", 10, "Ines Okafor"),
        ),
        directions=_directions(),
        programmes=(
            Programme(BRAND, "A", "Aided awareness in spring", "Mara Lind"),
            Programme("Season sales", "A", "Revenue of the year", "Jonas Reyes"),
            Programme(NEW_RANGE, "A", "New customers", "Jonas Reyes"),
            Programme(MEMBERS, "B", "Second orders of members", "Petra Sand"),
            Programme("Efficient buying", "A", "Cost of a new customer", "Jonas Reyes"),
            Programme(SHOPS, "C", "Revenue of the year", "Ines Okafor"),
        ),
        tasks=_tasks(months, today),
        people=_people(year),
        funds=_funds(),
        lines=lines(year, today),
        launches=(_launch(year),) if year == 2027 else (),
        milestones=_milestones(year, months),
        risks=_risks(year),
        tests=_tests(year),
        notes=_notes(year),
    )


def _launch(year: int) -> Launch:
    return Launch(
        LAUNCH,
        date(year, 9, 13),
        product="Modular shelves",
        pre_heat=35,
        launch=28,
        sustain=180,
        at_launch=60_000_00,
        sustained=35_000_00,
        owner="Jonas Reyes",
    )


def _directions() -> tuple[Direction, ...]:
    return tuple(replace(each, head=HEADS[each.key]) for each in DIRECTIONS)


def _tasks(months: tuple[Month, ...], today: date) -> tuple[Task, ...]:
    made = [
        replace(task, owner=HEADS[direction.key], programme=_PROGRAMME_OF[direction.key])
        for direction in DIRECTIONS
        for task in tasks_from_templates(direction.key, months)
    ]
    year = months[0].year
    if year == 2027:
        made += [
            Task(
                "Film and pictures of the shelves",
                date(year, 5, 24),
                date(year, 7, 23),
                direction="A",
                programme=NEW_RANGE,
                campaign="Shelves: coming soon",
                owner="Jonas Reyes",
                effort=22,
            ),
            Task(
                "Product page and reviews of the shelves",
                date(year, 7, 19),
                date(year, 9, 17),
                direction="A",
                programme=NEW_RANGE,
                campaign="Shelves: launch film",
                owner="Jonas Reyes",
                effort=14,
            ),
        ]
    return tuple(replace(task, status=_status(task, today)) for task in made)


_PROGRAMME_OF = {"A": "Efficient buying", "B": MEMBERS, "C": SHOPS}
_LATE = "Win-back programme for lapsed customers"


def _status(task: Task, today: date) -> TaskStatus:
    if task.end < today:
        return TaskStatus.RUNNING if task.name == _LATE else TaskStatus.FINISHED
    return TaskStatus.RUNNING if task.start <= today else TaskStatus.OPEN


def _people(year: int) -> tuple[Person, ...]:
    def head(name: str, role: str, direction: str, pay: int) -> Person:
        return Person(name, role, direction, head=True, cents=pay * 100, days=4)

    def staff(name: str, role: str, direction: str, pay: int, start: date | None = None) -> Person:
        return Person(name, role, direction, cents=pay * 100, days=8, start=start)

    return (
        Person("Mara Lind", "Chief marketing officer", "", head=True, cents=14_500_00, days=2),
        head("Jonas Reyes", "Head of channels and content", "A", 9_200),
        staff("Ada Moreno", "Media manager", "A", 6_100),
        staff("Liam Foss", "Search and analytics", "A", 5_900),
        staff("Yuki Tan", "Content editor", "A", 5_200),
        head("Petra Sand", "Head of customer programmes", "B", 8_800),
        staff("Noor Haddad", "CRM manager", "B", 5_800),
        staff("Emil Berg", "Promotions", "B", 5_100),
        staff("Ruth Oyelaran", "Customer research", "B", 5_300),
        head("Ines Okafor", "Head of mailings and events", "C", 8_400),
        staff("Sam Pike", "Mailings", "C", 4_900),
        staff("Carla Nunes", "Events and partners", "C", 5_000),
        staff("To be hired", "Telephone and feedback", "C", 4_600, date(year, 4, 1)),
    )


def _funds() -> tuple[Fund, ...]:
    return (
        Fund("Media", "", (LineKind.MEDIA,), annual=1_085_000_00),
        Fund(
            "Payroll",
            "",
            (LineKind.PEOPLE,),
            annual=1_070_000_00,
            monthly=90_000_00,
            carry=CarryOver.NONE,
        ),
        Fund(
            "A production and agencies",
            "A",
            (LineKind.PRODUCTION, LineKind.AGENCY, LineKind.TECHNOLOGY),
            annual=300_000_00,
            monthly=40_000_00,
            carry=CarryOver.BALANCE,
        ),
        Fund(
            "B programmes and research",
            "B",
            (LineKind.PRODUCTION, LineKind.TECHNOLOGY, LineKind.RESEARCH),
            annual=84_000_00,
            monthly=8_000_00,
            carry=CarryOver.UNUSED,
        ),
        Fund("C mailings and events", "C", (LineKind.PRODUCTION, LineKind.EVENTS), annual=40_000_00),
        Fund("Reserve", "", (LineKind.RESERVE,), annual=77_000_00),
    )


def _milestones(year: int, months: tuple[Month, ...]) -> tuple[Milestone, ...]:
    own = (
        Milestone("Board approves the plan", date(year - 1, 12, 15)),
        Milestone("Spring survey", date(year, 5, 3), date(year, 6, 11), MilestoneKind.RESEARCH),
        Milestone("Half-year review with the board", date(year, 7, 15)),
        Milestone("Autumn survey", date(year, 10, 4), date(year, 11, 12), MilestoneKind.RESEARCH),
    )
    inside = tuple(m for m in own if months[0].start <= m.day < months[-1].stop)
    return tuple(sorted((*inside, *sales_days(COUNTRY, months)), key=lambda m: m.day))


def _risks(year: int) -> tuple[PlannedRisk, ...]:
    return (
        PlannedRisk(
            "Media prices rise by a tenth in the peak season",
            0.35,
            StressKind.PRICE,
            change=0.10,
            owner="Jonas Reyes",
            response="Book November and December airtime by June; move a fifth of it to September",
            review=date(year, 6, 1),
        ),
        PlannedRisk(
            "Social platform changes its targeting",
            0.25,
            StressKind.EFFECT,
            "Paid social",
            -0.20,
            owner="Ada Moreno",
            response="Keep search generic ready to take 30k; test creators in the second quarter",
            review=date(year, 3, 31),
        ),
        PlannedRisk(
            "Housing market cools, fewer people move",
            0.20,
            StressKind.BASELINE,
            change=-0.05,
            owner="Mara Lind",
            response="Shift brand media to the members' programme; hold the reserve until July",
            review=date(year, 7, 15),
        ),
        PlannedRisk(
            "Marketplace raises fees and hides our shelves",
            0.15,
            StressKind.EFFECT,
            "Marketplace ads",
            -0.30,
            owner="Liam Foss",
            response="Second marketplace by April; own shop first in search",
            review=date(year, 4, 30),
        ),
    )


def _tests(year: int) -> tuple[TestCard, ...]:
    return (
        TestCard(
            "Shoppable video",
            "Does a shop link in the film bring orders that search does not?",
            "Online video",
            18_000_00,
            date(year, 4, 5),
            date(year, 5, 30),
        ),
        TestCard(
            "Direct mail to lapsed customers",
            "Does a printed card win back more than an e-mail, per unit of cost?",
            "Email and loyalty",
            9_000_00,
            date(year, 6, 7),
            date(year, 7, 18),
        ),
        TestCard(
            "Two regions without TV",
            "What does TV bring where nothing else changes?",
            "TV",
            0,
            date(year, 2, 1),
            date(year, 3, 28),
            status=TestStatus.IDEA,
        ),
    )


def _notes(year: int) -> tuple[PlanNote, ...]:
    def note(kind: NoteKind, text: str, value: int | None = None, ease: int | None = None) -> PlanNote:
        return PlanNote(text, kind, "Mara Lind", date(year - 1, 11, 5), value, ease)

    return (
        note(
            NoteKind.SITUATION,
            "Market of 240 million, growing 2 % a year; we hold 8 % of it and 10 % of its voice.",
        ),
        note(NoteKind.SITUATION, "52,000 active customers buy three times a year; 68 of 100 come back."),
        note(
            NoteKind.STRENGTH, "Members know us: one in five orders comes from a mailing that costs little."
        ),
        note(NoteKind.WEAKNESS, "Outside the coast few people can name us unaided."),
        note(NoteKind.OPPORTUNITY, "Small flats need storage that grows: the modular shelves answer that."),
        note(NoteKind.THREAT, "Two rivals moved a third of their money to November."),
        note(NoteKind.POSITIONING, "For people who make a small home work: furniture that changes with it."),
        note(
            NoteKind.FINDING,
            "Shoppers who saw TV and search in one week ordered a fifth more often (spring survey).",
        ),
        note(NoteKind.MARKET, "Freight costs fell in autumn; rivals may pass it on in January."),
        note(NoteKind.IDEA, "Rooms of members as content of the shop page", 4, 4),
        note(NoteKind.IDEA, "Trade price list for interior designers", 5, 2),
        note(
            NoteKind.BRAND_CHECK, "Logo, colours and tone of the autumn film follow the guide; claim checked."
        ),
    )
