"""The calibrated demo economy of the domain reference: twelve channels, printed parameters, monthly."""

from __future__ import annotations

from typing import Any

from planner.documents.curves import read_curves
from planner.domain.curves import CurveSet

SEASON = (0.917, 0.878, 1.001, 1.001, 1.054, 0.992, 1.018, 1.031, 0.951, 1.018, 1.020, 1.113)
PRICE = (0.85, 0.88, 0.94, 0.97, 1.0, 1.0, 0.98, 0.99, 1.02, 1.06, 1.17, 1.14)
# name, spend k a year, retention a month, shape, half spend k, ceiling k a month, full-effect multiplier
TABLE = (
    ("TV", 180, 0.300, 1.3, 15.0, 116.4, 3.26),
    ("Online video", 120, 0.134, 1.1, 11.0, 79.6, 2.30),
    ("Search generic", 190, 0.0, 1.0, 14.2, 153.0, 1.54),
    ("Search brand", 50, 0.0, 1.0, 1.5, 37.5, 1.10),
    ("Paid social", 190, 0.007, 1.0, 12.7, 102.5, 1.98),
    ("Display", 60, 0.001, 1.0, 3.0, 26.7, 1.56),
    ("Marketplace", 90, 0.0, 1.0, 7.5, 66.6, 1.30),
    ("OOH", 40, 0.049, 1.2, 4.0, 19.8, 2.34),
    ("Radio", 30, 0.049, 1.1, 3.5, 31.2, 2.02),
    ("Influencer", 50, 0.023, 1.0, 3.8, 28.1, 2.00),
    ("Email", 40, 0.0, 1.0, 1.3, 46.7, 1.20),
    ("Content", 40, 0.778, 1.0, 4.0, 25.9, 2.50),
)
BRAND = {"TV", "Online video", "OOH", "Radio", "Content"}
CURRENT = {row[0]: row[1] * 1000.0 for row in TABLE}
TOTAL = 1_080_000.0


def indices() -> tuple[list[float], list[float]]:
    """Season and price index, normalised to mean 1."""
    season = [v / (sum(SEASON) / 12) for v in SEASON]
    price = [v / (sum(PRICE) / 12) for v in PRICE]
    return season, price


def economy_document(draws: dict[str, list[dict[str, float]]] | None = None) -> dict[str, Any]:
    """The economy as a curves document."""
    season, price = indices()
    return {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": [
            {
                "name": name,
                "tags": ["brand" if name in BRAND else "performance"],
                "curve": {"kind": "hill", "ceiling": m * 1000, "half_spend": k * 1000, "shape": s},
                "carryover": {"kind": "geometric", "retention": theta, "normalized": True},
                "carry_in": "steady",
                "season": season,
                "price_index": price,
                "long_term_multiplier": f,
                **({"draws": draws[name]} if draws else {}),
            }
            for name, _, theta, s, k, m, f in TABLE
        ],
    }


def economy(draws: dict[str, list[dict[str, float]]] | None = None) -> CurveSet:
    """The economy as curves."""
    return read_curves(economy_document(draws))


def economy_request(spread: float = 0.5, total: float = TOTAL, **changes: Any) -> dict[str, Any]:
    """The reference request: fixed timing by season, each channel within +/- `spread` of today."""
    season, _ = indices()
    return {
        "horizon": {"start": "2027-01", "months": 12},
        "goal": {"kind": "spend", "total": total},
        "timing": "fixed",
        "flights": dict.fromkeys(CURRENT, season),
        "limits": [
            {"channels": [name], "min": amount * (1 - spread), "max": amount * (1 + spread)}
            for name, amount in CURRENT.items()
        ],
        "current": dict(CURRENT),
        **changes,
    }
