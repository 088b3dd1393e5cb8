"""What a hand did on the board: every message checked before anything is moved by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import streamlit as st

from planner.domain.budget_plan import LARGEST_CELL, BudgetGrid
from planner.plan.sandbox import Returns
from planner.presentation.language import _
from planner.ui import sandbox
from planner.ui.sandbox import Sandbox

KINDS = ("channel", "total", "lock", "keep", "giving", "undo", "redo", "reset")
_LAST = "_board_last"
_HEARD = "_board_heard"
MOST_ACTS = 20
"""More than a hand can do before an answer."""
LARGEST_NUMBER = 2**53
"""Up to here the browser counts its acts one by one; they begin at the clock's milliseconds."""


@dataclass(frozen=True)
class Act:
    """What a hand did on the board, checked: nothing else of the message is used."""

    kind: str
    channel: str
    cents: int


def read_act(message: Any, plan: str, channels: tuple[str, ...]) -> Act | None:
    """A message of the board, every part checked; None for what is not ours, stale or out of range."""
    if not isinstance(message, Mapping) or message.get("id") != plan:
        return None
    kind, channel, value = message.get("kind"), message.get("channel"), message.get("value")
    if kind not in KINDS:
        return None
    if kind in ("channel", "lock") and channel not in channels:
        return None
    if not _within(value, LARGEST_CELL):
        return None
    return Act(str(kind), str(channel), round(value))


def messages(value: Any) -> list[Any]:
    """The acts of a trigger, oldest first: those before the last had no answer yet when it was sent."""
    acts = value.get("acts") if isinstance(value, Mapping) else None
    sent = acts[-MOST_ACTS:] if isinstance(acts, list) else []
    numbers = [one.get("number") for one in sent if isinstance(one, Mapping)]
    known = [float(number) for number in numbers if _within(number, LARGEST_NUMBER)]
    st.session_state[_HEARD] = max([heard(), *known])
    return sent


def _within(value: Any, most: int) -> TypeGuard[float]:
    """Whether a value of a message is a number from 0 to `most`; no NaN is, nor a number of 400 digits."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def heard() -> float:
    """Number of the last act that arrived, carried out or refused: the board need not send it again."""
    return float(st.session_state.get(_HEARD, -1.0))


def is_new(message: Any, plan: str) -> bool:
    """Whether a message comes after all that this tab has sent about the plan: a replayed one does not."""
    number = message.get("number") if isinstance(message, Mapping) else None
    if not _within(number, LARGEST_NUMBER):
        return False
    last: dict[str, float] = st.session_state.setdefault(_LAST, {})
    if number <= last.get(plan, -1.0):
        return False
    last[plan] = float(number)
    return True


def why_not(message: Any, plan: str) -> str | None:
    """What to say about a message that moved nothing; None where no hand of ours sent it."""
    if not isinstance(message, Mapping) or message.get("kind") not in KINDS:
        return None
    if message.get("id") != plan:
        return _("The plan was saved elsewhere meanwhile, so that move was not made. Make it again.")
    value = message.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool) and value > LARGEST_CELL:
        return _("No plan holds that much: nothing was moved.")
    return None


def carry_out(
    act: Act, box: Sandbox, base: BudgetGrid, locks: frozenset[str], returns: Returns | None
) -> None:
    """Do to the sandbox what a hand did to the board. locks: those the plan was saved with."""
    match act.kind:
        case "channel":
            sandbox.set_channel(box, base, act.channel, act.cents, returns)
        case "total":
            sandbox.set_total(box, base, act.cents, returns)
        case "lock":
            sandbox.keep(box, locks=box.locks | {act.channel} if act.cents else box.locks - {act.channel})
        case "keep":
            sandbox.keep(box, keep_total=bool(act.cents))
        case "giving":
            sandbox.keep(box, least_loss=bool(act.cents))
        case "undo" | "redo":
            sandbox.step(box.version_id, back=act.kind == "undo")
        case "reset":
            sandbox.reset(box.version_id, locks)
