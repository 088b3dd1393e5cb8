"""JSON in and out: a validation failure becomes a sentence, a file is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from pydantic import ValidationError

from planner.domain.errors import BadDocument, BadFile, say

Value = TypeVar("Value")


def read_json(path: Path) -> Any:
    """The JSON value in a UTF-8 file. Raises BadFile when it is missing, no text or no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BadFile(say("There is no file {path}.", path=path)) from None
    except (UnicodeDecodeError, OSError) as problem:
        raise BadFile(
            say("{path} cannot be read as UTF-8 text: {problem}.", path=path, problem=problem)
        ) from None
    except json.JSONDecodeError as problem:
        raise BadFile(
            say(
                "{path} is not JSON: line {lineno}: {msg}.", path=path, lineno=problem.lineno, msg=problem.msg
            )
        ) from None
    except RecursionError:
        raise BadFile(say("{path} is nested too deeply to be a document of ours.", path=path)) from None


def checked(read: Callable[[object], Value], value: object, what: str) -> Value:
    """What a schema's `read` makes of `value`. Raises BadDocument naming the field at fault.

    what  the document's name in that message
    """
    try:
        return read(value)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        message = first["msg"].removeprefix("Value error, ")
        raise BadDocument(
            say("{what}: {where}: {message}.", what=what, where=where, message=message), field=where
        ) from None


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened as any file one saves: a temporary file would be private to its writer.
    draft = path.with_name(f".{token_hex(8)}.draft")
    try:
        with draft.open("xb") as out:
            out.write(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def json_bytes(value: object) -> bytes:
    """UTF-8 JSON with a stable order, refusing NaN."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def write_json(path: Path, value: object) -> None:
    """Write a JSON document whole."""
    write_whole(path, json_bytes(value))
