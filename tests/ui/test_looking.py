"""An answer that is shown at once and gets better while somebody looks, and only then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bench.markets import Market, steep
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company
from planner.plan.evaluation import evaluate, plan_model
from planner.plan.questions import Desk
from planner.presentation import replies
from planner.services.library import Store
from planner.ui import looking
from planner.ui.looking import Looking
from planner.ui.sandbox import Sandbox
from tests.ui.tabs import Open, in_url, labels, press, shown, words

MARKET: Market = steep(12)
MONTHS = FiscalYear(2027).months
PATIENCE = 120.0
COMPANY = Company(
    name="Steep",
    currency="EUR",
    channels=tuple(Channel(name) for name in MARKET.names),
    baselines={2027: (1_000.0,) * 12},
)


def even() -> BudgetGrid:
    """The market's money in all its cells alike."""
    return BudgetGrid.from_spend(
        MARKET.names, MONTHS, np.full(MARKET.size, MARKET.total / MARKET.season.size)
    )


@pytest.fixture(scope="module")
def desk() -> Desk:
    model = plan_model(COMPANY, MARKET.curves(), 2027, MARKET.names)
    return Desk(model, COMPANY, (), evaluate(model, COMPANY, even(), ()))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time over a proof."""
    monkeypatch.setattr(looking, "SECONDS", PATIENCE)


def until(found: Callable[[], bool]) -> bool:
    """Whether `found` says so at last."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.05)
    return found()


def test_the_first_answer_is_there_at_once_and_the_last_one_is_proven(desk: Desk) -> None:
    with ThreadPoolExecutor(1) as pool:
        under_way = Looking(replies.timing(desk), pool)
        first, number, last = under_way.look()
        assert number == 1
        assert not last
        assert not first.settled
        assert until(lambda: under_way.look()[2])
        best, number, _last = under_way.look()
    assert number > 1
    assert best.settled
    assert best.gap is not None
    assert first.gap is not None
    assert best.gap <= 0.001 < first.gap
    assert best.after.forecast.outcome() >= first.after.forecast.outcome()


def test_the_search_ends_when_the_question_is_put_away(desk: Desk) -> None:
    with ThreadPoolExecutor(1) as pool:
        under_way = Looking(replies.timing(desk), pool)
        under_way.cancel()
        assert under_way.look()[2]
        # The one thread is free for the next question at once.
        assert pool.submit(lambda: True).result(timeout=5)
        assert under_way.look()[1] == 1


def test_the_search_ends_when_nobody_looks_any_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.1)
    with ThreadPoolExecutor(1) as pool:
        under_way = Looking(replies.timing(desk), pool)
        time.sleep(0.2)
        assert pool.submit(lambda: True).result(timeout=5)
        assert not under_way.look()[0].settled


def test_no_thread_is_started_for_what_is_proven_at_once(desk: Desk) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert Looking(replies.best_split(desk), pool).look()[2]
        assert not [t for t in threading.enumerate() if t.name.startswith("ThreadPoolExecutor")]


def test_the_page_shows_the_first_answer_then_the_last_and_leaves_what_was_applied(
    empty_store: Store, open_page: Open
) -> None:
    slug = empty_store.start_company(COMPANY, "Ann")
    curves_id = empty_store.add_curves(slug, "Steep", MARKET.curves(), "typed", "Ann")
    plan = PlanVersion(2027, "Even", VersionKind.BUDGET, VersionStatus.DRAFT, even(), curves_id)
    saved = empty_store.save_version(slug, plan, who="Ann")
    tab = open_page("simulator", company=slug, plan=str(saved.id))
    press(tab, "Best timing")
    assert "Still looking for a better one" in words(tab)
    assert "at most" in words(tab)
    assert "Apply" in labels(tab)

    def proven() -> bool:
        return "On these curves nothing within the limits is better" in words(shown(tab))

    assert until(proven)
    assert "Still looking" not in words(tab)
    press(tab, "Apply")
    held = in_url(tab, "sandbox")
    box = Sandbox.from_link(held)
    assert box is not None
    assert box.grid(even()).total == pytest.approx(even().total)
    press(tab, "Best timing")
    assert in_url(tab, "sandbox") == held
    press(tab, "Close")
    assert "Still looking" not in words(tab)
    assert in_url(shown(tab), "sandbox") == held
