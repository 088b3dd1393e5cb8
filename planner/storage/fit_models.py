"""The tables behind fits: lift tests, and fits that run or wait to be kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.storage.models import Base


class ExperimentRow(Base):
    """One lift test of one channel; amounts as measured, in currency units."""

    __tablename__ = "experiments"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    spend_change: Mapped[float]
    lift: Mapped[float]
    standard_error: Mapped[float]
    source: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class FitRunRow(Base):
    """A fit that somebody asked for: how far it is, and what came out until it is kept or thrown away."""

    __tablename__ = "fit_runs"
    # Pages follow a run by its id, so an id must never be given twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    progress: Mapped[float]
    beat: Mapped[datetime]
    """When the process that does the work was last heard of."""
    message: Mapped[str]
    document: Mapped[dict[str, Any] | None]
