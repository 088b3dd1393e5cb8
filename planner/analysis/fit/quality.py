"""What a fit's evidence is worth: the held-out half year, grades with reasons, what moves together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.analysis.fit.confounding import CommonMovement
from planner.analysis.fit.prepare import Scaled
from planner.analysis.fit.result import Estimates
from planner.domain.money import FloatArray

GRADES = "ABCD"
SURE = (0.20, 0.35, 0.55)
"""Log standard deviations of a channel's return up to which it gets A, B, C: a range of about 0.77 to 1.3
times the middle for A, 0.64 to 1.6 for B, 0.5 to 2 for C."""
ALIKE = 0.9
"""Correlation of two channels' spend from which they cannot be told apart."""
STILL = 0.05
"""Variation of spend, relative to its mean, below which nothing can be learnt from it."""
FEW_PERIODS = 10


@dataclass(frozen=True)
class Reason:
    """Why a grade is what it is: a code with its particulars, and the sentence in English."""

    code: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """How sure the fit is of one channel.

    spread       standard deviation of the log of its return, `prior` of the same before the history spoke
    correlation  with the channel whose spend is most alike, `alike`
    """

    channel: str
    grade: str
    reasons: tuple[Reason, ...]
    spread: float
    prior: float
    alike: str | None
    correlation: float


@dataclass(frozen=True, eq=False)
class Holdout:
    """Forecast of the last P periods by a fit that did not see them; errors relative to their mean.

    naive     the last seen value again; seasonal  the value a year before, None without one
    coverage  share of periods inside the 80 % range
    mean, low, high  (P,) the forecast with that range
    """

    periods: int
    error: float
    naive: float
    seasonal: float | None
    coverage: float
    mean: FloatArray
    low: FloatArray
    high: FloatArray


def evidence(
    units: Scaled,
    found: Estimates,
    common: CommonMovement | None,
    prior_spread: float,
    tested: Mapping[str, int],
) -> tuple[Evidence, ...]:
    """A grade for each channel of the history, in its order."""
    history = units.history
    place = {int(row): i for i, row in enumerate(units.active)}
    spread = np.log(found.roas).std(axis=1)
    alike = correlations(units.spend)
    graded = []
    for row, name in enumerate(history.channels):
        if row not in place:
            never = Reason(
                "never_spent", "It was never spent on, so nothing is known; its curve promises nothing."
            )
            graded.append(Evidence(name, "D", (never,), float("inf"), prior_spread, None, 0.0))
            continue
        i = place[row]
        other = int(np.argmax(alike[i]))
        graded.append(
            _grade(
                name,
                units.spend[i],
                float(spread[i]),
                prior_spread,
                (history.channels[int(units.active[other])], float(alike[i, other]))
                if alike.size > 1
                else None,
                None if common is None else common.followers.get(name),
                tested.get(name, 0),
            )
        )
    return tuple(graded)


def _grade(
    name: str,
    spend: FloatArray,
    spread: float,
    prior: float,
    twin: tuple[str, float] | None,
    follows: float | None,
    tests: int,
) -> Evidence:
    rank = sum(spread > limit for limit in SURE)
    low, high = np.exp(-1.2816 * spread), np.exp(1.2816 * spread)
    width = Reason(
        "range",
        f"Its return is known to between {low:.2f} and {high:.2f} times the middle estimate (80 %).",
        {"low": float(low), "high": float(high)},
    )
    reasons = [width]
    if spread > 0.85 * prior:
        reasons.append(
            Reason(
                "silent",
                "The history says little beyond what is usual in the trade; a lift test would settle it.",
            )
        )
    active = int((spend > 0).sum())
    if spend.std() < STILL * spend.mean():
        rank = 3
        reasons.append(Reason("constant", "Its spend hardly ever changed, so its effect cannot be seen."))
    if active < FEW_PERIODS:
        rank = 3
        reasons.append(Reason("new", f"It was on in only {active} periods.", {"periods": active}))
    if twin is not None and twin[1] >= ALIKE:
        rank = max(rank, 2)
        reasons.append(
            Reason(
                "collinear",
                f"Its spend moves with {twin[0]} (correlation {twin[1]:.2f}), so the two cannot be told "
                "apart; merge them into one channel or vary one alone.",
                {"other": twin[0], "correlation": twin[1]},
            )
        )
    if follows is not None and tests == 0:
        rank = max(rank, 1)
        reasons.append(
            Reason(
                "follows_demand",
                f"Its spend moves up and down with others (correlation {follows:.2f}), as where budgets "
                "follow demand; the fit corrects for it as far as it can.",
                {"correlation": follows},
            )
        )
    if tests:
        reasons.append(
            Reason("tested", f"{tests} lift test{'s' if tests > 1 else ''} speak for it.", {"tests": tests})
        )
    return Evidence(
        name,
        GRADES[rank],
        tuple(reasons),
        spread,
        prior,
        None if twin is None else twin[0],
        0.0 if twin is None else twin[1],
    )


def correlations(spend: FloatArray) -> FloatArray:
    """Correlation of channels' spend, shape (A, A), 0 on the diagonal and for spend that never changes."""
    away = spend - spend.mean(axis=1, keepdims=True)
    size = np.sqrt((away**2).sum(axis=1))
    size = np.where(size > 1e-9 * spend.sum(axis=1), size, np.inf)
    found: FloatArray = (away @ away.T) / (size[:, None] * size)
    np.fill_diagonal(found, 0.0)
    return found


def twins(evidence_found: Sequence[Evidence]) -> list[tuple[str, str]]:
    """Pairs of channels that cannot be told apart, to be offered as one."""
    pairs = {
        tuple(sorted((one.channel, one.alike)))
        for one in evidence_found
        if one.alike is not None and one.correlation >= ALIKE
    }
    return sorted((a, b) for a, b in pairs)
