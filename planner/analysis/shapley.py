"""A difference shared among its causes: exactly, with the same answer whatever the order of the causes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import factorial
from typing import Any

import numpy as np

from planner.domain.money import FloatArray

MOST_FACTORS = 6
"""Each factor doubles the work, and nobody reads a bridge of more bars."""


def shapley(
    value: Callable[[Mapping[str, Any]], FloatArray],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    factors: Sequence[str],
) -> dict[str, FloatArray]:
    """What each factor's change from `before` to `after` contributes to the change of `value`.

    value    takes one setting per factor, returns a number or an array; every element is shared by itself
    Returns an array of value's shape per factor. They add up to value(after) - value(before), flip their
    sign when the two are swapped, and are zero for a factor that changes nothing.
    Source: Shapley (1953): the mean over all orders of a factor's difference when it is switched over.
    """
    if len(factors) > MOST_FACTORS:
        raise ValueError(f"{len(factors)} factors are too many for one bridge; at most {MOST_FACTORS}.")
    if set(before) != set(factors) or set(after) != set(factors) or len(set(factors)) != len(factors):
        raise ValueError("before, after and factors must name the same factors, each once.")
    count = len(factors)
    values = [
        np.asarray(
            value({name: (after if chosen >> i & 1 else before)[name] for i, name in enumerate(factors)}),
            float,
        )
        for chosen in range(2**count)
    ]
    shares = {}
    for i, name in enumerate(factors):
        share = np.zeros_like(values[0])
        for chosen in range(2**count):
            if not chosen >> i & 1:
                others = chosen.bit_count()
                weight = factorial(others) * factorial(count - 1 - others) / factorial(count)
                share = share + weight * (values[chosen | 1 << i] - values[chosen])
        shares[name] = share
    return shares
