"""The corner of a grid of months or channels: "Spend" there names the figures, not the labels under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.sources.content import Content
from planner.sources.context import metric_in
from planner.sources.header import Column, Header
from planner.sources.headings import Heading


def read_corner(header: Header, contents: Mapping[int, Content]) -> tuple[Header, str | None]:
    """The header with its corner read as a label, and the one metric that the heads of labels name."""
    filled = [c for c in header.columns if contents[c.index].filled and c.heading.role != "note"]
    across = [c for c in filled if c.heading.month or c.heading.channel]
    labels = [c for c in filled if c not in across and contents[c.index].figures < 0.5]
    if not across or not labels or labels[0] is not filled[0] or labels[0].heading.given:
        return header, None
    named = {c.heading.metric or metric_in(c.heading.text) for c in labels if not c.heading.ratio} - {None}
    metric = named.pop() if len(named) == 1 else None
    corner = labels[0]
    if corner.heading.metric is None or corner.heading.role:
        return header, metric
    plain = Column(corner.index, Heading(corner.heading.text))
    return replace(header, columns=tuple(plain if c is corner else c for c in header.columns)), metric
