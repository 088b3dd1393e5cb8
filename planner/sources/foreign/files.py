"""The files of one import: a single one, a folder as a mapping, or a zip that is unpacked within limits."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from planner.domain.errors import BadFile, say
from planner.sources.local_files import opening

MAX_BYTES = 64 * 2**20
MAX_NETCDF = 256 * 2**20
"""A posterior with all its draws of all its contributions is large; only a few arrays of it are read."""
MAX_FILES = 500
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HDF5 = b"\x89HDF\r\n\x1a\n"
_PICKLE = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"RDX", b"RDA")
_WANTED = (".json", ".csv")


def is_zip(data: bytes) -> bool:
    """Whether the bytes are an archive or an Excel workbook, which is one."""
    return data.startswith(_ZIP)


def is_hdf5(data: bytes) -> bool:
    """Whether the bytes are HDF5, which a netCDF-4 file is."""
    return data.startswith(_HDF5)


def is_netcdf3(data: bytes) -> bool:
    """Whether the bytes are the older netCDF, which has no groups."""
    return data.startswith((b"CDF\x01", b"CDF\x02", b"CDF\x05"))


def checked_size(data: bytes, name: str) -> None:
    """Raise BadFile for what is empty, too large, or would have to be executed to be read."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise BadFile(say('"{name}" is empty.', name=name), reason="empty")
    limit = MAX_NETCDF if is_hdf5(data) else MAX_BYTES
    if len(data) > limit:
        raise BadFile(
            say(
                '"{name}" has {count:,.0f} MB; the limit is {limit} MB.',
                name=name,
                count=len(data) / 2**20,
                limit=limit // 2**20,
            ),
            reason="too_large",
        )
    if data.startswith(_PICKLE) or data.startswith(b"\x1f\x8b"):
        raise BadFile(
            say(
                '"{name}" is a stored object of R or Python, which would have to be run to be read. '
                "Export the model as JSON, CSV or netCDF.",
                name=name,
            ),
            reason="pickle",
        )


def gathered(data: bytes | Mapping[str, bytes], filename: str) -> dict[str, bytes]:
    """JSON and CSV files by their bare name, out of one file, a folder, or a zip of one."""
    if isinstance(data, Mapping):
        if sum(len(part) for part in data.values()) > MAX_BYTES:
            raise BadFile(
                say(
                    '"{filename}" holds more than {max_bytes} MB; keep only the model\'s JSON and pareto '
                    "CSVs.",
                    filename=filename,
                    max_bytes=MAX_BYTES // 2**20,
                ),
                reason="too_large",
            )
        found: dict[str, bytes] = {}
        for name, part in data.items():
            _keep(found, name, part, filename)
        return found
    checked_size(data, filename)
    if not is_zip(data):
        bare = _bare(filename)
        if not bare.lower().endswith(_WANTED) and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            bare += ".json"
        return {bare: data}
    return _unzipped(data, filename)


def _unzipped(data: bytes, filename: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MAX_FILES:
                raise BadFile(
                    say(
                        '"{filename}" holds {count:,} files; the limit is {max_files}.',
                        filename=filename,
                        count=len(infos),
                        max_files=MAX_FILES,
                    )
                )
            for info in infos:
                if not info.filename.lower().endswith(_WANTED) or "__MACOSX" in info.filename:
                    continue
                if info.flag_bits & 1:
                    raise BadFile(
                        say(
                            '"{filename}" is protected by a password; unpack it and send the folder.',
                            filename=filename,
                        )
                    )
                with archive.open(info) as stream:
                    part = stream.read(left + 1)  # declared sizes can lie
                left -= len(part)
                if left < 0:
                    raise BadFile(
                        say(
                            '"{filename}" unpacks to more than {max_bytes} MB; keep only the model\'s JSON '
                            "and pareto CSVs.",
                            filename=filename,
                            max_bytes=MAX_BYTES // 2**20,
                        ),
                        reason="too_large",
                    )
                _keep(found, info.filename, part, filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as problem:
        raise BadFile(
            say('"{filename}" is a damaged archive. Pack it again and send the new copy.', filename=filename),
            reason="damaged",
        ) from problem
    return found


def _keep(found: dict[str, bytes], name: str, part: bytes, filename: str) -> None:
    bare = _bare(name)
    if not bare.lower().endswith(_WANTED):
        return
    if bare in found:
        raise BadFile(
            say(
                '"{filename}" holds "{bare}" twice; send the folder of one model run.',
                filename=filename,
                bare=bare,
            )
        )
    found[bare] = part


def _bare(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name or "file"


def parsed_json(data: bytes, name: str) -> Any:
    """The JSON value of a file. Raises BadFile."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(say('"{name}" is no UTF-8 text.', name=name)) from None
    except RecursionError:
        raise BadFile(say('"{name}" is nested too deeply to be a model.', name=name)) from None
    except ValueError as problem:
        raise BadFile(say('"{name}" is not JSON: {problem}.', name=name, problem=problem)) from None


def read_path(path: Path) -> bytes | dict[str, bytes]:
    """A file's bytes, or the JSON and CSV files of a folder. Raises BadFile."""
    with opening(path):
        if not path.is_dir():
            if path.stat().st_size > MAX_NETCDF:
                raise BadFile(
                    say(
                        '"{path}" is larger than {max_netcdf} MB, the limit.',
                        path=path,
                        max_netcdf=MAX_NETCDF // 2**20,
                    ),
                    reason="too_large",
                )
            return path.read_bytes()
        parts = [part for part in sorted(path.iterdir()) if part.suffix.lower() in _WANTED and part.is_file()]
        if sum(part.stat().st_size for part in parts) > MAX_BYTES:
            raise BadFile(
                say(
                    '"{path}" holds more than {max_bytes} MB; keep only the model\'s JSON and pareto CSVs.',
                    path=path,
                    max_bytes=MAX_BYTES // 2**20,
                ),
                reason="too_large",
            )
        return {part.name: part.read_bytes() for part in parts}
