"""How a figure is measured: median and p95 of several runs, beside a reference of the same minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter, process_time

import numpy as np

REFERENCE = "fixed numpy work"


class LeftOut(Exception):
    """A figure cannot be measured here; the text says why."""


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    median, p95  milliseconds by the clock
    cpu          milliseconds that processors worked, median; None where other programs do the work
    reference    milliseconds of what `beside` names: processor time of numpy work between the runs, or the
                 clock's of an empty page
    also         further numbers by name: gaps, megabytes
    """

    name: str
    target: str
    median: float
    p95: float
    runs: int
    cpu: float | None
    reference: float
    beside: str = REFERENCE
    also: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Times the reference, processor time where it is known: what holds on a busy machine."""
        return (self.median if self.cpu is None else self.cpu) / self.reference

    def line(self) -> str:
        """The figure as one line of text."""
        cpu = "" if self.cpu is None else f", cpu {self.cpu:,.1f}"
        also = "".join(f"; {name} {value:.3g}" for name, value in self.also.items())
        aim = f"  [{self.target}]" if self.target else ""
        return (
            f"{self.name}: {self.median:,.1f} ms (p95 {self.p95:,.1f}{cpu}; {self.runs} runs), "
            f"{self.ratio:.3g} x {self.beside}{also}{aim}"
        )


class Reference:
    """A fixed numpy workload: powers like those of a forecast, on one thread."""

    def __init__(self) -> None:
        self._grid = np.random.default_rng(1).random((12, 500, 53)) + 0.5

    def once(self) -> float:
        """Processor milliseconds of one round."""
        return once(lambda: (np.power(self._grid, 1.3) * self._grid).sum(axis=1))[1]


@dataclass(frozen=True)
class Runs:
    """Milliseconds by the clock and of processors for each run, and of the reference of the same minutes."""

    taken: list[float]
    worked: list[float]
    reference: float


def timed(work: Callable[[], object], runs: int, *, warm: int = 1) -> Runs:
    """Time `runs` calls with rounds of the reference between them, after `warm` calls that do not count."""
    beside = Reference()
    for _ in range(warm):
        work()
        beside.once()
    taken, worked, rounds = [], [], [beside.once()]
    for _ in range(runs):
        milliseconds, cpu = once(work)
        taken.append(milliseconds)
        worked.append(cpu)
        rounds.extend(beside.once() for _ in range(3))
    return Runs(taken, worked, float(np.median(rounds)))


def once(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one call, by the clock and of processors."""
    started, before = perf_counter(), process_time()
    work()
    return (perf_counter() - started) * 1000, (process_time() - before) * 1000


def figure(
    name: str,
    target: str,
    runs: Runs,
    *,
    beside: str = REFERENCE,
    also: Mapping[str, float] | None = None,
) -> Figure:
    """The figure that `runs` make; `beside` names their reference."""
    median, p95 = np.percentile(runs.taken, [50, 95])
    return Figure(
        name=name,
        target=target,
        median=float(median),
        p95=float(p95),
        runs=len(runs.taken),
        cpu=float(np.median(runs.worked)) if runs.worked else None,
        reference=runs.reference,
        beside=beside,
        also=also or {},
    )
