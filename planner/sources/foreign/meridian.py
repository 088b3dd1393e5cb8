"""Meridian to curves: response curves are totals of a whole period under its own flighting, so tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.curves import ChannelCurve, CurveSet, Hill, NoCarryover, Table
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.foreign.ranges import scales
from planner.sources.foreign.tables import Columns, read_columns
from planner.sources.foreign.terms import Terms

LEVEL = 0.9
"""Meridian's default credible interval; a table does not carry the level it was made with."""
FALL = 1e-6
"""Share of the largest outcome that a rising curve may fall by numerical noise."""
USUAL_PERIODS = 52


@dataclass(frozen=True, eq=False)
class Totals:
    """One channel's curve over the whole analysed time, points in rising spend.

    low, high  outcome at the interval's ends relative to the mean, at the spend of the history; None: unknown
    """

    spend: FloatArray
    outcome: FloatArray
    low: float | None = None
    high: float | None = None


def import_table(data: bytes, name: str, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    """The CSV of `response_curves().to_dataframe()`. Raises BadFile."""
    found = {channel: _totals(rows) for channel, rows in _by_channel(_wide(read_columns(data, name))).items()}
    notes: list[str] = []
    periods = terms.periods
    if periods is None:
        periods = USUAL_PERIODS if terms.period == "week" else 12
        notes.append(
            f"The file does not say how many periods its totals cover: {periods} {terms.period}s are "
            "assumed. Say so where it is another number; spend and outcome per period depend on it."
        )
    curves = CurveSet(terms.period, terms.currency, channels_of(found, periods, terms, notes))
    return curves, tuple(notes)


def channels_of(
    found: Mapping[str, Totals], periods: int, terms: Terms, notes: list[str]
) -> tuple[ChannelCurve, ...]:
    """Totals as curves per period; says what the form cannot carry."""
    worth = 1.0 if terms.value is None else terms.value
    notes.append(
        "The outcome is taken as revenue."
        if terms.value is None
        else f"One unit of outcome counts {worth:,.2f}."
    )
    notes.append(
        "Carry-over is inside the totals, so each period's spend is credited at once; a plan with other "
        "flighting than the history's may bring another outcome."
    )
    notes.append("The curves end where Meridian's do; beyond the last point they promise nothing more.")
    if any(t.low is not None for t in found.values()):
        notes.append(
            f"Ranges scale the whole curve, from the {LEVEL:.0%} interval that Meridian makes by default; "
            "how channels move together is not in the file."
        )
    return tuple(_channel(name, totals, periods, worth, notes) for name, totals in found.items())


def _channel(name: str, totals: Totals, periods: int, worth: float, notes: list[str]) -> ChannelCurve:
    if totals.spend[-1] <= 0 or totals.outcome[-1] <= 0:
        notes.append(f'"{name}" brings nothing in this model.')
        return ChannelCurve(name, Hill(0.0, 1.0, 1.0))
    spend, outcome = totals.spend / periods, totals.outcome / periods * worth
    draws: tuple[dict[str, float], ...] = ()
    if totals.low is not None and totals.high is not None:
        draws = tuple({"scale": float(f)} for f in scales(name, totals.low, totals.high, LEVEL))
    return ChannelCurve(
        name=name,
        curve=Table(tuple(spend.tolist()), tuple(outcome.tolist())),
        carryover=NoCarryover(),
        observed=(0.0 if totals.spend[0] == 0 else float(spend[0]), float(spend[-1])),
        draws=draws,
    )


def rising(name: str, spend: Sequence[float], outcome: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    """Points in order of spend. Raises BadFile for what is no response of a channel."""
    order = np.argsort(spend, kind="stable")
    x, y = np.asarray(spend, float)[order], np.asarray(outcome, float)[order]
    keep = np.concatenate([[True], np.diff(x) > 0])
    if not np.allclose(np.interp(x, x[keep], y[keep]), y, rtol=1e-9, atol=0):
        raise BadFile(
            say('"{name}" has two outcomes for one spend; send the curves of one analysis.', name=name)
        )
    x, y = x[keep], y[keep]
    if (x < 0).any() or (y < 0).any():
        raise BadFile(
            say(
                '"{name}" has a negative spend or outcome; spend that takes outcome away is no plan.',
                name=name,
            )
        )
    if x[0] == 0 and y[0] > FALL * y.max(initial=0.0):
        raise BadFile(
            say('"{name}" brings {y:,.0f} without spend; a response starts at nothing.', name=name, y=y[0])
        )
    fall = float(np.max(np.maximum.accumulate(y) - y))
    if fall > FALL * y.max(initial=0.0):
        raise BadFile(
            say('"{name}" brings less for more spend; the planner takes curves that do not fall.', name=name)
        )
    if x[0] == 0:
        y[0] = 0.0
    return x, np.maximum.accumulate(y)


def _wide(table: Columns) -> Columns:
    """One row per channel and multiplier with mean, ci_lo and ci_hi, out of either form of the frame."""
    if "mean" in table:
        return table
    for column in ("channel", "metric", "spend", "incremental_outcome"):
        table.texts(column)
    keys = list(zip(table.texts("channel"), table.texts("spend"), strict=True))
    metrics = table.texts("metric")
    if "mean" not in metrics:
        raise BadFile(say('"{name}" has no rows of the metric "mean".', name=table.name))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for key, metric, value in zip(keys, metrics, table.texts("incremental_outcome"), strict=True):
        cells.setdefault(key, {})[metric] = value
    multiplier = (
        dict(zip(keys, table.texts("spend_multiplier"), strict=True)) if "spend_multiplier" in table else {}
    )
    return Columns(
        table.name,
        {
            "channel": [key[0] for key in cells],
            "spend": [key[1] for key in cells],
            "spend_multiplier": [multiplier.get(key, "") for key in cells],
            **{m: [found.get(m, "") for found in cells.values()] for m in ("mean", "ci_lo", "ci_hi")},
        },
    )


def _by_channel(table: Columns) -> dict[str, Columns]:
    return {name: table.where("channel", name) for name in dict.fromkeys(table.texts("channel")) if name}


def _totals(rows: Columns) -> Totals:
    name = rows.texts("channel")[0]
    spend, mean = rows.numbers("spend"), rows.numbers("mean")
    x, y = rising(name, spend.tolist(), mean.tolist())
    if "ci_lo" not in rows or "ci_hi" not in rows:
        return Totals(x, y)
    low, high = rows.known("ci_lo"), rows.known("ci_hi")
    at = _usual(rows, spend)
    middle = mean[at]
    if not (middle > 0 and np.isfinite(low[at]) and np.isfinite(high[at]) and low[at] <= middle <= high[at]):
        return Totals(x, y)
    return Totals(x, y, max(float(low[at] / middle), 0.0), float(high[at] / middle))


def _usual(rows: Columns, spend: FloatArray) -> int:
    """The row of the history's own spend: multiplier 1, or the middle of the points."""
    factor = rows.known("spend_multiplier") if "spend_multiplier" in rows else np.full(len(rows), np.nan)
    if np.isfinite(factor).all():
        return int(np.argmin(np.abs(factor - 1)))
    return int(np.argmin(np.abs(spend - spend.max() / 2)))
