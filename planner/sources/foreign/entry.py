"""One way in: whose file is this, and its curves as ours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, BadFile, say
from planner.sources.foreign.files import MAX_BYTES, checked_size, gathered, is_hdf5, is_netcdf3, is_zip
from planner.sources.foreign.meridian import import_table
from planner.sources.foreign.meridian_sheets import import_sheets
from planner.sources.foreign.pymc import import_pymc
from planner.sources.foreign.robyn import import_robyn
from planner.sources.foreign.robyn_pareto import TABLES
from planner.sources.foreign.terms import Terms

Tool = Literal["robyn", "meridian", "pymc"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
TOOL_NAMES: Mapping[Tool, str] = {"robyn": "Robyn", "meridian": "Meridian", "pymc": "PyMC-Marketing"}


def import_curves(
    data: bytes | Mapping[str, bytes], filename: str, tool: Tool, terms: Terms | None = None
) -> tuple[CurveSet, tuple[str, ...]]:
    """Curves of another tool's file, a zip, or a folder as {name: bytes}, and notes on what was assumed.

    Raises BadFile with what is wrong and what to do; nothing in the file is ever executed.
    """
    if tool not in TOOLS:
        raise BadFile(
            say(
                '"{tool}" is no tool whose curves the planner reads; they are {names}.',
                tool=tool,
                names=", ".join(TOOLS),
            )
        )
    name = Path(filename).name or "file"
    terms = terms or Terms()
    try:
        if tool == "robyn":
            return import_robyn(gathered(data, name), terms)
        single, name = _single(data, name)
        checked_size(single, name)
        if tool == "pymc":
            return _pymc(single, name, terms)
        if is_hdf5(single):
            raise BadFile(
                say(
                    '"{name}" is a netCDF file; for Meridian send the CSV of '
                    "response_curves().to_dataframe().",
                    name=name,
                )
            )
        return import_sheets(single, name, terms) if is_zip(single) else import_table(single, name, terms)
    except BadDocument as problem:  # a value that our curves refuse came out of the file
        raise BadFile(
            say('"{name}" cannot become curves: {problem}', name=name, problem=problem)
        ) from problem


def guess_tool(data: bytes | Mapping[str, bytes], filename: str) -> Tool:
    """The tool that such content comes from. Raises BadFile where no tool of ours writes it."""
    if isinstance(data, Mapping):
        return "robyn"
    if is_hdf5(data) or is_netcdf3(data):
        return "pymc"
    name = Path(filename).name or "file"
    if is_zip(data) and not name.lower().endswith((".xlsx", ".xlsm")) and len(data) <= MAX_BYTES:
        held = gathered(data, name)
        if any(
            one in TABLES.values() or one.startswith("RobynModel") or b"InputCollect" in held[one]
            for one in held
        ):
            return "robyn"
    if is_zip(data):
        return "meridian"
    head = data[:4096]
    if b'"InputCollect"' in data[: 1 << 20] or name in TABLES.values() or b"solID" in head:
        return "robyn"
    first = head.split(b"\n", 1)[0]
    if b"channel" in first and (b"incremental_outcome" in first or b"ci_lo" in first):
        return "meridian"
    raise BadFile(
        say(
            '"{name}" looks like no file of Robyn (RobynModel-*.json, pareto_*.csv), Meridian '
            "(response curves as CSV, sheets as xlsx) or PyMC-Marketing (.nc).",
            name=name,
        ),
        reason="unknown_tool",
    )


def _single(data: bytes | Mapping[str, bytes], name: str) -> tuple[bytes, str]:
    if not isinstance(data, Mapping):
        return data, name
    if len(data) != 1:
        raise BadFile(
            say('"{name}" holds {count} files; send the one with the curves.', name=name, count=len(data))
        )
    ((name, single),) = data.items()
    return single, Path(name).name


def _pymc(data: bytes, name: str, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    if is_netcdf3(data):
        raise BadFile(
            say(
                '"{name}" is netCDF-3, which holds no groups; save the model with model.save(...).', name=name
            )
        )
    if not is_hdf5(data):
        raise BadFile(
            say('"{name}" is no netCDF file; save the model with model.save("model.nc").', name=name)
        )
    return import_pymc(data, name, terms)
