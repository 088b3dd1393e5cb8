"""RobynModel-*.json: what a planner needs of it, with jsonlite's one-element arrays taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from planner.domain.calendar import Period
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.foreign.spacing import as_day, period_of
from planner.sources.foreign.tables import finite

ADSTOCKS = ("geometric", "weibull_cdf", "weibull_pdf")
EXACT_FROM = "2023-09-07"
"""Exports before that day round hyperparameters to four digits."""


@dataclass(frozen=True, eq=False)
class RobynModel:
    """One exported model.

    media   the model's own names of paid media, with the spend column of each
    hyper   hyperparameters by name: "tv_S_alphas"
    rows    the summary's row by variable
    raw     the whole history by column, None where the export left it out
    window  first and last modelled row of the history, both included
    rounded whether the export was of the time that kept four digits of a hyperparameter
    """

    name: str
    solution: str
    version: tuple[int, ...] | None
    adstock: str
    outcome: str
    media: Mapping[str, str]
    hyper: Mapping[str, float]
    rows: Mapping[str, Mapping[str, Any]]
    raw: Mapping[str, FloatArray] | None
    days: tuple[date, ...]
    period: Period | None
    window: tuple[int, int]
    rounded: bool = False

    def coefficient(self, variable: str) -> float:
        """Weight of a variable's transformed series. Raises BadFile where the summary lacks it."""
        if variable not in self.rows:
            raise BadFile(
                say('"{name}": the summary has no row for "{variable}".', name=self.name, variable=variable)
            )
        return finite(self.rows[variable].get("coef"), f'"{self.name}": coef of "{variable}"')


def read_model(value: Any, name: str) -> RobynModel:
    """A parsed JSON as a model. Raises BadFile naming the part at fault."""
    if not isinstance(value, dict) or not isinstance(value.get("InputCollect"), dict):
        raise BadFile(say('"{name}" is no export of Robyn: it has no InputCollect.', name=name))
    inputs, model = value["InputCollect"], value.get("ExportedModel")
    if not isinstance(model, dict):
        raise BadFile(
            say(
                '"{name}" holds inputs only. Export a chosen model: robyn_write(InputCollect, '
                "OutputCollect, select_model).",
                name=name,
            ),
            reason="no_model",
        )
    adstock = str(_one(inputs.get("adstock")))
    if adstock not in ADSTOCKS:
        raise BadFile(
            say('"{name}": "{adstock}" is no carry-over of Robyn.', name=name, adstock=adstock[:40])
        )
    hyper = {
        str(key): finite(_one(number), f'"{name}": {key}')
        for key, number in _mapping(model.get("hyper_values"), name, "hyper_values").items()
        if str(key).endswith(("_alphas", "_gammas", "_thetas", "_shapes", "_scales"))
    }
    rows = {}
    for row in _records(model.get("summary"), name, "summary"):
        rows[str(_one(row.get("variable")))] = {key: _one(cell) for key, cell in row.items()}
    raw, days, period = _history(value, str(_one(inputs.get("date_var"))), name)
    return RobynModel(
        name=name,
        solution=str(_one(model.get("select_model")) or ""),
        version=_version(_one(inputs.get("version"))),
        adstock=adstock,
        outcome=str(_one(inputs.get("dep_var_type")) or "revenue"),
        media=_media(inputs, hyper, name),
        hyper=hyper,
        rows=rows,
        raw=raw,
        days=days,
        period=period,
        window=_window(inputs, days, name),
        rounded=_is_rounded(value),
    )


def _media(inputs: Mapping[str, Any], hyper: Mapping[str, float], name: str) -> dict[str, str]:
    spends = _names(inputs.get("paid_media_spends"))
    if not spends:
        raise BadFile(say('"{name}" names no paid media (paid_media_spends).', name=name))
    others = [_names(inputs.get(key)) for key in ("paid_media_selected", "paid_media_vars")]
    found: dict[str, str] = {}
    for i, spend in enumerate(spends):
        # What the model ran on is what it has hyperparameters for: exposures from 3.12 on, spend before.
        candidates = [names[i] for names in others if i < len(names)] + [spend]
        used = next((one for one in candidates if f"{one}_alphas" in hyper), None)
        if used is None:
            raise BadFile(
                say('"{name}" has no hyperparameters for the channel "{spend}".', name=name, spend=spend)
            )
        found[used] = spend
    return found


def _history(
    value: Mapping[str, Any], date_column: str, name: str
) -> tuple[dict[str, FloatArray] | None, tuple[date, ...], Period | None]:
    extras = value.get("Extras")
    if not isinstance(extras, dict) or not extras.get("raw_data"):
        return None, (), None
    rows = _records(extras["raw_data"], name, "Extras.raw_data")
    days = []
    for i, row in enumerate(rows, 1):
        if date_column not in row:
            raise BadFile(
                say(
                    '"{name}": row {i} of raw_data has no "{date_column}".',
                    name=name,
                    i=i,
                    date_column=date_column,
                )
            )
        days.append(as_day(row[date_column], f'"{name}", raw_data row {i}'))
    columns: dict[str, FloatArray] = {}
    for column in dict.fromkeys(
        key for row in rows for key in row
    ):  # R leaves out the cells it knows nothing of
        cells = [row.get(column) for row in rows]
        known = np.array([_number(cell) for cell in cells])
        if np.isfinite(known).any():
            columns[column] = known
    return columns, tuple(days), period_of(days, name)


def _window(inputs: Mapping[str, Any], days: tuple[date, ...], name: str) -> tuple[int, int]:
    if not days:
        return 0, 0
    first, last = _one(inputs.get("rollingWindowStartWhich")), _one(inputs.get("rollingWindowEndWhich"))
    if isinstance(first, int) and isinstance(last, int):
        window = (first - 1, last - 1)
    else:
        start, end = (_one(inputs.get(key)) for key in ("window_start", "window_end"))
        begins = as_day(start, f'"{name}": window_start') if start else days[0]
        ends = as_day(end, f'"{name}": window_end') if end else days[-1]
        inside = [i for i, day in enumerate(days) if begins <= day <= ends]
        window = (inside[0], inside[-1]) if inside else (-1, -1)
    if not 0 <= window[0] <= window[1] < len(days):
        raise BadFile(
            say(
                '"{name}": the modelled window lies outside its own history of {count} rows.',
                name=name,
                count=len(days),
            )
        )
    return window


def _is_rounded(value: Mapping[str, Any]) -> bool:
    held = {**_first(value.get("ModelsCollect")), **_first(value.get("ExportedModel"))}
    written = str(_one(held.get("export_timestamp")) or "")[:10]
    return bool(written) and written < EXACT_FROM  # ISO dates sort as text


def _first(value: Any) -> dict[str, Any]:
    value = _one(value)
    return value if isinstance(value, dict) else {}


def _version(written: object) -> tuple[int, ...] | None:
    """ "3.12.1", or R's own list of numbers."""
    while isinstance(written, list) and len(written) == 1:
        written = written[0]
    parts = written if isinstance(written, list) else str(written or "").split(".")
    numbers = [int(part) for part in parts[:3] if str(part).isdecimal()]
    return tuple(numbers) if len(numbers) >= 2 else None


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _mapping(value: Any, name: str, part: str) -> dict[str, Any]:
    value = _one(value)
    if not isinstance(value, dict) or not value:
        raise BadFile(say('"{name}" has no {part} in its ExportedModel.', name=name, part=part))
    return value


def _records(value: Any, name: str, part: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise BadFile(say('"{name}": {part} is no table of rows.', name=name, part=part))
    return value


def _number(cell: object) -> float:
    """A cell's number; nan for anything else."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and np.isfinite(cell):
        return float(cell)
    return np.nan
