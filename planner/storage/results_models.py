"""The tables of results: what was said about differences, and the outlooks of the past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.storage.models import Base, MonthText


class VarianceNoteRow(Base):
    """A tag and a comment on one channel's difference over some months."""

    __tablename__ = "variance_notes"
    # The newest note on a number is the one with the highest id, so an id must never be given twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    first_month: Mapped[str] = mapped_column(MonthText)
    last_month: Mapped[str] = mapped_column(MonthText)
    tag: Mapped[str] = mapped_column(String(20))
    comment: Mapped[str]
    hundredths: Mapped[int | None] = mapped_column(BigInteger)
    """The difference it was written about."""
    who: Mapped[str]
    at: Mapped[datetime]


class OutlookRow(Base):
    """Where a year was expected to land at some moment; never changed, so that forecasts can be scored."""

    __tablename__ = "outlooks"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    event: Mapped[str] = mapped_column(String(20))
    who: Mapped[str]
    at: Mapped[datetime]
    version_id: Mapped[int]
    months: Mapped[list[Any]]
    """One entry a month: month, whether it was actual, expected revenue, P10 and P90 (None without)."""
    target: Mapped[float]
    chance: Mapped[float | None]
