"""A file to stored figures without a person: remembered answers, the company's terms, the same file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadDocument, BadFile, NotFound, OpenQuestion
from planner.services.actuals_basis import Ask, Basis
from planner.services.actuals_intake import company_named, fitting, known_channels, read_for, store_file
from planner.services.completeness import Presence, completeness
from planner.services.library import Store
from tests.storage.acme import COMPANY, RADIO, SEARCH, TV, Room, grid, room
from tests.storage.conftest import store as store_fixture
from tests.storage.conftest import url as url_fixture

store, url = store_fixture, url_fixture
TODAY = date(2029, 1, 1)
CHANNELS = (TV, SEARCH, RADIO, BASELINE)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


JANUARY = csv("Month,Channel,Spend", "2027-01,TV,100", "2027-01,Telly,20")


@pytest.fixture
def made(store: Store) -> Room:
    return room(store)


def terms(
    data: bytes, company: Company = COMPANY, plan: BudgetGrid | None = None, **basis: object
) -> list[float]:
    answers = {"basis": basis} if basis else {}
    reading = read_for(
        company, data, "f.csv", channels=CHANNELS, year=2027, today=TODAY, answers=answers, plan=plan
    )
    return [row.value for row in reading.result.rows]


def asked(
    data: bytes, company: Company = COMPANY, plan: BudgetGrid | None = None, **basis: object
) -> tuple[Ask, ...]:
    answers = {"basis": basis} if basis else {}
    return read_for(
        company, data, "f.csv", channels=CHANNELS, year=2027, today=TODAY, answers=answers, plan=plan
    ).asked


def test_the_channels_are_the_plan_s_and_sales_without_media(made: Room) -> None:
    assert known_channels(made.store, made.slug) == CHANNELS


def test_a_nightly_run_stores_what_can_be_read_and_says_what_changed(made: Room) -> None:
    made.take("first", ("2027-01", TV, 90.0))
    done = store_file(made.store, made.slug, JANUARY, "jan 2027.csv", year=2027, who="cron", today=TODAY)
    assert made.spend() == {("2027-01", TV): 100}
    assert done.batch is not None
    assert (done.batch.who, done.batch.source) == ("cron", "jan")
    assert [(one.old, one.new) for one in done.changed] == [(90, 100)]
    assert [problem.code for problem in done.result.rejected] == ["unknown_channel"]


def test_a_nightly_run_doubts_what_the_page_doubts(made: Room) -> None:
    """The plan has 100 a month: 100,000 is far off; on 15 February 2027 February has not ended."""
    data = csv("Month,Channel,Spend", "2027-01,TV,100000", "2027-02,TV,90")
    made.take("plan", ("2027-03", TV, 1.0))
    on = date(2027, 2, 15)
    plan = grid(tv=100.0)
    page = read_for(COMPANY, data, "a.csv", channels=CHANNELS, year=2027, answers={}, today=on, plan=plan)
    assert [(one.row.value, one.beside) for one in page.doubts.far] == [(100_000, 100)]
    assert [str(month) for month in page.doubts.early] == ["2027-02"]
    assert [(p.code, p.cell, p.row) for p in page.result.warnings] == [
        ("far_off", "C2", 2),
        ("not_ended", "", None),
    ]
    done = store_file(made.store, made.slug, data, "a.csv", year=2027, who="cron", today=on)
    assert done.batch is not None, "a doubt stops nothing"
    early = [p.message for p in done.result.warnings if p.code == "not_ended"]
    assert early == ["2027-02 has not ended yet: a plan or a part of a month is no actual."]


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        (
            (
                "Acme: approved media budget 2027",
                "All amounts net of VAT",
                "Month,Channel,Spend",
                "2027-01,TV,1",
            ),
            1,
        ),
        (("Media plan 2027 against actuals", "Month,Channel,Spend", "2027-01,TV,1"), 0),
        (("Budget report", "Month,Channel,Plan,Actual spend", "2027-01,TV,9,1"), 0),
        (("Month,Channel,Spend", "2027-01,TV,1"), 0),
    ],
)
def test_a_table_titled_as_a_plan_is_doubted(lines: tuple[str, ...], doubted: int) -> None:
    reading = read_for(
        COMPANY, csv(*lines), "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={"metric": "spend"}
    )
    assert [row.value for row in reading.result.rows] == [1], "it is taken all the same"
    said = [problem.message for problem in reading.result.warnings if problem.code == "plan_named"]
    assert len(said) == doubted
    assert all(text.startswith('"Acme: approved media budget 2027" reads like a plan') for text in said)


def test_the_same_file_is_stored_once(made: Room) -> None:
    first = store_file(made.store, made.slug, JANUARY, "a.csv", year=2027, who="cron", today=TODAY)
    again = store_file(made.store, made.slug, JANUARY, "b.csv", year=2027, who="cron", today=TODAY)
    assert (again.batch, again.before) == (None, first.batch)
    assert len(made.store.batches(made.slug)) == 1


def test_answers_are_remembered_for_the_source(made: Room) -> None:
    answers = {"format": "planner-mapping/1", "source": "x", "channel_map": {"Telly": RADIO}}
    store_file(
        made.store,
        made.slug,
        JANUARY,
        "agency 2027-01.csv",
        year=2027,
        answers=answers,
        who="cron",
        today=TODAY,
    )
    assert made.store.mapping(made.slug, "agency") == {"channel_map": {"Telly": RADIO}}
    february = JANUARY.replace(b"2027-01", b"2027-02")
    store_file(made.store, made.slug, february, "agency 2027-02.csv", year=2027, who="cron", today=TODAY)
    assert made.spend()["2027-02", RADIO] == 20


def test_channels_that_left_the_plan_are_asked_again() -> None:
    answers = {"channel_map": {"Telly": "Gone", "Fernsehen": TV, "Rest": None}, "default_channel": "Gone"}
    assert fitting(answers, CHANNELS) == {"channel_map": {"Fernsehen": TV, "Rest": None}}


def test_a_question_about_amounts_stops_a_nightly_run(made: Room) -> None:
    gross = csv("Month,Channel,Spend incl. VAT", "2027-01,TV,120")
    with pytest.raises(OpenQuestion, match="vat"):
        store_file(made.store, made.slug, gross, "a.csv", year=2027, who="cron", today=TODAY)
    answers = {"basis": {"vat_basis": "gross", "vat_rate": 0.2}}
    store_file(made.store, made.slug, gross, "a.csv", year=2027, answers=answers, who="cron", today=TODAY)
    assert made.spend() == {("2027-01", TV): 100}


def test_the_company_is_named_or_the_only_one(store: Store) -> None:
    with pytest.raises(NotFound, match="none yet"):
        company_named(store, None)
    slug = room(store).slug
    assert company_named(store, None) == slug
    other = store.start_company(replace(COMPANY, name="Other"), "Ann")
    with pytest.raises(NotFound, match="--company"):
        company_named(store, None)
    assert company_named(store, other) == other
    with pytest.raises(NotFound):
        company_named(store, "nobody")


# What the amounts are


def test_nothing_is_asked_where_nothing_speaks_against_it() -> None:
    assert (
        asked(
            csv("Amounts in USD net of VAT; agency fee not included", "Month,Channel,Spend", "2027-01,TV,9")
        )
        == ()
    )
    assert asked(csv("Month,Channel,Clicks incl. VAT", "2027-01,TV,9")) == ()


def test_tax_is_taken_out_or_put_on() -> None:
    """120 with 20 % tax are 100 without; a company that plans with tax sees 100 without as 120."""
    gross = csv("Month,Channel,Cost (incl. VAT),Clicks", "2027-01,TV,120,7")
    assert asked(gross) == (Ask.VAT,)
    assert terms(gross, vat_basis="gross", vat_rate=0.2) == [100, 7]
    taxed = replace(COMPANY, vat_basis="gross")
    assert asked(gross, taxed) == ()
    net = csv("Month,Channel,Расход без НДС", "2027-01,TV,100")
    assert asked(net, taxed) == (Ask.VAT,)
    assert terms(net, taxed, vat_basis="net", vat_rate=0.2) == [120]


def test_an_agency_s_fee_is_taken_out_of_spend_only() -> None:
    data = csv("Spend incl. agency fee", "Month,Channel,Spend,Revenue", "2027-01,TV,110,500")
    assert asked(data) == (Ask.FEE,)
    assert terms(data, fee=0.1) == [100, 500]
    assert asked(data, fee=0.0) == ()
    assert terms(data.replace(b"incl.", b"excl."), fee=0.1) == [110, 500], "what the file says now wins"


def test_orders_become_net_sales() -> None:
    data = csv("Month,Channel,Spend,Gross sales", "2027-01,TV,10,200")
    assert asked(data) == (Ask.ORDERS,)
    assert terms(data, kept=0.9) == [10, 180]


def test_another_currency_is_converted_at_one_rate() -> None:
    data = csv("Month,Channel,Spend (EUR)", "2027-01,TV,10")
    assert asked(data) == (Ask.CURRENCY,)
    assert terms(data, rate=1.1, rate_of="EUR") == [11]
    pounds = data.replace(b"EUR", b"GBP")
    assert asked(pounds, rate=1.1, rate_of="EUR") == (Ask.CURRENCY,), "a rate serves its own currency only"
    assert terms(data.replace(b"EUR", b"USD"), rate=1.1, rate_of="EUR") == [10]


def test_spend_a_thousand_times_too_small_is_asked_about() -> None:
    lines = [f"2027-{month:02d},TV,0.1" for month in range(1, 7)]
    data = csv("Month,Channel,Spend", *lines)
    assert asked(data, plan=grid(tv=100.0)) == (Ask.UNIT,)
    assert asked(data, plan=grid(tv=100.0), unit_seen=True) == ()
    assert asked(csv("Month,Channel,Spend", *lines[:2]), plan=grid(tv=100.0)) == (), "two say too little"
    assert asked(data.replace(b"0.1", b"90"), plan=grid(tv=100.0)) == ()
    answers = {"unit": 1000, "basis": {"unit_seen": True}}
    whole = data.replace(b"0.1", b"90")
    reading = read_for(
        COMPANY,
        whole,
        "f.csv",
        channels=CHANNELS,
        year=2027,
        today=TODAY,
        answers=answers,
        plan=grid(tv=100.0),
    )
    assert reading.asked == (Ask.UNIT,), "the unit of before does not suit"


@pytest.mark.parametrize(
    "basis", [{"vat_rate": 2}, {"kept": 0}, {"rate": "x"}, {"colour": 1}, [1], {"fee": -1}]
)
def test_a_wrong_basis_names_its_key(basis: object) -> None:
    with pytest.raises(BadDocument, match=r'The mapping\'s "basis'):
        Basis.of({"basis": basis})


# What is missing


def test_completeness_names_channels_and_sources_that_are_due(made: Room) -> None:
    made.take("agency jan.csv", ("2027-01", TV, 1.0), ("2027-01", RADIO, 1.0))
    made.take("agency feb.csv", ("2027-02", TV, 1.0))
    made.take("ledger 2027-01.csv", ("2027-01", SEARCH, 1.0))
    undone = made.take("late.csv", ("2027-05", TV, 1.0))
    made.store.undo_batch(made.slug, undone, "Ann")
    months = grid().months
    found = completeness(
        made.store.actuals(made.slug),
        CHANNELS,
        months,
        grid(),
        made.store.batches(made.slug),
        made.store.coverage(made.slug),
    )
    is_in, due = Presence.IN, Presence.DUE
    assert found.reported == ("2027-01", "2027-02")
    assert found.channels[TV][:3] == (is_in, is_in, Presence.OPEN)
    assert found.channels[SEARCH][:3] == (is_in, due, Presence.OPEN), "the plan spends there"
    assert found.channels[RADIO][:3] == (is_in, due, Presence.OPEN), "it reported before"
    assert BASELINE not in found.channels
    assert [(name, str(month)) for name, month in found.missing] == [(SEARCH, "2027-02"), (RADIO, "2027-02")]
    assert found.sources["agency"][:2] == (is_in, is_in)
    assert found.sources["ledger"][:2] == (is_in, due)
    assert set(found.sources) == {"agency", "ledger"}


def test_nothing_in_is_nothing_missing() -> None:
    other_year = Actuals((ActualRow("2020-01", TV, Metric.SPEND, 1.0),))
    found = completeness(other_year, CHANNELS, grid().months, None, [], {})
    assert (found.through, found.reported, found.missing) == (None, (), ())


def test_a_fiscal_year_of_two_calendar_years_is_read_whole() -> None:
    """July 2027 to June 2028: months without a year find theirs, others are left out and said."""
    company = replace(COMPANY, first_month=7)
    data = csv("Channel,Jul,Dec,Jan,Jun", "TV,1,2,3,4")
    answers = {"metric": "spend"}
    reading = read_for(company, data, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers=answers)
    told = [(row.month, row.value) for row in reading.result.rows]
    assert told == [("2027-07", 1), ("2027-12", 2), ("2028-01", 3), ("2028-06", 4)]
    dated = csv("Month,Channel,Spend", "2027-06,TV,1", "2027-07,TV,2")
    reading = read_for(company, dated, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={})
    assert [(row.month, row.value) for row in reading.result.rows] == [("2027-07", 2)]
    assert [problem.code for problem in reading.result.problems] == ["other_year"]
    with pytest.raises(BadFile):
        read_for(company, dated, "a.csv", channels=CHANNELS, year=2029, today=TODAY, answers={})
    with pytest.raises(BadFile, match="fiscal year 2027"):
        read_for(
            company,
            dated.split(b"\n2027-07")[0],
            "a.csv",
            channels=CHANNELS,
            year=2027,
            today=TODAY,
            answers={},
        )


@pytest.mark.parametrize(
    ("head", "first", "tenth"),
    [
        ("Month", "P01", "P10"),
        ("Month", "Period 1", "Period 10"),
        ("Posting period", "1", "10"),
        ("Period", "001.2027", "010.2027"),
        ("Month", "2027-P01", "2027-P10"),
    ],
)
def test_period_1_is_the_first_month_of_the_company_s_year(head: str, first: str, tenth: str) -> None:
    """The fiscal year 2027 of a company that starts in April: P01 is April 2027, P10 January 2028."""
    company = replace(COMPANY, first_month=4)
    data = csv(f"{head},Channel,Spend", f"{first},TV,1", f"{tenth},TV,10")
    reading = read_for(company, data, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={})
    assert [(row.month, row.value) for row in reading.result.rows] == [("2027-04", 1), ("2028-01", 10)]
    said = [problem.message for problem in reading.result.problems]
    assert said == ["Period 1 was read as April, in which the fiscal year starts."]


def test_periods_across_the_head_and_in_the_calendar_year() -> None:
    data = csv("Channel,P01,P12", "TV,1,12")
    for start, months in ((4, ("2027-04", "2028-03")), (1, ("2027-01", "2027-12"))):
        company = replace(COMPANY, first_month=start)
        reading = read_for(
            company, data, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={"metric": "spend"}
        )
        assert [(row.month, row.value) for row in reading.result.rows] == [(months[0], 1), (months[1], 12)]


def test_a_month_s_number_stays_the_calendar_s_and_that_is_said() -> None:
    company = replace(COMPANY, first_month=4)
    data = csv("Month,Channel,Spend", "4,TV,1", "1,TV,10")
    reading = read_for(company, data, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={})
    assert [(row.month, row.value) for row in reading.result.rows] == [("2027-04", 1), ("2028-01", 10)]
    (said,) = reading.result.problems
    assert said.message.startswith("Month 1 was read as January, though the fiscal year starts in April.")


def test_a_quarter_is_never_a_month() -> None:
    for data in (csv("Channel,Q1,Q2", "TV,1,2"), csv("Month,Channel,Spend", "Q1,TV,1")):
        with pytest.raises(BadFile):
            read_for(
                COMPANY, data, "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={"metric": "spend"}
            )


def test_a_title_that_contradicts_the_company_s_year_is_refused() -> None:
    lines = ("Fiscal year 2027 (April 2027 - March 2028)", "Period,Channel,Spend", "1,TV,1")
    april, july = replace(COMPANY, first_month=4), replace(COMPANY, first_month=7)
    reading = read_for(april, csv(*lines), "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={})
    assert [row.month for row in reading.result.rows] == ["2027-04"]
    with pytest.raises(BadFile, match="may be another month"):
        read_for(july, csv(*lines), "a.csv", channels=CHANNELS, year=2027, today=TODAY, answers={})


def test_a_month_without_spend_is_not_complete_where_the_plan_spends() -> None:
    plan = grid()
    rows = Actuals((ActualRow("2027-01", TV, "revenue", 5.0), ActualRow("2027-02", TV, "spend", 5.0)))
    found = completeness(rows, [TV], plan.months, plan, (), {})
    assert found.channels[TV][:2] == (Presence.DUE, Presence.IN)
