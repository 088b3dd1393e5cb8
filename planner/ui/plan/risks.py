"""Risks and notes: what could go wrong and its cost, what is tried, and what the plan says in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.domain.company import CostKind
from planner.domain.planning.notes import NoteKind, PlanNote
from planner.domain.planning.progress import NOTES, TESTS
from planner.domain.planning.risks import PlannedRisk, StressKind, TestCard, TestStatus
from planner.plan.stress import Stressed, stress_test
from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.plan_words import choices, plan_word
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.columns import NAME_WIDTH, TEXT_WIDTH, WIDE_TEXT, Column, Kind, built, choice, names


def view(context: Context) -> None:
    """Risks with their stress tests, tests paid from the reserve, or the notes."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "risks": (_("Risks"), _risks),
        "tests": (_("Tests"), _tests),
        "notes": (_("Notes"), _notes),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("risks_part", words, _("Part"))][1](context)


def _risks(context: Context) -> None:
    version = context.version()
    channels = names(version.grid.channels, [risk.channel for risk in version.book.risks])
    place = st.container()
    columns = [
        Column("name", _("Risk"), required=True, width=NAME_WIDTH),
        Column("probability", _("Probability, %"), Kind.SHARE, empty=0.0),
        choice("stress", _("It hits"), StressKind, choices(StressKind), StressKind.EFFECT),
        Column("channel", _("Channel"), Kind.CHOICE, channels, help=_("Blank: all of them")),
        Column(
            "change", _("Change, %"), Kind.SHARE, empty=0.0, help=_("−20: a fifth less; prices: 10 is dearer")
        ),
        Column("owner", _("Owner")),
        Column("response", _("What we do"), width=WIDE_TEXT),
        Column("review", _("Look again on"), Kind.DAY, empty=None),
    ]
    typed = table.edit(context, "risks", columns, built(PlannedRisk), alt=_("Risks"))
    with place:
        _stress(context, typed)


def _stress(context: Context, risks: tuple[PlannedRisk, ...]) -> None:
    if not risks:
        components.empty(_("No risks yet. Write down what could go wrong; the plan says what it would cost."))
        return
    version = context.version()
    found = stress_test(context.model(), context.company, context.evaluation(), version.lines, risks)
    shows_profit = context.with_margins and found[0].profit is not None
    st.subheader(headline(context, found[0], shows_profit))
    rows = []
    for one in found:
        row = {
            _("Risk"): one.risk.name[:100],
            _("If it happens"): _what(one.risk),
            _("Revenue"): formats.money(one.revenue, context.company, signed=True),
        }
        if shows_profit:
            row[_("Profit after marketing")] = formats.money(one.profit, context.company, signed=True)
        row[_("Probability")] = formats.share(one.risk.probability, digits=0)
        weighed = one.risk.probability * one.revenue if not shows_profit else one.expected
        row[_("Weighed")] = formats.money(weighed, context.company, signed=True)
        rows.append(row)
    components.table(
        pd.DataFrame(rows),
        alt=_("What each risk would cost"),
        height="content",
        column_config={_("Risk"): st.column_config.TextColumn(width=NAME_WIDTH)},
    )
    st.caption(
        _("Each risk alone, by this plan's forecast with its money unchanged; weighed by its probability.")
    )


def headline(context: Context, worst: Stressed, shows_profit: bool) -> str:
    """The risk that weighs most, in a sentence."""
    if shows_profit:
        return _("“{risk}” weighs most: {profit} profit if it happens, {chance} likely").format(
            risk=components.escape(worst.risk.name[:80]),
            profit=formats.money(worst.profit, context.company, signed=True),
            chance=formats.share(worst.risk.probability, digits=0),
        )
    return _("“{risk}” weighs most: {revenue} revenue if it happens, {chance} likely").format(
        risk=components.escape(worst.risk.name[:80]),
        revenue=formats.money(worst.revenue, context.company, signed=True),
        chance=formats.share(worst.risk.probability, digits=0),
    )


def _what(risk: PlannedRisk) -> str:
    where = f", {risk.channel}" if risk.channel and risk.stress is not StressKind.BASELINE else ""
    return f"{plan_word(risk.stress)}{where} {formats.share(risk.change, signed=True, digits=0)}"


def _tests(context: Context) -> None:
    version = context.version()
    media = version.grid.total
    reserve = sum(line.cost(media) for line in version.lines if line.kind is CostKind.RESERVE)
    channels = names(version.grid.channels, [card.channel for card in version.book.tests])
    columns = [
        Column("name", _("Test"), required=True),
        Column("question", _("What do we want to know?"), width=TEXT_WIDTH),
        Column("channel", _("Channel"), Kind.CHOICE, channels),
        Column("cents", _("Cost, {currency}").format(currency=context.company.currency), Kind.MONEY, empty=0),
        Column("start", _("Start"), Kind.DAY, empty=None),
        Column("end", _("End"), Kind.DAY, empty=None),
        choice("status", _("Status"), TestStatus, choices(TestStatus), TestStatus.IDEA),
        Column("finding", _("What we learned"), width=TEXT_WIDTH),
    ]
    place = st.container()
    cards = table.edit(context, "tests", columns, built(TestCard), alt=_("Tests"), progress=TESTS)
    cost = sum(card.cents for card in cards) / 100
    said = _("Tests take {cost} of the reserve of {reserve}; {left} is left").format(
        cost=formats.money(cost, context.company),
        reserve=formats.money(reserve, context.company),
        left=formats.money(reserve - cost, context.company),
    )
    place.subheader(said)
    if cost > reserve:
        place.error(
            _("The tests cost more than the reserve holds. Raise the reserve in Setup or take a test out."),
            icon=":material/science:",
        )


def _notes(context: Context) -> None:
    columns = [
        choice("kind", _("Heading"), NoteKind, choices(NoteKind), NoteKind.SITUATION),
        Column("name", _("Note"), required=True, width=WIDE_TEXT),
        Column("value", _("Value, 1 to 5"), Kind.COUNT, empty=None, help=_("Of an idea: what it promises")),
        Column(
            "ease", _("Ease, 1 to 5"), Kind.COUNT, empty=None, help=_("Of an idea: how easily it is done")
        ),
        Column("author", _("Author")),
        Column("day", _("Day"), Kind.DAY, empty=None),
    ]

    def made(before: PlanNote | None, values: dict[str, object]) -> PlanNote:
        note: PlanNote = built(PlanNote)(before, values)
        if before is None and note.day is None:
            return replace(note, day=cached.today())
        return note

    notes = table.edit(context, "notes", columns, made, alt=_("Notes"), progress=NOTES)
    ideas = sorted((n for n in notes if n.kind is NoteKind.IDEA and n.score), key=lambda n: -(n.score or 0))
    if ideas:
        components.table(
            pd.DataFrame([{_("Idea"): n.name[:200], _("Score"): f"{n.score}"} for n in ideas]),
            alt=_("Ideas by score"),
            height="content",
        )
    st.caption(_("Notes are printed in the workbook under their headings."))
