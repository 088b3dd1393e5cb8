"""The optimiser's own outcome against plain loops written from the contract's text, for every curve."""

from __future__ import annotations

from datetime import date
from math import exp
from typing import Any

import numpy as np
import pytest
from scipy.interpolate import PchipInterpolator

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.plan.optimizer import optimize

MONTHS = 5
AFTER = 400


def earned(curve: dict[str, Any], adstock: float) -> float:
    """Outcome of one period's adstock."""
    if curve["kind"] == "hill":
        powered = adstock ** curve["shape"]
        return float(curve["ceiling"] * powered / (powered + curve["half_spend"] ** curve["shape"]))
    if curve["kind"] == "logistic":
        reached = exp(-curve["rate"] * adstock)
        return float(curve["ceiling"] * (1 - reached) / (1 + reached))
    spend, outcome = [0.0, *curve["spend"]], [0.0, *curve["outcome"]]
    return float(PchipInterpolator(spend, outcome)(min(adstock, spend[-1])))


def adstocks(channel: dict[str, Any], bought: list[float]) -> list[float]:
    """Adstock of each period of `bought` and of AFTER more without spend."""
    kind = channel["carryover"]
    lived = [*bought, *[0.0] * AFTER]
    past = list(channel.get("carry_in", []))
    if kind["kind"] == "geometric" and "length" not in kind:
        retention = kind["retention"]
        gain = 1 - retention if kind["normalized"] else 1.0
        state, found = (past[-1] if past else 0.0), []
        for x in lived:
            state = gain * x + retention * state
            found.append(state)
        return found
    if kind["kind"] == "none":
        weights = [1.0]
    elif kind["kind"] == "weights":
        weights = list(kind["weights"])
    else:
        weights = [kind["retention"] ** lag for lag in range(kind["length"])]
        if kind["normalized"]:
            weights = [w / sum(weights) for w in weights]
    everything = [*past, *lived]
    found = []
    for t in range(len(lived)):
        at = t + len(past)
        found.append(sum(w * everything[at - lag] for lag, w in enumerate(weights) if at - lag >= 0))
    return found


def outcome(channel: dict[str, Any], spend: list[float], measure: str) -> float:
    """What a channel's spend brings in the asked measure."""
    season, price = channel.get("season", [1.0]), channel.get("price_index", [1.0])
    bought = [x / price[t % len(price)] for t, x in enumerate(spend)]
    reached = adstocks(channel, bought)
    inside = sum(season[t % len(season)] * earned(channel["curve"], reached[t]) for t in range(len(spend)))
    if measure == "in_year":
        return float(inside)
    alone = adstocks(channel, [0.0] * len(spend))
    later = sum(
        earned(channel["curve"], a) - earned(channel["curve"], b)
        for a, b in zip(reached[len(spend) :], alone[len(spend) :], strict=True)
    )
    return float((inside + later) * channel.get("long_term_multiplier", 1.0))


def drawn_channel(rng: np.random.Generator, name: str) -> dict[str, Any]:
    half = float(np.exp(rng.normal(7, 0.5)))
    knots = np.sort(rng.uniform(0.3, 3, 4)) * half
    kinds: list[dict[str, Any]] = [
        {"kind": "hill", "ceiling": 4 * half, "half_spend": half, "shape": float(rng.uniform(0.6, 5))},
        {"kind": "logistic", "ceiling": 4 * half, "rate": 1.5 / half},
        {
            "kind": "table",
            "spend": knots.tolist(),
            "outcome": (np.sort(rng.uniform(0, 4, 4)) * half).tolist(),
        },
    ]
    curve = kinds[int(rng.integers(3))]
    retention, normalized = float(rng.uniform(0, 0.7)), bool(rng.integers(2))
    memories: list[dict[str, Any]] = [
        {"kind": "none"},
        {"kind": "geometric", "retention": retention, "normalized": normalized},
        {"kind": "geometric", "retention": retention, "normalized": normalized, "length": 3},
        {"kind": "weights", "weights": [0.5, 0.3, 0.2]},
    ]
    carryover = memories[int(rng.integers(4))]
    return {
        "name": name,
        "curve": curve,
        "carryover": carryover,
        "carry_in": (half * rng.uniform(0, 0.6, 2)).tolist(),
        "season": rng.uniform(0.7, 1.3, 12).tolist(),
        "price_index": rng.uniform(0.8, 1.2, 12).tolist(),
        "long_term_multiplier": float(rng.uniform(1, 1.5)),
    }


@pytest.mark.parametrize("seed", range(16))
def test_outcome_is_what_plain_loops_say(seed: int) -> None:
    rng = np.random.default_rng(seed)
    channels = [drawn_channel(rng, f"C{i}") for i in range(3)]
    measure, timing = ("in_year", "full")[seed % 2], ("free", "fixed")[seed // 2 % 2]
    document = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "origin": date(2027, 1, 1).isoformat(),
        "channels": channels,
    }
    total = float(rng.uniform(4_000, 20_000))
    request = {
        "horizon": {"start": "2027-01", "months": MONTHS},
        "goal": {"kind": "spend", "total": total},
        "timing": timing,
        "measure": measure,
        "limits": [{"channels": ["C0"], "max": 5_000}],
        "stop": {"gap": 0.001, "seconds": 0.5},
    }
    found = optimize(read_curves(document), read_request(request))
    loops = sum(outcome(c, row.tolist(), measure) for c, row in zip(channels, found.allocation, strict=True))
    assert found.outcome == pytest.approx(loops, rel=1e-6)
    assert found.figure == pytest.approx(loops, rel=1e-6)
    assert found.bound is not None
    assert found.bound >= loops
    assert found.spend == pytest.approx(total, abs=0.01)
    assert found.allocation[0].sum() <= 5_000.01
