"""The command line: parse, call, write. A file a command: what it takes, what it does.

Exits 0 when done, 1 for bad input (one message on standard error), 2 for wrong usage. Commands import what
they need when they run, so that help and a mistyped option answer at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from planner.cli import (
    export,
    fit,
    forecast,
    import_curves,
    load_sample,
    optimize,
    read_actuals,
    read_back,
    serve,
)
from planner.domain.errors import PlannerError

_COMMANDS = (
    ("fit", fit, "a history to response curves"),
    ("forecast", forecast, "what a spend brings, period by period"),
    ("optimize", optimize, "the best split for a request, with its bound"),
    ("read-actuals", read_actuals, "figures by month and channel out of a report"),
    ("import-curves", import_curves, "curves out of another modelling tool's files"),
    ("export", export, "a stored plan as files"),
    ("read-back", read_back, "a changed annual-plan workbook against its plan"),
    ("load-sample", load_sample, "enter the sample company, once"),
    ("serve", serve, "open the app in a browser"),
)
"""Name, module and help line of each command, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
    except PlannerError as problem:
        return _refused(str(problem))
    except OSError as problem:
        # A folder that cannot be written, a disk that is full: the user's to mend, like a bad file.
        place = problem.filename2 or problem.filename or "The file"  # a replace names its target second
        return _refused(f"{place}: {problem.strerror or problem}.")
    return 0


def _refused(message: str) -> int:
    print(f"planner: {message}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="planner", description="Marketing planning and budget simulator, on the command line."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, command, about in _COMMANDS:
        command.add_options(commands.add_parser(name, help=about))
    return parser
