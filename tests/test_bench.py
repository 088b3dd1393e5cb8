"""The bench measures what it says: its own evaluation is the planner's, and its rivals play by the rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bench import rivals
from bench.markets import Market, concave, steep
from bench.measure import Figure, Runs, figure
from planner.domain.money import FloatArray
from planner.domain.response import compile_response, respond


@pytest.mark.parametrize("market", [concave(4, 6), steep(6, 12), steep(3, 53)])
def test_a_markets_own_evaluation_is_the_planners(market: Market) -> None:
    spend = np.random.default_rng(3).random(market.size) * market.half[:, None]
    model = compile_response(market.curves(), market.request(1).horizon)
    assert market.outcome(spend) == pytest.approx(respond(model, spend).outcome(), rel=1e-12)


def test_a_markets_gradient_is_the_slope_of_its_outcome() -> None:
    market = steep(3, 5)
    spend = market.half[:, None] * (0.3 + np.random.default_rng(4).random(market.size))
    gradient = market.gradient(spend)
    for cell in np.ndindex(*market.size):
        step = np.zeros(market.size)
        step[cell] = 1e-3 * spend[cell]
        slope = (market.outcome(spend + step) - market.outcome(spend - step)) / (2 * step[cell])
        assert gradient[cell] == pytest.approx(slope, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize(
    "way",
    [
        lambda market: rivals.slsqp(market, 0.2, exact=False),
        lambda market: rivals.slsqp(market, 0.2, exact=True, starts=None),
        lambda market: rivals.evolution(market, 0.2),
        lambda market: rivals.greedy(market, 5.0),
    ],
)
def test_rivals_spend_the_total_within_the_limits(way: Callable[[Market], FloatArray]) -> None:
    market = steep(6, 6)
    spend = way(market)
    assert spend.min() >= 0
    assert spend.sum() == pytest.approx(market.total)
    for members, most in market.groups:
        assert spend[list(members)].sum() <= most * (1 + 1e-9)


def test_a_ratio_is_of_processor_time_where_that_is_known() -> None:
    def ratio(worked: list[float]) -> float:
        made: Figure = figure("something", "", Runs([100.0, 100.0, 100.0], worked, 2.0))
        return made.ratio

    assert ratio([10.0, 10.0, 10.0]) == 5
    assert ratio([]) == 50
