"""Files written whole or not at all, and cost lines as every document holds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.documents.cost_lines import cost_lines_document, read_cost_lines
from planner.documents.reading import write_whole
from planner.domain.company import CostKind, CostLine
from planner.domain.errors import BadDocument


def test_a_file_is_written_whole_and_may_be_read_like_any_other(tmp_path: Path) -> None:
    plain, ours = tmp_path / "plain", tmp_path / "new folder" / ("界" * 80 + ".json")
    plain.write_bytes(b"")
    for data in (b"first", b"second"):
        write_whole(ours, data)
        assert ours.read_bytes() == data
    assert os.stat(ours).st_mode == os.stat(plain).st_mode
    assert list(ours.parent.iterdir()) == [ours]


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").write_bytes(b"old")
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_cost_lines_come_back_equal_and_those_of_earlier_versions_are_read() -> None:
    lines = (CostLine("Studio", CostKind.PRODUCTION, 5e3), CostLine("Fees", CostKind.AGENCY, None, 0.1))
    assert read_cost_lines(cost_lines_document(lines)) == lines
    earlier = {"name": "Studio", "kind": "production", "amount": 5e3, "share_of_media": None}
    assert read_cost_lines([earlier]) == lines[:1]
    with pytest.raises(BadDocument, match=r"Cost lines: 0\.kind"):
        read_cost_lines([{**earlier, "kind": "parties"}])
