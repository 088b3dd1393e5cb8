"""Plans that anyone would try first, to start from and never to fall below: even months, and flights."""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.polish import Aim


def baselines(aim: Aim, plan: FloatArray) -> list[FloatArray]:
    """The channel totals of `plan` (C, V) spread evenly, and each in as many best periods as earn most."""
    channels, periods = plan.shape
    if periods == 1:
        return []
    totals = plan.sum(axis=1, keepdims=True)
    order = np.argsort(-plan, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(periods)[None], axis=1)
    counts = np.arange(1, periods + 1)
    flights = np.where(place[None] < counts[:, None, None], totals[None] / counts[:, None, None], 0.0)
    earned = aim.worth * aim.bank.values(flights, aim.scale) - (aim.price * flights).sum(axis=2)
    best = earned.argmax(axis=0)
    return [flights[-1], flights[best, np.arange(channels)]]
