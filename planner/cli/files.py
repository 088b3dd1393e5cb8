"""Files that several commands read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.curves import CurveSet

ROOT = Path(__file__).resolve().parents[2]
"""Where the app, its theme and the sample lie."""


def curves_of(path: Path) -> CurveSet:
    """A curves document. Raises BadDocument when it is none."""
    from planner.documents.curves import read_curves
    from planner.documents.reading import read_json

    return read_curves(read_json(path))
