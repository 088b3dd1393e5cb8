"""The tables. Months are text ("2027-03"), plans integer cents, actuals integer hundredths, times UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

MonthText = String(7)


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time. SQLite drops the zone, so it goes in as UTC and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time that does not say where it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Put back the zone that SQLite dropped."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Every constraint has a name, so that a later migration can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


def _workspace() -> Mapped[int]:
    return mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)


class WorkspaceRow(Base):
    """One company's own room: nothing in it refers to another one."""

    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_sample: Mapped[bool]
    settings: Mapped[dict[str, Any]]
    revision: Mapped[int]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]


class CurveSetRow(Base):
    """Curves as a document. A set is never edited (but for a renamed channel); a new one is added."""

    __tablename__ = "curve_sets"
    # Versions, links and caches name it by id, so an id must never be given twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    name: Mapped[str]
    source: Mapped[str]
    document: Mapped[dict[str, Any]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class VersionRow(Base):
    """A plan version or scenario. `channels` and `months` frame the grid; its cells hold what is not zero."""

    __tablename__ = "versions"
    # Links name it by id, so an id must never be given twice.
    __table_args__ = (UniqueConstraint("workspace_id", "year", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    year: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str]
    created_at: Mapped[datetime]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    curves_id: Mapped[int] = mapped_column(ForeignKey("curve_sets.id"))
    revision: Mapped[int]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]
    channels: Mapped[list[Any]]
    months: Mapped[list[Any]]
    lines: Mapped[list[Any]]
    locks: Mapped[list[Any]]
    book: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """The plan book as a document; {} before there was one."""


class CellRow(Base):
    """Working media of one channel in one month of a version."""

    __tablename__ = "version_cells"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(MonthText, primary_key=True)
    cents: Mapped[int] = mapped_column(BigInteger)


class CampaignRow(Base):
    """A campaign of a version; `position` keeps the order in which they were listed."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    channel: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    cents: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str]
    owner: Mapped[str]
    goal: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """What a campaign is beyond these, as a document; {} for a plain one."""


class BatchRow(Base):
    """One file of actuals taken over; undone batches stay, they just no longer count."""

    __tablename__ = "batches"
    # The order of ids is the order of taking over, so an id must never be given twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    file_name: Mapped[str]
    sha256: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="")
    """Which report it is: files that differ only in dates come from one source. "" before it was kept."""


class ActualCell(Base):
    """One figure of a batch under the channel's name of that time. Never changed: see `ChannelChangeRow`."""

    __tablename__ = "actuals"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[str] = mapped_column(MonthText, primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    hundredths: Mapped[int] = mapped_column(BigInteger)


class ActualDetailRow(Base):
    """A batch's figure by day, campaign, state and document; it refines `ActualCell`, never adds to it."""

    __tablename__ = "actual_details"
    __table_args__ = (Index(None, "batch_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"))
    month: Mapped[str] = mapped_column(MonthText)
    channel: Mapped[str]
    metric: Mapped[str]
    day: Mapped[date | None]
    campaign: Mapped[str]
    state: Mapped[str]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    order_number: Mapped[str] = mapped_column(server_default="")
    invoice_number: Mapped[str] = mapped_column(server_default="")


class ChannelChangeRow(Base):
    """A channel renamed or merged after batch `after_batch` (0: before the first): how older figures read."""

    __tablename__ = "channel_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    after_batch: Mapped[int]
    source: Mapped[str]
    target: Mapped[str]


class ClosedMonthRow(Base):
    """A month whose actuals are final."""

    __tablename__ = "closed_months"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[str] = mapped_column(MonthText, primary_key=True)
    who: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str]
    ledger: Mapped[int | None] = mapped_column(BigInteger)
    """The ledger's spend of the month in hundredths, None where nobody compared."""
    read: Mapped[int | None] = mapped_column(BigInteger)
    """The spend read, in hundredths, when the month was closed."""


class AuditRow(Base):
    """What somebody did; only ever added to."""

    __tablename__ = "audit"
    # Caches are keyed by the last id, so an id must never be given twice.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    detail: Mapped[dict[str, Any]]


class MappingRow(Base):
    """How a source's files are to be read: the answers somebody gave once."""

    __tablename__ = "mappings"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    source: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
