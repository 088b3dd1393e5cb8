"""The Download action of the strip: the annual plan as a workbook or as data, made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from planner.documents.reading import json_bytes
from planner.domain.budget_plan import VersionStatus
from planner.presentation import language
from planner.presentation.language import _
from planner.services.library import VersionInfo
from planner.ui import state

if TYPE_CHECKING:
    from planner.presentation.annual_plan import AnnualPlan

POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
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
        for label, ending, mime, make in (
            (_("Annual plan (Excel)"), "xlsx", EXCEL, _workbook),
            (_("Board page (PDF)"), "pdf", "application/pdf", _board),
            (_("Slides (PowerPoint)"), "pptx", POWERPOINT, _deck),
            (_("Plan as data (JSON)"), "json", "application/json", _data),
        ):
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                _file(label, _maker(make, slug, info.id, margins), f"{name}.{ending}", mime, ending)
                if margins:
                    _file(
                        _("without margins"),
                        _maker(make, slug, info.id, False),
                        f"{name}-{_('without margins').replace(' ', '-')}.{ending}",
                        mime,
                        f"{ending}_without",
                    )


def _file(label: str, make: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    """A file made when it is asked for, on a thread of its own: the page stays usable meanwhile."""
    plain = key.endswith("_without")
    st.download_button(
        label,
        make,
        name,
        mime,
        on_click="ignore",
        width="content" if plain else "stretch",
        type="tertiary" if plain else "secondary",
        key=f"download_{key}",
    )


def _version(versions: tuple[VersionInfo, ...], version_id: int | None, year: int) -> VersionInfo | None:
    if version_id is not None:
        return next((v for v in versions if v.id == version_id), None)
    of_year = [v for v in versions if v.year == year]
    approved = [v for v in of_year if v.status is VersionStatus.APPROVED]
    return next(iter([*approved, *of_year]), None)


def _maker(
    make: Callable[[AnnualPlan], bytes], slug: str, version_id: int, margins: bool
) -> Callable[[], bytes]:
    # A file is made on a thread of its own: it brings what it needs along, language included.
    store, spoken = state.store(), language.current()

    def made() -> bytes:
        from planner.services.exports import export_plan  # noqa: PLC0415

        with language.speaking(spoken):
            return make(export_plan(store, slug, version_id, with_margins=margins))

    return made


# What makes a file is loaded when the file is asked for: no page waits for it.


def _workbook(plan: AnnualPlan) -> bytes:
    from planner.presentation.workbook import annual_plan  # noqa: PLC0415

    return annual_plan(plan)


def _board(plan: AnnualPlan) -> bytes:
    from planner.presentation.board import board_page  # noqa: PLC0415

    return board_page(plan)


def _deck(plan: AnnualPlan) -> bytes:
    from planner.presentation.deck import annual_deck  # noqa: PLC0415

    return annual_deck(plan)


def _data(plan: AnnualPlan) -> bytes:
    from planner.services.exports import plan_json  # noqa: PLC0415

    return json_bytes(plan_json(plan))
