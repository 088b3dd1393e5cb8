"""Which report a file is: the same one every month, whatever dates its name carries."""

from __future__ import annotations

import re

from planner.sources.months import find_month

TYPED = "typed"
"""Source of figures that were pasted or typed."""


_BEFORE_A_DATE = re.compile(r"(?: (?:to|for|from|until|till|as of|of|in|за|по|до|на|с|от|к|至|到|截至))+$")


def source_of(file_name: str) -> str:
    """Files whose names differ only in dates and numbers come from one source and share its mapping."""
    stem = file_name.rsplit(".", 1)[0]
    words = re.sub(r"[\d\W_]+", " ", _without_months(re.sub(r"_+", " ", stem))).strip().lower()
    words = _BEFORE_A_DATE.sub("", words)
    return words or re.sub(r"[\d\W_]+", " ", stem).strip().lower() or stem


def _without_months(stem: str) -> str:
    stem = re.sub(r"\d+\s*(?:年|月份?|日|季度?|г\.?|год\w*)", " ", stem)
    for _ in range(3):
        found = find_month(stem)
        if found is None:
            break
        stem = found[1]
    return stem
