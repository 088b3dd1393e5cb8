"""`optimize`: the best split for a request, with its bound."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.files import curves_of


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("curves", type=Path, help="curves document (JSON)")
    options.add_argument("request", type=Path, help="request document (JSON)")
    options.add_argument("--out", type=Path, required=True, help="answer document to write (JSON)")
    options.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> None:
    from planner.documents.answer import answer_document
    from planner.documents.reading import read_json, write_json
    from planner.documents.request import read_request
    from planner.plan.optimizer import optimize

    answer = optimize(curves_of(asked.curves), read_request(read_json(asked.request)))
    write_json(asked.out, answer_document(answer))
