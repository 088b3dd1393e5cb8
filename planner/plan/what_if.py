"""What-ifs that need no goal: dearer media, more or less brand, which channels earn their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Purpose
from planner.domain.errors import PlannerError, say
from planner.domain.figures import ChannelFigures
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, Proposal, best_split


def dearer(desk: Desk, change: float) -> Desk:
    """The same plan where all media cost `change` (0.1: a tenth) more."""
    channels = tuple(
        replace(channel, price_index=tuple(price * (1 + change) for price in channel.price_index))
        for channel in desk.model.curves.channels
    )
    model = compile_response(replace(desk.model.curves, channels=channels), desk.model.horizon)
    elsewhere = replace(desk, model=replace(model, baseline=desk.model.baseline))
    return replace(elsewhere, plan=elsewhere.evaluate(desk.plan.grid))


def media_prices(desk: Desk, change: float) -> tuple[Evaluation, Proposal]:
    """The plan at dearer media, and its money then split best."""
    elsewhere = dearer(desk, change)
    return elsewhere.plan, best_split(elsewhere)


@dataclass(frozen=True)
class BrandPoint:
    """The plan with `share` of its media on brand channels: media revenue in-year and in full effect."""

    share: float
    in_year: float
    full: float


def brand_share(desk: Desk, steps: int = 17) -> tuple[float, tuple[BrandPoint, ...]]:
    """Today's share of brand channels, and what other shares bring, both groups scaled in proportion.

    Raises PlannerError when Setup calls all channels the same, or one side holds nothing.
    """
    now = _brand_now(desk)[1]
    points = []
    for share in np.linspace(0.1, 0.9, steps):
        forecast = respond(desk.model, _at_brand_share(desk, float(share)))
        points.append(BrandPoint(float(share), forecast.outcome(), forecast.outcome("full")))
    return now, tuple(points)


def at_brand_share(desk: Desk, share: float) -> Proposal:
    """The plan with that share of its money on brand channels, to the cent."""
    spend = _at_brand_share(desk, share)
    grid = BudgetGrid.from_spend(desk.model.channels, desk.plan.grid.months, spend)
    return Proposal(desk.plan, desk.evaluate(grid))


def _at_brand_share(desk: Desk, share: float) -> FloatArray:
    brand, now = _brand_now(desk)
    scale = np.where(brand, share / now, (1 - share) / (1 - now))
    scaled: FloatArray = desk.spend * scale[:, None]
    return scaled


def _brand_now(desk: Desk) -> tuple[np.ndarray, float]:
    """Which channels are brand, shape (C,), and the share of the money that they hold."""
    brand = np.array([desk.company.channel(name).purpose is Purpose.BRAND for name in desk.model.channels])
    held = desk.spend.sum(axis=1)
    total, now = float(held.sum()), float(held[brand].sum())
    if not 0 < now < total:
        raise PlannerError(say("This needs brand and performance channels that both hold money; see Setup."))
    return brand, now / total


class Verdict(StrEnum):
    """What the next unit of money says about a channel."""

    SCALE = "scale"
    KEEP = "keep"
    STOP = "stop"


def verdicts(desk: Desk) -> tuple[tuple[str, Verdict, float, float], ...]:
    """Each channel: scale where the next unit's margin clears the hurdle in-year, keep where only in full.

    Returns (channel, verdict, contribution of the next unit in-year, in full), best first; a channel without
    spend is left out. Raises PlannerError without a margin.
    """
    margin = desk.company.margin
    if margin is None:
        raise PlannerError(say("What should stop needs the margin; give it in Setup."))
    found = []
    for name, figures in desk.plan.figures.by_channel.items():
        if figures.spend <= 0:
            continue
        found.append((name, *verdict(margin, desk.company.hurdle, figures)))
    return tuple(sorted(found, key=lambda each: -each[2]))


def tenth_less(desk: Desk, channels: Sequence[str]) -> Evaluation:
    """The plan with a tenth less on each of `channels`, and nothing in its place."""
    held = desk.plan.grid.by_channel()
    return desk.evaluate(desk.plan.grid.scaled_to({name: 0.9 * held[name] for name in channels}))


def dear_customers(desk: Desk) -> tuple[str, ...]:
    """Channels whose next new customer costs more than a customer is worth, as Customers says it.

    Empty where one of the two is not known.
    """
    worth = desk.plan.figures["clv_later"].value
    if worth is None:
        return ()
    costs = {name: figures.cac_marginal for name, figures in desk.plan.figures.by_channel.items()}
    return tuple(name for name, cost in costs.items() if cost is not None and cost > worth)


def verdict(margin: float, hurdle: float, figures: ChannelFigures) -> tuple[Verdict, float, float]:
    """A channel's verdict with its next unit's contribution in-year and in full effect."""
    now, full = margin * figures.next_unit, margin * figures.next_unit_full
    said = Verdict.SCALE if now >= hurdle else Verdict.KEEP if full >= hurdle else Verdict.STOP
    return said, now, full
