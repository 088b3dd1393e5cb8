"""How each source's files are read, as a document to download, edit, share and bring back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.documents.reading import json_bytes
from planner.domain.errors import BadDocument, PlannerError, say
from planner.presentation.language import _, told
from planner.services.actuals_basis import Basis
from planner.sources.mapping import FileMapping
from planner.ui import components, state
from planner.ui.actuals.draft import Draft
from planner.ui.context import Context

FORMAT = "planner-mapping/1"
LARGEST = 1_000_000
_ABOUT = ("format", "source")


def of_draft(draft: Draft) -> None:
    """What is known about this file so far, to keep as a document or to replace by one."""
    if draft.typed:
        return
    with st.expander(_("Mapping of “{source}”").format(source=components.escape(draft.source))):
        _download(draft.source, draft.answers, f"draft_{draft.digest}")
        given = _uploaded(f"mapping_{draft.digest}")
        if given is not None and given != draft.answers and st.button(_("Read the file with it")):
            draft.answer(**{**dict.fromkeys(draft.answers), **given})
            st.rerun()
        if draft.answers and st.button(_("Ask everything again"), key=f"again_{draft.digest}"):
            draft.forget()
            st.rerun()


def view(context: Context) -> None:
    """Every source that something was answered about."""
    found = {source: doc for source, doc in state.store().mappings(context.slug).items() if doc}
    st.markdown(f"**{_('How files are read')}**")
    if not found:
        st.caption(_("Nothing had to be asked so far. Answers about a file are remembered here."))
        return
    for source, document in found.items():
        with st.expander(components.escape(source)):
            _summary(document)
            _download(source, document, f"kept_{source}")
            given = _uploaded(f"kept_mapping_{source}")
            if given is not None and st.button(_("Use this one from now on"), key=f"use_{source}"):
                _save(context, source, given)
            if st.button(_("Forget, and ask again"), key=f"forget_{source}"):
                _save(context, source, {})


def _summary(document: Mapping[str, Any]) -> None:
    labels = document.get("channel_map", {})
    lines = [f"“{label}” → {name or _('left out')}" for label, name in labels.items()]
    lines += [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in document.items()
        if key != "channel_map"
    ]
    st.markdown("  \n".join(components.escape(line) for line in lines))


def _download(source: str, document: Mapping[str, Any], key: str) -> None:
    st.download_button(
        _("Mapping (JSON)"),
        json_bytes({"format": FORMAT, "source": source, **document}),
        f"{source}.mapping.json",
        "application/json",
        on_click="ignore",
        icon=":material/download:",
        key=f"download_{key}",
    )


def _uploaded(key: str) -> dict[str, Any] | None:
    """A mapping document somebody brought, checked; None without one."""
    file = st.file_uploader(_("A mapping somebody shared (JSON)"), type=["json"], key=key)
    if file is None:
        return None
    try:
        return checked(file.getvalue())
    except PlannerError as problem:
        st.error(components.escape(told(problem)), icon=":material/error:")
        return None


def checked(data: bytes) -> dict[str, Any]:
    """The answers of a mapping document. Raises BadDocument saying what is wrong with it."""
    if len(data) > LARGEST:
        raise BadDocument(
            say("This is too large for a mapping; choose the JSON file that was downloaded here.")
        )
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise BadDocument(say("This is no JSON; choose the mapping that was downloaded here.")) from None
    FileMapping.of(document)
    Basis.of(document)
    return {key: value for key, value in document.items() if key not in _ABOUT}


def _save(context: Context, source: str, document: Mapping[str, Any]) -> None:
    state.store().save_mapping(context.slug, source, document, state.who())
    state.say_after_rerun(_("Saved"))
    st.rerun()
