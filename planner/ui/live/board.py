"""Mounts the live board: what it shows goes down as data, what a hand did comes back and is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from planner.domain.budget_plan import BudgetGrid
from planner.domain.money import FloatArray
from planner.plan.evaluation import Evaluation
from planner.plan.preview import PreviewTables, preview_tables
from planner.plan.sandbox import Returns
from planner.services.stand_in import is_stand_in
from planner.ui import cached, sandbox, state
from planner.ui.context import Context
from planner.ui.live import acts
from planner.ui.live.words import board_words
from planner.ui.onscreen import plan_key
from planner.ui.sandbox import Sandbox

FOLDER = Path(__file__).parent
TURN = "_board_turn"


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


_TABLES = st.components.v2.component("planner_tables", html="<div></div>", js=_read("tables.js"))
_BOARD = st.components.v2.component(
    "planner_board", html='<div id="board"></div>\n', css=_read("board.css"), js=_read("board.js")
)


def turn() -> int:
    """How many acts of the board this tab has answered."""
    return int(st.session_state.get(TURN, 0))


def board(
    context: Context,
    box: Sandbox,
    base: BudgetGrid,
    now: Evaluation,
    bands: Mapping[str, tuple[float, float]],
    advised: BudgetGrid | None = None,
) -> None:
    """The board of the version on screen. A release becomes a move of the sandbox before the next drawing.

    advised  the best split of the money on screen where an answer found one
    """
    assert context.version_id is not None
    info = context.info(context.version_id)
    tops = slider_tops(base, now.grid)
    plan = plan_key(context)
    best = advised
    known = not is_stand_in(context.model().curves)
    if best is None and known and abs(now.grid.total - base.total) < 1:  # of another total it is not known
        asked = (context.slug, context.settings, info.id, info.revision, context.measure)
        best = context.once("best", lambda: cached.best_split(*asked).grid)
    key = f"board_{info.id}"

    def acted() -> None:
        st.session_state[TURN] = turn() + 1  # an answer that changes nothing still ends the preview
        for message in acts.messages(st.session_state[key].act):
            act = acts.read_act(message, plan, base.channels)
            if act is not None and acts.is_new(message, plan):
                locks = context.version().locks
                latest = sandbox.current(info.id, locks)
                acts.carry_out(act, latest, base, locks, returns(context, latest, base))
            elif act is None and (why := acts.why_not(message, plan)):
                sandbox.refuse(why)

    data = _board_data(plan, context, box, base, now, best, bands, tops)
    _BOARD(
        data=json.dumps(data).encode(),  # as bytes it is written once, not twice
        key=key,
        on_act_change=acted,
    )
    # Apart from the board: they stay the same while it moves, so they travel once.
    _TABLES(data=_tables(context, plan, base, box, tops)[1], key=f"tables_{info.id}", height=1)


def slider_tops(base: BudgetGrid, grid: BudgetGrid) -> FloatArray:
    """The right end of each slider, shape (C,): twice the plan, more where more is held already."""
    planned, held = base.spend.sum(axis=1), grid.spend.sum(axis=1)
    tops = np.maximum.reduce([2 * planned, np.full(planned.shape, base.total / 20), np.ones(planned.shape)])
    doubled = np.where(held > tops, 2 ** np.ceil(np.log2(np.maximum(held, 1) / tops)), 1.0)
    found: FloatArray = tops * doubled
    return found


def slider_step(top: float) -> int:
    """A step of about a two-hundredth of the slider: 1, 2 or 5 times a power of ten, in currency units."""
    rough = max(top / 200, 1.0)
    power = 10 ** int(np.floor(np.log10(rough)))
    return int(next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999))


@st.cache_resource(max_entries=32, show_spinner=False)
def _cached_tables(
    _model: Any, _spend: FloatArray, _tops: FloatArray, plan: str, key: tuple[bytes, bytes]
) -> tuple[PreviewTables, bytes]:
    tables = preview_tables(_model, _spend, _tops)
    return tables, table_bytes(plan, tables)


def returns(context: Context, box: Sandbox, base: BudgetGrid) -> Returns | None:
    """By which the other channels give and take: the tables the browser has; None for in proportion."""
    if not box.least_loss:
        return None
    tops = slider_tops(base, box.grid(base))
    return _tables(context, plan_key(context), base, box, tops)[0].returns(context.measure)


def _tables(
    context: Context, plan: str, base: BudgetGrid, box: Sandbox, tops: FloatArray
) -> tuple[PreviewTables, bytes]:
    """Tables for the months' shape that the sandbox stands on; dragging changes amounts, not that shape."""
    held = box.standing(base).spend
    flight = np.round(held / np.maximum(held.sum(axis=1, keepdims=True), 1e-9), 9)
    return _cached_tables(context.model(), held, tops, plan, (flight.tobytes(), tops.tobytes()))


def table_bytes(plan: str, tables: PreviewTables) -> bytes:
    """A line of JSON that says what follows, then the numbers as little-endian doubles."""
    named = {
        "spend": tables.spend,
        "revenue": tables.revenue,
        "revenueSlope": tables.revenue_slope,
        "full": tables.full,
        "fullSlope": tables.full_slope,
        "revenueCurvature": tables.revenue_curvature,
        "fullCurvature": tables.full_curvature,
    }
    nodes = tables.revenue.shape[1]
    head = {"id": plan, "channels": tables.channels, "nodes": nodes, "names": list(named)}
    numbers = np.stack(list(named.values())).astype("<f8").tobytes()
    return json.dumps(head).encode() + b"\n" + numbers


def _board_data(
    plan: str,
    context: Context,
    box: Sandbox,
    base: BudgetGrid,
    now: Evaluation,
    best: BudgetGrid | None,
    bands: Mapping[str, tuple[float, float]],
    tops: FloatArray,
) -> dict[str, Any]:
    company, version = context.company, context.version()
    full = context.measure == "full"
    saved = context.evaluation().figures
    planned, held = sandbox.year_totals(base), sandbox.year_totals(now.grid)
    wanted = {} if best is None else sandbox.year_totals(best)
    customers = company.customers
    shares = [line.share_of_media or 0.0 for line in version.lines]
    baseline = float(now.forecast.baseline.sum())

    def reading(key: str) -> float | None:
        figure = saved[key]
        return figure.full if full and figure.full is not None else figure.value

    rows, model = [], context.model()
    for i, name in enumerate(now.grid.channels):
        figures = now.figures.by_channel[name]
        curve = model.curves.channels[i]
        seen = None
        if curve.observed is not None:
            periods = model.lived.count
            seen = [round(bound * periods * 100) for bound in curve.observed]
        rows.append(
            {
                "name": name,
                "cents": held[name],
                "planned": planned[name],
                "best": wanted.get(name),
                "seen": seen,
                "band": [round(end * 100) for end in bands[name]] if name in bands else None,
                "top": round(float(tops[i]) * 100),
                "step": slider_step(float(tops[i])) * 100,
                "locked": name in box.locks,
                "earns": figures.next_unit_full if full else figures.next_unit,
                "share": company.channel(name).new_customer_share,
            }
        )
    mean = now.figures["roas_marginal"]
    return {
        "id": plan,
        "rows": rows,
        "turn": turn(),
        "heard": acts.heard(),
        "said": sandbox.refused(),
        "keepTotal": box.keep_total,
        "leastLoss": box.least_loss,
        "can": {
            "undo": sandbox.can_step(box.version_id, back=True),
            "redo": sandbox.can_step(box.version_id, back=False),
            "reset": not box.is_saved(version.locks),
        },
        "measure": context.measure,
        "pays": _pays(context, (mean.full if full else mean.value) or 0.0),
        "saved": {
            key: reading(key)
            for key in ("media", "media_revenue", "revenue", "profit", "new_customers", "cac_marginal")
        },
        "figures": {
            "base": baseline if baseline > 0 else None,
            "margin": company.margin,
            "fixed": sum(line.amount or 0.0 for line in version.lines),
            "mediaShare": sum(shares),
            "sale": customers.average_sale if customers else None,
            "newWithout": customers.new_without_media if customers else 0.0,
        },
        "words": board_words(company),
    }


def _pays(context: Context, mean: float) -> list[float]:
    """Up to which return of the next unit a channel does not pay, and from which it does.

    With a margin that may be shown it is the return at which the next unit's margin earns the hurdle; else
    what stands out from the plan's own average.
    """
    company = context.company
    if context.with_margins and company.margin:
        even = company.hurdle / company.margin
        return [even, even]
    return [0.85 * mean, 1.15 * mean]


def plain_wanted() -> bool:
    """Whether this tab asked for Streamlit's own sliders (`?board=plain`), where the board cannot load."""
    return state.remembered("board") == "plain"
