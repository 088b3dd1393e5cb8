"""`forecast`: what a spend brings, period by period."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

from planner.cli.files import curves_of
from planner.sources.local_files import content


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("curves", type=Path, help="curves document (JSON)")
    options.add_argument("spend", type=Path, help="CSV: a date column and one for each channel")
    options.add_argument("--out", type=Path, required=True, help="CSV to write")
    options.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> None:
    from planner.analysis.fit.baseline import fitted_baseline
    from planner.analysis.history_forecast import forecast_history
    from planner.documents.reading import write_whole
    from planner.sources.history_file import read_history

    curves = curves_of(asked.curves)
    fitted = fitted_baseline(curves)
    spend = read_history(
        content(asked.spend),
        asked.spend.name,
        channels=curves.names,
        controls=() if fitted is None else [control.name for control in fitted.form.controls],
        period=curves.period,
    )
    forecast = forecast_history(curves, spend.history)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["date", "mean", "p10", "p90", "baseline", *forecast.channels])
    for day, t in zip(spend.dates, spend.place, strict=True):
        figures = (forecast.mean[t], forecast.p10[t], forecast.p90[t], forecast.baseline[t])
        cells = [*(float(v) for v in figures), *forecast.contributions[:, t].tolist()]
        table.writerow([day, *(spend.share * cell for cell in cells)])
    write_whole(asked.out, text.getvalue().encode())
