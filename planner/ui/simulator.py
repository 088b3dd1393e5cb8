"""The Simulator's screen: a released slider redraws what it changes, nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.domain.figures import Figure
from planner.domain.forecast import Measure
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.channel_curve import YearCurve, year_curve
from planner.plan.evaluation import Evaluation
from planner.presentation import formats, narrative, trust
from planner.presentation.charts.response import response_curve
from planner.presentation.charts.revenue import two_plans
from planner.presentation.language import _
from planner.presentation.wall_rows import wall_rows
from planner.ui import (
    answer_panel,
    answers,
    board,
    components,
    echoes,
    keeping,
    present,
    reasons,
    sandbox,
    state,
)
from planner.ui.context import Context, version_label
from planner.ui.live import board as live
from planner.ui.live.tiles import tiles
from planner.ui.onscreen import onscreen, plan_key
from planner.ui.sandbox import Sandbox

TILES = ("media", "revenue", "profit", "new_customers", "cac_marginal")


def screen(context: Context) -> None:
    """Tiles, questions, board and answer of the version on screen, with the sandbox applied.

    What a moved slider changes is one fragment that draws into these places. The questions and the form of a
    scenario are fragments of their own: they need not be drawn anew for every move.
    """
    tiles_at = st.container()
    answers.buttons(context)
    left, right = st.columns([1.45, 1], gap="medium")
    board_at = left.container(border=True)
    keep_at = left.container(horizontal=True, gap="small", vertical_alignment="center", key="keep")
    _moving(context, tiles_at, board_at, keep_at, right)
    keeping.scenario(context, keep_at)


@st.fragment
def _moving(
    context: Context,
    tiles_at: DeltaGenerator,
    board_at: DeltaGenerator,
    keep_at: DeltaGenerator,
    right: DeltaGenerator,
) -> None:
    state.speak()
    echoes.act_on_changes()
    shown = onscreen(context)
    box, saved, now = shown.box, shown.saved, shown.now
    state.write_url()
    plain = live.plain_wanted()
    if plain and (refused := sandbox.refused()):  # the live board says it itself
        st.toast(refused, icon=":material/lock:")
    with tiles_at:
        if plain:
            _tiles(context, now, saved)
        else:
            figures = _figures(context, now, saved)
            tiles(plan_key(context), live.turn(), figures, context.company, context.measure)
    with board_at:
        if plain:
            board.total_row(context, box, saved.grid, now.grid)
            board.rows(context, box, saved.grid, now, saved)
        else:
            bands, advised = answer_panel.shown_bands(context), answer_panel.advised(context, now.grid)
            live.board(context, box, saved.grid, now, bands, advised)
    with keep_at:
        keeping.row(context, box, now, steps=plain)
    with right:
        answer_panel.panel(context, box, saved, now)
        _charts(context, box, now, saved)


def wall(context: Context) -> None:
    """The answer in the panel, or the split on screen, as it goes on the wall."""
    shown, answer = onscreen(context), answer_panel.shown(context)
    proposal = None if answer is None else answer.reply.proposal
    after = shown.now if proposal is None else proposal.after
    figures = [
        components.tile_text(figure, before, context.company, context.measure, note)
        for figure, before, note in _figures(context, after, shown.saved)
    ]
    plan = version_label(context.info(shown.box.version_id))
    source = f"{context.company.name}  ·  {plan}"
    if answer is None:
        sentence = trust.confidence(shown.now, context.company)
        details = () if shown.box.is_empty else (narrative.effect(shown.saved, shown.now, context.company),)
        present.show(present.Wall(source, sentence, figures, _("This split"), details))
        return
    reply = answer.reply
    rows = wall_rows(reply.picture, context.company)
    title = "" if reply.picture is None else reply.picture.title
    present.show(present.Wall(source, reply.sentence, figures, answer.title, reply.details, title, rows))


def _figures(context: Context, now: Evaluation, saved: Evaluation) -> list[tuple[Figure, Figure, str | None]]:
    keys = ["media_revenue" if key == "profit" and not context.with_margins else key for key in TILES]
    return [(now.figures[k], saved.figures[k], _tile_note(context, now, now.figures[k])) for k in keys]


def _tiles(context: Context, now: Evaluation, saved: Evaluation) -> None:
    with st.grid(len(TILES), gap="small", min_column_width=150):
        for figure, before, note in _figures(context, now, saved):
            components.figure_tile(figure, before, context.company, context.measure, note=note)


def _tile_note(context: Context, now: Evaluation, figure: Figure) -> str | None:
    if figure.kpi.key == "media":
        whole = now.figures["marketing"].value
        return _("all marketing {amount}").format(amount=formats.money(whole, context.company))
    if figure.kpi.key == "cac_marginal" and not figure.missing:
        blended = now.figures["cac_blended"].value
        return _("blended {amount}").format(amount=formats.money_each(blended, context.company))
    return None


def _charts(context: Context, box: Sandbox, now: Evaluation, saved: Evaluation) -> None:
    """The months and a channel's curve; beside an answer to what is on screen its own months."""
    answer = answer_panel.shown(context)
    after = answer_panel.months(context, box, now)
    if answer is not None and after is not None:
        _months(context, after, answer.desk.plan, (_("Then"), _("Now")))
    else:
        _months(context, now, saved, (_("This split"), _("Plan")))
    if answer is None:
        _channel(context, now, saved)


def _months(context: Context, now: Evaluation, other: Evaluation, words: tuple[str, str]) -> None:
    """Revenue by month, and where the two differ most."""
    company = context.company
    scale, unit = formats.scale(company), formats.unit_label(company)
    months = [formats.month_name(month) for month in now.grid.months]
    spread = None
    if now.forecast.has_ranges:
        ends = np.percentile(now.forecast.by_period_draws(), [10, 90], axis=1) / scale.divisor
        spread = ends[0], ends[1]
    components.chart(
        two_plans(
            months,
            now.revenue_by_month / scale.divisor,
            None if now is other else other.revenue_by_month / scale.divisor,
            narrative.months_finding(now, other, company),
            unit,
            components.colours(),
            words=words,
            spread=spread,
            height=190,
        ),
        alt=_("Revenue by month with its range"),
        key="sim_months",
    )


def _channel(context: Context, now: Evaluation, saved: Evaluation) -> None:
    names = list(now.grid.channels)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        picked = st.selectbox(
            _("Curve of"), names, key="sim_channel", persist_state="session", label_visibility="collapsed"
        )
        reasons.link(context, picked or names[0])
    _curve(context, now, saved, picked or names[0])


def _curve(context: Context, now: Evaluation, saved: Evaluation, channel: str) -> None:
    company = context.company
    scale, unit = formats.scale(company), formats.unit_label(company)
    row = now.grid.channels.index(channel)
    held, planned = float(now.forecast.spend[row].sum()), float(saved.forecast.spend[row].sum())
    top = _axis_end(planned, held)
    walked = _walked(context, channel, now.forecast.spend[row], top)
    curve = {name: values / scale.divisor for name, values in vars(walked).items()}
    points = [
        (_("This split"), held / scale.divisor, _earned(now, channel, context.measure) / scale.divisor),
        (_("Plan"), planned / scale.divisor, _earned(saved, channel, context.measure) / scale.divisor),
    ][: 1 if abs(held - planned) < 1 else 2]
    figures = now.figures.by_channel[channel]
    earned = figures.next_unit_full if context.measure == "full" else figures.next_unit
    components.chart(
        response_curve(
            curve,
            points,
            _("{channel}: the next unit earns {amount}").format(
                channel=channel, amount=formats.ratio(earned)
            ),
            (
                _("Spend a year, {unit}").format(unit=unit),
                (
                    _("Full effect, {unit}") if context.measure == "full" else _("Media revenue, {unit}")
                ).format(unit=unit),
            ),
            components.colours(),
            height=230,
        ),
        alt=_("Response curve of {channel}").format(channel=channel),
        key="sim_curve",
    )


def _axis_end(planned: float, held: float) -> float:
    """Where a channel's curve ends: it stays while money moves, and doubles when a move would leave it."""
    end = 1.8 * max(planned, 1.0)
    while held * 1.05 > end:
        end *= 2
    return end


@st.cache_resource(max_entries=256, show_spinner=False)
def _alone(
    _model: ResponseModel, slug: str, settings: int, version_id: int, revision: int, channel: str
) -> ResponseModel:
    """One channel's curve by itself: walking along it need not answer for all the others."""
    curves = _model.curves
    own = curves.channels[_model.channels.index(channel)]
    return compile_response(replace(curves, channels=(own,)), _model.horizon)


@st.cache_resource(max_entries=512, show_spinner=False)
def _cached_walk(
    _model: ResponseModel,
    _spend: FloatArray,
    channel: str,
    top: float,
    measure: Measure,
    key: tuple[object, ...],
) -> YearCurve:
    return year_curve(_model, _spend, channel, top, measure=measure)


def _walked(context: Context, channel: str, spend: FloatArray, top: float) -> YearCurve:
    """The channel's year curve in the months' shape of `spend`; known already while other things move."""
    assert context.version_id is not None
    info = context.info(context.version_id)
    plan = (context.slug, context.settings, info.id, info.revision)
    model = context.once(("alone", channel), lambda: _alone(context.model(), *plan, channel))
    shape = np.round(spend / max(float(spend.sum()), 1e-9), 7)
    return _cached_walk(model, spend[None, :], channel, top, context.measure, (*plan, shape.tobytes()))


def _earned(evaluation: Evaluation, channel: str, measure: Measure) -> float:
    figures = evaluation.figures.by_channel[channel]
    return figures.full if measure == "full" else figures.revenue
