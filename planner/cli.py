"""The command line: parse, call, write.

Exits 0 when done, 1 for bad input (one message on standard error), 2 for wrong usage. Commands import what
they need when they run, so that help and a mistyped option answer at once.
"""

# ruff: noqa: PLC0415 - late imports are this module's way, see above

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.domain.errors import BadFile, PlannerError, say

if TYPE_CHECKING:
    from planner.domain.actuals import ReadResult
    from planner.domain.curves import CurveSet
    from planner.domain.experiment import Experiment
    from planner.sources.history_file import HistoryFile

ROOT = Path(__file__).resolve().parents[1]


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

    fit = commands.add_parser("fit", help="a history to response curves")
    fit.add_argument("history", type=Path, help="CSV, Excel or Parquet: one row a period")
    fit.add_argument("--date", metavar="COL", required=True, help="column of dates")
    fit.add_argument("--outcome", metavar="COL", required=True, help="column of what is to be explained")
    fit.add_argument(
        "--channel",
        metavar="COL",
        action="append",
        required=True,
        help="column of spend; once for each channel",
    )
    fit.add_argument(
        "--control", metavar="COL", action="append", default=[], help="column of what else moves the outcome"
    )
    fit.add_argument(
        "--merge",
        metavar="NAME=COL,COL",
        action="append",
        default=[],
        help="channels that cannot be told apart, fitted as one",
    )
    fit.add_argument("--experiments", type=Path, metavar="FILE", help="CSV of lift tests")
    fit.add_argument("--currency", help="currency of outcome and spend (default: USD)")
    fit.add_argument(
        "--previous",
        type=Path,
        metavar="CURVES",
        help="curves of an earlier fit, whose history is made longer; what changed is said",
    )
    fit.add_argument("--out", type=Path, required=True, help="curves document to write (JSON)")
    fit.set_defaults(run=_fit, usage=fit.error)

    forecast = commands.add_parser("forecast", help="what a spend brings, period by period")
    forecast.add_argument("curves", type=Path, help="curves document (JSON)")
    forecast.add_argument("spend", type=Path, help="CSV: a date column and one for each channel")
    forecast.add_argument("--out", type=Path, required=True, help="CSV to write")
    forecast.set_defaults(run=_forecast)

    optimize = commands.add_parser("optimize", help="the best split for a request, with its bound")
    optimize.add_argument("curves", type=Path, help="curves document (JSON)")
    optimize.add_argument("request", type=Path, help="request document (JSON)")
    optimize.add_argument("--out", type=Path, required=True, help="answer document to write (JSON)")
    optimize.set_defaults(run=_optimize)

    _actuals_options(commands.add_parser("read-actuals", help="figures by month and channel out of a report"))

    _import_options(commands.add_parser("import-curves", help="curves out of another modelling tool's files"))

    export = commands.add_parser("export", help="a stored plan as files")
    export.add_argument(
        "plan", metavar="PLAN", help='number or name of a plan; "sample" is the sample\'s own'
    )
    export.add_argument("--workbook", type=Path, metavar="F.xlsx", help="annual-plan workbook to write")
    export.add_argument("--board", type=Path, metavar="F.pdf", help="one page for the board to write")
    export.add_argument("--deck", type=Path, metavar="F.pptx", help="slides to write")
    export.add_argument("--json", type=Path, metavar="F.json", help="plan document to write")
    export.add_argument("--without-margins", action="store_true", help="leave margin and profit out")
    export.set_defaults(run=_export, usage=export.error)

    _read_back_options(
        commands.add_parser("read-back", help="a changed annual-plan workbook against its plan")
    )

    sample = commands.add_parser("load-sample", help="enter the sample company, once")
    sample.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: the user's own)")
    sample.set_defaults(run=_load_sample)

    serve = commands.add_parser("serve", help="open the app in a browser")
    serve.add_argument("--port", type=_port, help="port to listen on (default: 8501, or the next free one)")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default: this machine only; 0.0.0.0 for all)",
    )
    serve.set_defaults(run=_serve)
    return parser


def _actuals_options(actuals: argparse.ArgumentParser) -> None:
    actuals.add_argument("file", type=Path, help="Excel workbook or CSV")
    actuals.add_argument("--channels", type=_names, help="the plan's channels, A,B,... (default: any label)")
    actuals.add_argument("--year", type=int, help="the year of months written without one")
    actuals.add_argument("--mapping", type=Path, help="answers to the file's questions (JSON)")
    actuals.add_argument("--out", type=Path, help="CSV to write: month, channel, metric, value")
    actuals.add_argument("--problems", type=Path, help="JSON to write: what was left out, and why")
    actuals.add_argument("--store", action="store_true", help="take the figures over, as the app would")
    actuals.add_argument("--company", metavar="SLUG", help="whose figures (default: your only company)")
    actuals.add_argument("--who", default="nightly run", help="the name that the trail keeps")
    actuals.set_defaults(run=_read_actuals, usage=actuals.error)


def _read_back_options(back: argparse.ArgumentParser) -> None:
    back.add_argument("plan", metavar="PLAN", help="number or name of the plan")
    back.add_argument("file", type=Path, help="the workbook that was changed")
    back.add_argument("--out", type=Path, metavar="F.json", help="JSON to write: the differences")
    back.add_argument("--accept", action="store_true", help="take all differences over")
    back.add_argument("--who", default="command line", help="the name that the trail keeps")
    back.set_defaults(run=_read_back)


def _import_options(importing: argparse.ArgumentParser) -> None:
    importing.add_argument("file", type=Path, help="file, or a folder or zip of Robyn's")
    tools = ("robyn", "meridian", "pymc")
    importing.add_argument("--from", dest="tool", choices=tools, required=True, help="the tool that wrote it")
    importing.add_argument("--currency", default="USD", help="currency of the spend (default: USD)")
    importing.add_argument("--value", type=float, help="what one unit of the outcome is worth, if no revenue")
    importing.add_argument("--periods", type=int, help="how many periods a table of totals covers")
    importing.add_argument("--period", choices=("week", "month"), default="week", help="their kind")
    importing.add_argument("--out", type=Path, required=True, help="curves document to write (JSON)")
    importing.set_defaults(run=_import_curves)


def _fit(asked: argparse.Namespace) -> None:
    from dataclasses import replace

    from planner.analysis.fit import fit_history
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.domain.history import merged
    from planner.sources.experiments_file import read_experiments
    from planner.sources.history_file import read_history

    previous = None if asked.previous is None else _curves(asked.previous)
    read = read_history(
        _bytes(asked.history),
        asked.history.name,
        channels=asked.channel,
        controls=asked.control,
        outcome=asked.outcome,
        date_column=asked.date,
        period=None if previous is None else previous.period,
    )
    for told in asked.merge:
        name, _, parts = told.partition("=")
        if not name or not parts:
            asked.usage(f'"{told}": write --merge "Social=Facebook,Instagram"')
        whole = merged(read.history, name.strip(), [part.strip() for part in parts.split(",")])
        read = replace(read, history=whole)
    experiments = (
        ()
        if asked.experiments is None
        else read_experiments(_bytes(asked.experiments), asked.experiments.name)
    )
    if previous is not None:
        _fit_longer(asked, previous, read, experiments)
        return
    fitted = fit_history(
        read.history, experiments=experiments, currency=asked.currency or "USD", notes=read.notes
    )
    write_json(asked.out, curves_document(fitted.curves))


def _fit_longer(
    asked: argparse.Namespace, previous: CurveSet, read: HistoryFile, experiments: Sequence[Experiment]
) -> None:
    """Put new periods behind an earlier fit's history, fit again and say what changed."""
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.services.refit import refit

    fitted, changes = refit(previous, read.history, experiments, asked.currency, read.notes)
    write_json(asked.out, curves_document(fitted))
    for one in changes.channels:
        for reason in one.reasons:
            print(f"{one.channel}: {reason.text}")


def _forecast(asked: argparse.Namespace) -> None:
    import csv
    import io

    from planner.analysis.fit.baseline import fitted_baseline
    from planner.analysis.history_forecast import forecast_history
    from planner.documents.reading import write_whole
    from planner.sources.history_file import read_history

    curves = _curves(asked.curves)
    fitted = fitted_baseline(curves)
    spend = read_history(
        _bytes(asked.spend),
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


def _optimize(asked: argparse.Namespace) -> None:
    from planner.documents.answer import answer_document
    from planner.documents.reading import read_json, write_json
    from planner.documents.request import read_request
    from planner.plan.optimizer import optimize

    answer = optimize(_curves(asked.curves), read_request(read_json(asked.request)))
    write_json(asked.out, answer_document(answer))


def _read_actuals(asked: argparse.Namespace) -> None:
    from planner.documents.reading import read_json
    from planner.sources.actuals_file import read_actuals
    from planner.sources.actuals_output import write_problems_json, write_rows_csv

    if not asked.store and (asked.out is None or asked.problems is None):
        asked.usage("name both --out and --problems, or --store")
    if asked.store and asked.channels is not None:
        asked.usage("with --store the channels are the company's own; leave --channels out")
    mapping = None if asked.mapping is None else read_json(asked.mapping)
    if asked.store:
        read = _store_actuals(asked, mapping)
        if asked.out is not None:
            write_rows_csv(read, asked.out)
        if asked.problems is not None:
            write_problems_json(read, asked.problems)
        return
    read = read_actuals(
        _bytes(asked.file), asked.file.name, channels=asked.channels, year=asked.year, mapping=mapping
    )
    if not read.rows:
        raise BadFile(
            say(
                '"{name}": every row is committed money, none is actual. --store keeps it as committed.',
                name=asked.file.name,
            ),
            reason="plan_only",
        )
    write_rows_csv(read, asked.out)
    write_problems_json(read, asked.problems)


def _store_actuals(asked: argparse.Namespace, mapping: Any) -> ReadResult:
    """Take a file over without a person: done and the same file again exit 0, a question exits 1."""
    from planner.services.actuals_intake import company_named, store_file
    from planner.services.library import open_store
    from planner.sources.mapping import FileMapping

    store = open_store()
    slug = company_named(store, asked.company)
    data, name = _bytes(asked.file), asked.file.name
    FileMapping.of(mapping)
    done = store_file(store, slug, data, name, year=asked.year, answers=mapping, who=asked.who)
    if done.batch is None and done.before is not None:
        print(f"{name}: taken over before by {done.before.who}, as batch {done.before.id}; nothing stored.")
    elif done.batch is not None:
        said = f"{name}: {done.batch.rows} figures stored as batch {done.batch.id} of {slug}"
        left_out = len(done.result.rejected)
        print(f"{said}; {len(done.changed)} restated, {left_out} rows or figures left out.")
    return done.result


def _import_curves(asked: argparse.Namespace) -> None:
    from planner.documents.curves import curves_document
    from planner.documents.reading import write_json
    from planner.sources.foreign import Terms, import_curves, read_path

    terms = Terms(asked.currency, asked.value, asked.periods, asked.period)
    curves, notes = import_curves(read_path(asked.file), asked.file.name, asked.tool, terms)
    write_json(asked.out, curves_document(curves))
    for note in notes:
        print(note)


def _read_back(asked: argparse.Namespace) -> None:
    from planner.documents.reading import write_json
    from planner.presentation.readback_words import field_word, value_word
    from planner.services.exports import find_plan
    from planner.services.library import open_store
    from planner.services.readback import accepted, read_back
    from planner.sources.plan_workbook import read_plan_workbook

    store = open_store()
    slug, number = find_plan(store, asked.plan)
    company, version = store.company(slug), store.version(slug, number)
    found = read_back(version, company, read_plan_workbook(_bytes(asked.file), asked.file.name))
    if asked.accept and found.is_stale:
        raise BadFile(
            say(
                'The plan was saved since this workbook was made. Look at the differences of "{name}", and '
                "take them over one by one in the app.",
                name=asked.file.name,
            )
        )
    for one in found.unread:
        print(
            f"{one.place.sheet}!{one.place.cell}  {one.about}, {field_word(one.field)}: left out. {one.why}"
        )
    listed = [
        {
            "sheet": one.place.sheet,
            "cell": one.place.cell,
            "about": one.about,
            "what": field_word(one.field),
            "old": value_word(one.field, one.old, company),
            "new": value_word(one.field, one.new, company),
        }
        for one in found.differences
    ]
    for row in listed:
        print("{sheet}!{cell}  {about}, {what}: {old} -> {new}".format(**row))
    if asked.out is not None:
        saved = {"who": found.workbook.who, "when": found.workbook.when}
        write_json(asked.out, {"format": "planner-differences/1", "saved": saved, "differences": listed})
    if asked.accept and listed:
        after = accepted(version, found.differences)
        store.save_version(slug, after, who=asked.who, workbook=asked.file.name)
    done = "taken over" if asked.accept else "nothing stored"
    print(f"{len(listed)} difference{'' if len(listed) == 1 else 's'}; {done}.")


def _export(asked: argparse.Namespace) -> None:
    if all(path is None for path in (asked.workbook, asked.board, asked.deck, asked.json)):
        asked.usage("name at least one file to write: --workbook, --board, --deck or --json")
    from planner.documents.reading import json_bytes, write_whole
    from planner.services.exports import export_plan, find_plan, plan_json
    from planner.services.library import open_store

    store = open_store()
    plan = export_plan(store, *find_plan(store, asked.plan), with_margins=not asked.without_margins)
    # All files are made before the first is written: a plan that cannot be shown leaves nothing behind.
    files: dict[Path, bytes] = {}
    if asked.workbook is not None:
        from planner.presentation.workbook import annual_plan

        files[asked.workbook] = annual_plan(plan)
    if asked.board is not None:
        from planner.presentation.board import board_page

        files[asked.board] = board_page(plan)
    if asked.deck is not None:
        from planner.presentation.deck import annual_deck

        files[asked.deck] = annual_deck(plan)
    if asked.json is not None:
        files[asked.json] = json_bytes(plan_json(plan))
    for path, data in files.items():
        write_whole(path, data)


def _load_sample(asked: argparse.Namespace) -> None:
    from planner.services.library import open_store
    from planner.services.sample import load_sample

    url = None if asked.data is None else f"sqlite:///{asked.data.resolve() / 'planner.db'}"
    load_sample(open_store(url), ROOT / "sample_data")


def _serve(asked: argparse.Namespace) -> None:
    import webbrowser

    # A company's figures are for this machine alone, unless somebody says otherwise.
    options = [f"--server.address={asked.host}", "--browser.serverAddress=localhost"]
    options.append("--server.showEmailPrompt=false")
    try:
        webbrowser.get()
    except webbrowser.Error:
        options.append("--server.headless=true")
    if asked.port is not None:
        options.append(f"--server.port={asked.port}")
    os.chdir(ROOT)  # where Streamlit finds the theme
    # The server takes this process over, so that whoever stops it by its number stops the server.
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *options])


def _curves(path: Path) -> CurveSet:
    from planner.documents.curves import read_curves
    from planner.documents.reading import read_json

    return read_curves(read_json(path))


def _bytes(path: Path) -> bytes:
    """A file's content. Raises BadFile when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(say("There is no file {path}.", path=path)) from None
    except OSError as problem:
        raise BadFile(
            say("{path} cannot be read: {strerror}.", path=path, strerror=problem.strerror)
        ) from None


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise argparse.ArgumentTypeError(f'"{text}" holds an empty name; write A,B,C')
    return names


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f'"{text}" is not a port from 1 to 65535')
    return int(text)
