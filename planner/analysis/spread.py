"""How sure the outlook is: draws of what is still to come, around what the evidence expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np

from planner.analysis.evidence import Evidence
from planner.analysis.years import MeasuredYear, YearTable
from planner.domain.actuals import Metric
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel


def media_draws(model: ResponseModel, spend: FloatArray) -> FloatArray:
    """Media revenue of `spend` (C, M) by channel, month and draw, shape (C, M, S).

    The steps of `planner.domain.response.respond`, which keeps only sums over one axis; a test compares.
    """
    rate, lived = model.rate(spend), model.lived.count
    drawn = np.empty((len(model.channels), model.horizon.count, model.draws))
    for group in model.groups:
        outcome = group.saturation.outcome(group.adstock.forward(rate[group.index], 0))
        inside = outcome[:, :, :lived] * model.season[group.index][:, None, :]
        drawn[group.index] = (inside @ model.collect.T).transpose(0, 2, 1)
    return drawn


def drawn_media(
    draws: FloatArray, evidence: Sequence[Evidence], measured: MeasuredYear, table: YearTable
) -> FloatArray:
    """Media revenue (C, M, S) around the outlook: certain where measured, else narrowed by the evidence."""
    middle = draws.mean(axis=2, keepdims=True)
    kept = np.array([found.doubt_kept * found.factor for found in evidence])[:, None, None]
    sure = measured.known(Metric.REVENUE)[:-1]
    # What an unmeasured channel brought in a month whose total is known makes that total no less certain.
    sure = sure | (measured.actual & np.isin(table.channels, measured.unmeasured)[:, None])
    spread = np.where(sure[:, :, None], 0.0, kept * (draws - middle))
    drawn: FloatArray = table[Metric.REVENUE][:-1][:, :, None] + spread
    return drawn


def _noise(model: ResponseModel, base: Evidence, base_share: float, months: float, seen: bool) -> FloatArray:
    """Relative error of the total revenue of `months` months to come, in each draw, shape (S,).

    Without evidence it is, over a whole year, exactly the noise that the curves state.
    """
    if model.draws < 2 or months == 0:
        return np.zeros(model.draws)
    normal = replace(model, curves=replace(model.curves, noise=1.0)).noise_draws
    stated = model.curves.noise / sqrt(2)
    single = base.scatter * base_share if seen else stated * sqrt(model.horizon.count)
    drawn: FloatArray = normal * sqrt((stated * base.doubt_kept) ** 2 + single**2 / months)
    return drawn


def month_draws(
    model: ResponseModel, table: YearTable, drawn: FloatArray, base: Evidence, measured: MeasuredYear
) -> FloatArray:
    """Total revenue by month and draw, shape (M, S)."""
    total = table[Metric.REVENUE][-1][:, None] + drawn.sum(axis=0)
    noise = _noise(model, base, _base_share(table), 1.0, base.months > 0)
    monthly: FloatArray = np.where(measured.actual[:, None], total, total * (1.0 + noise))
    return monthly


def year_draws(
    model: ResponseModel, table: YearTable, drawn: FloatArray, base: Evidence, actual: np.ndarray
) -> FloatArray:
    """Total revenue of the year by draw, shape (S,): the measured months are certain."""
    total = table[Metric.REVENUE][-1][:, None] + drawn.sum(axis=0)
    left = float((~actual).sum())
    noise = _noise(model, base, _base_share(table), left, base.months > 0)
    whole: FloatArray = total[actual].sum(axis=0) + total[~actual].sum(axis=0) * (1.0 + noise)
    return whole


def _base_share(table: YearTable) -> float:
    whole = table.total(Metric.REVENUE)
    return float(table[Metric.REVENUE][-1].sum()) / whole if whole > 0 else 0.0


def new_customer_draws(company: Company, table: YearTable, drawn: FloatArray) -> FloatArray | None:
    """New customers of the year by draw, shape (S,); None without customers in Setup."""
    if company.customers is None:
        return None
    share = np.array([company.channel(name).new_customer_share for name in table.channels])
    around = (drawn - table[Metric.REVENUE][:-1][:, :, None]).sum(axis=1) / company.customers.average_sale
    total: FloatArray = float(table[Metric.NEW_CUSTOMERS].sum()) + around.T @ share
    return total
