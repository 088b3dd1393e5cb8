"""What the database says about itself: short descriptions of the things it keeps. All times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.experiment import Experiment


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Stamp:
    """Who does something, and when."""

    who: str
    at: datetime = field(default_factory=now)


@dataclass(frozen=True)
class WorkspaceInfo:
    """A company's room."""

    slug: str
    name: str
    is_sample: bool


@dataclass(frozen=True)
class CurvesInfo:
    """A curve set without its curves."""

    id: int
    name: str
    source: str
    created_by: str
    created: datetime
    number: int
    """The how-manieth of its company: what people call it. `id` counts over all companies."""


@dataclass(frozen=True)
class VersionInfo:
    """A plan version or scenario without its grid. `total` is its working media in currency units."""

    id: int
    year: int
    name: str
    kind: VersionKind
    status: VersionStatus
    author: str
    created: datetime
    revision: int
    total: float
    reason: str
    saved_by: str
    saved_at: datetime
    base_id: int | None
    curves_id: int


@dataclass(frozen=True)
class BatchInfo:
    """One file of actuals that was taken over."""

    id: int
    file_name: str
    digest: str
    who: str
    at: datetime
    note: str
    rows: int
    first_month: str
    last_month: str
    undone_at: datetime | None = None
    undone_by: str = ""
    source: str = ""

    @property
    def is_undone(self) -> bool:
        """Whether its figures no longer count."""
        return self.undone_at is not None


@dataclass(frozen=True)
class Restated:
    """A figure that was in already and that a file changes, or would change."""

    month: str
    channel: str
    metric: str
    old: float
    new: float


@dataclass(frozen=True)
class Said:
    """What one batch said about a figure. `counts`: it is the batch that the figure now comes from."""

    batch: BatchInfo
    value: float
    counts: bool


@dataclass(frozen=True)
class ClosedMonth:
    """A month whose actuals are final; `ledger` and `read` are its spend there and here, if compared."""

    month: str
    who: str
    at: datetime
    note: str
    ledger: float | None = None
    read: float | None = None

    @property
    def difference(self) -> float | None:
        """What the ledger has more than was read; None where nobody compared."""
        return None if self.ledger is None or self.read is None else round(self.ledger - self.read, 2)


@dataclass(frozen=True)
class AuditEntry:
    """What somebody did. `action` is a stable word for programs, such as "version.saved"."""

    id: int
    at: datetime
    who: str
    action: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class KeptMonth:
    """One month of an outlook of the past; low and high (P10, P90) are None without a range."""

    month: str
    actual: bool
    revenue: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class KeptOutlook:
    """Where a year was expected to land at some moment.

    event  what made it: "actuals", "undone" or "closed"
    """

    id: int
    year: int
    event: str
    who: str
    at: datetime
    version_id: int
    months: tuple[KeptMonth, ...]
    target: float
    chance: float | None

    @property
    def label(self) -> str:
        """ "10+2"."""
        known = sum(month.actual for month in self.months)
        return f"{known}+{len(self.months) - known}"


@dataclass(frozen=True)
class KeptExperiment:
    """A lift test with where it came from."""

    id: int
    experiment: Experiment
    source: str
    who: str
    at: datetime


class FitState(StrEnum):
    """Where a fit stands; `stopped` is one whose worker fell silent."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    KEPT = "kept"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class FitRun:
    """A fit that somebody asked for. `name` is the history's file, `progress` 0 to 1."""

    id: int
    name: str
    who: str
    at: datetime
    state: FitState
    progress: float
    message: str
