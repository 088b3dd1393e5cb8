"""A reader of other people's files in a process of its own: whatever a hostile file achieves ends with it."""

from __future__ import annotations

import io
import marshal
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
BOOT = """
import importlib, os, sys, types
# Bare packages: the real ones may import what a reader of files has no use for.
root, module, *arguments = sys.argv[1:]
parts = module.split(".")[:-1]
for depth in range(1, len(parts) + 1):
    package = types.ModuleType(".".join(parts[:depth]))
    package.__path__ = [os.path.join(root, *parts[:depth])]
    sys.modules[package.__name__] = package
importlib.import_module(module).main(*arguments)
"""
"""What the child runs: the `main` of a module of ours, given the arguments."""


class TakesTooLong(Exception):
    """The child was stopped by the clock."""


class Fell(Exception):
    """The child ended without an end: a limit of its own stopped it, or the file did."""


def guarded(
    module: str,
    data: bytes,
    *arguments: str,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> list[tuple[Any, ...]]:
    """What `module` wrote about `data`, piece by piece; the last begins with "end" or "refused".

    seconds  by the wall's clock; the child limits its memory and processor time itself (`child.limits`)

    Raises TakesTooLong or Fell.
    """
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    with subprocess.Popen(
        [sys.executable, "-I", "-c", BOOT, str(_ROOT), module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, **(environment or {})},
    ) as child:
        try:
            out, _ = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as problem:
            raise TakesTooLong from problem
        finally:
            child.kill()
    return _pieces(out)


def _pieces(out: bytes) -> list[tuple[Any, ...]]:
    stream = io.BytesIO(out)
    # A child that was stopped leaves half a piece, or none.
    pieces: list[tuple[Any, ...]] = []
    while stream.tell() < len(out):
        try:
            pieces.append(marshal.load(stream))
        except (EOFError, ValueError, TypeError):
            break
    if not pieces or pieces[-1][0] not in ("end", "refused"):
        raise Fell
    return pieces
