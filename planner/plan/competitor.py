"""What if a rival spends more: our share of voice and of the market, and what our media lose by it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import numpy as np

from planner.analysis.market import MarketYear, drift, market_year
from planner.domain.errors import PlannerError, say
from planner.domain.money import FloatArray
from planner.plan.questions import Desk

STEPS = 21
"""Haircuts between the lowest and the highest that share the range evenly."""


@dataclass(frozen=True)
class Loss:
    """Revenue lost, below 0, expected and from bad to good (P10 to P90); None without draws or a range."""

    expected: float
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class CompetitorMove:
    """The plan when rivals spend `multiple` times what they do.

    rival    whose spend it is; None: all of them
    haircut  share of what our media bring that is lost, at this multiple
    before, after  the market's year; share of the market after the loss is `share_after`
    in_year, full  revenue lost in the year and in full effect
    drift    change of market share a year that the lost share of voice goes with, by the rule of thumb:
             a second reading of the same harm, never added to the first
    """

    multiple: float
    rival: str | None
    haircut: float
    before: MarketYear
    after: MarketYear
    share_after: float | None
    in_year: Loss
    full: Loss
    drift: float | None


def competitor_spends(
    desk: Desk, multiple: float = 2.0, *, rival: str | None = None, haircut: float | None = None
) -> CompetitorMove:
    """The plan on the desk when one rival, or all, spend `multiple` times what they do.

    haircut  lost share of our media's outcome when all rivals together double; None: Setup's assumption with
             its range. Other growth g of their total costs 1 - (1 - haircut)^log2(g).
    Raises PlannerError without a market or a rival's spend in Setup.
    """
    market = desk.company.market
    if market is None or not market.rivals:
        raise PlannerError(say("This needs what rivals spend; write it down in Setup, Market."))
    if not np.isfinite(multiple) or multiple <= 0:
        raise PlannerError(say("A rival's spend can be multiplied by a number above 0 only."))
    plan, months = desk.plan.forecast, desk.model.horizon.months
    year = desk.company.year_of(months[0])
    spend = plan.spend.sum(axis=0)
    before = market_year(market, year, months, plan.by_period, spend)
    if rival is not None and rival not in before.names:
        raise PlannerError(say('"{rival}" is no rival of the log in Setup.', rival=rival))
    grown = before.rivals.copy()
    rows = [rival is None or name == rival for name in before.names]
    grown[rows] *= multiple
    known = np.isfinite(grown).all(axis=0)
    old, new = float(before.rivals[:, known].sum()), float(grown[:, known].sum())
    if old <= 0:
        raise PlannerError(say("No rival's spend is known for these months; write it down in Setup, Market."))
    doublings = log2(new / old)
    low, high = (haircut, haircut) if haircut is not None else market.haircut_range
    expected = market.haircut if haircut is None else haircut
    lost = _lost(expected, doublings)
    spread = np.array([_lost(value, doublings) for value in np.linspace(low, high, STEPS)])
    after = market_year(market, year, months, plan.by_period - lost * plan.media.sum(axis=0), spend)
    after = MarketYear(
        after.months, after.names, after.size, after.revenue, after.spend, grown, after.assumed
    )
    voices = before.voice_of_year, after.voice_of_year
    moved = None if voices[0] is None or voices[1] is None else drift(market, voices[1] - voices[0])
    return CompetitorMove(
        multiple=multiple,
        rival=rival,
        haircut=lost,
        before=before,
        after=after,
        share_after=after.share_of_year,
        in_year=_loss(plan.outcome(), plan.media_draws.sum(axis=0), lost, spread),
        full=_loss(plan.outcome("full"), plan.full_draws.sum(axis=0), lost, spread),
        drift=moved,
    )


def _lost(haircut: float, doublings: float) -> float:
    """Share of our media's outcome that is lost after so many doublings; a gain where rivals spend less."""
    return float(1 - (1 - haircut) ** doublings) if haircut < 1 else 1.0


def _loss(expected: float, draws: FloatArray, lost: float, spread: FloatArray) -> Loss:
    """The loss, its range over what media bring and over the haircuts taken as equally likely."""
    if draws.size < 2 and np.ptp(spread) == 0:
        return Loss(-lost * expected, None, None)
    low, high = np.percentile(-np.outer(draws, spread), [10, 90])
    return Loss(-lost * expected, float(low), float(high))
