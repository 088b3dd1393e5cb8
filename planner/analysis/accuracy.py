"""How good past forecasts were: WAPE, bias, and whether they beat the naive forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray


@dataclass(frozen=True)
class Accuracy:
    """A forecast's score over `count` figures. None where the actuals add up to nothing.

    wape   sum |A - F| / sum |A|, 0 is perfect
    bias   sum (F - A) / sum |A|, above 0: promised too much
    naive  WAPE of the naive forecast (last year's figures), None where there is none
    """

    count: int
    wape: float | None
    bias: float | None
    naive: float | None


def accuracy(actual: FloatArray, forecast: FloatArray, naive: FloatArray | None = None) -> Accuracy:
    """Score `forecast` where both it and `actual` are known (not nan); all arguments have one shape.

    The naive forecast is scored on the same figures, and only if it covers all of them.
    Source: Hyndman and Koehler (2006) on why not MAPE.
    """
    if actual.shape != forecast.shape or (naive is not None and naive.shape != actual.shape):
        raise BadDocument(say("Actual, forecast and naive forecast must cover the same periods."))
    seen = np.isfinite(actual) & np.isfinite(forecast)
    size = float(np.abs(actual[seen]).sum())
    if size == 0:
        return Accuracy(int(seen.sum()), None, None, None)
    covered = naive is not None and bool(np.isfinite(naive[seen]).all())
    return Accuracy(
        count=int(seen.sum()),
        wape=float(np.abs(actual - forecast)[seen].sum()) / size,
        bias=float((forecast - actual)[seen].sum()) / size,
        naive=float(np.abs(actual - naive)[seen].sum()) / size if covered and naive is not None else None,
    )
