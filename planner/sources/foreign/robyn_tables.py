"""Robyn without its JSON: curves out of the pareto tables alone, geometric carry-over only."""

from __future__ import annotations

import numpy as np

from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.domain.errors import BadFile, say
from planner.sources.foreign.robyn_carryover import geometric
from planner.sources.foreign.robyn_check import check_rows
from planner.sources.foreign.robyn_pareto import TABLES, Pareto
from planner.sources.foreign.spacing import a_year, after, as_day, period_of
from planner.sources.foreign.terms import Terms


def from_tables(pareto: Pareto, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    """Curves of the only model in the tables. Raises BadFile naming the table that is missing."""
    for part in ("hyper", "totals", "transformed"):
        if getattr(pareto, part) is None:
            raise BadFile(
                say('Without a RobynModel-*.json the table "{tables}" is needed too.', tables=TABLES[part]),
                reason="no_model",
            )
    assert pareto.hyper is not None
    names = [c.removesuffix("_alphas") for c in pareto.hyper.cells if c.endswith("_alphas")]
    paid = [name for name in names if _is_paid(pareto, name)]
    if not paid:
        raise BadFile(say('"{name}" and the aggregated table share no paid channel.', name=pareto.hyper.name))
    adstocked = pareto.media("adstockedMedia")
    if adstocked is None:
        raise BadFile(say('"{tables}" has no rows of adstockedMedia.', tables=TABLES["transformed"]))
    days = [as_day(text, f'"{adstocked.name}"') for text in adstocked.texts("ds")]
    period = period_of(days, adstocked.name)
    notes = ["No RobynModel-*.json: the outcome is taken as revenue, and what the JSON adds is not here."]
    worth = 1.0 if terms.value is None else terms.value
    channels = tuple(_channel(pareto, name, worth) for name in paid)
    notes += check_rows(channels, pareto, worth, {})
    baseline: tuple[float, ...] = ()
    if pareto.decomposed is not None:
        table = pareto.decomposed
        media = sum((table.numbers(name) for name in paid), np.zeros(len(table)))
        rest = (table.numbers("depVarHat") - media) * worth
        baseline = (
            tuple(float(v) for v in rest[-a_year(period) :])
            if rest.size >= a_year(period)
            else (float(rest.mean()),)
        )
    curves = CurveSet(period, terms.currency, channels, origin=after(days[-1], period), baseline=baseline)
    return curves, tuple(notes)


def _is_paid(pareto: Pareto, name: str) -> bool:
    assert pareto.totals is not None
    row = pareto.totals.where("rn", name)
    if not len(row):
        return False
    spent = float(row.known("total_spend")[0]) if "total_spend" in row else 0.0
    return np.isfinite(spent) and spent > 0


def _channel(pareto: Pareto, name: str, worth: float) -> ChannelCurve:
    assert pareto.totals is not None
    theta = pareto.hyperparameter(f"{name}_thetas")
    if theta is None:
        raise BadFile(
            say(
                '"{name}" has a Weibull carry-over, which depends on the length of the whole '
                "history: add the RobynModel-*.json with its raw data.",
                name=name,
            ),
            reason="no_raw_data",
        )
    shape, inflexion = pareto.hyperparameter(f"{name}_alphas"), pareto.inflexion(name)
    if shape is None or inflexion is None:
        raise BadFile(
            say(
                '"{tables}" has no {name}_inflexion (Robyn writes it from 3.12 on): add the '
                "RobynModel-*.json with its raw data.",
                tables=TABLES["hyper"],
                name=name,
            ),
            reason="no_raw_data",
        )
    coefficient = float(pareto.totals.where("rn", name).numbers("coef")[0])
    if coefficient < 0:
        raise BadFile(
            say(
                '"{name}" has the coefficient {coefficient:g}: spend that takes outcome away is no plan.',
                name=name,
                coefficient=coefficient,
            )
        )
    if coefficient == 0 or inflexion <= 0:
        return ChannelCurve(name, Hill(0.0, 1.0, 1.0))
    adstocked, raw = pareto.media("adstockedMedia"), pareto.media("rawSpend") or pareto.media("rawMedia")
    assert adstocked is not None
    carry = geometric(theta)
    stock = adstocked.numbers(name)
    spend = raw.numbers(name) if raw is not None and name in raw else None
    return ChannelCurve(
        name=name,
        curve=Hill(coefficient * worth, inflexion, shape),
        carryover=carry,
        carry_in=(float(stock[-1]),) if isinstance(carry, Geometric) else (),
        observed=None if spend is None else (float(spend.min()), float(spend.max())),
    )
