"""Circle, triangle and square are marks of a status everywhere; what means anything else has another mark."""

from __future__ import annotations

import re
from pathlib import Path

from planner.analysis.variance import Status
from planner.services.library import Store
from planner.services.scorecards import Verdict
from planner.ui.home import status_mark
from planner.ui.results.scorecard import verdict_words
from tests.ui.tabs import Open

PLANNER = Path(__file__).parents[2] / "planner"
STATUS = {"ui/home.py", "ui/results/alerts.py", "ui/plan/goals.py"}
"""Where a status gets its mark; `alerts` and `goals` say it in a sentence or a cell of their own."""


def test_a_status_is_a_mark_and_a_word() -> None:
    assert [status_mark(status) for status in (Status.GREEN, Status.AMBER, Status.RED)] == [
        ":green[● close to plan]",
        ":orange[▲ watch]",
        ":red[■ off plan]",
    ]


def test_a_verdict_is_an_arrow_and_a_word() -> None:
    assert [verdict_words(verdict) for verdict in (Verdict.SCALE, Verdict.KEEP, Verdict.STOP)] == [
        "↑ scale",
        "→ keep",
        "↓ stop adding",
    ]


def test_nothing_but_a_status_has_a_triangle_or_a_square() -> None:
    found = {
        path.relative_to(PLANNER).as_posix()
        for kind in ("py", "css", "js")
        for path in PLANNER.rglob(f"*.{kind}")
        if re.search("[▲▼■]", path.read_text(encoding="utf-8"))
    }
    assert found == STATUS


def test_a_target_of_the_plan_says_whether_it_is_reached(store: Store, open_page: Open) -> None:
    tree = open_page("plan", plan_view="goals").dataframe[0].value
    said = [str(cell) for cell in tree["This plan"] if "reached" in str(cell)]
    assert said
    assert all(re.search("  (● reached|■ not reached)$", cell) for cell in said)
