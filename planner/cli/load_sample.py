"""`load-sample`: enter the sample company, once."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.files import ROOT


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: the user's own)")
    options.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> None:
    from planner.services.library import open_store
    from planner.services.sample import load_sample

    url = None if asked.data is None else f"sqlite:///{asked.data.resolve() / 'planner.db'}"
    load_sample(open_store(url), ROOT / "sample_data")
