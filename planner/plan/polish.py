"""From a plan to the best one around it: a primal-dual interior method on scaled variables.

Iterates stay inside every bound and row. The curvature is block diagonal by channel and limits are few, so a
step costs one small solve per channel and one in the number of limits (Schur complement); nothing is ever
cells x cells. Several starts climb at once. Source: Nocedal and Wright (2006), chapter 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.bank import Bank
from planner.plan.feasible import Room
from planner.plan.problem import Demand, Rows

ITERATIONS = 90
FEWEST = 12
"""Iterations that are done however late it is."""
TO_BOUND = 0.995
SUFFICIENT = 1e-4
CENTRED = 0.04
"""How far a start is drawn to the middle of its room before it climbs, as a share of the way."""
FINISHED = 3e-9
"""Relative gain that the last barrier still hides."""


@dataclass(frozen=True, eq=False)
class Aim:
    """What is climbed: worth x outcome (scaled by `scale` (C, T)) - price . v, with price (C, V)."""

    bank: Bank
    worth: float
    price: FloatArray
    scale: FloatArray | None = None

    def value(self, plans: FloatArray) -> FloatArray:
        """Figure of each plan (B, C, V), shape (B,)."""
        earned = self.bank.values(plans, self.scale).sum(axis=1)
        found: FloatArray = self.worth * earned - (self.price * plans).sum(axis=(1, 2))
        return found


@dataclass(frozen=True, eq=False)
class Field:
    """Where one may climb: bounds (C, V), rows, their tight ones, and demands on outcomes."""

    low: FloatArray
    high: FloatArray
    rows: Rows
    room: Room
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, eq=False)
class Climbed:
    """Plans (B, C, V), their figures (B,) and row prices (B, m)."""

    plans: FloatArray
    value: FloatArray
    prices: FloatArray

    @property
    def best(self) -> int:
        """Index of the best plan."""
        return int(np.argmax(self.value))


def inside(field: Field, starts: FloatArray, centred: float = CENTRED) -> FloatArray:
    """Starts (B, C, V) that keep the limits, drawn a little to the centre so that none is tight."""
    room = field.room
    drawn = (1 - centred) * starts + centred * room.centre
    return np.where(room.fixed, room.centre, drawn)


def climb(
    aim: Aim, field: Field, starts: FloatArray, *, first_mu: float = 1e-2, until: float = np.inf
) -> Climbed:
    """Climb from `starts` (B, C, V), each strictly inside its limits except fixed cells and tight rows.

    until  the clock (`perf_counter`) after which a plan on the way is good enough
    """
    return _Ascent(aim, field, starts, first_mu).run(until)


class _Ascent:
    """State of one run; arrays carry the plans axis B first."""

    def __init__(self, aim: Aim, field: Field, starts: FloatArray, first_mu: float) -> None:
        self.aim, self.field = aim, field
        room = field.room
        self.free = ~room.fixed
        self.unit = room.unit
        self.low, self.high = field.low / self.unit, field.high / self.unit
        self.u = starts / self.unit
        count = starts.shape[0]
        rows = field.rows
        jac = rows.matrix.toarray().reshape(rows.count, *self.free.shape)
        self.size_rows = np.maximum(np.sqrt((jac**2).sum(axis=(1, 2))), 1e-12)
        self.jac = jac / self.size_rows[:, None, None] * self.free
        # The fixed cells' share of each row is a constant and moves to its ends.
        held = np.einsum("mcv,cv->m", jac * ~self.free, room.centre) / self.unit
        self.tight = np.concatenate([room.tight, np.zeros(len(field.demands), bool)])
        self.row_low = (rows.low / self.unit - held) / self.size_rows
        self.row_high = (rows.high / self.unit - held) / self.size_rows
        self.row_target = np.einsum("mcv,cv->m", self.jac, room.centre) / self.unit
        values = np.abs(aim.value(starts))
        self.money = float(max(values.max(initial=0.0), 1e-12))
        self.demand_size = [
            max(abs(d.least), float(np.abs(d.price).max()) * self.unit, 1e-12) for d in field.demands
        ]
        sides = self.free.sum() * 2 + (~self.tight).sum() * 2
        self.sides = float(max(sides, 1))
        self.mu = np.full(count, first_mu / self.sides)
        self.last = FINISHED / self.sides
        self.zl = self.zu = np.zeros(0)

    def run(self, until: float) -> Climbed:
        count = self.u.shape[0]
        active = np.ones(count, bool)
        prices = np.zeros((count, self.tight.size))
        if not self.free.any():
            return self._done(prices)
        sl, su = self._cell_slack(self.u)
        rows, jac = self._rows(self.u)
        tl, tu = self._row_slack(rows)
        self.zl, self.zu = self.mu[:, None, None] / sl, self.mu[:, None, None] / su
        self.wl, self.wu = self.mu[:, None] / tl, self.mu[:, None] / tu
        value = self._figure(self.u)
        for turn in range(ITERATIONS):
            if turn >= FEWEST and perf_counter() > until:
                break
            step, prices, decrement = self._newton(jac, sl, su, tl, tu)
            moved_rows = np.einsum("bmcv,bcv->bm", jac, step)
            reach = self._reach(step, moved_rows, sl, su, tl, tu)
            start_merit = value + self._barrier(sl, su, tl, tu)
            length = np.where(active, reach, 0.0)
            taken = ~active
            for _ in range(14):
                trial = self.u + length[:, None, None] * step
                value_t = self._figure(trial)
                rows_t = self._row_values(trial)
                cells_t = self._cell_slack(trial)
                sums_t = self._row_slack(rows_t)
                fits = (sums_t[0].min(axis=1, initial=np.inf) > 0) & (
                    sums_t[1].min(axis=1, initial=np.inf) > 0
                )
                with np.errstate(invalid="ignore", divide="ignore"):
                    merit = value_t + self._barrier(*cells_t, *sums_t)
                noise = 1e-13 * np.abs(start_merit)
                good = fits & (merit >= start_merit + SUFFICIENT * length * decrement - noise)
                taken |= good
                if taken.all():
                    break
                length = np.where(taken, length, length * 0.4)
            length = np.where(taken, length, 0.0)
            self.u = self.u + length[:, None, None] * step
            self._update_duals(step, moved_rows, sl, su, tl, tu)
            sl, su = self._cell_slack(self.u)
            rows, jac = self._rows(self.u)
            tl, tu = self._row_slack(rows)
            value = self._figure(self.u)
            self._clip_duals(sl, su, tl, tu)
            settled = decrement < 10 * self.mu * np.sqrt(self.sides)
            stuck = length < 1e-10
            finished = (self.mu <= self.last) & ((decrement < self.last * self.sides) | stuck)
            active &= ~finished
            if not active.any():
                break
            easy = settled | stuck | (length > 0.9)
            self.mu = np.where(
                easy, np.maximum(self.last, 0.15 * self.mu), np.where(length > 0.4, 0.6 * self.mu, self.mu)
            )
        return self._done(prices)

    def _done(self, prices: FloatArray) -> Climbed:
        plans = np.where(self.free, self.u * self.unit, self.field.room.centre)
        plans = np.clip(plans, self.field.low, np.maximum(self.field.low, self.field.high))
        count = self.field.rows.count
        scale = self.money / self.unit
        by_row = prices[:, :count] / self.size_rows * scale if count else prices[:, :0]
        return Climbed(plans, self.aim.value(plans), by_row)

    def _figure(self, u: FloatArray) -> FloatArray:
        return self.aim.value(np.maximum(u * self.unit, 0.0)) / self.money

    def _cell_slack(self, u: FloatArray) -> tuple[FloatArray, FloatArray]:
        below = np.where(self.free, u - self.low, np.inf)
        above = np.where(self.free, self.high - u, np.inf)
        return below, above

    def _row_values(self, u: FloatArray) -> FloatArray:
        found: FloatArray = np.einsum("mcv,bcv->bm", self.jac, u)
        for demand, size in zip(self.field.demands, self.demand_size, strict=True):
            plans = np.maximum(u * self.unit, 0.0)
            earned = self.aim.bank.values(plans, demand.scale).sum(axis=1)
            left = earned - (demand.price * plans).sum(axis=(1, 2)) - demand.least
            found = np.concatenate([found, left[:, None] / size], axis=1)
        return found

    def _rows(self, u: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Row values (B, m) and their gradients (B, m, C, V); also refreshes the curvature of demands."""
        count = u.shape[0]
        jac = np.broadcast_to(self.jac, (count, *self.jac.shape))
        rows = np.einsum("mcv,bcv->bm", self.jac, u)
        self.demand_curvature = []
        for demand, size in zip(self.field.demands, self.demand_size, strict=True):
            plans = np.maximum(u * self.unit, 0.0)
            earned, slope, bent = self.aim.bank.model(plans, demand.scale)
            left = earned.sum(axis=1) - (demand.price * plans).sum(axis=(1, 2)) - demand.least
            rows = np.concatenate([rows, left[:, None] / size], axis=1)
            line = (slope - demand.price) * (self.unit / size) * self.free
            jac = np.concatenate([jac, line[:, None]], axis=1)
            self.demand_curvature.append(bent * (self.unit**2 / size))
        return rows, jac

    def _row_slack(self, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        low = np.concatenate([self.row_low, np.zeros(len(self.field.demands))])
        high = np.concatenate([self.row_high, np.full(len(self.field.demands), np.inf)])
        below = np.where(self.tight, np.inf, rows - low)
        above = np.where(self.tight, np.inf, high - rows)
        return below, above

    def _barrier(self, sl: FloatArray, su: FloatArray, tl: FloatArray, tu: FloatArray) -> FloatArray:
        total = np.zeros(sl.shape[0])
        for slack in (sl, su, tl, tu):
            known = np.isfinite(slack)
            logs = np.log(np.where(known, np.maximum(slack, 1e-300), 1.0))
            total += logs.reshape(logs.shape[0], -1).sum(axis=1)
        weighted: FloatArray = self.mu * total
        return weighted

    def _newton(
        self, jac: FloatArray, sl: FloatArray, su: FloatArray, tl: FloatArray, tu: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Step (B, C, V), row prices (B, m) and the barrier's slope along the step (B,)."""
        aim = self.aim
        plans = np.maximum(self.u * self.unit, 0.0)
        _, slope, bent = aim.bank.model(plans, aim.scale)
        gain = (aim.worth * slope - aim.price) * (self.unit / self.money)
        press = bent * (aim.worth * self.unit**2 / self.money)
        mu = self.mu[:, None]
        rho = mu / tl - mu / tu
        sigma = self.wl / tl + self.wu / tu
        for k, curvature in enumerate(self.demand_curvature):
            weight = self.wl[:, self.field.rows.count + k]
            press = press + weight[:, None, None, None] * curvature
        diagonal = self.zl / sl + self.zu / su
        width = self.free.shape[1]
        eye = np.eye(width)
        press = press * self.free[..., :, None] * self.free[..., None, :]
        # A floor keeps flat directions solvable; it vanishes with the barrier.
        floor = 1e-11 + 1e-9 * press.trace(axis1=2, axis2=3)[..., None] / width
        system = press + (np.where(self.free, diagonal + floor, 1.0))[..., None] * eye
        barrier_gain = gain + mu[..., None] / sl - mu[..., None] / su
        right = np.where(self.free, barrier_gain + np.einsum("bm,bmcv->bcv", rho, jac), 0.0)
        count = jac.shape[1]
        sides = np.concatenate([right[..., None], jac.transpose(0, 2, 3, 1)], axis=3)
        solved = sides / system[..., 0, :, None] if width == 1 else np.linalg.solve(system, sides)
        if count:
            schur = np.einsum("bmcv,bcvn->bmn", jac, solved[..., 1:])
            target = np.einsum("bmcv,bcv->bm", jac, solved[..., 0])
            now = np.einsum("mcv,bcv->bm", self.jac, self.u)
            lack = np.zeros_like(target)
            lack[:, : self.row_target.size] = np.where(
                self.tight[: self.row_target.size], self.row_target - now, 0.0
            )
            with np.errstate(divide="ignore"):
                loose = np.where(self.tight, 0.0, 1.0 / np.maximum(sigma, 1e-300))
            loose = np.minimum(loose, 1e30)
            scale = np.einsum("bmm->bm", schur)
            schur = schur + (loose + 1e-13 * scale + 1e-300)[:, :, None] * np.eye(count)
            q = np.linalg.solve(schur, (target - lack)[..., None])[..., 0]
            step = solved[..., 0] - np.einsum("bcvm,bm->bcv", solved[..., 1:], q)
            prices = q - rho
        else:
            step, prices = solved[..., 0], np.zeros((self.u.shape[0], 0))
        step = np.where(self.free, step, 0.0)
        decrement = np.maximum((right * step).sum(axis=(1, 2)), 0.0)
        return step, prices, decrement

    def _reach(
        self,
        step: FloatArray,
        moved: FloatArray,
        sl: FloatArray,
        su: FloatArray,
        tl: FloatArray,
        tu: FloatArray,
    ) -> FloatArray:
        count = step.shape[0]
        longest = np.ones(count)
        pairs = [(sl, -step), (su, step)]
        linear = self.field.rows.count
        pairs += [(tl[:, :linear], -moved[:, :linear]), (tu[:, :linear], moved[:, :linear])]
        for slack, closing in pairs:
            flat, shut = slack.reshape(count, -1), closing.reshape(count, -1)
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = np.where(shut > 0, flat / np.where(shut > 0, shut, 1.0), np.inf)
            longest = np.minimum(longest, TO_BOUND * ratio.min(axis=1, initial=np.inf))
        return longest

    def _update_duals(
        self,
        step: FloatArray,
        moved: FloatArray,
        sl: FloatArray,
        su: FloatArray,
        tl: FloatArray,
        tu: FloatArray,
    ) -> None:
        mu, mu_r = self.mu[:, None, None], self.mu[:, None]
        for name, slack, closing, m in (
            ("zl", sl, step, mu),
            ("zu", su, -step, mu),
            ("wl", tl, moved, mu_r),
            ("wu", tu, -moved, mu_r),
        ):
            dual = getattr(self, name)
            change = m / slack - dual - dual / slack * closing
            with np.errstate(divide="ignore", invalid="ignore"):
                limit = np.where(change < 0, -TO_BOUND * dual / np.where(change < 0, change, 1.0), 1.0)
            longest = np.minimum(1.0, limit.reshape(limit.shape[0], -1).min(axis=1, initial=1.0))
            setattr(self, name, dual + longest.reshape(-1, *[1] * (dual.ndim - 1)) * change)

    def _clip_duals(self, sl: FloatArray, su: FloatArray, tl: FloatArray, tu: FloatArray) -> None:
        mu, mu_r = self.mu[:, None, None], self.mu[:, None]
        self.zl = np.clip(self.zl, mu / sl / 1e4, mu / sl * 1e4)
        self.zu = np.clip(self.zu, mu / su / 1e4, mu / su * 1e4)
        self.wl = np.clip(self.wl, mu_r / tl / 1e4, mu_r / tl * 1e4)
        self.wu = np.clip(self.wu, mu_r / tu / 1e4, mu_r / tu * 1e4)
