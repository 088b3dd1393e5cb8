"""The optimiser alone and beside others, on problems whose outcome is evaluated apart from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from bench import rivals
from bench.markets import Market, concave, month_limits, quarter_limits, steep, with_weights, year_limits
from bench.measure import Figure, Runs, figure, once, timed
from planner.domain.curves import CurveSet
from planner.domain.limits import Limit
from planner.domain.money import FloatArray
from planner.plan.answer import Answer
from planner.plan.optimizer import optimize

SEEDS = (1, 2, 3, 4, 5)
EQUAL_SECONDS = 5.0
"""What each way gets in the comparison: of processor time, the planner by the clock."""


def figures() -> Iterator[Figure]:
    """Concave, steep and large problems; then the ways side by side; then growth."""
    market = concave()
    curves, request = market.curves(), market.request(10)
    yield figure(
        "optimise 12 x 12, free timing, concave",
        "gap <= 0.1 % in <= 0.3 s",
        timed(lambda: optimize(curves, request), 10),
        also={"gap %": _gap(optimize(curves, request))},
    )
    hard = [steep(seed=seed) for seed in SEEDS]
    for seconds, target in ((0.5, "an honest gap in <= 0.5 s"), (2.0, "gap <= 1 %"), (10.0, "gap <= 0.1 %")):
        yield _planner(
            f"optimise 12 x 12, steep, grouped, scarce; {seconds:g} s at most", target, hard, seconds
        )
    yield _planner("optimise 40 x 12, the same kind; 20 s at most", "gap <= 0.5 %", [steep(40)], 20.0)
    yield _planner(
        "12 x 12, steep, grouped, carry-over of 2 to 4 weights; 10 s at most",
        "",
        hard,
        10.0,
        shaped=with_weights,
    )

    for spread in (0.3, 0.5):
        apart = [replace(market, groups=()) for market in hard[:4]]
        name = f"12 x 12, steep, every channel within {spread:.0%} of its year; 10 s at most"
        yield _planner(name, "gap <= 0.1 %", apart, 10.0, partial(year_limits, spread=spread))
    name = "12 x 12, steep, years within 30 %, no month above 13 % of the total; 10 s at most"
    yield _planner(name, "gap <= 0.1 %", apart, 10.0, lambda m: (*year_limits(m, 0.3), *month_limits(m)))
    wide = replace(steep(40, 53), groups=())
    name = "40 x 53, steep, every channel within 30 % of its year, quarters limited; 20 s at most"
    yield _planner(name, "gap <= 0.5 %", [wide], 20.0, lambda m: (*year_limits(m, 0.3), *quarter_limits(m)))

    proof = [_answer(market, EQUAL_SECONDS) for market in hard]
    bounds = [answer.bound or np.inf for answer in proof]
    ways: dict[str, Callable[[Market, float], FloatArray]] = {
        "the planner": lambda m, s: _answer(m, s).allocation,
        "SLSQP, numeric gradient": lambda m, s: rivals.slsqp(m, s, exact=False),
        "SLSQP, exact gradient": lambda m, s: rivals.slsqp(m, s, exact=True),
        "SLSQP, many starts": lambda m, s: rivals.slsqp(m, s, exact=True, starts=None),
        "differential evolution": rivals.evolution,
        "greedy on a grid": rivals.greedy,
    }
    for name, way in ways.items():
        yield _compared(name, way, hard, bounds)

    for periods in (12, 52):
        for channels in (6, 12, 24, 48):
            name = f"growth: {channels} x {periods}, steep; {EQUAL_SECONDS:g} s at most"
            yield _planner(name, "", [steep(channels, periods)], EQUAL_SECONDS)


Held = Callable[[Market], tuple[Limit, ...]]
"""Further limits of a market."""


Shaped = Callable[[CurveSet], CurveSet]
"""Other curves of a market."""


def _answer(market: Market, seconds: float, held: Held | None = None, shaped: Shaped | None = None) -> Answer:
    limits = () if held is None else held(market)
    curves = market.curves()
    return optimize(curves if shaped is None else shaped(curves), market.request(seconds, held=limits))


def _gap(answer: Answer) -> float:
    return 100 * (answer.gap if answer.gap is not None else np.inf)


def _planner(
    name: str,
    target: str,
    markets: list[Market],
    seconds: float,
    held: Held | None = None,
    shaped: Shaped | None = None,
) -> Figure:
    """Time until the optimiser stopped, and the gap it stands by, on each market."""
    answers: list[Answer] = []
    runs = _each(markets, lambda market: answers.append(_answer(market, seconds, held, shaped)))
    gaps = [_gap(answer) for answer in answers]
    return figure(
        name, target, runs, also={"gap % median": float(np.median(gaps)), "worst": float(max(gaps))}
    )


def _compared(
    name: str, way: Callable[[Market, float], FloatArray], markets: list[Market], bounds: list[float]
) -> Figure:
    """Time and outcome of a way, as a share of what no plan can beat."""
    found: list[FloatArray] = []
    runs = _each(markets, lambda market: found.append(way(market, EQUAL_SECONDS)))
    shares = [
        100 * market.outcome(x) / bound for market, x, bound in zip(markets, found, bounds, strict=True)
    ]
    also = {"% of the bound, median": float(np.median(shares)), "worst": float(min(shares))}
    return figure(f"side by side, {EQUAL_SECONDS:g} s: {name}", "", runs, also=also)


def _each(markets: list[Market], work: Callable[[Market], None]) -> Runs:
    reference = timed(lambda: None, 10).reference
    both = [once(partial(work, market)) for market in markets]
    return Runs([taken for taken, _ in both], [worked for _, worked in both], reference)
