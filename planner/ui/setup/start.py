"""Setup, Start my company: a template, the few numbers that matter, and a workspace of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadDocument, PlannerError, say
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.fitting import start_fit
from planner.services.library import Store
from planner.services.starting import TYPED, Started, TypedCurve, start_company, typed_set
from planner.services.starting_history import start_from_history
from planner.services.templates import TEMPLATES, Template
from planner.ui import state
from planner.ui.setup import start_curves, start_history, start_table
from planner.ui.setup.company import checked_currency, money_inputs
from planner.ui.setup.opened import refused, reload
from planner.ui.setup.start_amount import amount_input, amount_of
from planner.ui.setup.start_curves import GivenCurves
from planner.ui.setup.start_history import GivenHistory

HISTORY = "history"
UPLOAD = "upload"
USUAL_MEDIA = 600_000.0
UNNAMED = "\N{EN DASH}"
"""Stands for the company's name until it has one: it is asked for on the button, not while one types."""
KEYS = "start_"
"""What every key of this form begins with."""
Found = list[TypedCurve] | GivenCurves | GivenHistory | PlannerError


@dataclass(frozen=True)
class Form:
    """What the left side says. `media` is a year's, None where the form does not ask for it.

    amounts  keys of the fields of amounts the form shows
    """

    company: Company
    year: int
    media: float | None
    revenue: float | None
    amounts: tuple[str, ...]


def view() -> None:
    """Three short steps, one button; the sample and other companies are not touched."""
    names = {
        "consumer": _("Consumer brand"),
        "b2b": _("B2B services"),
        "blank": _("Blank"),
        HISTORY: _("I have a history"),
        UPLOAD: _("I have curves"),
    }
    st.caption(_("A workspace of its own: the sample and your data never mix."))
    chosen = st.segmented_control(
        _("Start from"),
        list(names),
        default="consumer",
        required=True,
        format_func=lambda n: names[n],
        key="start_from",
        persist_state="session",
    )
    template = TEMPLATES.get(str(chosen), TEMPLATES["blank"])
    left, right = st.columns([1, 1.7], gap="large")
    with left:
        form = _form(template, str(chosen))
    with right:
        found: Found
        if chosen == UPLOAD:
            found = start_curves.view(form.media or 0.0)
        elif chosen == HISTORY:
            found = start_history.view(form.company)
        else:
            found = start_table.view(template, form.media, form.company)
            _on_top(template, found, form.company)
    if st.button(_("Start my company"), type="primary", key="start_go"):
        try:
            if isinstance(found, PlannerError):
                raise found
            _start(form, template, found)
        except PlannerError as problem:
            refused(problem)


def _form(template: Template, chosen: str) -> Form:
    """Settings, first year, media and revenue of a year. What is said by channel is not asked twice."""
    now = datetime.now(UTC).date()
    name = st.text_input(_("Company name"), key="start_name", max_chars=120, persist_state="session")
    money = money_inputs(Company("new"), lambda part: f"{KEYS}{part}")
    grid = st.grid(2, min_column_width=130)
    media = revenue = None
    amounts = []
    with grid:
        year = st.number_input(
            _("First year to plan"),
            min_value=2000,
            max_value=2100,
            value=now.year + (now.month > 6),
            step=1,
            key="start_year",
            persist_state="session",
        )
        if template.channels or chosen == UPLOAD:
            amounts.append(f"start_media_{bool(template.channels)}")
            media = amount_input(
                _("Working media, {currency} a year").format(currency=money["currency"]),
                USUAL_MEDIA if template.channels else None,
                key=amounts[-1],
            )
        if chosen != HISTORY:
            amounts.append("start_revenue")
            revenue = amount_input(
                _("Expected revenue, a year"),
                None,
                key="start_revenue",
                help=_("What the channels do not bring of it becomes the baseline, twelve equal months."),
            )
        margin = st.number_input(
            _("Margin, % of revenue"),
            min_value=0.0,
            max_value=100.0,
            value=None,
            step=1.0,
            format="%.1f",
            key="start_margin",
            placeholder=_("not given"),
            persist_state="session",
        )
    company = Company(
        name.strip() or UNNAMED,
        currency=money["currency"],
        unit=money["unit"],
        vat_basis=money["vat_basis"],
        first_month=money["first_month"],
        margin=None if margin is None else float(margin) / 100,
        lines=template.lines,
    )
    asked = (media or 0.0) if template.channels or chosen == UPLOAD else None
    return Form(company, int(year), asked, revenue, tuple(amounts))


def _on_top(template: Template, found: Found, company: Company) -> None:
    """What the template's cost lines add to the plan's media, and what that makes in all."""
    media = 12 * sum(curve.media for curve in found) if isinstance(found, list) else 0.0
    if not template.lines or media <= 0:
        return
    lines = [f"{line.name} {formats.share(line.share_of_media or 0.0, digits=0)}" for line in template.lines]
    st.caption(
        _("Costs on top of the media: {lines}. All marketing then: {amount}.").format(
            lines=", ".join(lines),
            amount=formats.compact(media + sum(line.cost(media) for line in template.lines), company),
        )
    )


def _start(form: Form, template: Template, found: list[TypedCurve] | GivenCurves | GivenHistory) -> None:
    """Store the company and open the page that answers first: the Simulator, for a history its fit."""
    company, store = form.company, state.store()
    if company.name == UNNAMED:
        raise BadDocument(say("The company needs a name of 1 to 120 characters."))
    checked_currency(company.currency)
    for key in form.amounts:  # what is no amount is refused: the company would start without it
        amount_of(st.session_state[key] or "")
    who = _who(store)
    if isinstance(found, GivenHistory):
        started = start_from_history(store, company, found.history, year=form.year, who=who)
        start_fit(store, started.slug, found.history, found.file, who=who, notes=found.notes)
        _open(started, company.name)
        state.remember("curves_view", "fit")
        st.switch_page("pages/curves.py")
    if isinstance(found, GivenCurves):
        if not form.media:
            raise BadDocument(say("Give the working media of a year first."))
        curves, media, source = found.curves, found.media, found.source
    else:
        curves, source = typed_set(found, company.currency), TYPED
        media = {curve.name: curve.media for curve in found}
    usual = {start.channel.name: start.channel for start in template.channels}
    company = replace(company, channels=tuple(usual[name] for name in media if name in usual))
    started = start_company(
        store, company, curves, media, year=form.year, who=who, source=source, revenue=form.revenue
    )
    _open(started, company.name)
    st.switch_page("pages/simulator.py")


def _who(store: Store) -> str:
    """Whose name stands on the new company: nobody of the sample's people, who exist in the sample only."""
    made_up = {
        signer.name
        for info in store.workspaces()
        if info.is_sample
        for signer in store.company(info.slug).signers
    }
    if state.given_name() in made_up:
        state.remember("who", None)
    return state.given_name()


def _open(started: Started, name: str) -> None:
    """Look at the new company from here on, and begin the next form empty."""
    version = state.store().version(started.slug, started.version_id)
    for choice in ("plan", "vs", "year", "sandbox", "setup_view"):
        state.remember(choice, None)
    state.remember("company", started.slug)
    reload()
    for key in [key for key in st.session_state if str(key).startswith((KEYS, start_table.KEPT))]:
        del st.session_state[key]
    state.say_after_rerun(
        _("{company} is ready: {plan} holds {media} of working media.").format(
            company=name,
            plan=version.name,
            media=formats.money(version.grid.total, state.store().company(started.slug)),
        )
    )
