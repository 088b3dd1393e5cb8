"""Files of this machine: what keeps one from being read, said so that somebody can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.domain.errors import BadFile, say


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Read `path` inside. Raises BadFile where it is missing or may not be read."""
    try:
        yield
    except FileNotFoundError:
        raise BadFile(say("There is no file {path}.", path=path)) from None
    except OSError as problem:
        raise BadFile(
            say("{path} cannot be read: {strerror}.", path=path, strerror=problem.strerror)
        ) from None


def content(path: Path) -> bytes:
    """A file's content. Raises BadFile when it cannot be read."""
    with opening(path):
        return path.read_bytes()
