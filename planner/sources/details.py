"""Figures as finely as a file says them, by day, campaign, state and document - as finely as can be kept."""

from __future__ import annotations

from datetime import date

from planner.domain.actuals import ActualDetail, MoneyState

MOST = 20_000
"""More details than this would burden every screen that shows them."""
Fine = tuple[str, str, str, date | None, str, MoneyState | None, str, str]
"""Month, channel, metric, day, campaign, state, order number, invoice number. Plain: a row costs little."""
_DOCUMENTS = (MoneyState.INVOICED, MoneyState.PAID)
_STEPS = ("days", "document numbers", "campaigns")
"""What is given up, in this order, where there are more."""


class Details:
    """Collects the details of one reading; `said` names what had to be left out."""

    def __init__(self) -> None:
        self._sums: dict[tuple[Fine, int], float] = {}
        self._given_up = 0

    @property
    def said(self) -> tuple[str, ...]:
        """What is kept by month only."""
        return _STEPS[: self._given_up]

    def add(self, fine: Fine, value: float) -> None:
        """Take one figure. Invoices and payments stay apart, so that one entered twice can be seen."""
        apart = not self._given_up and fine[5] in _DOCUMENTS
        key = (self._coarse(fine), len(self._sums) + 1 if apart else 0)
        self._sums[key] = self._sums.get(key, 0.0) + value
        while len(self._sums) > MOST and self._given_up < len(_STEPS):
            self._coarsen(self._given_up + 1)

    def update(self, other: Details) -> None:
        """Take what another table gave."""
        if other._given_up > self._given_up:
            self._coarsen(other._given_up)
        for (fine, _), value in other._sums.items():
            self.add(fine, value)

    def listed(self) -> tuple[ActualDetail, ...]:
        """Details in the order of their first figure; none where nothing is finer than a month's figure."""
        if not any(any(fine[3:]) for fine, _ in self._sums):
            return ()
        return tuple(
            ActualDetail(fine[0], fine[1], fine[2], round(value, 6), *fine[3:])
            for (fine, _), value in self._sums.items()
        )

    def _coarse(self, fine: Fine) -> Fine:
        if not self._given_up:
            return fine
        month, channel, metric, _day, campaign, state, order, invoice = fine
        if self._given_up > 1:
            order = invoice = ""
        return month, channel, metric, None, campaign if self._given_up < 3 else "", state, order, invoice

    def _coarsen(self, steps: int) -> None:
        self._given_up = steps
        sums, self._sums = self._sums, {}
        for (fine, _), value in sums.items():
            key = (self._coarse(fine), 0)
            self._sums[key] = self._sums.get(key, 0.0) + value
