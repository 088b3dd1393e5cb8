"""What a risk would cost: the plan's own evaluation on a model that the risk has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.domain.company import Company, CostLine
from planner.domain.curves import ChannelCurve
from planner.domain.planning.risks import PlannedRisk, StressKind
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.evaluation import Evaluation, evaluate
from planner.plan.reforecast import scaled


@dataclass(frozen=True)
class Stressed:
    """A risk with what it changes if it happens, currency units; profit is None without a margin."""

    risk: PlannedRisk
    revenue: float
    profit: float | None

    @property
    def expected(self) -> float | None:
        """Change of profit times its probability; of revenue without a margin."""
        return self.risk.probability * (self.revenue if self.profit is None else self.profit)


def stress_test(
    model: ResponseModel,
    company: Company,
    plan: Evaluation,
    lines: Iterable[CostLine],
    risks: Iterable[PlannedRisk],
) -> tuple[Stressed, ...]:
    """Each risk alone against the plan, the largest expected loss first."""
    kept = tuple(lines)
    found = []
    for risk in risks:
        hit = evaluate(stressed(model, risk), company, plan.grid, kept)
        found.append(Stressed(risk, _change(plan, hit, "revenue") or 0.0, _change(plan, hit, "profit")))
    return tuple(sorted(found, key=lambda one: one.expected or 0.0))


def stressed(model: ResponseModel, risk: PlannedRisk) -> ResponseModel:
    """The model if `risk` happens: a baseline, media prices or channels' effect changed by its share."""
    factor = 1 + risk.change
    if risk.stress is StressKind.BASELINE:
        return replace(model, baseline=model.baseline * factor)
    channels = tuple(
        _hit(channel, risk.stress, factor) if risk.channel in ("", channel.name) else channel
        for channel in model.curves.channels
    )
    hit = compile_response(replace(model.curves, channels=channels), model.horizon)
    return replace(model, curves=hit.curves, price=hit.price, groups=hit.groups)


def _hit(channel: ChannelCurve, stress: StressKind, factor: float) -> ChannelCurve:
    if stress is StressKind.PRICE:
        return replace(channel, price_index=tuple(price * factor for price in channel.price_index))
    return scaled(channel, factor)


def _change(plan: Evaluation, hit: Evaluation, key: str) -> float | None:
    before, after = plan.figures[key].value, hit.figures[key].value
    return None if before is None or after is None else after - before
