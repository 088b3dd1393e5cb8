"""How the child says no."""

from __future__ import annotations


class Refusal(Exception):
    """The file cannot be read; `reason` is a stable word, the message a sentence that continues "The "
    "file"."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
