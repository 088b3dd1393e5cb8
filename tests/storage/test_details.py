"""Details that count: the later file on a line, under the names that channels have now."""

from __future__ import annotations

from planner.domain.actuals import ActualDetail, ActualRow, MoneyState
from planner.services.library import Store
from tests.storage.acme import RADIO, SEARCH, TV, Room, room

JANUARY, FEBRUARY = "2027-01", "2027-02"


def order(channel: str, amount: float, month: str = JANUARY, number: str = "PO 1") -> ActualDetail:
    return ActualDetail(month, channel, "spend", amount, None, "", MoneyState.COMMITTED, number)


def paid(channel: str, amount: float, campaign: str = "Spring") -> ActualDetail:
    return ActualDetail(JANUARY, channel, "spend", amount, None, campaign, MoneyState.PAID)


def take(made: Room, file: str, *details: ActualDetail) -> int:
    """A file with these details; what they say was delivered is its figures."""
    sums: dict[tuple[str, str], float] = {}
    for one in details:
        if one.state is not MoneyState.COMMITTED:
            sums[one.month, one.channel] = sums.get((one.month, one.channel), 0.0) + one.value
    rows = [ActualRow(month, channel, "spend", value) for (month, channel), value in sums.items()]
    return made.store.take_over(made.slug, rows, file, file, "Ann", details=details).id


def money(made: Room) -> list[tuple[str, float]]:
    return [(one.channel, one.value) for one in made.store.details(made.slug)]


def test_of_two_files_on_one_line_the_later_counts_and_the_earlier_comes_back(store: Store) -> None:
    made = room(store)
    take(made, "first", paid(TV, 10.0), paid(TV, 5.0), paid(SEARCH, 2.0))
    later = take(made, "later", paid(TV, 16.0, "Summer"))
    assert money(made) == [(SEARCH, 2.0), (TV, 16.0)]
    store.undo_batch(made.slug, later, "Ann")
    assert money(made) == [(TV, 10.0), (TV, 5.0), (SEARCH, 2.0)]


def test_a_file_of_orders_replaces_orders_and_never_what_was_delivered(store: Store) -> None:
    made = room(store)
    take(made, "books", paid(TV, 10.0), order(TV, 7.0))
    take(made, "orders", order(TV, 8.0))
    assert money(made) == [(TV, 10.0), (TV, 8.0)]
    assert made.spend() == {(JANUARY, TV): 10.0}


def test_an_order_follows_its_channel_renamed(store: Store) -> None:
    """Else the money promised to it would be free again on the day somebody gives it a better name."""
    made = room(store)
    take(made, "orders", order(TV, 7.0), order(TV, 3.0, FEBRUARY))
    store.rename_channel(made.slug, TV, "Screens", "Ann")
    assert money(made) == [("Screens", 7.0), ("Screens", 3.0)]
    assert store.details(made.slug, [FEBRUARY]) == [order("Screens", 3.0, FEBRUARY)]
    take(made, "orders again", order("Screens", 9.0))
    assert money(made) == [("Screens", 3.0), ("Screens", 9.0)], "the later file speaks of the same line"


def test_orders_of_merged_channels_both_count(store: Store) -> None:
    made = room(store)
    take(made, "tv", order(TV, 7.0))
    take(made, "radio", order(RADIO, 2.0, number="PO 2"))
    store.merge_channels(made.slug, RADIO, TV, "Ann")
    assert money(made) == [(TV, 7.0), (TV, 2.0)]
