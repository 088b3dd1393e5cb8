"""Setup, People: who prepares, reviews and approves plans, and up to which amount."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.domain.signing import Right, Signer
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.setup.opened import opened, save, save_button


def editor(context: Context) -> None:
    """A row a person. Nobody approves what they submitted, unless only one person signs."""
    form = opened(context, "signers")
    st.markdown(f"**{_('Who signs plans')}**")
    rows = form.company.signers
    edited = st.data_editor(
        pd.DataFrame(
            {
                "name": pd.Series([s.name for s in rows], dtype="string"),
                "title": pd.Series([s.title for s in rows], dtype="string"),
                "right": pd.Series([_words()[s.right] for s in rows], dtype="string"),
                "limit": pd.Series([s.limit for s in rows], dtype="float64"),
            }
        ),
        key=form.key("table"),
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        height="content",
        alt=_("People who sign plans"),
        column_config={
            "name": st.column_config.TextColumn(_("Name"), required=True),
            "title": st.column_config.TextColumn(_("Role")),
            "right": st.column_config.SelectboxColumn(
                _("Is allowed to"), options=list(_words().values()), required=True
            ),
            "limit": st.column_config.NumberColumn(
                _("Approves up to, {currency} of marketing a year").format(currency=form.company.currency),
                format="localized",
                help=_("Empty: any amount"),
            ),
        },
    )
    if rows:
        rule = _("Nobody approves what they submitted, unless one person alone signs.")
        st.caption(f"{rule} {_('An empty limit is any amount.')}")
    else:
        st.caption(_("Nobody is named: anybody may review and approve."))
    if save_button(form):
        save(form, lambda: _with_signers(form.company, edited), _("People saved."))


def _words() -> dict[Right, str]:
    return {
        Right.PREPARE: _("prepare"),
        Right.REVIEW: _("prepare and review"),
        Right.APPROVE: _("prepare, review and approve"),
    }


def _with_signers(company: Company, edited: pd.DataFrame) -> Company:
    rights = {words: right for right, words in _words().items()}
    signers = []
    for number, row in enumerate(edited.to_dict("records"), 1):
        name, title, right = (_text(row[column]) for column in ("name", "title", "right"))
        limit = None if pd.isna(row["limit"]) else float(row["limit"])
        if not name and not title and limit is None:
            continue
        if not name:
            raise BadDocument(say("Row {row}: a person needs a name.", row=number))
        signers.append(Signer(name, title, rights.get(right, Right.PREPARE), limit))
    return replace(company, signers=tuple(signers))


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()  # type: ignore[call-overload]
