"""What one table of a file gave: its figures, its totals, its problems, and what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from planner.domain.actuals import LabelMatch, MoneyState, RowProblem
from planner.sources.details import Details
from planner.sources.months import Counted
from planner.sources.stated_totals import ColumnFigures, Total

Key = tuple[str, str, str]
"""Month, channel, metric."""


@dataclass
class Table:
    """What one table gave."""

    figures: dict[Key, list[float]] = field(default_factory=dict)
    places: dict[Key, tuple[float, int, int]] = field(default_factory=dict)
    """Size, row and column of the largest cell of each figure."""
    problems: list[RowProblem] = field(default_factory=list)
    labels: dict[str, LabelMatch] = field(default_factory=dict)
    label_lines: Counter[str] = field(default_factory=Counter)
    totals: list[Total] = field(default_factory=list)
    columns: dict[int, ColumnFigures] = field(default_factory=dict)
    other_years: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    skipped_metrics: Counter[str] = field(default_factory=Counter)
    skipped_scenarios: Counter[str] = field(default_factory=Counter)
    details: Details = field(default_factory=Details)
    same_money: int = 0
    """Figures left out because an earlier state of the same money is counted."""
    unspent: Counter[str] = field(default_factory=Counter)
    counted: set[Counted] = field(default_factory=set)
    """How months were counted instead of named."""
    fiscal_start: int | None = None
    """The month that period 1 was taken for, None where nobody said: January."""
    data_rows: int = 0
    hidden_rows: int = 0

    @property
    def commits(self) -> bool:
        """Whether money is ordered here that is not delivered yet."""
        return self.unspent[MoneyState.COMMITTED] > 0
