"""What somebody says about a difference: its nature and a comment, for a channel over some months."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say

LONGEST_COMMENT = 1000


class Tag(StrEnum):
    """The nature of a difference.

    TIMING      the money or the sale comes in another month of the year; it never re-forecasts the year
    STRUCTURAL  it will go on like this
    ONE_OFF     it happened once and will neither come back nor go on
    """

    TIMING = "timing"
    STRUCTURAL = "structural"
    ONE_OFF = "one_off"


@dataclass(frozen=True)
class VarianceNote:
    """A tag and a comment on one channel's difference from `first` to `last`, both included.

    channel  a channel, or "Baseline" for sales without media
    amount   the difference of revenue it was written about, None where none was known
    """

    channel: str
    first: Month
    last: Month
    tag: Tag | None = None
    comment: str = ""
    amount: float | None = None
    who: str = ""
    at: datetime | None = None
    id: int | None = None

    def __post_init__(self) -> None:
        if not self.channel.strip():
            raise BadDocument(say("A note needs the channel it is about."))
        if self.last < self.first:
            raise BadDocument(
                say("A note from {first} to {last} ends before it starts.", first=self.first, last=self.last)
            )
        if self.tag is None and not self.comment.strip():
            raise BadDocument(say("Choose what kind of difference it is, or write a comment."))
        if len(self.comment) > LONGEST_COMMENT:
            raise BadDocument(
                say("A comment has at most {longest_comment:,} characters.", longest_comment=LONGEST_COMMENT)
            )

    def covers(self, month: Month) -> bool:
        """Whether the note speaks of `month`."""
        return self.first <= month <= self.last


def notes_on(notes: Iterable[VarianceNote], channel: str, months: Collection[Month]) -> list[VarianceNote]:
    """The notes on a channel that speak of any of `months`, newest first."""
    found = [note for note in notes if note.channel == channel and any(map(note.covers, months))]
    return sorted(found, key=lambda note: -(note.id or 0))
