"""Setup, Channels: what each one is, and adding, renaming, merging, archiving with history kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.company import Channel, Company, Ownership, Purpose
from planner.domain.errors import BadDocument, say
from planner.presentation import words
from planner.presentation.language import _
from planner.ui import state
from planner.ui.context import Context
from planner.ui.setup.opened import Opened, act, opened, save, save_button

DIRECTIONS = ("A", "B", "C")
UNITS = ("CPM", "CPC", "CVR")


def view(context: Context) -> None:
    """Actions on one channel, then the table of all of them."""
    form = opened(context, "channels")
    with st.container(horizontal=True, gap="small"):
        for label, icon, body in (
            (_("Add"), "add", _add),
            (_("Rename"), "edit", _rename),
            (_("Merge"), "merge", _merge),
            (_("Archive"), "archive", _archive),
        ):
            with st.popover(label, icon=f":material/{icon}:"):
                body(form)
    if not form.company.channels:
        st.info(_("No channel yet. Add the first one."))
        return
    table = _table(form.company)
    # The editor is given the stored settings, never its own result: it keeps its edits itself.
    edited = st.data_editor(
        table,
        key=form.key("table"),
        hide_index=True,
        height="content",
        alt=_("Channels and their properties"),
        disabled=["name"],
        column_config=_columns(),
    )
    archived = [c.name for c in form.company.channels if c.archived]
    if archived:
        st.caption(_("Archived, history kept: {names}").format(names=", ".join(archived)))
    if save_button(form):
        save(form, lambda: _changed(form.company, edited), _("Channels saved."))


def _table(company: Company) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": channel.name,
                "ownership": words.word(channel.ownership),
                "purpose": words.word(channel.purpose),
                "direction": channel.direction,
                "unit_metric": channel.unit_metric,
                "new": round(channel.new_customer_share * 100, 4),
            }
            for channel in company.active_channels
        ]
    )


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "name": config.TextColumn(_("Channel"), pinned=True),
        "ownership": config.SelectboxColumn(_("Type"), options=list(_ownerships()), required=True),
        "purpose": config.SelectboxColumn(
            _("For"),
            options=list(_purposes()),
            required=True,
            help=_("What its money is there to do; brand media are what Brand and surveys reckons with."),
        ),
        "direction": config.SelectboxColumn(
            _("Direction"),
            options=list(DIRECTIONS),
            format_func=lambda one: words.direction_word(str(one)),
            required=True,
            help="; ".join(words.direction_word(one) for one in DIRECTIONS),
        ),
        "unit_metric": config.SelectboxColumn(
            _("Unit metric"),
            options=list(UNITS),
            required=True,
            help=_("CPM: cost per 1,000 contacts; CPC: cost per click; CVR: cost by conversion rate."),
        ),
        "new": config.NumberColumn(
            _("New customers, % of orders"),
            format="localized",
            required=True,
            help=_("Share of the channel's orders that come from new customers."),
        ),
    }


def _changed(company: Company, edited: pd.DataFrame) -> Company:
    for row in edited.to_dict("records"):
        channel = company.channel(str(row["name"]))
        share = row["new"]
        if share is None or pd.isna(share):
            raise BadDocument(say('"{name}" has no new-customer share; enter 0 to 100 %.', name=channel.name))
        company = company.with_channel(
            replace(
                channel,
                ownership=_ownerships()[str(row["ownership"])],
                purpose=_purposes()[str(row["purpose"])],
                direction=str(row["direction"]),
                unit_metric=str(row["unit_metric"]),
                new_customer_share=float(share) / 100,
            )
        )
    return company


def _ownerships() -> dict[str, Ownership]:
    return {words.word(one): one for one in Ownership}


def _purposes() -> dict[str, Purpose]:
    return {words.word(one): one for one in Purpose}


def _add(form: Opened) -> None:
    name = st.text_input(_("Name of the new channel"), key=form.key("add_name"), max_chars=80)
    if _go(_("Add channel"), form.key("add")):
        if any(channel.name == name.strip() for channel in form.company.channels):
            st.error(_('There is a channel "{name}" already.').format(name=name.strip()))
            return
        added = (*form.company.channels, Channel(name.strip())) if name.strip() else None
        save(
            form,
            lambda: replace(form.company, channels=added if added is not None else (Channel(""),)),
            _("{channel} added.").format(channel=name.strip()),
        )


def _rename(form: Opened) -> None:
    old = _pick(_("Channel"), form, "rename_old")
    new = st.text_input(
        _("New name"), key=form.key("rename_new"), max_chars=80, help=_("Everywhere, in the past too.")
    )
    if _go(_("Rename channel"), form.key("rename")):
        _act(form, lambda slug: state.store().rename_channel(slug, old, new.strip(), state.who()))(
            _("{old} is now called {new}.").format(old=old, new=new.strip())
        )


def _merge(form: Opened) -> None:
    source = _pick(_("Merge"), form, "merge_source")
    target = _pick(_("into"), form, "merge_target", but=source)
    st.caption(
        _("Plan money, campaigns and actuals are added up; {target} keeps its curve.").format(target=target)
    )
    if _go(_("Merge channels"), form.key("merge")):
        _act(form, lambda slug: state.store().merge_channels(slug, source, target, state.who()))(
            _("{source} merged into {target}.").format(source=source, target=target)
        )


def _archive(form: Opened) -> None:
    name = _pick(_("Channel"), form, "archive_name")
    st.caption(_("Leaves future planning; plans and actuals of the past keep it."))
    if _go(_("Archive channel"), form.key("archive")):
        _act(form, lambda slug: state.store().archive_channel(slug, name, state.who()))(
            _("{channel} archived.").format(channel=name)
        )
    archived = [channel for channel in form.company.channels if channel.archived]
    if archived:
        back = st.selectbox(_("Archived"), [c.name for c in archived], key=form.key("back_name"))
        if _go(_("Bring back"), form.key("back")):
            known = form.company.channel(back)
            save(
                form,
                lambda: form.company.with_channel(replace(known, archived=False)),
                _("{channel} is back.").format(channel=back),
            )


def _act(form: Opened, action: Callable[[str], object]) -> Callable[[str], None]:
    return lambda said: act(lambda: action(form.slug), said)


def _pick(label: str, form: Opened, key: str, but: str | None = None) -> str:
    names = [c.name for c in form.company.active_channels if c.name != but]
    return str(st.selectbox(label, names, key=form.key(key)) or "")


def _go(label: str, key: str) -> bool:
    return st.button(label, key=key, type="primary", width="stretch")
