"""Notes and lift tests as plain JSON values, and back: in a fit's record, and on the way to its process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.domain.errors import Sentence
from planner.domain.experiment import Experiment


def note_document(note: object) -> object:
    """A note as plain values, with its pattern where it can be told in other languages."""
    if isinstance(note, Sentence):
        blanks = {name: note_document(value) for name, value in note.blanks.items()}
        return {"text": str(note), "pattern": note.pattern, "blanks": blanks}
    return note if isinstance(note, int | float) else str(note)


def read_note(value: Any) -> str:
    """A note from plain values; where its pattern does not fit its blanks, the English text."""
    if not isinstance(value, Mapping):
        return str(value)
    try:
        blanks = {
            str(name): part if isinstance(part, int | float) else read_note(part)
            for name, part in value["blanks"].items()
        }
        return Sentence(str(value["pattern"]), blanks)
    except (KeyError, IndexError, AttributeError, TypeError, ValueError):
        return str(value.get("text", ""))


def experiment_document(test: Experiment) -> dict[str, Any]:
    """A lift test as plain values."""
    return {
        "channel": test.channel,
        "start": test.start.isoformat(),
        "end": test.end.isoformat(),
        "spend_change": test.spend_change,
        "lift": test.lift,
        "standard_error": test.standard_error,
    }


def read_experiment(value: Mapping[str, Any]) -> Experiment:
    """A lift test from plain values. Raises KeyError, TypeError or ValueError for anything else."""
    return Experiment(
        str(value["channel"]),
        date.fromisoformat(value["start"]),
        date.fromisoformat(value["end"]),
        float(value["spend_change"]),
        float(value["lift"]),
        float(value["standard_error"]),
    )
