"""How an answer says what evidence stands behind the curves it moves."""

from __future__ import annotations

import pytest

from planner.presentation.language import speaking
from planner.presentation.trust import evidence

GRADES = {"TV": "A", "Radio": "B", "Search": "C", "Social": "D", "Video": "D"}


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        (("TV", "Radio", "Search"), "Evidence behind these curves: good for 2 channels, weak for 1 channel."),
        (("TV", "New"), "Evidence behind these curves: good for 1 channel, none for 1 channel."),
        (("Search", "Social", "Video"), "Evidence behind these curves: weak for 3 channels."),
        (
            (*GRADES, "New"),
            "Evidence behind these curves: good for 2 channels, weak for 3 channels, none for 1 channel.",
        ),
        (("TV", "Radio"), "Good evidence stands behind the curve of each channel."),
        (("New", "Newer"), "No evidence stands behind the curves of these channels yet."),
    ],
)
def test_only_kinds_of_evidence_that_occur_are_counted(channels: tuple[str, ...], said: str) -> None:
    assert evidence(GRADES, channels) == said


def test_a_count_takes_the_form_of_its_language() -> None:
    with speaking("ru"):
        said = evidence(GRADES, ("TV", "Radio", "Search"))
    assert said == "Данные за этими кривыми: надёжные у 2 каналов, слабые у 1 канала."
    with speaking("zh_CN"):
        assert evidence(GRADES, ("TV", "New")) == "这些曲线的证据：充分 1 个渠道, 没有 1 个渠道。"
