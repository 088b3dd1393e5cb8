"""The bench measures what it says: its own evaluation is the planner's, and its rivals play by the rules."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest

from bench import rivals
from bench.markets import Market, concave, quarter_limits, steep, year_limits
from bench.measure import Figure, Runs, figure
from bench.picture import ACCENT, OTHER, NotMeasured, picture
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.optimizer import optimize


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


def test_limits_on_years_and_quarters_leave_room_for_the_total() -> None:
    market = steep(5, 53)
    years = year_limits(market, 0.3)
    assert sum(limit.low for limit in years) < market.total < sum(limit.high for limit in years)
    quarters = quarter_limits(market)
    assert sorted(period for limit in quarters for period in limit.periods or ()) == list(range(53))
    answer = optimize(market.curves(), market.request(0.3, held=(*years, *quarters)))
    assert answer.allocation.sum() == pytest.approx(market.total)
    for limit, row in zip(years, answer.allocation, strict=True):
        assert limit.low - 0.01 <= row.sum() <= limit.high + 0.01


def test_the_picture_shows_what_was_measured_and_nothing_else() -> None:
    def measured(name: str, **also: float) -> dict[str, object]:
        return {"name": name, "cpu": 1_234.0, "also": also}

    figures = [
        measured("side by side, 5 s: the planner", **{"% of the bound, median": 99.9, "worst": 99.6}),
        measured("side by side, 5 s: greedy on a grid", **{"% of the bound, median": 61.4, "worst": 49.8}),
        measured("growth: 6 x 12, steep; 5 s at most", **{"gap % median": 0.09, "worst": 0.09}),
        measured("write the workbook"),
    ]
    drawn = picture(figures, "2026-11-22T10:00:00+00:00")
    parsed = ElementTree.fromstring(drawn)
    texts = [element.text for element in parsed.iter() if element.text and element.text.strip()]
    assert {"The planner", "99.9", "Greedy on a grid", "61.4", "0.09 in 1.2 s"} <= set(texts)
    assert "workbook" not in drawn
    bars = [float(e.attrib["width"]) for e in parsed.iter() if e.attrib.get("fill") in (ACCENT, OTHER)]
    assert bars[0] / bars[1] == pytest.approx(99.9 / 61.4, rel=1e-3)
    with pytest.raises(NotMeasured):
        picture(figures[3:], "2026-11-22")
