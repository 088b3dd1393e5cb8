"""What one channel earns at best with every total of its own: a programme over adstock and money left.

V_t(a, B) is the most that periods t, t + 1, ... can earn when the adstock before them was a and B may
still be spent above the floors. A period's choice moves along a line: a' = z + gain_t y (z: adstock without
the choice) leaves B' = B - y, so that M = z / gain_t + B = a' / gain_t + B' stays. On a line of equal M the
best choice is a suffix maximum over a' >= z. One pass over (adstock, M) a period, whatever can be chosen,
gives the programme; no spend is rounded. What lies between grid points is bounded:

- B between two columns, `a` held. Take the best plan for B and move its future spends in proportion up to
  the one column and down to the other. The chord of both ends misses at most the curvature on that way.
- a' between two nodes of a line. Move a' to both nodes and pay for it from future spends in proportion.

Moves in proportion are mixes of moves at one period, and a sum of squares is convex (Jensen), so the worst
single period bounds them. Nothing may cap a single spend, or a move might not be possible.
"""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.course import EVEN, Course

WIDER = 1.08
NEVER = -1e200


class ChannelTotals:
    """`totals` (K,) and what each earns at most, `upper` (K,); straight lines between bound all totals."""

    def __init__(self, path: Course, most: float, width: float, *, keep: bool = True) -> None:
        """most: the largest total; width: distance of nodes in adstock; keep: what plans are read from."""
        self.path, self.width = path, width
        self.step = width / float(path.gain.max())
        reach = self._reach(max(most - path.floor, 0.0))
        self.lines = np.arange(int(np.ceil(reach.max() / self.step)) + 2) * self.step
        self.nodes = _nodes(path, float((path.gain * reach).max()) * (1 + 1e-9), width)
        self.rise, self.missed = self._lifts()
        self.alone = self._alone()
        self.kept: list[FloatArray] = []
        self.totals, self.upper = self._run(keep)

    def _reach(self, money: float) -> FloatArray:
        """The largest M of each period that any plan can get to, shape (T,)."""
        path, count = self.path, self.path.gain.size
        reach, least = np.empty(count), path.start
        reach[0] = path.retention * path.start / path.gain[0] + path.low[0] + money
        for t in range(count - 1):
            least = path.retention * least + path.gain[t] * path.low[t]
            lost = 1 / path.gain[t] - path.retention / path.gain[t + 1]
            # A node below `least` may be read too: less than a bin away.
            near = max(0.9 * least - 2 * self.width, 0.0)
            adstock = near if lost >= 0 else path.gain[t] * reach[t]
            reach[t + 1] = reach[t] - adstock * lost + path.low[t + 1]
        return reach

    def _lifts(self) -> tuple[FloatArray, FloatArray]:
        """What bins of a line may rise above their chords (T, N - 1), and columns of V_t theirs (T,)."""
        path = self.path
        count, length = path.gain.size, path.weight.size
        periods = np.arange(length)
        after = periods - np.arange(count)[:, None]  # (T, L): lag from the period that is moved
        echo = np.where(after >= 0, path.retention ** np.maximum(after, 0), 0.0)
        moved = (path.weight * (path.gain[:, None] * echo) ** 2).sum(axis=1)
        missed = path.fall * self.step**2 / 8 * np.maximum.accumulate(moved[::-1])[::-1]
        here, width = path.over(self.nodes), np.diff(self.nodes)
        rise = np.empty((count, width.size))
        for t in range(count):
            later = periods > t
            paid = path.gain[t + 1 :, None] / path.gain[t] * echo[t + 1 :]
            changes = np.concatenate([np.zeros((1, length)), paid])
            worst = (path.weight * later * (echo[t] - changes) ** 2).sum(axis=1).max()
            rise[t] = path.weight[t] * here + path.fall * width**2 / 8 * worst
        return rise, missed

    def _alone(self) -> FloatArray:
        """What periods t, t + 1, ... earn from each node when only the floors are spent, (T + 1, N)."""
        path, nodes = self.path, self.nodes
        count, length = path.gain.size, path.weight.size
        found = np.zeros((count + 1, nodes.size))
        if not path.low.any():
            faded = path.retention ** np.arange(1, length + 1)
            earned = path.outcome(faded[:, None] * nodes)
            for t in range(count + 1):
                found[t] = path.weight[t:] @ earned[: length - t] - path.ended
            return found
        for t in range(count, -1, -1):
            stock = nodes
            for u in range(t, length):
                stock = path.retention * stock + (path.gain[u] * path.low[u] if u < count else 0.0)
                found[t] += path.weight[u] * path.outcome(stock)
            found[t] -= float((path.cost * path.low)[t:].sum())
        found -= path.ended
        return found

    def _run(self, keep: bool) -> tuple[FloatArray, FloatArray]:
        path, nodes, lines = self.path, self.nodes, self.lines
        earned = path.outcome(nodes)
        ahead = self.alone[-1]
        table: FloatArray | None = None
        count = path.gain.size
        for t in range(count - 1, -1, -1):
            here = path.weight[t] * earned - path.cost[t] * nodes / path.gain[t]
            if table is None:
                choices = np.repeat((here + ahead)[:, None], lines.size, axis=1)
            else:
                choices = self._led(t, table)
                choices += (here + self.missed[t + 1])[:, None]
            before = nodes if t else np.array([path.start])
            table = self._best(t, choices, before)
            if keep:
                self.kept.append(table.astype(np.float32))
        assert table is not None
        self.kept.reverse()
        money, first = self._beginning(table)
        return money + path.floor, first + self.missed[0]

    def _led(self, t: int, table: FloatArray) -> FloatArray:
        """V_(t + 1) where each node on each line leads, read between the columns of its row, (N, M)."""
        at, share = self._columns(t)
        size = self.lines.size
        left = np.clip(np.arange(size) + at[:, None], 0, size - 1)
        row = (np.arange(self.nodes.size) * size)[:, None]
        flat = table.ravel()
        found = flat.take(left + row)
        further: FloatArray = flat.take(np.minimum(left + 1, size - 1) + row)
        further -= found
        further *= share[:, None]
        further += found
        return further

    def _columns(self, t: int) -> tuple[np.ndarray, FloatArray]:
        """How many columns further, whole and part, each node's line of period t goes on in t + 1, (N,)."""
        path = self.path
        lost = 1 / path.gain[t] - path.retention / path.gain[t + 1]
        moved = (path.low[t + 1] - self.nodes * lost) / self.step
        whole = np.floor(moved).astype(int)
        return whole, moved - whole

    def _best(self, t: int, choices: FloatArray, before: FloatArray) -> FloatArray:
        """V_t of adstocks `before` (n,) on each line: the best of all a' from z to where the money ends."""
        path, nodes, lines = self.path, self.nodes, self.lines
        gain, rise = path.gain[t], self.rise[t]
        columns, last_bin = np.arange(lines.size), nodes.size - 2
        end = gain * lines
        last = np.minimum(np.searchsorted(nodes, end, side="right") - 1, last_bin)
        width = nodes[last + 1] - nodes[last]
        share = (end - nodes[last]) / width
        spent = path.weight[t] * path.outcome(end) - path.cost[t] * lines + rise[last]
        spent += (1 - share) * self.alone[t + 1, last] + share * self.alone[t + 1, last + 1]
        # Beyond its end a line is drawn on, so that values read before the end are those of the chord.
        held = choices[last, columns]
        known = share > 1e-9
        drawn = np.where(known, held + (spent - held) / np.where(known, share, 1.0), held)
        choices[last + 1, columns] = drawn
        z = path.retention * before + gain * path.low[t]
        bins = np.clip(np.searchsorted(nodes, z, side="right") - 1, 0, last_bin)
        part = (z - nodes[bins]) / (nodes[bins + 1] - nodes[bins])
        right: FloatArray = choices[bins + 1]
        best: FloatArray = choices[bins] * (1 - part)[:, None] + right * part[:, None]
        np.copyto(right, spent, where=bins[:, None] == last)
        np.maximum(best, right, out=best)
        best += rise[bins, None]
        peaks = np.maximum(choices[:-1], choices[1:])
        peaks[last, columns] = np.maximum(held, spent)
        peaks += rise[:, None]
        np.copyto(peaks, NEVER, where=np.arange(last_bin + 1)[:, None] > last)
        suffix = np.maximum.accumulate(peaks[::-1], axis=0)[::-1]
        inner = bins < last_bin
        best[inner] = np.maximum(best[inner], suffix[bins[inner] + 1])
        best += (path.cost[t] * path.retention * before / gain)[:, None]
        self._draw_back(t, before, z, best)
        return best

    def _draw_back(self, t: int, before: FloatArray, z: FloatArray, best: FloatArray) -> None:
        """Set the column before a row's first, so that the chord between them meets V_t(a, 0) exactly."""
        first = np.ceil(z / self.path.gain[t] / self.step - 1e-12).astype(int)
        nothing = self._nothing(t, before)
        np.copyto(best, nothing[:, None], where=np.arange(self.lines.size) < first[:, None] - 1)
        rows = np.flatnonzero((first >= 1) & (first < self.lines.size))
        first, nothing = first[rows], nothing[rows]
        share = (self.lines[first] - z[rows] / self.path.gain[t]) / self.step
        known = share > 1e-9
        slope = np.where(known, (best[rows, first] - nothing) / np.where(known, share, 1.0), 0.0)
        best[rows, first - 1] = np.where(known, best[rows, first] - slope, nothing)

    def _nothing(self, t: int, before: FloatArray) -> FloatArray:
        """V_t(a, 0): what is earned without any choice."""
        if t:
            known: FloatArray = self.alone[t, np.searchsorted(self.nodes, before)]
            return known
        path = self.path
        stock, total = before, np.full(before.size, -path.ended)
        for u in range(path.weight.size):
            stock = path.retention * stock
            if u < path.gain.size:
                stock = stock + path.gain[u] * path.low[u]
                total -= path.cost[u] * path.low[u]
            total += path.weight[u] * path.outcome(stock)
        return total

    def _beginning(self, table: FloatArray) -> tuple[FloatArray, FloatArray]:
        path = self.path
        start = np.array([path.start])
        z = path.retention * path.start / path.gain[0] + path.low[0]
        money = self.lines - z
        kept = money > 1e-9 * self.step
        totals = np.concatenate([[0.0], money[kept]])
        return totals, np.concatenate([self._nothing(0, start), table[0, kept]])

    def plan(self, total: float) -> FloatArray:
        """Spends (T,) that earn nearly the most a total can."""
        path, nodes = self.path, self.nodes
        count = path.gain.size
        found = np.empty(count)
        state, left = path.start, max(total - path.floor, 0.0)
        for t in range(count):
            gain = path.gain[t]
            z = path.retention * state + gain * path.low[t]
            end = z + gain * left
            inside = nodes[(nodes > z) & (nodes < end)]
            tried = np.concatenate([[z], inside, [end]])
            money = left - (tried - z) / gain
            worth = path.weight[t] * path.outcome(tried) - path.cost[t] * tried / gain
            worth += self._ahead(t + 1, tried, money)
            best = tried[int(worth.argmax())]
            spent = max((best - z) / gain, 0.0)
            found[t] = path.low[t] + spent
            state, left = z + gain * spent, max(left - spent, 0.0)
        return found

    def _ahead(self, t: int, adstock: FloatArray, money: FloatArray) -> FloatArray:
        """V_t read off the grid, for adstocks (K,) before t and money (K,) left."""
        row = np.clip(np.searchsorted(self.nodes, adstock, side="right") - 1, 0, self.nodes.size - 2)
        part = (adstock - self.nodes[row]) / (self.nodes[row + 1] - self.nodes[row])
        found = np.zeros(adstock.size)
        for at, weight in ((row, 1 - part), (row + 1, part)):
            if t == self.path.gain.size:
                found += weight * self.alone[t, at]
                continue
            gain = self.path.gain[t]
            line = self.path.retention * self.nodes[at] / gain + self.path.low[t] + money
            column = np.clip(line / self.step, 0, self.lines.size - 1 - 1e-9)
            left = np.minimum(np.floor(column).astype(int), self.lines.size - 2)
            share = column - left
            table = self.kept[t]
            found += weight * (table[at, left] * (1 - share) + table[at, left + 1] * share)
        return found


def _nodes(path: Course, end: float, width: float) -> FloatArray:
    """Adstocks from 0 to `end` and beyond: evenly spaced where the curve bends, wider where it is flat."""
    even = min(end, EVEN * path.scale)
    nodes = list(np.linspace(0.0, even, max(int(np.ceil(even / width)), 2) + 1))
    gap = nodes[-1] - nodes[-2]
    while nodes[-1] <= end:
        gap *= WIDER
        nodes.append(nodes[-1] + gap)
    return np.array(nodes)
