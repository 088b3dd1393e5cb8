"""A file between its upload and "Take over": its bytes, the answers about it, and what was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from planner.services.actuals_intake import Reading, digest_of, fitting, known_channels, plan_of, read_for
from planner.sources.source_names import source_of
from planner.ui import cached, state
from planner.ui.actuals import jobs
from planner.ui.context import Context


@dataclass(frozen=True)
class Draft:
    """Nothing of it is stored.

    typed    pasted figures: they are never "the same file"
    answers  remembered for the source, with what was answered since
    """

    name: str
    data: bytes
    digest: str
    source: str
    answers: Mapping[str, Any]
    channels: tuple[str, ...]
    typed: bool = False

    def answer(self, **more: Any) -> None:
        """Keep answers for this file until it is taken over; the page then reads it again."""
        st.session_state[_key(self.digest)] = {
            key: value for key, value in {**self.answers, **more}.items() if value is not None
        }

    def forget(self) -> None:
        """Answer nothing, not even what is remembered."""
        st.session_state[_key(self.digest)] = {}

    def read(self, context: Context, *, with_excerpt: bool | None = None) -> Reading:
        """The file as read; a bar shows where that takes. Raises the reader's PlannerError."""
        plan, today = plan_of(state.store(), context.slug, context.year), cached.today()
        planned = None if plan is None else [plan.channels, crc32(plan.spend.tobytes())]
        parts = [self.digest, context.slug, context.settings, context.year, self.channels, with_excerpt]
        key = json.dumps(
            [*parts, self.name, self.answers, planned, str(today)], sort_keys=True, ensure_ascii=False
        )
        read = partial(
            read_for,
            context.company,
            self.data,
            self.name,
            channels=self.channels,
            year=context.year,
            answers=self.answers,
            today=today,
            plan=plan,
            with_excerpt=with_excerpt,
        )
        return jobs.reading(key, self.name, len(self.data), read)


def draft_of(
    context: Context,
    name: str,
    data: bytes,
    *,
    source: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> Draft:
    """A file with what is remembered of its source; `given` for figures typed here, which say it all."""
    digest, source = digest_of(data), source or source_of(name)
    channels = known_channels(state.store(), context.slug)
    remembered = {} if given is not None else state.store().mapping(context.slug, source) or {}
    answers = st.session_state.get(_key(digest), {**remembered, **(given or {})})
    return Draft(name, data, digest, source, fitting(answers, channels), channels, given is not None)


def _key(digest: str) -> str:
    return f"_answers_{digest}"
