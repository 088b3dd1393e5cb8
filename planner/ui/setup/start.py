"""Setup, Start my company: a template, the few numbers that matter, and a workspace of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, BadFile, PlannerError, say
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.services.starting import TypedCurve, proposed, start_company, typed_set
from planner.services.templates import TEMPLATES, Template
from planner.ui import state
from planner.ui.curves.upload import read_upload
from planner.ui.setup.company import checked_currency, money_inputs
from planner.ui.setup.opened import refused, reload

UPLOAD = "upload"
FREE_ROWS = 6
"""Empty rows of a table that starts blank."""
STARTED = "_setup_started"
"""Where the run after a start finds what to say."""


def view() -> None:
    """Three short steps, one button; the sample and other companies are not touched."""
    names = {
        "consumer": _("Consumer brand"),
        "b2b": _("B2B services"),
        "blank": _("Blank"),
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
    )
    template = TEMPLATES.get(str(chosen), TEMPLATES["blank"])
    left, right = st.columns([1, 1.7], gap="large")
    with left:
        company, year, media, revenue = _company(
            template, asks_media=chosen == UPLOAD or bool(template.channels)
        )
    with right:
        found = _uploaded(media) if chosen == UPLOAD else _typed(template, media, company)
    if st.button(_("Start my company"), type="primary", key="start_go"):
        try:
            if isinstance(found, PlannerError):
                raise found
            _start(company, template, year, revenue, found)
        except PlannerError as problem:
            refused(problem)


def _company(template: Template, *, asks_media: bool) -> tuple[dict[str, object], int, float, float | None]:
    """Settings, first year, media and revenue of a year. Media that is typed by channel is not asked twice."""
    now = datetime.now(UTC).date()
    name = st.text_input(_("Company name"), key="start_name", max_chars=120)
    money = money_inputs(Company("new"), lambda part: f"start_{part}")
    grid = st.grid(2, min_column_width=130)
    year = grid.number_input(
        _("First year to plan"),
        min_value=2000,
        max_value=2100,
        value=now.year + (now.month > 6),
        step=1,
        key="start_year",
    )
    media = 0.0
    if asks_media:
        media = grid.number_input(
            _("Working media, {currency} a year").format(currency=money["currency"]),
            min_value=0.0,
            value=600_000.0 if template.channels else 0.0,
            step=10_000.0,
            format="%.0f",
            key=f"start_media_{bool(template.channels)}",
        )
    revenue = grid.number_input(
        _("Expected revenue, a year"),
        min_value=0.0,
        value=None,
        step=100_000.0,
        format="%.0f",
        key="start_revenue",
        placeholder=_("not given"),
        help=_("What the channels do not bring of it becomes the baseline, twelve equal months."),
    )
    margin = grid.number_input(
        _("Margin, % of revenue"),
        min_value=0.0,
        max_value=100.0,
        value=None,
        step=1.0,
        format="%.1f",
        key="start_margin",
        placeholder=_("not given"),
    )
    if template.lines and media > 0:
        st.caption(_on_top(template, float(media), Company("new", currency=str(money["currency"]))))
    return {"name": name.strip(), "margin": margin, **money}, int(year), float(media), revenue


def _on_top(template: Template, media: float, company: Company) -> str:
    """What the template's cost lines add to the media, and what that makes in all."""
    lines = [f"{line.name} {formats.share(line.share_of_media or 0.0, digits=0)}" for line in template.lines]
    return _("Costs on top of the media: {lines}. All marketing then: {amount}.").format(
        lines=", ".join(lines),
        amount=formats.compact(media + sum(line.cost(media) for line in template.lines), company),
    )


def _typed(template: Template, media: float, company: dict[str, object]) -> list[TypedCurve] | PlannerError:
    """The table of guesses; a new template, split or total proposes anew."""
    evenly = False
    if template.channels:
        splits = {"template": _("Split as usual"), "even": _("Split evenly")}
        evenly = (
            st.segmented_control(
                _("First draft"),
                list(splits),
                default="template",
                required=True,
                format_func=lambda s: splits[s],
            )
            == "even"
        )
    guesses = proposed(template, media, evenly=evenly)
    # Rows to type into: a row added by hand is drawn only after the first key.
    free = [None] * (0 if guesses else FREE_ROWS)
    table = pd.DataFrame(
        {
            "name": pd.Series([*(g.name for g in guesses), *free], dtype="string"),
            "media": pd.Series([*(round(g.media, -1) for g in guesses), *free], dtype="float64"),
            "brings": pd.Series([*(round(g.brings, -1) for g in guesses), *free], dtype="float64"),
            "ceiling": pd.Series([*(round(g.ceiling, -1) for g in guesses), *free], dtype="float64"),
        }
    )
    amount = st.column_config.NumberColumn
    edited = st.data_editor(
        table,
        key=f"start_table_{template.key}_{media}_{evenly}",
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        height="content",
        alt=_("Channels with their starting curves"),
        column_config={
            "name": st.column_config.TextColumn(_("Channel")),
            "media": amount(_("At this media a month"), format="localized"),
            "brings": amount(_("we get revenue of"), format="localized"),
            "ceiling": amount(_("never more than"), format="localized"),
        },
    )
    st.caption(
        _("{currency} a month. These are guesses to replace: typed curves carry no range.").format(
            currency=company["currency"]
        )
    )
    try:
        found = _curves_typed(edited)
    except PlannerError as problem:
        return problem
    if not guesses and found:
        year = 12 * sum(curve.media for curve in found)
        own = Company("new", currency=str(company["currency"]), unit=str(company["unit"]))
        st.markdown(_("{amount} of working media a year").format(amount=formats.compact(year, own)))
    return found


def _curves_typed(edited: pd.DataFrame) -> list[TypedCurve]:
    found = []
    for number, row in enumerate(edited.to_dict("records"), 1):
        name = "" if pd.isna(row["name"]) else str(row["name"]).strip()
        amounts = [0.0 if pd.isna(row[key]) else float(row[key]) for key in ("media", "brings", "ceiling")]
        if not name and not any(amounts):
            continue
        if not name:
            raise BadDocument(say("Row {number} has amounts and no channel name.", number=number))
        found.append(TypedCurve(name, *amounts))
    return found


def _uploaded(media: float) -> tuple[CurveSet, dict[str, float], str] | PlannerError:
    file = st.file_uploader(_("Curves (planner-curves/1, JSON)"), type="json", key="start_curves")
    if file is None:
        return BadFile("Choose a curves file first, or start from a template.")
    try:
        curves = read_upload(file.getvalue(), file.name)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return problem
    months = 12 if curves.period == "month" else 52
    st.caption(
        _("{count} channels, seen in {period}s, {currency}; the media is split evenly.").format(
            count=len(curves.names), period=curves.period, currency=curves.currency
        )
    )
    st.dataframe(
        pd.DataFrame(
            {
                _("Channel"): curves.names,
                _("Seen up to, a year"): [
                    None if c.observed is None else c.observed[1] * months for c in curves.channels
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=_("Channels of the file"),
    )
    return curves, dict.fromkeys(curves.names, media / 12 / len(curves.names)), file.name


def _start(
    typed: dict[str, object],
    template: Template,
    year: int,
    revenue: float | None,
    found: list[TypedCurve] | tuple[CurveSet, dict[str, float], str],
) -> None:
    currency = checked_currency(str(typed["currency"]))
    margin = typed["margin"]
    usual = {start.channel.name: start.channel for start in template.channels}
    if isinstance(found, tuple):
        curves, media, source = found
    else:
        curves, source = typed_set(found, currency), "typed"
        media = {curve.name: curve.media for curve in found}
    company = Company(
        str(typed["name"]),
        currency=currency,
        unit=str(typed["unit"]),
        vat_basis=str(typed["vat_basis"]),
        first_month=int(str(typed["first_month"])),
        margin=None if margin is None else float(str(margin)) / 100,
        channels=tuple(usual[name] for name in media if name in usual),
        lines=template.lines,
    )
    started = start_company(
        state.store(), company, curves, media, year=year, who=state.who(), source=source, revenue=revenue
    )
    for choice in ("plan", "vs", "year", "sandbox"):
        state.remember(choice, None)
    state.remember("company", started.slug)
    reload()
    st.session_state[STARTED] = _("{company} is ready: {plan} holds {media} of working media.").format(
        company=company.name, plan=f"Draft {year}", media=formats.money(sum(media.values()) * 12, company)
    )
    st.rerun()
