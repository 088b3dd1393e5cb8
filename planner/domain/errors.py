"""The one family of errors a person can cause and mend. Anything else is our fault and stays loud."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class PlannerError(Exception):
    """Something the user can put right: the message says what happened and what to do next.

    `code` names the kind of trouble and `params` carry its particulars, so that
    `planner.presentation` can word it in the reader's language; the message itself is English.
    """

    code = "planner"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.params = params


class BadDocument(PlannerError):
    """A JSON document or a table of ours does not say what its format promises."""

    code = "bad_document"


class BadFile(PlannerError):
    """A file cannot be read as what it is said to be."""

    code = "bad_file"


class OpenQuestion(PlannerError):
    """A file cannot be read without an answer that only its sender can give."""

    code = "open_question"


class NoFeasiblePlan(PlannerError):
    """The limits leave no room for any plan."""

    code = "no_feasible_plan"


class Unreachable(PlannerError):
    """No allowed plan reaches the target; the message names the best reachable value."""

    code = "unreachable"


class LabelMismatch(PlannerError):
    """Two things that should speak of the same channels or months do not."""

    code = "label_mismatch"

    def __init__(self, kind: str, missing: Iterable[str], extra: Iterable[str]) -> None:
        missing, extra = sorted(missing), sorted(extra)
        parts = []
        if missing:
            parts.append(f"missing {kind}: {', '.join(missing)}")
        for name in extra:
            near = get_close_matches(name, missing, n=1, cutoff=0.5)
            parts.append(
                f'"{name}" is not a known {kind}' + (f'; the nearest is "{near[0]}"' if near else "")
            )
        super().__init__("; ".join(parts) + ".", kind=kind, missing=missing, extra=extra)


class NotFound(PlannerError):
    """A company, plan, version or scenario does not exist (any more)."""

    code = "not_found"


class Locked(PlannerError):
    """An approved version or a closed month cannot be changed; a new version or a reopening can."""

    code = "locked"


class Conflict(PlannerError):
    """Somebody saved the same thing in between; nothing was overwritten."""

    code = "conflict"
