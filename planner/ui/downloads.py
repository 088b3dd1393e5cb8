"""The Download action of the strip: the annual plan as a workbook or as data, made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from planner.documents.reading import json_bytes
from planner.domain.budget_plan import VersionStatus
from planner.presentation import language
from planner.presentation.language import _
from planner.services.exports import export_plan, plan_json
from planner.services.library import VersionInfo
from planner.ui import state

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def menu(
    slug: str, versions: tuple[VersionInfo, ...], version_id: int | None, year: int, margins: bool
) -> None:
    """Files of the version on screen; on pages that follow a year, of its approved plan."""
    info = _version(versions, version_id, year)
    if info is None:
        return
    name = re.sub(r"[^\w.-]+", "-", info.name).strip("-") or "plan"
    with st.popover(_("Download"), icon=":material/download:"):
        st.caption(info.name if margins else _("{name}, without margins").format(name=info.name))
        st.download_button(
            _("Annual plan (Excel)"),
            _workbook(slug, info.id, margins),
            f"{name}.xlsx",
            EXCEL,
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            _("Plan as data (JSON)"),
            _data(slug, info.id, margins),
            f"{name}.json",
            "application/json",
            on_click="ignore",
            width="stretch",
        )


def _version(versions: tuple[VersionInfo, ...], version_id: int | None, year: int) -> VersionInfo | None:
    if version_id is not None:
        return next((v for v in versions if v.id == version_id), None)
    of_year = [v for v in versions if v.year == year]
    approved = [v for v in of_year if v.status is VersionStatus.APPROVED]
    return next(iter([*approved, *of_year]), None)


def _workbook(slug: str, version_id: int, margins: bool) -> Callable[[], bytes]:
    # Made on a thread of its own: it brings what it needs along, language included.
    store, spoken = state.store(), language.current()

    def make() -> bytes:
        from planner.presentation.workbook.book import annual_plan  # noqa: PLC0415 - only downloads need it

        with language.speaking(spoken):
            return annual_plan(export_plan(store, slug, version_id, with_margins=margins))

    return make


def _data(slug: str, version_id: int, margins: bool) -> Callable[[], bytes]:
    store = state.store()
    return lambda: json_bytes(plan_json(export_plan(store, slug, version_id, with_margins=margins)))
