"""Inside a process of its own: the arrays of a netCDF-4 file that a planner needs, as marshalled pieces.

The HDF5 library is C code and may be made to read other files by links, virtual or external storage, or to
load filters from a folder: all of these are refused before anything is read, and memory and time are limited.
"""

from __future__ import annotations

import io
import sys
from typing import Any, BinaryIO

from planner.sources.child.limits import limit_self, send

MEMORY = 1536 * 2**20
CPU_SECONDS = 20
GROUPS = ("posterior", "constant_data", "fit_data")
MAX_CELLS = 4_000_000
MAX_VARIABLES = 2_000
MAX_SENT = 128 * 2**20
PER_DATE = {"date", "time", "obs"}
"""Draws of whole series are contributions, not parameters: the largest arrays, and never needed."""


class Refused(Exception):
    """The file is no netCDF of a model, or tries what none does."""


def main() -> None:
    """Read standard input and write pieces; the last is ("end",) or ("refused", sentence)."""
    import h5py  # noqa: PLC0415 - before the limits, which count what is loaded

    data = sys.stdin.buffer.read()
    limit_self(MEMORY, CPU_SECONDS)
    out = sys.stdout.buffer
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            send(out, ("attrs", {str(key): _attribute(value) for key, value in file.attrs.items()}))
            sent = 0
            for name in GROUPS:
                if name in file:
                    sent = _send_group(out, _held(file, name, h5py), name, h5py, sent)
        send(out, ("end",))
    except Refused as problem:
        send(out, ("refused", str(problem)))
    except MemoryError:
        send(out, ("refused", "needs more memory to open than one import may use."))
    except (OSError, KeyError, ValueError, RuntimeError, TypeError, RecursionError):
        send(out, ("refused", "is damaged, or no netCDF-4 file of a model."))
    out.flush()


def _held(group: Any, name: str, h5py: Any) -> Any:
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise Refused("links to another file or place; save the model whole.")
    return group[name]


def _send_group(out: BinaryIO, group: Any, where: str, h5py: Any, sent: int) -> int:
    if not isinstance(group, h5py.Group):
        raise Refused(f'holds "{where}" as an array, not as a group.')
    if len(group) > MAX_VARIABLES:
        raise Refused(f'holds {len(group):,} variables in "{where}"; the limit is {MAX_VARIABLES:,}.')
    for name in group:
        variable = _held(group, name, h5py)
        if not isinstance(variable, h5py.Dataset):
            continue
        if variable.external or variable.is_virtual:
            raise Refused("takes its figures from another file; save the model whole.")
        dims = _dims(variable, name)
        size = int(variable.size or 0)
        if size > MAX_CELLS or (where == "posterior" and set(dims) & PER_DATE and len(dims) > 1):
            send(out, ("left", where, name, dims))
            continue
        values, kind = _values(variable, h5py)
        sent += len(values) if isinstance(values, bytes) else 64 * size
        if sent > MAX_SENT:
            raise Refused("holds more figures than one import may use.")
        facts = {
            str(key): _attribute(value)
            for key, value in variable.attrs.items()
            if key in ("units", "calendar")
        }
        send(out, ("array", where, name, dims, tuple(variable.shape), kind, values, facts))
    return sent


def _dims(variable: Any, name: str) -> tuple[str, ...]:
    found = []
    for axis, dimension in enumerate(variable.dims):
        scale = dimension[0].name if len(dimension) else (name if len(variable.shape) == 1 else f"#{axis}")
        found.append(str(scale).rsplit("/", 1)[-1])
    return tuple(found)


def _values(variable: Any, h5py: Any) -> tuple[Any, str]:
    if h5py.check_string_dtype(variable.dtype) is not None:
        found = variable.asstr()[()]
        return [str(v) for v in (found.ravel() if variable.shape else [found])], "text"
    if variable.dtype.kind in "iu":
        return variable[()].astype("<i8").tobytes(), "<i8"
    if variable.dtype.kind in "fb":
        return variable[()].astype("<f8").tobytes(), "<f8"
    return b"", "other"


def _attribute(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "shape") and getattr(value, "size", 0) == 1:
        value = value.reshape(-1)[0]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
