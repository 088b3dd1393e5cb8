"""Setup, KPI register: who changed what, from the audit trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.language import _
from planner.storage.records import AuditEntry
from planner.ui import components, state
from planner.ui.context import Context

HISTORY = 200
"""Latest entries of the trail that are searched for changes of the register."""


def show(context: Context, shown: Collection[str]) -> None:
    """Changes of the figures in `shown`, newest first; nothing where there are none."""
    rows = [
        _row(context, entry, change)
        for entry in state.store().audit(context.slug, HISTORY)
        for change in entry.detail.get("targets", ())
        if change["key"] in shown
    ]
    if not rows:
        return
    with st.expander(_("History of the register"), icon=":material/history:"):
        components.table(pd.DataFrame(rows), alt=_("Who changed what in the register"), height="content")


def _row(context: Context, entry: AuditEntry, change: Mapping[str, Any]) -> dict[str, str]:
    fields = {
        "owner": _("owner"),
        "target": _("target"),
        "months": _("targets by month"),
        "green": _("green threshold"),
        "amber": _("amber threshold"),
        "source": _("source"),
    }
    kpi = KPIS[change["key"]]

    def told(value: Any) -> str:
        if value is None or value == "":
            return formats.NOTHING
        if change["field"] == "target":
            return formats.figure(kpi, float(value), context.company)
        if change["field"] in ("green", "amber"):
            return formats.share(float(value))
        return _("typed") if isinstance(value, list | tuple) else str(value)

    return {
        _("When"): formats.moment_label(entry.at),
        _("Who"): entry.who,
        _("Figure"): f"{_(kpi.label)} {change['year']}",
        _("What"): fields[change["field"]],
        _("From"): told(change["was"]),
        _("To"): told(change["now"]),
    }
