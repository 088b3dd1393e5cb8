"""The one family of errors a person can cause and mend. Anything else is our fault and stays loud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from string import Formatter
from typing import Any


class _English(Formatter):
    """Fills blanks; a moment without a format of its own is cut to its minute."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One blank."""
        if isinstance(value, datetime) and not format_spec:
            format_spec = "%Y-%m-%d %H:%M %Z"
        return str(super().format_field(value, format_spec))


_ENGLISH = _English()


class Sentence(str):
    """An English sentence that keeps its pattern and what fills the blanks, to be said in other languages.

    `planner.presentation.language.told` says it in the reader's, months, days and moments among the blanks
    included. Everything else may treat it as text.
    """

    pattern: str
    blanks: Mapping[str, object]

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, Mapping[str, object]]]:
        """Cross to another process whole."""
        return Sentence, (self.pattern, self.blanks)

    def __new__(cls, pattern: str, blanks: Mapping[str, object] | None = None) -> Sentence:
        """The pattern with its {blanks} filled in."""
        sentence = super().__new__(cls, _ENGLISH.vformat(pattern, (), blanks or {}))
        sentence.pattern = pattern
        sentence.blanks = blanks or {}
        return sentence


@dataclass(frozen=True)
class Several:
    """Parts of a sentence, told one by one and joined."""

    parts: Sequence[object]
    by: str = "; "

    def __str__(self) -> str:
        """English."""
        return self.by.join(str(part) for part in self.parts)

    def __format__(self, spec: str) -> str:
        """English."""
        return format(str(self), spec)


def say(pattern: str, /, **blanks: object) -> Sentence:
    """`pattern`, a literal that catalogues can find, with its {blanks} filled in."""
    return Sentence(pattern, blanks)


class PlannerError(Exception):
    """Something the user can put right: the message says what happened and what to do next.

    `code` names the kind of trouble and `params` carry its particulars. The message is English; made with
    `say`, it can be told in the reader's language.
    """

    code = "planner"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
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
        kind = say(kind)
        parts = [say("missing {kind}: {names}", kind=kind, names=", ".join(missing))] if missing else []
        for name in extra:
            near = get_close_matches(name, missing, n=1, cutoff=0.5)
            if near:
                parts.append(
                    say(
                        '"{name}" is not a known {kind}; the nearest is "{near}"',
                        name=name,
                        kind=kind,
                        near=near[0],
                    )
                )
            else:
                parts.append(say('"{name}" is not a known {kind}', name=name, kind=kind))
        super().__init__(
            say("{mismatches}.", mismatches=Several(parts)), kind=kind, missing=missing, extra=extra
        )


class NotFound(PlannerError):
    """A company, plan, version or scenario does not exist (any more)."""

    code = "not_found"


class Locked(PlannerError):
    """An approved version or a closed month cannot be changed; a new version or a reopening can."""

    code = "locked"


class Conflict(PlannerError):
    """Somebody saved the same thing in between; nothing was overwritten."""

    code = "conflict"
