"""Money that somebody called a matter of timing: it is neither lost nor saved, it comes in another month."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planner.analysis.years import MeasuredYear, YearTable, frozen_months
from planner.domain.actuals import Metric
from planner.domain.money import FloatArray
from planner.domain.notes import Tag, VarianceNote


def carried_spend(planned: FloatArray, measured: MeasuredYear, notes: Iterable[VarianceNote]) -> FloatArray:
    """What the months to come hold once the differences of spend tagged as timing reach them, shape (C, M).

    planned  (C, M) what was meant to be spent

    A channel's tagged difference goes to its months to come in the proportion of their plan, evenly where
    they hold none, so that the channel's year is what was planned. Money spent too early can only be taken
    from what is still to come; what is more than that stays overspent. Months that are past, and months
    whose spend nobody reported, keep their plan.
    """
    table: YearTable = measured.table
    spent = table[Metric.SPEND][:-1]
    frozen = frozen_months(measured)
    tagged = np.zeros(spent.shape, bool)
    for note in notes:
        if note.tag is Tag.TIMING and note.channel in table.channels:
            tagged[table.channels.index(note.channel)] |= [note.covers(month) for month in table.months]
    known = tagged & measured.known(Metric.SPEND)[:-1] & frozen
    held_back = np.where(known, planned - np.nan_to_num(spent), 0.0).sum(axis=1)
    to_come = np.where(frozen, 0.0, planned)
    if frozen.all():
        return planned.copy()
    left = to_come.sum(axis=1, keepdims=True)
    evenly = np.broadcast_to(~frozen / int((~frozen).sum()), to_come.shape)
    share = np.divide(to_come, left, out=evenly.copy(), where=left > 0)
    moved = np.maximum(held_back, -left[:, 0])[:, None] * share
    carried: FloatArray = np.where(frozen, planned, np.maximum(planned + moved, 0.0))
    return carried


def carried_by_channel(
    planned: FloatArray, measured: MeasuredYear, notes: Iterable[VarianceNote]
) -> dict[str, float]:
    """Channel to the money that timing moves into its months to come; below zero: out of them."""
    moved = (carried_spend(planned, measured, notes) - planned).sum(axis=1)
    return {
        name: float(amount)
        for name, amount in zip(measured.table.channels, moved, strict=True)
        if abs(amount) >= 0.005
    }
