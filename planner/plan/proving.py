"""The whole proof: prices first, then channel totals, then branches, while time lasts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from planner.plan.branch import Proof
from planner.plan.search import Search
from planner.plan.totals import Totals

FURTHER = 4e-4
"""A gap that is aimed at beyond the one asked for, where it comes quickly: the plan gets better with it."""
QUICK = 1.0
PATIENT = 0.3
"""Seconds, or if that is longer the share of the time, that count as quickly."""
PIECE = 8
"""Branches between two looks at what was found."""
COARSE = 96
"""Nodes of the programme that follows such limits."""


def prove(search: Search, gap: float, started: float, deadline: float) -> str:
    """Tighten bound and plan until `gap` or the deadline; what stopped it.

    A proof that comes quickly is taken further than asked: the answer itself gets better with it.
    """
    for _ in proving(search, gap, started, deadline):
        pass
    return "gap" if search.gap <= gap else "seconds"


def proving(search: Search, gap: float, started: float, deadline: float) -> Iterator[None]:
    """The work of `prove`, piece by piece; `search` holds the best plan and bound after each.

    Where all limits are sums of channel totals, dividing the money between channels is all there is to do.
    Else the other limits get their prices first, and what these leave open is branched on in the end.
    """
    wished, patience = min(gap, FURTHER), started + max(QUICK, PATIENT * (deadline - started))
    if search.gap <= wished:
        return
    begin = partial(Proof, search, gap=wished, enough=gap, patience=patience, deadline=deadline)
    proof = begin()
    totals = Totals.of(search, proof.oracle, np.zeros(proof.oracle.low.size), deadline)
    if totals is None or not totals.whole:
        proof.run(1)
        yield
        prices, priced = proof.root_prices, proof.oracle
        if priced.own_prices(search.bound_prices).any() and not proof.done:
            proof = begin(nodes=COARSE, hold=True)
            proof.run(1)
            yield
            prices = proof.oracle.row_prices(proof.root_prices)
            totals = Totals.of(search, priced, prices, deadline)
            # Where prices have to do for channels and for limits, dividing totals finds nothing new.
            totals = None if totals is not None and totals.cuts and not totals.summed else totals
        elif totals is not None:
            totals = Totals.of(search, priced, prices, deadline) if totals.summed else None
    if totals is not None:
        yield from totals.run(wished)
    while not proof.done and proof.run(PIECE) != "gap":
        yield
