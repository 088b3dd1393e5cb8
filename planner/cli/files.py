"""Files that several commands read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import BadFile, say

if TYPE_CHECKING:
    from planner.domain.curves import CurveSet

ROOT = Path(__file__).resolve().parents[2]
"""Where the app, its theme and the sample lie."""


def curves_of(path: Path) -> CurveSet:
    """A curves document. Raises BadDocument when it is none."""
    from planner.documents.curves import read_curves
    from planner.documents.reading import read_json

    return read_curves(read_json(path))


def content(path: Path) -> bytes:
    """A file's content. Raises BadFile when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(say("There is no file {path}.", path=path)) from None
    except OSError as problem:
        raise BadFile(
            say("{path} cannot be read: {strerror}.", path=path, strerror=problem.strerror)
        ) from None
