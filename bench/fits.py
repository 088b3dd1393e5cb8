"""Curves against the truth: `python -m bench.fits [--seeds N] [--kinds A,B] [--unrest 0.5]` prints a table.

captured  gain of the advised split (0.3 to 2 times last year's, same total, 80 % sure to gain) over the
          attainable one, sums over markets; harmed: markets made more than 0.5 % worse than last year's split
roas      mean absolute relative error; cover: share of true returns inside the 80 % ranges
holdout   mean absolute error of the last 26 weeks, relative to their mean; naive: last year's weeks again
floor     the same error of the truth itself, which knows all but the noise of single weeks
weekly    share of held-out weeks inside the forecast's 80 % range
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from time import process_time

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.optimize import LinearConstraint, minimize

from planner.analysis.fit.run import fit_history, part
from planner.analysis.history_forecast import forecast_history
from planner.domain.calendar import Horizon
from planner.domain.curves import CurveSet
from planner.domain.experiment import Experiment
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from tests.analysis.markets import HOLDOUT, KINDS, Market, make_market

LOW, HIGH = 0.3, 2.0
CHANCE = 0.8
AVERSIONS = (0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5)


@dataclass(frozen=True)
class Score:
    """One market's figures."""

    gain: float
    attainable: float
    kept: float
    roas_error: float
    covered: float
    holdout: float
    naive: float
    floor: float
    weekly: float
    seconds: float

    @property
    def harmed(self) -> bool:
        """Made more than 0.5 % worse."""
        return self.gain < -0.005 * self.kept


def advise(curves: CurveSet, market: Market) -> FloatArray:
    """Multiples of last year's spend (C,): the largest expected gain that `CHANCE` of the draws grant."""
    spend = market.last_year()
    model = compile_response(curves, Horizon(market.history.horizon.starts()[-1], 52, "week"))
    grid = np.linspace(LOW, HIGH, 18)
    table = np.stack([respond(model, factor * spend).media_draws for factor in grid])
    splines = [CubicSpline(grid, table[:, c], axis=0) for c in range(spend.shape[0])]
    slopes = [one.derivative() for one in splines]
    kept = respond(model, spend).media_draws.sum(axis=0)
    shares = spend.sum(axis=1) / spend.sum()

    def gains(multiples: FloatArray) -> FloatArray:
        found: FloatArray = np.sum([s(m) for s, m in zip(splines, multiples, strict=True)], axis=0) - kept
        relative: FloatArray = found / kept.mean()
        return relative

    def loss(multiples: FloatArray, aversion: float) -> tuple[float, FloatArray]:
        gain = gains(multiples)
        slope = np.array([s(m) for s, m in zip(slopes, multiples, strict=True)]) / kept.mean()
        spread = gain.std() + 1e-9
        by_spread = ((gain - gain.mean()) * slope).mean(axis=1) / spread
        return -(gain.mean() - aversion * spread), -(slope.mean(axis=1) - aversion * by_spread)

    best, value = np.ones(spend.shape[0]), 0.0
    start = best
    for aversion in AVERSIONS:
        found = minimize(
            partial(loss, aversion=aversion),
            start,
            jac=True,
            method="SLSQP",
            bounds=[(LOW, HIGH)] * spend.shape[0],
            constraints=LinearConstraint(shares[None, :], 1.0, 1.0),
        )
        start = np.clip(found.x, LOW, HIGH)
        for step in (1.0, 0.75, 0.5, 0.3):
            multiples = 1 + step * (start - 1)
            gain = gains(multiples)
            if (gain > 0).mean() >= CHANCE and gain.mean() > value:
                best, value = multiples, float(gain.mean())
    return best


def lift_test(market: Market, channel: int) -> Experiment:
    """Eight weeks of last year at half as much again, measured to within 20 % of the true lift."""
    starts, count = market.history.horizon.starts(), market.history.horizon.count
    weeks = slice(count - 30, count - 22)
    spend, truth = market.history.spend[channel], market.truths[channel]
    more = spend.copy()
    more[weeks] = 1.5 * np.maximum(spend[weeks], spend.mean())
    without, lift = (
        truth.outcome(x, market.before[channel], truth.strength)[weeks].sum() for x in (spend, more)
    )
    lift, change = lift - without, float((more - spend)[weeks].sum())
    error = 0.2 * abs(lift)
    seen = lift + error * np.random.default_rng([market.seed, channel]).standard_normal()
    last = starts[count - 22] - timedelta(days=1)
    return Experiment(
        market.history.channels[channel], starts[count - 30], last, change, float(seen), float(error)
    )


def score(market: Market, tests: int = 0) -> Score:
    """Fit the whole for returns and advice, all but the last half year for the forecast."""
    history = market.history
    count = history.horizon.count
    started = process_time()
    fitted = fit_history(history, holdout=False)
    if tests:
        # Where a channel's return is most in doubt and its spend is large.
        doubt = fitted.report.roas.std(axis=1) * market.last_year().sum(axis=1)
        chosen = np.argsort(-doubt)[:tests]
        experiments = [lift_test(market, int(i)) for i in chosen]
        fitted = fit_history(history, holdout=False, experiments=experiments)
    seconds = process_time() - started
    block = fitted.curves.extra["fit"]
    assert isinstance(block, Mapping)
    estimate = np.array([block["roas"][name] for name in history.channels])
    ranges = np.array([block["roas_range"][name] for name in history.channels])
    before = fit_history(part(history, 0, count - HOLDOUT), holdout=False)
    held = part(history, count - HOLDOUT, count)
    assert held.outcome is not None
    assert history.outcome is not None
    forecast = forecast_history(before.curves, replace(held, outcome=None))
    last = history.outcome[count - HOLDOUT - 52 : count - 52]
    kept = market.next_year(np.ones(len(history.channels)))
    return Score(
        gain=market.next_year(advise(fitted.curves, market)) - kept,
        attainable=market.attainable(LOW, HIGH),
        kept=kept,
        roas_error=float(np.abs(estimate / market.roas - 1).mean()),
        covered=float(((ranges[:, 0] <= market.roas) & (market.roas <= ranges[:, 1])).mean()),
        holdout=float(np.abs(forecast.mean - held.outcome).mean() / held.outcome.mean()),
        naive=float(np.abs(last - held.outcome).mean() / held.outcome.mean()),
        floor=float(np.abs(market.expected[count - HOLDOUT :] - held.outcome).mean() / held.outcome.mean()),
        weekly=float(((held.outcome >= forecast.p10) & (held.outcome <= forecast.p90)).mean()),
        seconds=seconds,
    )


def lines(scores: Mapping[str, list[Score]]) -> Iterator[str]:
    """The table, a line a kind and one for all."""
    yield "kind       captured  gain%  attain%  harmed   roas  cover  holdout  naive  floor  weekly  CPU s"
    rows = {**scores, "all": [one for found in scores.values() for one in found]}
    for kind, found in rows.items():
        if not found:
            continue
        attainable = sum(one.attainable for one in found)
        gain, kept = sum(one.gain for one in found), sum(one.kept for one in found)

        def mean(name: str, found: list[Score] = found) -> float:
            return float(np.mean([getattr(one, name) for one in found]))

        yield (
            f"{kind:10} {gain / attainable:8.2f} {100 * gain / kept:6.2f} {100 * attainable / kept:8.2f} "
            f"{sum(one.harmed for one in found):3d}/{len(found):<3d} {mean('roas_error'):6.3f} "
            f"{mean('covered'):6.2f} {mean('holdout'):8.4f} {mean('naive'):6.3f} {mean('floor'):6.4f} "
            f"{mean('weekly'):7.2f} "
            f"{mean('seconds'):6.1f}"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench.fits", description="Fitted curves against known truth.")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--experiments", type=int, default=0, help="lift tests a market")
    parser.add_argument("--unrest", type=float, default=1.0, help="of all but media: see the markets")
    parser.add_argument("--kinds", default=",".join(KINDS))
    asked = parser.parse_args()
    scores: dict[str, list[Score]] = {}
    for kind in asked.kinds.split(","):
        for seed in range(asked.first, asked.first + asked.seeds):
            scores.setdefault(kind, []).append(
                score(make_market(kind, seed, asked.unrest), asked.experiments)
            )
        print(list(lines({kind: scores[kind]}))[1], flush=True)
    print("\n".join(lines(scores)), flush=True)


if __name__ == "__main__":
    main()
