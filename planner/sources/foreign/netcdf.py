"""A netCDF-4 file as attributes and arrays, opened in a process of its own under limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.guard import Fell, TakesTooLong, guarded

WALL_SECONDS = 60


@dataclass(frozen=True, eq=False)
class Variable:
    """An array with the names of its dimensions; `texts` instead of `values` where it holds words."""

    dims: tuple[str, ...]
    values: FloatArray
    texts: Sequence[str] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Attributes of the file and variables by group. `left` names arrays too large, with their dimensions."""

    name: str
    attrs: Mapping[str, str]
    groups: Mapping[str, Mapping[str, Variable]]
    left: Mapping[str, Mapping[str, tuple[str, ...]]]

    def group(self, name: str) -> Mapping[str, Variable]:
        """A group's variables; none where the file lacks it."""
        return self.groups.get(name, {})


def read_netcdf(data: bytes, name: str) -> Dataset:
    """The small arrays of a model's netCDF-4 file. Raises BadFile with a sentence; never hangs."""
    attrs: dict[str, str] = {}
    groups: dict[str, dict[str, Variable]] = {}
    left: dict[str, dict[str, tuple[str, ...]]] = {}
    for piece in _pieces(data, name):
        match piece:
            case ("attrs", found):
                attrs = found
            case ("array", group, variable, dims, shape, kind, values, facts):
                groups.setdefault(group, {})[variable] = _variable(dims, shape, kind, values, facts)
            case ("left", group, variable, dims):
                left.setdefault(group, {})[variable] = dims
            case ("refused", sentence):
                raise BadFile(say('"{name}" {sentence}', name=name, sentence=sentence), reason="refused")
    return Dataset(name, attrs, groups, left)


def _variable(dims: Any, shape: Any, kind: str, values: Any, facts: Any) -> Variable:
    if kind == "text":
        return Variable(dims, np.zeros(0), values, facts)
    if kind == "other":
        return Variable(dims, np.zeros(0), (), facts)
    return Variable(dims, np.frombuffer(values, kind).astype(float).reshape(shape), (), facts)


def _pieces(data: bytes, name: str) -> list[tuple[Any, ...]]:
    environment = {"HDF5_PLUGIN_PRELOAD": "::", "OPENBLAS_NUM_THREADS": "1"}  # no filters from a folder
    try:
        return guarded(
            "planner.sources.foreign.netcdf_child", data, seconds=WALL_SECONDS, environment=environment
        )
    except TakesTooLong as problem:
        raise BadFile(
            say(
                '"{name}" takes longer than {wall_seconds} seconds to open.',
                name=name,
                wall_seconds=WALL_SECONDS,
            ),
            reason="time",
        ) from problem
    except Fell as problem:
        raise BadFile(
            say(
                '"{name}" is damaged, or needs more memory or time to open than one import may use.',
                name=name,
            ),
            reason="limits",
        ) from problem
