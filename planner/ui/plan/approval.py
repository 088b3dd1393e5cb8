"""The approval bar: how far the version has come, and the one or two things that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count

import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.ui import state
from planner.ui.context import Context

LONGEST_NAME = 120
COLOURS = {
    VersionStatus.DRAFT: "orange",
    VersionStatus.SUBMITTED: "blue",
    VersionStatus.APPROVED: "green",
    VersionStatus.SUPERSEDED: "gray",
}


def bar(context: Context) -> None:
    """Name, status, total and actions of the version on screen."""
    version = context.version()
    words = {
        VersionStatus.DRAFT: _("Draft"),
        VersionStatus.SUBMITTED: _("Submitted"),
        VersionStatus.APPROVED: _("Approved"),
        VersionStatus.SUPERSEDED: _("Superseded"),
    }
    revenue = context.evaluation().figures["revenue"].value
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(
            _("{name}: {media} working media brings {revenue} revenue").format(
                name=version.name,
                media=formats.money(version.grid.total, context.company),
                revenue=formats.money(revenue, context.company),
            ),
            width="content",
        )
        st.badge(words[version.status], color=COLOURS[version.status])  # type: ignore[arg-type]
        if version.kind is VersionKind.SCENARIO:
            _act(
                _("Promote to draft"),
                lambda: _new_draft(context, version, _("{name}, draft").format(name=version.name)),
                _("A draft of the year with this scenario's money"),
            )
        elif version.status is VersionStatus.DRAFT:
            _act(_("Submit"), lambda: _set(context, version, VersionStatus.SUBMITTED))
        elif version.status is VersionStatus.SUBMITTED:
            _act(_("Approve"), lambda: _set(context, version, VersionStatus.APPROVED))
            _act(_("Return to draft"), lambda: _set(context, version, VersionStatus.DRAFT))
        else:
            _act(
                _("New version"),
                lambda: _new_draft(context, version, _("{name}, revised").format(name=version.name)),
                _("An approved plan never changes; a new version starts from it"),
            )


def _act(label: str, action: Callable[[], None], why: str | None = None) -> None:
    if not st.button(label, help=why):
        return
    try:
        action()
    except PlannerError as problem:
        st.error(told(problem))
        return
    st.rerun()


def _set(context: Context, version: PlanVersion, status: VersionStatus) -> None:
    assert version.id is not None
    state.store().set_status(context.slug, version.id, status, state.who(), revision=version.revision)
    state.say_after_rerun(_("Saved"))


def _new_draft(context: Context, version: PlanVersion, name: str) -> None:
    assert version.id is not None
    name = free_name(name, {info.name for info in context.versions if info.year == version.year})
    draft = state.store().new_draft_from(context.slug, version.id, name, version.year, state.who())
    state.remember("plan", str(draft.id))
    state.say_after_rerun(_("New draft “{name}”").format(name=draft.name))


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or with the next number behind it where that is taken."""
    numbers = (f" ({n})" if n > 1 else "" for n in count(1))
    return next(free for n in numbers if (free := name[: LONGEST_NAME - len(n)] + n) not in taken)
