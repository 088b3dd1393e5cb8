"""One channel's most with every sum of chosen periods where single spends are capped: money in whole steps.

Any plan x can be rounded to whole steps d of money above its floors so that every spend keeps its mean and
goes no further than to the next step, and the sum too: with one uniform number u for all periods, spend t
becomes d (floor(z_t + u) - floor(z_(t-1) + u)), where z_t counts the steps spent up to t (systematic
sampling). Hence

- the sum is one of its two neighbours in whole steps, in proportion, so that straight lines between whole
  numbers of steps lie above what any sum in between earns, once every adstock's mean costs nothing;
- costs, linear, stay the same on average;
- the rounding of z_t has at most the variance 1/4. Summed by parts, an adstock's deviation is at most d / 2
  times the last weight plus the weights' differences (Minkowski). So the outcome of the mean lies above the
  mean outcome by at most the steepest fall of the slope times half that variance (Jensen): `lift`.

A cap is thus loosened by less than a step, and only once, however many periods there are. Periods that do not
count in the sum are rounded each by itself, in steps of their own. Adstocks are read between nodes, with what
lies above their chord (`Dynamic`).
"""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.course import Course
from planner.plan.dynamic import Dynamic
from planner.plan.shape import above_chord

NEVER = -1e200
"""Value of what no plan can do; finite, so that it may be added to."""
STEPS = 96
"""Steps K of the largest sum, about."""
OWN_STEPS = 48
"""Steps of a period that does not count, up to its cap."""
ROUNDED = 1e-9


class Stepped:
    """`totals` (K + 1,) of the periods that count and the most each can earn, `upper` (K + 1,).

    The last total may lie up to a step beyond the largest that is asked for.
    """

    def __init__(
        self,
        part: Dynamic,
        place: int,
        path: Course,
        high: FloatArray,
        counts: np.ndarray,
        most: float,
        steps: int = STEPS,
    ) -> None:
        """high (T,) caps; counts (T,) whether a period is of the sum; most: the largest, of about `steps`."""
        self.path, self.counts = path, counts
        room = np.maximum(high - path.low, 0.0)
        floor = float(path.low[counts].sum())
        money = min(max(most - floor, 0.0), float(room[counts].sum()))
        size = _step(room[counts], money / steps)
        self.size = np.where(counts, size, room / OWN_STEPS)
        self.steps = int(np.ceil(money / size * (1 - ROUNDED))) if money > 0 else 0
        choices = np.ceil(room / np.where(self.size > 0, self.size, np.inf) * (1 - ROUNDED)).astype(int)
        self.choices = np.minimum(choices, np.where(counts, self.steps, OWN_STEPS))
        self.nodes = self._reached(part.nodes[place])
        self.rise = path.rises(self.nodes)
        self.kept: list[FloatArray] = []
        self.totals = floor + size * np.arange(self.steps + 1)
        self.upper = self._run() + self.lift()

    def _reached(self, nodes: FloatArray) -> FloatArray:
        """Nodes as far as one step too many leads."""
        path, most = self.path, self.path.start
        for gain, spend in zip(path.gain, path.low + self.size * self.choices, strict=True):
            most = max(most, path.retention * most + gain * spend)
        return nodes if most < nodes[-1] else np.append(nodes, most * (1 + 1e-9))

    def lift(self) -> float:
        """How much less rounded spends may earn than the plan they stem from."""
        path = self.path
        lag = np.arange(path.weight.size)[:, None] - np.arange(path.gain.size)
        echo = np.where(lag >= 0, path.gain * path.retention ** np.maximum(lag, 0), 0.0)  # (L, T)
        moved = echo * self.size
        counted, alone = moved[:, self.counts], moved[:, ~self.counts]
        ended = np.concatenate([counted, np.zeros((lag.shape[0], 1))], axis=1)
        together = np.abs(np.diff(ended, axis=1)).sum(axis=1)
        deviation = float((together / 2 + np.sqrt((alone**2).sum(axis=1)) / 2).max())
        reach = float((together + alone.sum(axis=1)).max())
        left, right = np.maximum(self.nodes[:-1] - reach, 0.0), self.nodes[1:] + reach
        drawn = above_chord(path.saturation, left[None, None], right[None, None], width=2 * deviation)[0]
        return float((drawn * path.long[:, None]).mean(axis=0).max()) * float(path.weight.sum())

    def _run(self) -> FloatArray:
        """The most that whole steps earn, by their number, (K + 1,)."""
        path, nodes, count = self.path, self.nodes, self.path.gain.size
        earned = path.outcome(nodes)[:, None]
        ahead = np.full((nodes.size, self.steps + 1), NEVER)
        ahead[:, 0] = self._ended()
        for t in range(count - 1, -1, -1):
            here = path.weight[t] * earned + ahead
            self.kept.append(here)
            before = nodes if t else np.array([path.start])
            ahead = self._best(t, here, before)
        self.kept.reverse()
        best: FloatArray = ahead[0]
        return best

    def _ended(self) -> FloatArray:
        """What an adstock earns after the last period, (N,)."""
        path, count = self.path, self.path.gain.size
        total = np.full(self.nodes.size, -path.ended)
        for lag, weight in enumerate(path.weight[count:], start=1):
            total += weight * path.outcome(self.nodes * path.retention**lag)
        return total

    def _best(self, t: int, here: FloatArray, before: FloatArray) -> FloatArray:
        """The best of all steps of period t from adstocks `before` (n,), (n, K + 1)."""
        path = self.path
        best = np.full((before.size, self.steps + 1), NEVER)
        for j in range(self.choices[t] + 1):
            spend = path.low[t] + j * self.size[t]
            bins, share = self._bins(path.retention * before + path.gain[t] * spend)
            # So many steps are left before, and j fewer after.
            last = self.steps + 1 - (j if self.counts[t] else 0)
            found = here[bins, :last]
            further = here[bins + 1, :last]
            further -= found
            further *= share[:, None]
            found += further
            found += (self.rise[t, bins] - path.cost[t] * spend)[:, None]
            reached = best[:, -last:]
            np.maximum(reached, found, out=reached)
        return best

    def _bins(self, adstock: FloatArray) -> tuple[np.ndarray, FloatArray]:
        nodes = self.nodes
        bins = np.clip(np.searchsorted(nodes, adstock, side="right") - 1, 0, nodes.size - 2)
        width = nodes[bins + 1] - nodes[bins]
        share = (adstock - nodes[bins]) / np.where(width > 0, width, 1.0)
        return bins, np.clip(share, 0.0, 1.0)

    def plan(self, total: float) -> FloatArray:
        """Spends (T,) in whole steps, nearly the best for a total; what is over a cap is the last step's."""
        path = self.path
        left = int(np.abs(self.totals - total).argmin())
        state, found = path.start, np.empty(path.gain.size)
        for t, here in enumerate(self.kept):
            steps = np.arange(self.choices[t] + 1)
            after = left - steps if self.counts[t] else np.full(steps.size, left)
            spends = path.low[t] + steps * self.size[t]
            bins, share = self._bins(path.retention * state + path.gain[t] * spends)
            read = np.maximum(after, 0)
            worth = (1 - share) * here[bins, read] + share * here[bins + 1, read] - path.cost[t] * spends
            best = int(np.where(after >= 0, worth, 2 * NEVER).argmax())
            found[t], left = spends[best], int(after[best])
            state = path.retention * state + path.gain[t] * found[t]
        return found


def _step(room: FloatArray, about: float) -> float:
    """A step of about this size that takes a whole number to the usual cap."""
    caps, often = np.unique(room[room > about], return_counts=True)
    if about <= 0 or not caps.size:
        return about
    usual = float(caps[int(often.argmax())])
    return usual / float(np.ceil(usual / about))
