"""Setup, Cost lines: marketing money that buys no media, fixed or in step with it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.domain.company import Company, CostKind, CostLine
from planner.domain.errors import BadDocument, say
from planner.presentation import formats, words
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.setup.opened import opened, save, save_button


def view(context: Context) -> None:
    """A row a line; new plans start with them, existing plans keep their own."""
    form = opened(context, "lines")
    company = form.company
    table = pd.DataFrame(
        {
            "name": pd.Series([line.name for line in company.lines], dtype="string"),
            "kind": pd.Series([words.word(line.kind) for line in company.lines], dtype="string"),
            "amount": pd.Series([line.amount for line in company.lines], dtype="float64"),
            "share": pd.Series(
                [
                    None if line.share_of_media is None else round(line.share_of_media * 100, 4)
                    for line in company.lines
                ],
                dtype="float64",
            ),
        }
    )
    st.caption(
        _("What marketing costs beside working media: an amount a year, or a share of the media money.")
    )
    edited = st.data_editor(
        table,
        key=form.key("table"),
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        height="content",
        alt=_("Cost lines beside working media"),
        column_config={
            "name": st.column_config.TextColumn(_("Line"), required=True),
            "kind": st.column_config.SelectboxColumn(_("Kind"), options=list(_kinds()), required=True),
            "amount": st.column_config.NumberColumn(
                _("Fixed, {currency} a year").format(currency=company.currency),
                format="localized",
            ),
            "share": st.column_config.NumberColumn(_("or % of working media"), format="localized"),
        },
    )
    _effect(context, edited)
    if save_button(form):
        save(form, lambda: _with_lines(company, edited), _("Cost lines saved."))


def _effect(context: Context, edited: pd.DataFrame) -> None:
    """What the lines cost beside the plan on screen, and what the plan itself holds."""
    if context.version_id is None:
        return
    version = context.version()
    try:
        lines = _with_lines(context.company, edited).lines
    except BadDocument:
        return
    media = version.grid.total
    st.caption(
        _("Beside {media} working media: {cost} a year. {plan} keeps its own lines: {held}.").format(
            media=formats.money(media, context.company),
            cost=formats.money(sum(line.cost(media) for line in lines), context.company),
            plan=version.name,
            held=formats.money(sum(line.cost(media) for line in version.lines), context.company),
        )
    )


def _kinds() -> dict[str, CostKind]:
    return {words.word(kind): kind for kind in CostKind}


def _with_lines(company: Company, edited: pd.DataFrame) -> Company:
    lines = []
    for number, row in enumerate(edited.to_dict("records"), 1):
        name, kind = _text(row["name"]), _text(row["kind"])
        amount, share = _number(row["amount"]), _number(row["share"])
        if not name and not kind and amount is None and share is None:
            continue
        if not name or not kind:
            raise BadDocument(say("Row {number}: a cost line needs a name and a kind.", number=number))
        lines.append(CostLine(name, _kinds()[kind], amount, None if share is None else share / 100))
    return replace(company, lines=tuple(lines))


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()  # type: ignore[call-overload]


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]
