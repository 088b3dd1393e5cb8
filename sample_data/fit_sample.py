"""Fit curves to the sample's weekly history: `python sample_data/fit_sample.py` writes curves_fitted.json.

The same as `python -m planner fit` on history_weekly.csv with experiments.csv, with fewer draws, so that the
sample loads quickly. On one machine the file comes out the same every time; another processor may round
differently, and then figures differ as two fits of one history do.
"""

# ruff: noqa: E402 - threads are set before numpy is loaded, the project's folder before its rooms

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

for kind in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{kind}_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from planner.analysis.fit.run import Fitted, fit_history
from planner.documents.curves import curves_document, read_curves
from planner.documents.reading import write_whole
from planner.sources.experiments_file import read_experiments
from planner.sources.history_file import read_history
from sample_data.make_sample import readable_json

CONTROLS = ("price_index", "promotion", "competitor")
DRAWS = 200


def fit_sample() -> Fitted:
    """Curves of the history and the lift tests beside this script."""
    history, tests = "history_weekly.csv", "experiments.csv"
    read = read_history(
        (HERE / history).read_bytes(),
        history,
        channels=read_curves(json.loads((HERE / "curves.json").read_text("utf-8"))).names,
        controls=CONTROLS,
        outcome="revenue",
        date_column="date",
    )
    experiments = read_experiments((HERE / tests).read_bytes(), tests)
    return fit_history(read.history, experiments=experiments, notes=read.notes, draws=DRAWS)


def main() -> None:
    """Write the curves beside this script."""
    write_whole(HERE / "curves_fitted.json", readable_json(curves_document(fit_sample().curves)))


if __name__ == "__main__":
    main()
