"""The plan book in the database: kept whole, copied with its version, frozen with it, read with suspicion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from planner.documents.plan_book import FORMAT, book_document, details_document, read_book, read_details
from planner.domain.budget_plan import Campaign, CampaignStatus, VersionStatus
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel
from planner.domain.errors import BadDocument, Locked
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails, CampaignKind
from planner.domain.planning.goals import CompanyGoal
from planner.domain.planning.lines import BudgetLine
from planner.domain.planning.results import MailingResult, PromotionResult
from planner.domain.planning.risks import PlannedRisk
from planner.domain.planning.tasks import Task, TaskStatus
from planner.services.library import Store
from planner.services.sample_book import book as sample_book
from planner.storage.workspaces import InUse
from tests.storage.acme import CAMPAIGN, SEARCH, TV, room

BOOK = sample_book(2027, date(2026, 11, 5))
PROMOTION = CampaignDetails(
    CampaignKind.PROMOTION,
    "Season sales",
    also_on=(TV, SEARCH),
    lesson="Shorter",
    measured=PromotionResult(sales=9.5),
)


def test_a_full_book_comes_back_equal() -> None:
    assert read_book(book_document(BOOK)) == BOOK
    assert read_details(details_document(PROMOTION)) == PROMOTION
    assert (book_document(PlanBook()), details_document(CampaignDetails())) == ({}, {})
    assert (read_book({}), read_details({})) == (PlanBook(), CampaignDetails())


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "no document of format"),
        ({"format": "planner-book/2"}, "no document of format"),
        ({"format": FORMAT, "goals": [{"note": "no name"}]}, r"goals\.0\.name"),
        (
            {"format": FORMAT, "tasks": [{"name": "T", "start": "soon", "end": "2027-01-01"}]},
            r"tasks\.0\.start",
        ),
        ({"format": FORMAT, "risks": [{"name": "R", "probability": 3}]}, "0 % to 100 %"),
        ({"format": FORMAT, "lines": [{"name": "L", "months": [1.5]}]}, r"lines\.0\.months"),
    ],
)
def test_what_is_no_book_is_refused_with_its_place(document: object, said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        read_book(document)


def test_a_result_of_another_type_is_refused() -> None:
    document = details_document(CampaignDetails(CampaignKind.MAILING, measured=MailingResult(sent=3)))
    with pytest.raises(BadDocument, match="type codes has no result of type mailing"):
        read_details({**document, "kind": "codes"})


def test_a_version_keeps_its_book_and_its_campaigns_details(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    campaign = replace(draft.campaigns[0], details=PROMOTION)
    saved = store.save_version(made.slug, replace(draft, book=BOOK, campaigns=(campaign,)), who="Ann")
    again = store.version(made.slug, saved.id or 0)
    assert again.book == BOOK
    assert again.campaigns[0].details == PROMOTION


def test_a_new_version_of_the_year_copies_all_and_the_next_year_starts_afresh(store: Store) -> None:
    made = room(store)
    task = Task("T", date(2027, 3, 1), date(2027, 3, 5), status=TaskStatus.FINISHED)
    draft = replace(made.draft(), book=PlanBook(goals=(CompanyGoal("Grow"),), tasks=(task,)))
    draft = replace(draft, campaigns=(replace(CAMPAIGN, details=replace(PROMOTION, result="+43 %")),))
    saved = store.save_version(made.slug, draft, who="Ann")
    assert saved.id is not None
    same = store.new_draft_from(made.slug, saved.id, "Revised", 2027, "Ann")
    assert same.book == saved.book
    assert same.campaigns[0].details == saved.campaigns[0].details
    after = store.new_draft_from(made.slug, saved.id, "Next", 2028, "Ann")
    assert (after.book.goals, after.book.tasks[0].start) == (saved.book.goals, date(2028, 3, 1))
    assert after.book.tasks[0].status is TaskStatus.OPEN
    details = after.campaigns[0].details
    assert (details.measured, details.result, details.lesson) == (None, "", "Shorter")


def test_an_approved_version_s_book_never_changes(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    assert draft.id is not None
    store.set_status(made.slug, draft.id, VersionStatus.SUBMITTED, "Ann")
    store.set_status(made.slug, draft.id, VersionStatus.APPROVED, "Bea")
    approved = store.version(made.slug, draft.id)
    with pytest.raises(Locked):
        store.save_version(made.slug, replace(approved, book=BOOK), who="Ann")
    assert store.version(made.slug, draft.id).book == PlanBook()


def test_how_an_approved_plan_goes_is_written_and_nothing_else(store: Store) -> None:
    made = room(store)
    draft = store.save_version(made.slug, replace(made.draft(), book=BOOK), who="Ann")
    assert draft.id is not None
    store.set_status(made.slug, draft.id, VersionStatus.SUBMITTED, "Ann")
    store.set_status(made.slug, draft.id, VersionStatus.APPROVED, "Bea")
    approved = store.version(made.slug, draft.id)
    done = replace(BOOK.tasks[0], status=TaskStatus.FINISHED)
    paid = replace(BOOK.lines[0], invoiced=5, paid=5, order="PO-1")
    book = replace(BOOK, tasks=(done, *BOOK.tasks[1:]), lines=(paid, *BOOK.lines[1:]), notes=BOOK.notes[:-1])
    details = replace(approved.campaigns[0].details, lesson="Shorter")
    campaigns = (replace(approved.campaigns[0], status=CampaignStatus.DONE, details=details),)
    after = store.save_version(made.slug, replace(approved, book=book, campaigns=campaigns), who="Carl")
    assert (after.book, after.status) == (book, VersionStatus.APPROVED)
    assert made.actions()[0] == "version.progressed"
    for planned in (
        replace(after, book=replace(book, tasks=(replace(done, effort=99), *book.tasks[1:]))),
        replace(after, book=replace(book, tasks=book.tasks[1:])),
        replace(after, book=replace(book, risks=())),
        replace(after, campaigns=(replace(after.campaigns[0], cents=1),)),
        replace(after, campaigns=()),
        replace(after, grid=after.grid.with_cell(TV, after.grid.months[0], 1)),
        replace(after, name="Another"),
    ):
        with pytest.raises(Locked, match="is approved and cannot change any more"):
            store.save_version(made.slug, planned, who="Carl")


def test_a_renamed_channel_is_renamed_in_the_book_too(store: Store) -> None:
    made = room(store)
    book = PlanBook(risks=(PlannedRisk("R", channel=TV),), lines=(BudgetLine("L", channel=TV),))
    draft = replace(
        made.draft(), book=book, campaigns=(replace(CAMPAIGN, channel=SEARCH, details=PROMOTION),)
    )
    saved = store.save_version(made.slug, draft, who="Ann")
    store.rename_channel(made.slug, TV, "Television", "Ann")
    again = store.version(made.slug, saved.id or 0)
    assert (again.book.risks[0].channel, again.book.lines[0].channel) == ("Television", "Television")
    assert "Television" in again.campaigns[0].details.also_on


def test_a_channel_that_campaigns_use_is_not_archived(store: Store) -> None:
    made = room(store)
    company = store.company(made.slug).with_channel(Channel("Cinema"))
    store.save_company(made.slug, company, revision=store.company_revision(made.slug), who="Ann")
    ad = Campaign("Premiere", "Cinema", date(2027, 5, 1), date(2027, 5, 2), 5)
    saved = store.save_version(made.slug, replace(made.draft(), campaigns=(ad,)), who="Ann")
    with pytest.raises(InUse, match='Campaign "Premiere" of "Budget" runs on "Cinema"'):
        store.archive_channel(made.slug, "Cinema", "Ann")
    store.save_version(made.slug, replace(saved, campaigns=()), who="Ann")
    store.archive_channel(made.slug, "Cinema", "Ann")


def test_a_damaged_book_is_said_and_not_guessed(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    with store.database.writing() as session:
        session.execute(text('UPDATE versions SET book = \'{"format": "something"}\''))
    with pytest.raises(BadDocument, match="planner-book/1"):
        store.version(made.slug, draft.id or 0)


def test_the_sample_s_lines_add_up_to_its_cost_lines(store: Store) -> None:
    """Production 154k, agency 123k, technology 77k, research 29k, reserve 77k; tests take theirs."""
    sums: dict[str, int] = {}
    for line in BOOK.lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.total
    del sums["media"]
    wanted = {"production": 154, "agency": 123, "technology": 77, "research": 29, "reserve": 77}
    assert sums == {kind: thousand * 1_000_00 for kind, thousand in wanted.items()}
    assert len(BOOK.lines[0].months) == len(FiscalYear(2027).months)
    assert sum(card.cents for card in BOOK.tests) == 27_000_00
