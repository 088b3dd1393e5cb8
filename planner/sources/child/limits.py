"""What every child does: bound itself, and write marshalled pieces."""

from __future__ import annotations

import marshal
from typing import Any, BinaryIO


def limit_self(memory: int, cpu_seconds: int) -> None:
    """No more address space and processor time than this, and no core file."""
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where the parent's clock is the only limit
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu_seconds)):
        hard = resource.getrlimit(what)[1]
        cap = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(out: BinaryIO, piece: tuple[Any, ...]) -> None:
    """One piece to the parent."""
    out.write(marshal.dumps(piece))
