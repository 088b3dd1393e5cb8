"""The analyst's part of a report: residuals, autocorrelation, collinearity, prior against posterior."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.fit.quality import correlations
from planner.analysis.fit.record import FitRecord
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.presentation import formats
from planner.presentation.charts.fit import beliefs, lags, residuals, together
from planner.presentation.language import _
from planner.ui import components

LAGS = 16


def draw(record: FitRecord, company: Company) -> None:
    """Four charts and the sampler's own figures."""
    colours, unit = components.colours(), formats.scale(company).divisor
    left, right = st.columns(2, gap="medium")
    with left:
        when = [datetime(d.year, d.month, d.day) for d in record.history.horizon.starts()[:-1]]
        components.chart(
            residuals(
                pd.DataFrame({"day": when, "value": record.residuals / unit}),
                _("Residuals: actual less fitted"),
                formats.unit_label(company),
                colours,
            ),
            alt=_("Residuals by period"),
        )
        found = autocorrelations(record.residuals, LAGS)
        limit = 1.96 / float(np.sqrt(record.residuals.size))
        components.chart(
            lags(
                pd.DataFrame({"lag": range(1, found.size + 1), "value": found}),
                limit,
                _("Autocorrelation of the residuals by lag"),
                colours,
            ),
            alt=_("Autocorrelation of the residuals by lag"),
        )
        st.caption(
            _(
                "The fit allows for autocorrelation of {rho} from one period to the next. Dashed: what "
                "chance alone stays within, 19 times of 20."
            ).format(rho=formats.ratio(record.autocorrelation))
        )
    with right:
        _together(record)
        _beliefs(record)
    st.caption(
        _(
            "Draws: agreement of the walks {agreement} (1 is perfect, above 1.1 is doubtful), accepted steps "
            "{acceptance}."
        ).format(
            agreement=formats.ratio(record.agreement), acceptance=formats.share(record.acceptance, digits=0)
        )
    )


def autocorrelations(values: FloatArray, most: int) -> FloatArray:
    """Correlation of a series with itself 1 to `most` periods later (fewer for a short one)."""
    left = values - values.mean()
    whole = float(left @ left)
    count = min(most, values.size - 2)
    found: FloatArray = np.array([left[lag:] @ left[:-lag] / whole for lag in range(1, count + 1)])
    return found


def _together(record: FitRecord) -> None:
    spend = record.history.by_channel()
    order = [name for name, row in spend.items() if row.any()]
    found = correlations(np.array([spend[name] for name in order]))
    np.fill_diagonal(found, 1.0)
    cells = [
        {"a": a, "b": b, "value": float(found[i, j])}
        for i, a in enumerate(order)
        for j, b in enumerate(order)
        if j <= i
    ]
    components.chart(
        together(
            pd.DataFrame(cells),
            order,
            _("Correlation of spends: above 0.9 two channels cannot be told apart"),
            components.colours(),
            height=60 + 22 * len(order),
        ),
        alt=_("Correlation of channels' spend"),
    )


def _beliefs(record: FitRecord) -> None:
    prior, before, after = _("Before: usual in the trade"), _("From the history"), _("With lift tests")
    rows = []
    for name, one in record.channels.items():
        if one.returns is None:
            continue
        kinds = [(prior, record.prior), (before, one.untested or one.returns)]
        if one.untested is not None:
            kinds.append((after, one.returns))
        rows += [
            {"name": name, "kind": kind, "low": low, "middle": middle, "high": high}
            for kind, (low, middle, high) in kinds
        ]
    words = [prior, before, *([after] if record.experiments else [])]
    components.chart(
        beliefs(
            pd.DataFrame(rows),
            _("Prior against posterior: return for each unit spent, P10 to P90"),
            _("Outcome for each unit spent"),
            components.colours(),
            words=words,
        ),
        alt=_("Prior and posterior of each channel's return"),
    )
