"""A curves document as somebody uploads it."""

from __future__ import annotations

import json

from planner.documents.curves import read_curves
from planner.domain.curves import CurveSet
from planner.domain.errors import BadFile, say


def read_upload(data: bytes, name: str) -> CurveSet:
    """An uploaded curves document. Raises BadFile or BadDocument in words."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(say("{name} is no UTF-8 text; export the curves as JSON.", name=name)) from None
    except ValueError as problem:
        raise BadFile(say("{name} is not JSON: {problem}.", name=name, problem=problem)) from None
    return read_curves(value)
