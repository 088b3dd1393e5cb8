"""Where a branch is cut in two: a spend or a channel's sum that the mix of plans disagrees about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.columns import Columns, Mix, mixed
from planner.plan.oracle import Bounds, Oracle
from planner.plan.search import Search

CHANNELS = 3
"""Channels tried, those first whose plans lose most when they are mixed."""
MEANT = 1e-9
APART = 0.02
"""Share of a channel's sum by which plans have to differ for it to be cut."""
EDGE = 0.02
UNKNOWN = 0.5
"""Share of what mixing loses that a half gains for which no plan is known."""


@dataclass(frozen=True, eq=False)
class Cut:
    """A channel's spend in a period, or its sum (None), from here on up or down."""

    channel: int
    period: int | None
    value: float

    def halves(self, bounds: Bounds) -> tuple[Bounds, Bounds]:
        """Below and above."""
        if self.period is None:
            least, most = bounds.least.copy(), bounds.most.copy()
            least[self.channel] = most[self.channel] = self.value
            return replace(bounds, most=most), replace(bounds, least=least)
        low, high = bounds.low.copy(), bounds.high.copy()
        low[self.channel, self.period] = high[self.channel, self.period] = self.value
        return replace(bounds, high=high), replace(bounds, low=low)


class Halving:
    """The cuts that a mix of channel plans suggests, and what each promises."""

    def __init__(self, oracle: Oracle, search: Search, bounds: Bounds, mix: Mix, columns: Columns) -> None:
        self.oracle, self.search, self.bounds = oracle, search, bounds
        self.mix, self.columns = mix, columns
        figures, _ = oracle.account(mix.plan)
        blended = np.zeros(figures.size)
        np.add.at(blended, columns.channel, mix.weight * columns.figure)
        self.missing = np.maximum(blended - figures, 0.0)
        self.unit = search.room.unit

    def halves(self, prices: FloatArray, radius: FloatArray) -> tuple[Bounds, Bounds]:
        """The two halves of the cut that lowers both bounds most, by the plans known (at prices as given)."""
        cuts = self._cuts()
        if len(cuts) > 1:
            cuts.sort(key=lambda cut: -self._promise(cut, prices, radius))
        return cuts[0].halves(self.bounds)

    def _cuts(self) -> list[Cut]:
        bounds, spread = self.bounds, np.zeros_like(self.mix.plan)
        apart = np.abs(self.columns.plan - self.mix.plan[self.columns.channel]) * self.mix.weight[:, None]
        np.add.at(spread, self.columns.channel, apart)
        wide = bounds.high - bounds.low
        spread = np.where(wide > 1e-7 * self.unit, spread, 0.0)
        score = self.missing * (spread.max(axis=1) > MEANT * self.unit)
        if score.max(initial=0.0) <= 0:
            channel, period = np.unravel_index(int(wide.argmax()), wide.shape)
            return [self._spend(int(channel), int(period))]
        found = []
        for channel in np.argsort(-score, kind="stable")[:CHANNELS]:
            if score[channel] > 0:
                found.append(self._spend(int(channel), int(spread[channel].argmax())))
                if self.oracle.summed[channel]:
                    found += self._sum(int(channel))
        return found

    def _spend(self, channel: int, period: int) -> Cut:
        own = self.columns.channel == channel
        value = _between(
            self.columns.plan[own, period], self.mix.weight[own], float(self.mix.plan[channel, period])
        )
        low, high = self.bounds.low[channel, period], self.bounds.high[channel, period]
        edge = EDGE * (high - low)
        return Cut(channel, period, float(np.clip(value, low + edge, high - edge)))

    def _sum(self, channel: int) -> list[Cut]:
        own = (self.columns.channel == channel) & (self.mix.weight > MEANT)
        totals = self.columns.plan[own].sum(axis=1)
        if np.ptp(totals) <= APART * totals.max():
            return []
        mean = float(self.mix.plan[channel].sum())
        return [Cut(channel, None, _between(totals, self.mix.weight[own], mean))]

    def _promise(self, cut: Cut, prices: FloatArray, radius: FloatArray) -> float:
        """How much a cut lowers the value of the mix: the product over both halves."""
        size = max(abs(self.search.figure), 1e-12)
        promise = 1.0
        for half in cut.halves(self.bounds):
            known = self.columns.inside(half, MEANT * self.unit)
            lost = UNKNOWN * float(self.missing[cut.channel])
            if (known.channel == cut.channel).any():
                mix = mixed(known, self.oracle, size, prices, radius)
                if mix is not None:
                    lost = self.mix.value - mix.value
            promise *= max(lost / size, 1e-9)
        return promise


def _between(values: FloatArray, weights: FloatArray, mean: float) -> float:
    """Half way between the mean of what lies above `mean` and of what lies below."""
    above = values > mean
    if min(weights[above].sum(), weights[~above].sum()) <= MEANT:
        return mean
    return 0.5 * float(
        np.average(values[above], weights=weights[above])
        + np.average(values[~above], weights=weights[~above])
    )
