"""Re-plan: the rest of the year planned anew, what it gains, and the version it becomes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.errors import PlannerError
from planner.plan.reforecast import Reforecast
from planner.presentation import formats
from planner.presentation.annual_plan import first_open
from planner.presentation.charts.differences import dumbbell
from planner.presentation.clauses import clauses
from planner.presentation.language import _, ngettext, told
from planner.services.replanning import Aim, Replan, forecast_name, forecast_version, promised, replan
from planner.services.results import Results
from planner.ui import cached, components, once, state
from planner.ui.context import Context
from planner.ui.results.words import chance_words, opening

OPEN = "replan"
"""The URL's word for this screen being open."""
ROOMS = (0.2, 0.3, 0.5, 1.0)


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(
    slug: str,
    year: int,
    change: int,
    day: date,
    aim: Aim,
    room: float,
    locked: tuple[str, ...],
    campaigns: bool,
) -> Replan:
    results = cached.results(slug, year)
    floors = promised(results, state.store().details(slug, results.plan.months), campaigns=campaigns)
    return replan(results, floors, aim, locked=locked, change=room)


def view(context: Context) -> None:
    """Aim and limits, the answer with its gain and range, the moves, and saving it."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(_("Back to the outlook"), icon=":material/arrow_back:"):
            state.remember(OPEN, None)
            st.rerun()
        st.markdown(_kept_words(results))
    if said := begun_words(results, cached.today()):
        st.caption(said)
    aim, room, locked, campaigns = _limits(results)
    try:
        answer = _answer(
            context.slug,
            context.year,
            state.store().last_change(context.slug),
            cached.today(),
            aim,
            room,
            locked,
            campaigns,
        )
    except PlannerError as problem:
        st.warning(told(problem), icon=":material/block:")
        return
    found = answer.found
    st.subheader(_headline(context, answer, room))
    _tiles(context, found)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _moves(context, found)
    with right:
        _save(context, results, found, locked)
    _months(context, found)
    _reasons(found)


def _kept_words(results: Results) -> str:
    months = [m for m, s in zip(results.outlook.months, results.outlook.states, strict=True) if s == "actual"]
    if not months:
        return _("No month has its actuals yet: the whole year is free.")
    return ngettext(
        "**{months}** stays as it was spent; the rest is planned anew.",
        "**{months}** stay as they were spent; the rest is planned anew.",
        len(months),
    ).format(months=opening(months))


def begun_words(results: Results, today: date) -> str:
    """Why the board is asked later than this page begins: a month that has begun is no board's to decide."""
    months = results.outlook.months
    left = [month for month in months if results.through is None or month > results.through]
    later = first_open(months, results.through, today)
    if not left or later is None or left[0] == later:
        return ""
    begun = [month for month in left if month < later]
    return ngettext(
        "{months} has begun: what is not spent or promised there can still move here. "
        "The board page asks for decisions from {later} on, the first month not begun.",
        "{months} have begun: what is not spent or promised there can still move here. "
        "The board page asks for decisions from {later} on, the first month not begun.",
        len(begun),
    ).format(months=opening(begun), later=formats.month_label(later))


def _limits(results: Results) -> tuple[Aim, float, tuple[str, ...], bool]:
    words = {Aim.BUDGET: _("Same budget"), Aim.TARGET: _("Reach the target")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        aim = Aim(components.view("replan_aim", {str(k): v for k, v in words.items()}, _("Aim")))
        room = st.selectbox(
            _("Room of each channel and month"),
            ROOMS,
            index=ROOMS.index(0.5),
            format_func=lambda share: f"±{formats.share(share, digits=0)}",
            key="replan_room",
            width=200,
        )
        locked = st.multiselect(
            _("Leave as planned"),
            results.model.channels,
            key="replan_locked",
            placeholder=_("no channel"),
            width=340,
        )
        campaigns = st.toggle(
            _("Hold booked campaigns"),
            value=True,
            key="replan_campaigns",
            help=_("The money of approved and live campaigns to come counts as promised, like orders do."),
        )
    return aim, float(room), tuple(locked), campaigns


def _headline(context: Context, answer: Replan, room: float) -> str:
    company, found = context.company, answer.found
    gain = formats.money(found.gain, company, signed=True)
    ranged = found.gain_range
    low_high = formats.money_range(*ranged, company) if ranged else ""
    lands = formats.compact(found.after["revenue"].year.actual, company)
    if answer.best is not None:
        return _(
            "{target} is not reachable within ±{room}: the best is {best}, for {money} working media"
        ).format(
            target=formats.compact(answer.target, company),
            room=formats.share(room, digits=0),
            best=formats.compact(answer.best, company),
            money=formats.money(found.spend_change, company, signed=True),
        )
    if answer.aim is Aim.TARGET:
        words = (
            _("{target} is reached with {money} more working media")
            if found.spend_change >= 0
            else _("{target} is reached with {money} less working media")
        )
        return words.format(
            target=formats.compact(answer.target, company),
            money=formats.money(abs(found.spend_change), company),
        )
    moved = sum(amount for _name, amount in found.moves() if amount > 0)
    if moved < 1:
        return _("The rest of the year is as good as it can be; it lands at {lands}").format(lands=lands)
    if found.gain < 0 and found.spend_change < 0:
        return _(
            "Keeping the year's budget takes {money} out of the months left and costs {lost} revenue; the "
            "year lands at {lands}"
        ).format(
            money=formats.money(-found.spend_change, company),
            lost=formats.money(-found.gain, company),
            lands=lands,
        )
    text = (
        _("Moving {moved} brings {gain} revenue")
        if not low_high
        else _("Moving {moved} brings {gain} revenue ({range}); the year lands at {lands}")
    )
    return text.format(moved=formats.money(moved, company), gain=gain, range=low_high, lands=lands)


def _tiles(context: Context, found: Reforecast) -> None:
    company = context.company
    tiles: list[tuple[str, str, str | None, str]] = [
        (
            _("Year's revenue"),
            formats.money(found.after["revenue"].year.actual, company),
            formats.money(found.gain, company, signed=True),
            _("gain {range}").format(range=formats.money_range(*found.gain_range, company))
            if found.gain_range
            else "",
        ),
        (
            _("Working media of the year"),
            formats.money(found.grid.total, company),
            formats.money(found.spend_change, company, signed=True),
            _("now {outlook}, plan {plan}").format(
                outlook=formats.money(found.before["media"].year.actual, company),
                plan=formats.money(found.before["media"].year.plan, company),
            ),
        ),
    ]
    if found.chance_better is not None:
        words = _("than leaving the plan as it is")
        tiles.append((_("Chance of more revenue"), chance_words(found.chance_better), None, words))
    if found.after.chance is not None and found.before.chance is not None:
        words = _("now {chance}").format(chance=chance_words(found.before.chance))
        tiles.append((_("Chance of the target"), chance_words(found.after.chance), None, words))
    before, after = (one["profit"].year.actual for one in (found.before, found.after))
    if context.with_margins and before is not None and after is not None:
        gained = formats.money(after - before, company, signed=True)
        tiles.insert(1, (_("Profit after marketing"), formats.money(after, company), gained, formats.NBSP))
    with st.grid(len(tiles), gap="small", min_column_width=180):
        for label, value, delta, note in tiles:
            with st.container(border=True, gap=None, height="stretch"):
                neutral = label == _("Working media of the year")
                moved = delta is not None and any(digit in delta for digit in "123456789")
                st.metric(label, value, **components.change(delta if moved else None, 0 if neutral else 1))
                st.caption(note or formats.NBSP)


def _moves(context: Context, found: Reforecast) -> None:
    scale = formats.scale(context.company)
    free = ~np.isin(np.array([str(m) for m in found.grid.months]), [str(m) for m in found.frozen])
    before, after = (grid.spend[:, free].sum(axis=1) for grid in (found.plan, found.grid))
    frame = pd.DataFrame(
        {"name": found.grid.channels, "one": after / scale.divisor, "two": before / scale.divisor}
    )
    frame = frame[(frame["one"] > 0) | (frame["two"] > 0)].sort_values("two", ascending=False)
    moves = found.moves()
    title = (
        _("{channel} changes most: {amount} in the rest of the year").format(
            channel=moves[0][0], amount=formats.money(moves[0][1], context.company, signed=True)
        )
        if moves
        else _("Nothing moves")
    )
    components.chart(
        dumbbell(
            frame,
            title,
            formats.unit_label(context.company),
            components.colours(),
            words=(_("Re-planned"), _("As planned")),
        ),
        alt=_("Working media of the rest of the year by channel, planned and re-planned"),
    )


def _months(context: Context, found: Reforecast) -> None:
    company = context.company
    rows = []
    promised_money: dict[str, str] = {}
    changed = {name for name, _amount in found.moves()}
    for i, name in enumerate(found.grid.channels):
        if name not in changed:
            continue
        row = {_("Channel"): name}
        for j, month in enumerate(found.grid.months):
            if month in found.frozen:
                continue
            was, now = found.plan.cents[i, j] / 100, found.grid.cents[i, j] / 100
            row[formats.month_name(month)] = f"{formats.money(was, company)} → {formats.money(now, company)}"
        if found.committed[i].sum() > 0:
            promised_money[name] = formats.money(float(found.committed[i].sum()), company)
        rows.append(row)
    if promised_money:  # the last column, whichever month holds the promise
        rows = [{**row, _("Promised"): promised_money.get(row[_("Channel")], "·")} for row in rows]
    if rows:
        st.markdown(f"**{_('Month by month, from → to')}**")
        components.table(pd.DataFrame(rows), alt=_("Moves by channel and month"), height="content")


def _save(context: Context, results: Results, found: Reforecast, locked: tuple[str, ...]) -> None:
    taken = [info.name for info in context.versions if info.year == context.year]
    with st.form("replan_save", border=True):
        st.markdown(f"**{_('Save as the next forecast')}**")
        left, right = st.columns([1, 1.6])
        name = left.text_input(
            _("Name of the forecast"), value=forecast_name(results.outlook.label, taken), max_chars=120
        )
        reason = right.text_input(
            _("Reason"), max_chars=500, placeholder=_("What changed, and who agreed"), key="replan_reason"
        )
        st.caption(_("The approved plan stays as it is; the forecast is a draft until somebody approves it."))
        pressed = st.form_submit_button(_("Save and compare"), type="primary")
    if not pressed:
        return
    if not reason.strip():
        st.warning(_("Say why: the version keeps its reason."))
        return
    with components.errors_in_words():
        version = forecast_version(results, found.grid, name, locked)
        saved = once.save_version(context.slug, version, reason=reason.strip())
    state.remember(OPEN, None)
    state.say_after_rerun(_("Saved as “{name}”").format(name=saved.name))
    state.remember("plan", str(saved.id))
    state.remember("vs", str(results.version.id))
    st.switch_page("pages/compare.py")


def _reasons(found: Reforecast) -> None:
    if not found.binding:
        return
    text = _("What keeps it from more: {reasons}.").format(reasons=clauses(map(told, found.binding[:3])))
    if found.gap is not None:
        gap = formats.share(max(found.gap, 0.0), digits=2)
        better = _("No plan within these limits is better by more than {gap}.").format(gap=gap)
        text += " " + (better if found.gap >= 0.00005 else _("No plan within these limits is better."))
    st.caption(text)
