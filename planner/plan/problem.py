"""A request compiled for the optimiser: variables, bounds, sparse rows of limits, and what is earned.

Variables v have shape (C, V): spend per period where timing is free (V = D), channel totals where flights fix
it (V = 1). Every limit on a sum becomes a bound (one variable) or a sparse row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from scipy import sparse

from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.goals import BestProfit, Reach, SpendExactly
from planner.domain.limits import Limit
from planner.domain.money import FloatArray
from planner.domain.request import Fixed, Request
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.bank import Bank, build_bank, expected_curves

BUDGET = -1
"""Owner of a row or bound that stems from the budget, not from a limit of the request."""
FREE = -2
"""Owner of a bound nobody asked for: spend is not negative."""


@dataclass(frozen=True, eq=False)
class Rows:
    """low <= matrix @ v.ravel() <= high; `owner` is the index of the limit a row stems from, or BUDGET."""

    matrix: sparse.csr_array
    low: FloatArray
    high: FloatArray
    owner: np.ndarray

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self.low.size)


@dataclass(frozen=True, eq=False)
class Demand:
    """Sum of scale x outcome - price . v must be at least `least`: a ratio ceiling or a goal to reach.

    scale (C, T) over the bank's periods, price (C, V); owner as in `Rows`.
    """

    scale: FloatArray
    price: FloatArray
    least: float
    owner: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Maximise worth x outcome - price x spend over the variables that keep the limits.

    exact  the response as asked; model  the same expectation with draws collapsed where that is exact
    """

    request: Request
    exact: ResponseModel
    model: ResponseModel
    bank: Bank
    shares: FloatArray | None
    low: FloatArray
    high: FloatArray
    low_owner: np.ndarray
    high_owner: np.ndarray
    rows: Rows
    demands: tuple[Demand, ...]
    worth: float
    price: float

    @property
    def names(self) -> tuple[str, ...]:
        """Channel names, the order of every channel axis."""
        return self.exact.channels

    def spend(self, v: FloatArray) -> FloatArray:
        """Variables (C, V) as spend (C, D)."""
        return v if self.shares is None else v * self.shares

    def variables(self, spend: FloatArray) -> FloatArray:
        """Spend (C, D) as variables (C, V)."""
        return spend if self.shares is None else spend.sum(axis=1, keepdims=True)


def compile_problem(curves: CurveSet, request: Request) -> Problem:
    """Raises BadDocument for channels or tags the curves lack and for figures that are missing."""
    _check_names(curves, request)
    exact = compile_response(curves, request.horizon)
    collapsed = expected_curves(curves, request.measure)
    model = exact if collapsed is curves else compile_response(collapsed, request.horizon)
    shares = request.flight_shares(curves.names) if isinstance(request.timing, Fixed) else None
    bank = build_bank(model, request.measure, shares)
    count, width = bank.channels, bank.variables
    low, high = np.zeros((count, width)), np.full((count, width), np.inf)
    low_owner = np.full((count, width), FREE)
    high_owner = np.full((count, width), FREE)
    lines: list[FloatArray] = []
    ends: list[tuple[float, float, int]] = []
    for number, limit in enumerate(request.limits):
        if not limit.bounds_sum:
            continue
        line = selection(curves, request, limit, shares)
        touched = np.argwhere(line > 0)
        if len(touched) == 1:
            at = tuple(touched[0])
            if limit.low / line[at] > low[at]:
                low[at], low_owner[at] = limit.low / line[at], number
            if limit.high / line[at] < high[at]:
                high[at], high_owner[at] = limit.high / line[at], number
        elif limit.low > 0 or np.isfinite(limit.high):
            lines.append(line)
            ends.append((limit.low, limit.high, number))
    goal = request.goal
    if isinstance(goal, SpendExactly):
        lines.append(np.ones((count, width)))
        ends.append((goal.total, goal.total, BUDGET))
    worth, price = 1.0, 0.0
    if isinstance(goal, BestProfit):
        worth, price = goal.margin, goal.hurdle
    return Problem(
        request=request,
        exact=exact,
        model=model,
        bank=bank,
        shares=shares,
        low=low,
        high=high,
        low_owner=low_owner,
        high_owner=high_owner,
        rows=_rows(lines, ends, count * width),
        demands=_ratios(curves, request, model, bank, shares),
        worth=worth,
        price=price,
    )


def selection(curves: CurveSet, request: Request, limit: Limit, shares: FloatArray | None) -> FloatArray:
    """What a unit of each variable adds to the sum a limit speaks of, shape (C, V)."""
    chosen = np.array([limit.selects(c.name, c.tags) for c in curves.channels], float)
    when = np.zeros(request.horizon.count)
    when[list(limit.periods) if limit.periods is not None else slice(None)] = 1.0
    if shares is None:
        return chosen[:, None] * when
    line: FloatArray = chosen[:, None] * (shares @ when)[:, None]
    return line


def average_sale(curves: CurveSet, request: Request) -> float:
    """Currency per order, from the request or the curves document. Raises BadDocument when neither says."""
    value = request.average_sale if request.average_sale is not None else curves.extra.get("average_sale")
    if not isinstance(value, int | float) or value <= 0:
        raise BadDocument(say("New customers need the average sale: add average_sale to the request."))
    return float(value)


def new_customer_shares(curves: CurveSet) -> FloatArray:
    """New customers per order and channel, shape (C,). Raises BadDocument naming a channel without one."""
    for channel in curves.channels:
        if channel.new_customer_share is None:
            raise BadDocument(
                say(
                    'New customers need new_customer_share of every channel; "{name}" has none in the '
                    "curves document.",
                    name=channel.name,
                )
            )
    return np.array([float(channel.new_customer_share or 0.0) for channel in curves.channels])


def _rows(lines: list[FloatArray], ends: list[tuple[float, float, int]], size: int) -> Rows:
    matrix = sparse.csr_array(np.array([line.ravel() for line in lines]).reshape(len(lines), size))
    return Rows(
        matrix,
        np.array([low for low, _, _ in ends]),
        np.array([high for _, high, _ in ends]),
        np.array([owner for _, _, owner in ends], int),
    )


def _ratios(
    curves: CurveSet, request: Request, model: ResponseModel, bank: Bank, shares: FloatArray | None
) -> tuple[Demand, ...]:
    found = []
    everything = Limit(minimum=0.0)
    for number, limit in enumerate(request.limits):
        if limit.min_roas is not None:
            scale = outcome_scale(curves, request, model, bank, limit)
            price = selection(curves, request, limit, shares)
            found.append(Demand(scale, price * limit.min_roas, 0.0, number))
        if limit.max_cac is not None:
            new = new_customer_shares(curves) / average_sale(curves, request)
            scale = outcome_scale(curves, request, model, bank, limit) * new[:, None]
            price = selection(curves, request, limit, shares)
            found.append(Demand(scale * limit.max_cac, price, 0.0, number))
    goal = request.goal
    if isinstance(goal, Reach):
        scale = outcome_scale(curves, request, model, bank, everything)
        price = np.zeros((bank.channels, bank.variables))
        base = float(model.baseline.sum())
        if goal.metric == "revenue":
            found.append(Demand(scale, price, goal.value - base, BUDGET))
        elif goal.metric == "new_customers":
            new = new_customer_shares(curves) / average_sale(curves, request)
            found.append(Demand(scale * new[:, None], price, goal.value, BUDGET))
        else:
            margin = goal.margin or 0.0
            found.append(Demand(scale * margin, price + 1.0, goal.value - margin * base, BUDGET))
    return tuple(found)


def outcome_scale(
    curves: CurveSet, request: Request, model: ResponseModel, bank: Bank, limit: Limit
) -> FloatArray:
    """Share of each lived period's outcome that a limit's selection counts, shape (C, T).

    What spend brings after the horizon belongs to selections of the whole horizon.
    """
    chosen = np.array([limit.selects(c.name, c.tags) for c in curves.channels], float)
    when = np.ones(bank.periods)
    if limit.periods is not None and len(set(limit.periods)) < request.horizon.count:
        inside = model.collect[list(limit.periods)].sum(axis=0) / model.collect.sum(axis=0)
        when = np.zeros(bank.periods)
        when[: inside.size] = inside
    return chosen[:, None] * when


def _check_names(curves: CurveSet, request: Request) -> None:
    timing = request.timing
    asked: list[tuple[str, Sequence[str]]] = [("limits", limit.channels or ()) for limit in request.limits]
    asked.append(("current", tuple(request.current or ())))
    asked.append(("flights", tuple(timing.flights) if isinstance(timing, Fixed) else ()))
    for where, named in asked:
        for name in named:
            if name not in curves.names:
                raise BadDocument(_unknown(where, "channel", name, curves.names), name=name)
    tags = sorted({tag for channel in curves.channels for tag in channel.tags})
    for limit in request.limits:
        for tag in limit.tags or ():
            if tag not in tags:
                raise BadDocument(_unknown("limits", "tag", tag, tags), name=tag)


def _unknown(where: str, kind: str, name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.4) or get_close_matches(
        name.lower(), [k.lower() for k in known], n=1, cutoff=0.4
    )
    hint = next((k for k in known if near and k.lower() == near[0].lower()), None)
    kind = say(kind)
    if hint:
        return say(
            '{where}: the curves have no {kind} "{name}"; the nearest is "{hint}".',
            where=where,
            kind=kind,
            name=name,
            hint=hint,
        )
    names = ", ".join(known) or say("none")
    return say(
        '{where}: the curves have no {kind} "{name}"; known are: {names}.',
        where=where,
        kind=kind,
        name=name,
        names=names,
    )
