"""What a workbook says about itself: its properties and the places it gives names."""

from __future__ import annotations

import html
import re

from planner.sources.child.archive import Package

MOST = 500
LONGEST = 500
_PROPERTY = re.compile(
    rb"<(?:\w+:)?property\b[^>]*\bname=\"([^\"]*)\"[^>]*>\s*<(?:\w+:)?\w+[^>]*>([^<]*)<", re.DOTALL
)
_NAME = re.compile(rb"<(?:\w+:)?definedName\b([^>]*)>([^<]*)<", re.DOTALL)
_CALLED = re.compile(rb"\bname=\"([^\"]*)\"")
_CORE = re.compile(rb"<(?:\w+:)?(lastModifiedBy|modified)\b[^>]*>([^<]*)<")


def marks(package: Package) -> dict[str, dict[str, str]]:
    """`properties`: custom ones and who saved it when; `names`: name to its address ("Budget!$B$7:$M$18")."""
    properties = {
        _text(name): _text(value)
        for name, value in _PROPERTY.findall(package.part("docProps/custom.xml"))[:MOST]
    }
    properties |= {
        _text(name): _text(value) for name, value in _CORE.findall(package.part("docProps/core.xml"))
    }
    names = {}
    for attributes, address in _NAME.findall(package.part("xl/workbook.xml"))[:MOST]:
        if (called := _CALLED.search(attributes)) and b"localSheetId" not in attributes:
            names[_text(called[1])] = _text(address)
    return {"properties": properties, "names": names}


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))[:LONGEST]
