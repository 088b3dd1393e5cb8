"""Which lift test would change the plan for the better: what deciding after it is expected to gain.

For every candidate (a channel, its spend up or down by a share, for some weeks) each draw of the curves says
what the test would show. The expected worth of each channel at each level of spend is a regression of the
draws on that; the best split is then looked for once with and once without what a result says of it.
Source: Strong, Oakley, Brennan and Breeze (2015), expected value of sample information by regression; theirs
is on the noisy results, ours on the true lift, so that noise by itself is never worth anything. A test costs
what it takes away from the plan while it runs, and its knowledge serves the rest of the horizon only; so
neither the longest nor the hardest test is always the best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from planner.analysis.fit.baseline import fitted_baseline
from planner.analysis.fit.experiments import MODEL_ERROR
from planner.domain.calendar import WEEKS_PER_MONTH, Horizon
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray, IntArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response

CHANGES = (-1.0, -0.5, 0.5, 1.0)
WEEKS = (4, 8, 12)
SPAN = (0.5, 1.5)
"""Multiples of today's spend within which a channel may be moved after the test."""
LEVELS = 13
RESULTS = 125
"""Simulated results of a test for which the best split is looked for."""
HALVINGS = 24
USUAL_NOISE = 0.05
"""Noise of a week relative to its outcome, for curves that state none; as in the fit's prior."""
AFTER = {"week": 13, "month": 3}
"""Periods after a test in which its spend still works, for its cost."""
SEED = 20270103


@dataclass(frozen=True)
class LiftTest:
    """A test that could be run, and what it is worth. Amounts are of the outcome, except `spend_change`.

    change          of the channel's usual spend: -1 switches it off, 0.5 gives it half as much again
    spend_change    currency over the test
    lift, standard_error  what the test is expected to show, and its error
    gain            expected over the rest of the horizon from deciding after the test instead of now
    cost            outcome it takes away while it runs, against the same money where the plan needs it most;
                    below 0 where the test moves the channel the right way
    """

    channel: str
    change: float
    weeks: int
    spend_change: float
    lift: float
    standard_error: float
    gain: float
    cost: float

    @property
    def net(self) -> float:
        """Gain less cost; a test that earns by itself gets no credit for that."""
        return self.gain - max(self.cost, 0.0)


@dataclass(frozen=True, eq=False)
class _Choice:
    """What is decided: C channels at G levels, in shares of today's spend.

    worth  (C, G, S) outcome by draw; spend (C,) today, over the horizon
    """

    levels: FloatArray
    worth: FloatArray
    spend: FloatArray


def best_tests(
    curves: CurveSet,
    horizon: Horizon,
    current: Mapping[str, FloatArray],
    *,
    changes: Sequence[float] = CHANGES,
    weeks: Sequence[int] = WEEKS,
    span: tuple[float, float] = SPAN,
    weekly_error: float | None = None,
    past: int = 0,
) -> tuple[LiftTest, ...]:
    """The best test of each channel, worth the most first; channels that no test pays for are left out.

    current       spend (D,) of each channel over the horizon's periods
    weekly_error  standard error of a test of one week, where tests are known to see more than the plain
                  outcome shows (regions beside one another share their noise)
    past          periods at the start that can no longer be changed: a test runs and serves after them, so
                  its pace, its noise and its worth are those of what is left
    Raises BadDocument for curves without draws.
    """
    model = compile_response(curves, horizon)
    if model.draws < 2:
        raise BadDocument(say("These curves carry no draws, so nothing is known of what a test would teach."))
    plan = model.in_order(current)
    held = plan[:, past:].sum(axis=1)
    used = np.flatnonzero(held > 0)
    if used.size < 2:
        return ()
    levels = np.linspace(*span, LEVELS)
    is_open = np.arange(plan.shape[1]) >= past
    worth = np.stack(
        [respond(model, np.where(is_open, level, 1.0) * plan).media_draws[used] for level in levels], axis=1
    )
    choice = _Choice(levels, worth, held[used])
    now, mix, price = _best_split(choice, worth.mean(axis=2)[:, :, None])
    lived = model.collect.sum(axis=1)
    periods = model.lived.count * float(lived[past:].sum() / lived.sum())
    gone = float(respond(model, plan).media[used, :past].sum())
    noise = _noise(curves, periods, float(model.baseline[past:].sum() + now[0]) - gone)
    if weekly_error is not None:
        scale = WEEKS_PER_MONTH if curves.period == "month" else 1.0
        noise = min(noise, weekly_error * float(np.sqrt(scale)))
    best: dict[str, LiftTest] = {}
    for length in weeks:
        shown = _Shown.of(curves, horizon, held / periods, length, changes)
        after = periods - shown.periods
        if after < periods / (plan.shape[1] - past):
            continue  # not one decided period is left to act on what the test shows
        left = after / periods
        for k, change in enumerate(changes):
            for i in used:
                error = float(np.hypot(noise * np.sqrt(shown.periods), MODEL_ERROR * shown.lift[k, i].mean()))
                known = _known(choice, shown.lift[k, i], error)
                moved = float(change * held[i] / periods * shown.periods)
                test = LiftTest(
                    channel=curves.names[i],
                    change=change,
                    weeks=length,
                    spend_change=moved,
                    lift=float(shown.lift[k, i].mean()),
                    standard_error=error,
                    gain=left * _gain(choice, known, mix[:, :, 0]),
                    cost=float(price[0]) * moved - float(shown.whole[k, i].mean()),
                )
                other = best.get(test.channel)
                if test.net > 0 and (other is None or test.net > other.net):
                    best[test.channel] = test
    return tuple(sorted(best.values(), key=lambda test: -test.net))


@dataclass(frozen=True, eq=False)
class _Shown:
    """What tests of one length would show, K changes of each of C channels.

    lift   (K, C, S) outcome more while the test runs, by draw; whole  with what follows from it later
    """

    periods: int
    lift: FloatArray
    whole: FloatArray

    @classmethod
    def of(
        cls, curves: CurveSet, horizon: Horizon, pace: FloatArray, weeks: int, changes: Sequence[float]
    ) -> _Shown:
        """For channels that spend `pace` (C,) a period, every period alike."""
        scale = WEEKS_PER_MONTH if curves.period == "month" else 1.0
        periods = max(1, round(weeks / scale))
        found = []
        for count in (periods, periods + AFTER[curves.period]):
            model = compile_response(curves, Horizon(horizon.start, count, curves.period))
            usual = np.repeat(pace[:, None], count, axis=1)
            tested = np.arange(count) < periods
            before = respond(model, usual).media_draws
            found.append(
                np.stack(
                    [
                        respond(model, usual * (1.0 + change * tested)).media_draws - before
                        for change in changes
                    ]
                )
            )
        return cls(periods, *found)


def _noise(curves: CurveSet, periods: float, outcome: float) -> float:
    """Noise of a period's outcome as it adds up over a test: autocorrelation makes it last."""
    fitted = fitted_baseline(curves)
    if fitted is not None:
        return float(np.median(fitted.sd / (1.0 - fitted.rho)))
    if curves.noise:
        return curves.noise * outcome / float(np.sqrt(periods))
    return USUAL_NOISE * outcome / periods


def _known(choice: _Choice, lift: FloatArray, error: float) -> FloatArray:
    """Worth (C, G, N) to be expected after each of N simulated results; N = 1 where a test teaches nothing.

    A cubic in the true lift is fitted to the draws' worth; what a result says of the lift is that of normal
    errors, so a result that drowns in noise moves nothing.
    """
    draws, spread = lift.size, float(lift.std())
    if spread <= 1e-9 * max(error, abs(float(lift.mean()))):
        plain: FloatArray = choice.worth.mean(axis=2)[:, :, None]
        return plain
    true = (lift - lift.mean()) / spread
    powers = true[:, None] ** np.arange(4)
    # The inverse of four columns serves every level of every channel at once.
    cubic = np.linalg.pinv(powers) @ choice.worth.reshape(-1, draws).T
    normal = np.array([NormalDist().inv_cdf((i + 0.5) / draws) for i in range(draws)])
    seen = true + error / spread * np.random.default_rng(SEED).permutation(normal)
    told = spread**2 / (spread**2 + error**2)
    chosen = np.sort(seen)[np.linspace(0, draws - 1, min(RESULTS, draws)).round().astype(int)]
    middle, rest = told * chosen, 1.0 - told
    moments = np.stack(
        [np.ones_like(middle), middle, middle**2 + rest, middle**3 + 3.0 * middle * rest], axis=1
    )
    found: FloatArray = (moments @ cubic).T.reshape(*choice.worth.shape[:2], -1)
    return found


def _gain(choice: _Choice, known: FloatArray, mix: FloatArray) -> float:
    """Outcome that the best split after each result brings beyond the mix (C, G), on average; >= 0."""
    if known.shape[2] == 1:
        return 0.0
    value, _, _ = _best_split(choice, known)
    kept = (mix[:, :, None] * known).sum(axis=(0, 1))
    return float(np.maximum(value - kept, 0.0).mean())


def _best_split(choice: _Choice, worth: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Best outcome of today's whole spend under N readings, worth (C, G, N).

    Returns the values (N,), each channel's mix of levels (C, G, N) and the price of money (N,). Channels may
    mix levels over time. The price at which the budget is used up is halved in; the value is that of the
    dual, never below any mix's own. Source: Everett (1963).
    """
    money = choice.spend[:, None] * choice.levels
    total = float(choice.spend.sum())
    count = worth.shape[2]
    steps = np.diff(worth, axis=1) / np.diff(money, axis=1)[:, :, None]
    low, high = np.zeros(count), np.maximum(steps.max(axis=(0, 1)), 0.0) + 1e-12
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        over = _wanted(worth, money, middle)[0] > total
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    more, most = _asked(worth, money, low)
    less, least = _asked(worth, money, high)
    share = np.clip((total - less) / np.maximum(more - less, 1e-12 * total), 0.0, 1.0)
    mix = share * most + (1.0 - share) * least
    value = (worth * mix).sum(axis=(0, 1))
    bound = ((worth - high * money[:, :, None]) * least).sum(axis=(0, 1)) + high * total
    return np.maximum(value, bound), mix, high


def _wanted(worth: FloatArray, money: FloatArray, price: FloatArray) -> tuple[FloatArray, IntArray]:
    """Money (N,) that channels take at a price (N,) each unit, and the places of their levels (C, N)."""
    at: IntArray = (worth - price * money[:, :, None]).argmax(axis=1)
    taken: FloatArray = np.take_along_axis(money, at, axis=1).sum(axis=0)
    return taken, at


def _asked(worth: FloatArray, money: FloatArray, price: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Money (N,) that channels take at a price (N,) each unit, and the levels they choose (C, G, N)."""
    taken, at = _wanted(worth, money, price)
    return taken, (np.arange(worth.shape[1])[None, :, None] == at[:, None, :]).astype(float)
