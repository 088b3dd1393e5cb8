"""The sandbox of the Simulator: moves not saved into any plan, kept in the tab and in its link."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import streamlit as st

from planner.domain.budget_plan import LARGEST_CELL, BudgetGrid
from planner.domain.errors import PlannerError
from planner.plan import sandbox as rules
from planner.presentation.language import _, told
from planner.ui import state

LONGEST_LINK = 20_000
UNDO_STEPS = 100
REFUSED = "_refused"
LINKED = "_linked"


@dataclass(frozen=True)
class Sandbox:
    """Moves on top of a version.

    cells       whole rows taken over from an answer: cents by month, by channel
    totals      year totals (cents) of channels moved by hand since
    least_loss  the other channels give and take where it costs least, not in proportion
    """

    version_id: int
    cells: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    locks: frozenset[str] = frozenset()
    keep_total: bool = True
    least_loss: bool = False

    def standing(self, base: BudgetGrid) -> BudgetGrid:
        """The base plan with the rows taken over from an answer: what hand moves keep the months' shape of.

        Channels the plan does not know are passed over.
        """
        cents = base.cents.copy()
        for i, name in enumerate(base.channels):
            if name in self.cells and len(self.cells[name]) == len(base.months):
                cents[i] = self.cells[name]
        return BudgetGrid(base.channels, base.months, cents)

    def grid(self, base: BudgetGrid) -> BudgetGrid:
        """The base plan with all moves applied."""
        moved = {name: total / 100 for name, total in self.totals.items() if name in base.channels}
        standing = self.standing(base)
        return standing.scaled_to(moved) if moved else standing

    @property
    def is_empty(self) -> bool:
        """Whether the screen shows the plan as it is saved."""
        return not self.totals and not self.cells

    def is_saved(self, locks: frozenset[str]) -> bool:
        """Whether nothing is left to reset: neither money nor the locks differ from the saved plan's."""
        return self.is_empty and self.locks == locks

    def to_link(self) -> str:
        """The sandbox as a URL parameter."""
        value = [
            self.version_id,
            dict(self.cells),
            dict(self.totals),
            sorted(self.locks),
            self.keep_total,
            self.least_loss,
        ]
        packed = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def from_link(cls, text: str) -> Sandbox | None:
        """The sandbox of a link, every part checked; None when it is not one of ours."""
        if len(text) > LONGEST_LINK:
            return None
        try:
            packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            raw = zlib.decompressobj().decompress(packed, 50 * LONGEST_LINK)
            # Links from before there was a choice hold five parts.
            version_id, cells, totals, locks, keep_total, *rest = json.loads(raw)
            if len(rest) > 1 or any(not isinstance(least_loss, bool) for least_loss in rest):
                return None
            return cls(
                int(version_id),
                {str(name): tuple(_cents(v) for v in row) for name, row in cells.items()},
                {str(name): _cents(total) for name, total in totals.items()},
                frozenset(str(name) for name in locks),
                bool(keep_total),
                rest == [True],
            )
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, zlib.error):
            return None


def _cents(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_CELL:
        raise ValueError(f"{value!r} is no amount in cents")
    return value


def current(version_id: int, locks: frozenset[str]) -> Sandbox:
    """The tab's sandbox for a version: from the tab, else from its link, else a fresh one."""
    kept: dict[int, Sandbox] = st.session_state.setdefault("_sandboxes", {})
    linked = state.remembered("sandbox")
    if linked is not None and st.session_state.get("_sandbox_read") != linked:
        st.session_state["_sandbox_read"] = linked
        found = Sandbox.from_link(linked)
        if found is None:
            refuse(_("The moves in that link cannot be read; this is the plan as it is saved."))
            state.remember("sandbox", None)
        elif found.version_id == version_id:
            kept[version_id] = found
    if version_id in kept:
        _link(kept[version_id])  # another page starts with an empty URL
    return kept.get(version_id) or Sandbox(version_id, locks=locks)


def linked() -> int | None:
    """The version that the moves in a link just opened are made on."""
    if st.session_state.get("_sandbox_read"):
        return None
    found = Sandbox.from_link(state.remembered("sandbox") or "")
    return found.version_id if found else None


def keep(sandbox: Sandbox, **changes: Any) -> None:
    """Make `sandbox` with `changes` the tab's, one undo away from how it was."""
    _steps("_undo", sandbox.version_id).append(sandbox)
    del _steps("_undo", sandbox.version_id)[:-UNDO_STEPS]
    _steps("_redo", sandbox.version_id).clear()
    _show(replace(sandbox, **changes))


def step(version_id: int, back: bool) -> None:
    """Undo or redo one move."""
    source, target = ("_undo", "_redo") if back else ("_redo", "_undo")
    if not can_step(version_id, back):
        return
    _steps(target, version_id).append(st.session_state["_sandboxes"][version_id])
    _show(_steps(source, version_id).pop())


def can_step(version_id: int, back: bool) -> bool:
    """Whether there is a move to undo or redo."""
    return bool(_steps("_undo" if back else "_redo", version_id))


def reset(version_id: int, locks: frozenset[str]) -> None:
    """Back to the plan as saved, with the locks it was saved with; undo brings the moves back."""
    kept: dict[int, Sandbox] = st.session_state.setdefault("_sandboxes", {})
    now = kept.get(version_id)
    if now is not None and not now.is_saved(locks):
        keep(now, cells={}, totals={}, locks=locks)


def forget(version_id: int) -> None:
    """The moves were saved into the plan: nothing is left on top of it, and nothing to undo."""
    st.session_state.setdefault("_sandboxes", {}).pop(version_id, None)
    for steps in ("_undo", "_redo"):
        _steps(steps, version_id).clear()
    state.remember("sandbox", None)
    st.session_state["_sandbox_read"] = None


def move(sandbox: Sandbox, base: BudgetGrid, change: Callable[[Mapping[str, int]], dict[str, int]]) -> None:
    """Apply a rule of `planner.plan.sandbox` to the year totals; a refusal becomes a toast."""
    totals = year_totals(sandbox.grid(base))
    try:
        after = change(totals)
    except PlannerError as problem:
        st.session_state["_refused"] = told(problem)
        return
    changed = {name: cents for name, cents in after.items() if cents != totals[name]}
    if changed:
        standing = year_totals(sandbox.standing(base))
        moved = {**sandbox.totals, **changed}
        # What is back where it stood is no move: the screen shows the plan as it is saved once all is back.
        keep(sandbox, totals={name: cents for name, cents in moved.items() if cents != standing.get(name)})


def refuse(sentence: str) -> None:
    """Say in the next drawing why something asked for was not done."""
    st.session_state[REFUSED] = sentence


def refused() -> str | None:
    """The sentence left by `refuse`, once."""
    sentence: str | None = st.session_state.pop(REFUSED, None)
    return sentence


def set_channel(
    sandbox: Sandbox, base: BudgetGrid, channel: str, cents: int, returns: rules.Returns | None = None
) -> None:
    """A slider was released. returns: by which the others give and take; None: in proportion."""
    move(
        sandbox,
        base,
        lambda totals: rules.moved(
            totals, channel, cents, locked=sandbox.locks, keep_total=sandbox.keep_total, returns=returns
        ),
    )


def set_total(sandbox: Sandbox, base: BudgetGrid, cents: int, returns: rules.Returns | None = None) -> None:
    """The total was typed."""
    move(
        sandbox,
        base,
        lambda totals: rules.with_total(totals, cents, locked=sandbox.locks, returns=returns),
    )


def take_over(sandbox: Sandbox, grid: BudgetGrid) -> None:
    """An answer was applied: its cells become the sandbox."""
    cells = {name: tuple(int(c) for c in grid.cents[i]) for i, name in enumerate(grid.channels)}
    keep(sandbox, cells=cells, totals={})


def year_totals(grid: BudgetGrid) -> dict[str, int]:
    """Cents a year by channel."""
    return {name: int(t) for name, t in zip(grid.channels, np.sum(grid.cents, axis=1), strict=True)}


def _steps(name: str, version_id: int) -> list[Sandbox]:
    by_version: dict[int, list[Sandbox]] = st.session_state.setdefault(name, {})
    return by_version.setdefault(version_id, [])


def _show(sandbox: Sandbox) -> None:
    st.session_state["_sandboxes"][sandbox.version_id] = sandbox
    _link(sandbox)


def _link(sandbox: Sandbox) -> None:
    known: tuple[Sandbox, str | None] | None = st.session_state.get(LINKED)
    if known is None or known[0] is not sandbox:  # packed once: each part of the page asks for it
        known = sandbox, None if sandbox.is_empty and not sandbox.locks else sandbox.to_link()
        st.session_state[LINKED] = known
    link = known[1]
    state.remember("sandbox", link)
    st.session_state["_sandbox_read"] = link
