"""What people say about a difference: a tag and a comment that stay with the number."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.calendar import Month
from planner.domain.notes import LONGEST_COMMENT, Tag, VarianceNote, notes_on
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import components, once, state
from planner.ui.context import Context
from planner.ui.results.words import months_words, tag_words

_TURN = "_note_turn"
COLOURS = {Tag.TIMING: "blue", Tag.STRUCTURAL: "orange", Tag.ONE_OFF: "gray"}


def badge(note: VarianceNote) -> str:
    """The tag as a badge in Markdown; "" without one."""
    return f":{COLOURS[note.tag]}-badge[{tag_words(note.tag)}]" if note.tag else ""


def told(note: VarianceNote) -> str:
    """Tag and comment in one line of Markdown."""
    return " ".join(part for part in (badge(note), components.escape(note.comment)) if part)


def beside(results: Results, channel: str) -> str:
    """The newest word on a channel in the compared months; "" where nobody said any."""
    notes = results.notes_on(channel)
    return told(notes[0]) if notes else ""


def panel(
    context: Context, results: Results, channel: str, months: Sequence[Month], amount: float | None
) -> None:
    """What was said about a channel over `months`, and a form to say more."""
    st.markdown(f"**{_('What was it? {months}').format(months=months_words(months))}**")
    for note in notes_on(results.notes, channel, months):
        _one(context, note)
    moved = results.carried.get(channel)
    if moved:
        st.caption(
            _("Timing: {amount} of working media for the months to come; the year keeps its plan.").format(
                amount=formats.money(moved, context.company, signed=True)
            )
        )
    _form(context, channel, months, amount)


def _one(context: Context, note: VarianceNote) -> None:
    with st.container(border=True, gap=None):
        st.markdown(told(note))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            parts = [note.who, formats.month_span(note.first, note.last)]
            if note.at is not None:
                parts.append(formats.day_label(note.at.date()))
            if note.amount is not None:
                parts.append(
                    _("written about {amount}").format(
                        amount=formats.money(note.amount, context.company, signed=True)
                    )
                )
            st.caption(components.escape(" · ".join(parts)), width="content")
            if st.button(_("Take back"), key=f"note_{note.id}", type="tertiary"):
                with components.errors_in_words():
                    state.store().remove_note(context.slug, note.id or 0, state.who())
                st.rerun()


def _form(context: Context, channel: str, months: Sequence[Month], amount: float | None) -> None:
    # Emptied by a new key once it is stored: emptied by the browser, a double click would send a blank one.
    turn = int(st.session_state.get(_TURN, 0))
    with st.form(f"note_{channel}_{months[0]}_{months[-1]}_{turn}", border=False):
        tag = st.segmented_control(
            _("Kind of difference"),
            list(Tag),
            format_func=tag_words,
            help=_(
                "Timing: the money or the sale comes in another month; the year's forecast keeps the plan. "
                "Structural: it will go on like this. One-off: it happened once."
            ),
        )
        comment = st.text_area(
            _("Comment"), max_chars=LONGEST_COMMENT, height=80, placeholder=_("What happened, in a sentence")
        )
        pressed = st.form_submit_button(_("Keep with the number"))
    if not pressed:
        return
    if tag is None and not comment.strip():
        st.warning(_("Choose what kind of difference it is, or write a comment."))
        return
    with components.errors_in_words():
        note = VarianceNote(channel, months[0], months[-1], tag, comment.strip(), amount)
        once.once(
            ("note", context.slug, note),
            lambda: state.store().write_note(context.slug, note, state.who()),
        )
    st.session_state[_TURN] = turn + 1
    state.say_after_rerun(_("Kept with the number"))
    st.rerun()
