"""Actuals: taken over whole, restated openly, undone without a trace in the figures, final once closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.actuals import ActualDetail, ActualRow, MoneyState
from planner.domain.errors import BadDocument, LabelMismatch, Locked, NotFound, PlannerError
from planner.services.library import Restated, Store
from planner.storage.batches import SameFile
from tests.storage.acme import RADIO, SEARCH, TV, room


def test_figures_come_back_to_the_hundredth(store: Store) -> None:
    made = room(store)
    rows = [
        ActualRow("2027-01", TV, "spend", 1_234_567.89),
        ActualRow("2027-01", TV, "clicks", 12_000_000_000),
        ActualRow("2027-01", "Baseline", "revenue", -0.01),
    ]
    info = store.take_over(made.slug, rows, "jan.xlsx", "abc", "Ann", note="preliminary")
    assert set(store.actuals(made.slug)) == set(rows)
    assert (info.rows, info.first_month, info.last_month, info.note) == (
        3,
        "2027-01",
        "2027-01",
        "preliminary",
    )
    assert store.batches(made.slug) == [info]


def test_the_latest_batch_counts_and_undo_brings_the_earlier_back(store: Store) -> None:
    made = room(store)
    made.take("first", ("2027-01", TV, 10.0), ("2027-02", TV, 20.0))
    second = made.take("second", ("2027-02", TV, 25.0), ("2027-03", TV, 30.0))
    assert made.spend() == {("2027-01", TV): 10, ("2027-02", TV): 25, ("2027-03", TV): 30}
    assert made.spend(["2027-02"]) == {("2027-02", TV): 25}
    undone = store.undo_batch(made.slug, second, "Bob")
    assert undone.is_undone
    assert undone.undone_by == "Bob"
    assert made.spend() == {("2027-01", TV): 10, ("2027-02", TV): 20}
    with pytest.raises(PlannerError, match="was undone by Bob on"):
        store.undo_batch(made.slug, second, "Ann")


def test_restated_figures_are_shown_before(store: Store) -> None:
    made = room(store)
    made.take("first", ("2027-01", TV, 10.0), ("2027-01", SEARCH, 5.0))
    rows = [
        ActualRow("2027-01", TV, "spend", 12.5),
        ActualRow("2027-01", SEARCH, "spend", 5.001),
        ActualRow("2027-02", TV, "spend", 1.0),
    ]
    assert store.restated(made.slug, rows) == [Restated("2027-01", TV, "spend", 10.0, 12.5)]
    assert made.spend() == {("2027-01", TV): 10, ("2027-01", SEARCH): 5}


def test_what_a_file_changed_is_told_afterwards_too(store: Store) -> None:
    """Not what it repeated or added; not what a later file did; an undone one still says what it did."""
    made = room(store)
    first = made.take("first", ("2027-01", TV, 10.0), ("2027-01", SEARCH, 5.0), ("2027-02", TV, 7.0))
    second = made.take("second", ("2027-01", TV, 12.5), ("2027-01", SEARCH, 5.0), ("2027-01", RADIO, 1.0))
    third = made.take("third", ("2027-01", TV, 13.0), ("2027-02", TV, 6.0))
    assert store.restatement(made.slug, first) == []
    assert store.restatement(made.slug, second) == [Restated("2027-01", TV, "spend", 10.0, 12.5)]
    later = [Restated("2027-01", TV, "spend", 12.5, 13.0), Restated("2027-02", TV, "spend", 7.0, 6.0)]
    assert store.restatement(made.slug, third) == later
    store.undo_batch(made.slug, third, "Bob")
    assert store.restatement(made.slug, third) == later
    store.undo_batch(made.slug, second, "Bob")
    fourth = made.take("fourth", ("2027-01", TV, 11.0))
    assert store.restatement(made.slug, fourth) == [Restated("2027-01", TV, "spend", 10.0, 11.0)]


def test_the_same_file_is_recognised_until_it_is_undone(store: Store) -> None:
    made = room(store)
    batch = made.take("jan.xlsx", ("2027-01", TV, 10.0))
    with pytest.raises(
        SameFile, match=r"Ann took over this file on 20.*UTC; nothing was stored again"
    ) as same:
        made.take("jan.xlsx", ("2027-01", TV, 10.0))
    assert (same.value.params["who"], same.value.params["batch"]) == ("Ann", batch)
    rows = [ActualRow("2027-01", TV, "spend", 10.0)]
    with pytest.raises(SameFile, match=r'as "jan\.xlsx"'):
        store.take_over(made.slug, rows, "copy.xlsx", "digest of jan.xlsx", "Bob")
    store.undo_batch(made.slug, batch, "Ann")
    made.take("jan.xlsx", ("2027-01", TV, 10.0))
    assert len(store.batches(made.slug)) == 2


def test_typed_figures_are_never_the_same_file(store: Store) -> None:
    made = room(store)
    for value in (1.0, 1.0):
        store.take_over(made.slug, [ActualRow("2027-01", TV, "spend", value)], "typed", "", "Ann")
    assert len(store.batches(made.slug)) == 2


def test_bad_rows_store_nothing(store: Store) -> None:
    made = room(store)
    row = ActualRow("2027-01", TV, "spend", 1.0)
    with pytest.raises(BadDocument, match="there twice"):
        store.take_over(made.slug, [row, row], "a", "a", "Ann")
    with pytest.raises(BadDocument, match="no figure"):
        store.take_over(made.slug, [], "a", "a", "Ann")
    with pytest.raises(BadDocument, match="too large"):
        store.take_over(made.slug, [replace(row, value=1e15)], "a", "a", "Ann")
    with pytest.raises(LabelMismatch, match='"TVV" is not a known channel'):
        store.take_over(made.slug, [row, replace(row, channel="TVV")], "a", "a", "Ann")
    assert store.batches(made.slug) == []


def test_a_closed_month_is_final_until_reopened(store: Store) -> None:
    made = room(store)
    made.take("jan", ("2027-01", TV, 10.0), ("2027-01", SEARCH, 5.0))
    closed = store.close_month(made.slug, "2027-01", "Con", "ledger agrees")
    assert store.closed_months(made.slug) == [closed]
    for row in (("2027-01", TV, 11.0), ("2027-01", RADIO, 1.0)):
        with pytest.raises(Locked, match=r"2027-01 was closed by Con on .* reopen it first"):
            made.take(f"late {row}", row, ("2027-02", TV, 1.0))
    assert made.spend() == {("2027-01", TV): 10, ("2027-01", SEARCH): 5}
    store.reopen_month(made.slug, "2027-01", "Con", "late invoice")
    made.take("late", ("2027-01", TV, 11.0))
    assert made.spend()["2027-01", TV] == 11
    reopened = next(e for e in store.audit(made.slug) if e.action == "month.reopened")
    assert reopened.detail == {"month": "2027-01", "note": "late invoice", "closed_by": "Con"}


def test_a_year_to_date_file_may_repeat_what_a_closed_month_says(store: Store) -> None:
    made = room(store)
    first = made.take("to jan", ("2027-01", TV, 10.0))
    store.close_month(made.slug, "2027-01", "Con")
    second = made.take("to feb", ("2027-01", TV, 10.0), ("2027-02", TV, 20.0))
    store.undo_batch(made.slug, second, "Ann")
    assert made.spend() == {("2027-01", TV): 10}
    with pytest.raises(Locked, match="reopen it first"):
        store.undo_batch(made.slug, first, "Ann")
    assert not store.batches(made.slug)[1].is_undone


def test_months_that_cannot_be_closed_or_reopened(store: Store) -> None:
    made = room(store)
    with pytest.raises(NotFound, match="no actuals of 2027-01 yet"):
        store.close_month(made.slug, "2027-01", "Con")
    with pytest.raises(NotFound, match="not closed"):
        store.reopen_month(made.slug, "2027-01", "Con")
    made.take("jan", ("2027-01", TV, 10.0))
    store.close_month(made.slug, "2027-1", "Con")
    with pytest.raises(Locked, match="closed by Con"):
        store.close_month(made.slug, "2027-01", "Ann")


FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(["2027-01", "2027-02"]), st.sampled_from([TV, SEARCH])),
    st.integers(-(10**6), 10**6),
    min_size=1,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.tuples(FIGURES, st.booleans()), min_size=1, max_size=6))
def test_undone_batches_are_as_if_they_had_never_come(
    store: Store, files: list[tuple[dict[tuple[str, str], int], bool]]
) -> None:
    """Whatever the order of taking over and undoing: the figures are those of the batches that are left."""
    made, expected = room(store), dict[tuple[str, str], float]()
    taken = []
    for number, (figures, stays) in enumerate(files):
        taken.append(made.take(str(number), *((m, c, v / 100) for (m, c), v in figures.items())))
        if stays:
            expected.update({key: value / 100 for key, value in figures.items()})
    for batch, (_, stays) in zip(taken, files, strict=True):
        if not stays:
            store.undo_batch(made.slug, batch, "Ann")
    assert made.spend() == expected


def test_every_figure_knows_who_said_what(store: Store) -> None:
    made = room(store)
    first = made.take("first", ("2027-01", TV, 10.0), ("2027-01", RADIO, 1.0))
    second = made.take("second", ("2027-01", TV, 12.0))
    third = made.take("third", ("2027-01", TV, 99.0))
    store.undo_batch(made.slug, third, "Bob")
    told = [
        (said.batch.id, said.value, said.counts) for said in store.history(made.slug, "2027-01", TV, "spend")
    ]
    assert told == [(third, 99.0, False), (second, 12.0, True), (first, 10.0, False)]
    assert store.history(made.slug, "2027-01", SEARCH, "spend") == []


def test_the_history_follows_renamed_and_merged_channels(store: Store) -> None:
    """TV 10 and Radio 1 come in, Radio becomes part of TV: 11, of which each file said its part."""
    made = room(store)
    first = made.take("first", ("2027-01", TV, 10.0))
    second = made.take("second", ("2027-01", RADIO, 1.0))
    store.merge_channels(made.slug, RADIO, TV, "Ann")
    store.rename_channel(made.slug, TV, "Screens", "Ann")
    assert made.spend() == {("2027-01", "Screens"): 11}
    told = store.history(made.slug, "2027-01", "Screens", "spend")
    assert [(said.batch.id, said.value, said.counts) for said in told] == [
        (second, 1.0, True),
        (first, 10.0, True),
    ]


def test_days_campaigns_and_money_states_are_kept(store: Store) -> None:
    made = room(store)
    details = [
        ActualDetail("2027-01", TV, "spend", 4.5, date(2027, 1, 9), "Spring", MoneyState.PAID),
        ActualDetail("2027-01", TV, "spend", 7.0, None, "Spring", MoneyState.COMMITTED, "PO 7", "R-1"),
        ActualDetail("2027-02", SEARCH, "clicks", 3.0, date(2027, 2, 1)),
    ]
    rows = [ActualRow("2027-01", TV, "spend", 4.5)]
    info = store.take_over(made.slug, rows, "a", "a", "Ann", source="agency", details=details)
    assert info.source == "agency"
    assert store.details(made.slug) == details
    assert store.details(made.slug, ["2027-02"]) == [details[2]]
    assert made.spend() == {("2027-01", TV): 4.5}, "details are never added to the figures"
    assert store.coverage(made.slug) == {info.id: {"2027-01"}}
    store.undo_batch(made.slug, info.id, "Ann")
    assert (store.details(made.slug), store.coverage(made.slug)) == ([], {})
    with pytest.raises(BadDocument, match="does not lie in 2027-01"):
        ActualDetail("2027-01", TV, "spend", 1.0, date(2027, 2, 1))


def test_a_file_of_orders_alone_is_a_batch_without_figures(store: Store) -> None:
    made = room(store)
    order = ActualDetail("2027-03", TV, "spend", 7.0, None, "", MoneyState.COMMITTED, "PO 7")
    info = store.take_over(made.slug, [], "orders", "o", "Ann", details=[order])
    assert (info.rows, info.first_month, info.last_month) == (1, "2027-03", "2027-03")
    assert store.details(made.slug, ["2027-03"]) == [order]
    assert made.spend() == {}
    store.undo_batch(made.slug, info.id, "Ann")
    assert (store.details(made.slug), store.batches(made.slug)[0].is_undone) == ([], True)
    with pytest.raises(BadDocument, match="no figure"):
        store.take_over(made.slug, [], "empty", "e", "Ann")


def test_how_a_source_is_read_is_kept_with_its_file_or_not_at_all(store: Store) -> None:
    made = room(store)
    rows = [ActualRow("2027-01", TV, "spend", 1.0)]
    mapping = {"channel_map": {"Telly": TV}}
    store.take_over(made.slug, rows, "a", "a", "Ann", source="agency", mapping=mapping)
    assert store.mapping(made.slug, "agency") == mapping
    with pytest.raises(SameFile):
        store.take_over(made.slug, rows, "a", "a", "Ann", source="agency", mapping={})
    assert store.mapping(made.slug, "agency") == mapping


def test_the_ledger_stands_beside_a_closed_month(store: Store) -> None:
    made = room(store)
    made.take("jan", ("2027-01", TV, 10.0), ("2027-01", SEARCH, 5.25))
    made.take("clicks", ("2027-01", TV, 1000.0), metric="clicks")
    with pytest.raises(BadDocument, match=r"\+4\.75 against the 15\.25 read"):
        store.close_month(made.slug, "2027-01", "Con", "  ", ledger=20.0)
    closed = store.close_month(made.slug, "2027-01", "Con", "late invoice", ledger=20.0)
    assert (closed.ledger, closed.read, closed.difference) == (20.0, 15.25, 4.75)
    assert store.closed_months(made.slug) == [closed]
    assert store.audit(made.slug)[0].detail["ledger"] == 20.0
    with pytest.raises(BadDocument, match="Say why 2027-01 is opened again"):
        store.reopen_month(made.slug, "2027-01", "Con", " ")
    store.reopen_month(made.slug, "2027-01", "Con", "wrong ledger")
    assert store.close_month(made.slug, "2027-01", "Con", ledger=15.25).difference == 0
    store.reopen_month(made.slug, "2027-01", "Con", "once more")
    with pytest.raises(BadDocument, match="too large"):
        store.close_month(made.slug, "2027-01", "Con", ledger=float("nan"))
