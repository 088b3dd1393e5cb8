"""Figures as finely as a file says them, by day, campaign and money state - as finely as can be kept."""

from __future__ import annotations

from datetime import date

from planner.domain.actuals import ActualDetail, MoneyState

MOST = 20_000
"""More details than this would burden every screen that shows them: days go first, then campaigns."""
_Fine = tuple[str, str, str, date | None, str, MoneyState | None]
_DOCUMENTS = (MoneyState.INVOICED, MoneyState.PAID)


class Details:
    """Collects the details of one reading; `said` names what had to be left out."""

    def __init__(self) -> None:
        self._sums: dict[tuple[_Fine, int], float] = {}
        self._days = self._campaigns = True

    @property
    def said(self) -> tuple[str, ...]:
        """What is kept by month only: "days", "campaigns"."""
        kept = (("days", self._days), ("campaigns", self._campaigns))
        return tuple(word for word, is_kept in kept if not is_kept)

    def add(
        self,
        month: str,
        channel: str,
        metric: str,
        value: float,
        day: date | None,
        campaign: str,
        state: MoneyState | None,
    ) -> None:
        """Take one figure. Invoices and payments stay apart, so that one entered twice can be seen."""
        key = (
            (month, channel, metric, day if self._days else None, campaign if self._campaigns else "", state),
            len(self._sums) + 1 if state in _DOCUMENTS and self._days else 0,
        )
        self._sums[key] = self._sums.get(key, 0.0) + value
        while len(self._sums) > MOST and (self._days or self._campaigns):
            self._coarsen()

    def update(self, other: Details) -> None:
        """Take what another table gave."""
        for word in other.said:
            if word not in self.said:
                self._coarsen()
        for (key, _), value in other._sums.items():
            month, channel, metric, day, campaign, state = key
            self.add(month, channel, metric, value, day, campaign, state)

    def listed(self) -> tuple[ActualDetail, ...]:
        """Details in the order of their first figure; none where nothing is finer than a month's figure."""
        if not any(day or campaign or state for (_, _, _, day, campaign, state), _ in self._sums):
            return ()
        return tuple(
            ActualDetail(month, channel, metric, round(value, 6), day, campaign, state)
            for ((month, channel, metric, day, campaign, state), _), value in self._sums.items()
        )

    def _coarsen(self) -> None:
        if self._days:
            self._days = False
        else:
            self._campaigns = False
        fine, self._sums = self._sums, {}
        for ((month, channel, metric, _, campaign, state), _), value in fine.items():
            key = ((month, channel, metric, None, campaign if self._campaigns else "", state), 0)
            self._sums[key] = self._sums.get(key, 0.0) + value
