from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.company import Company
from planner.domain.curves import Hill
from planner.domain.errors import BadDocument, PlannerError
from planner.plan.evaluation import evaluate_version
from planner.services.library import Store
from planner.services.starting import TypedCurve, proposed, start_company, typed_set
from planner.services.templates import TEMPLATES
from planner.storage.database import Database


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))


def test_a_typed_curve_passes_through_what_was_typed() -> None:
    """By hand: 10 bring 60, never more than 90, so half of 90 is reached at 10 (90 - 60) / 60 = 5."""
    curve = TypedCurve("Search", 10, 60, 90).curve().curve
    assert curve == Hill(90, 5, 1)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1.01, 50))
def test_any_typed_curve_meets_its_point(media: float, brings: float, above: float) -> None:
    curve = TypedCurve("Search", media, brings, brings * above).curve().curve
    assert isinstance(curve, Hill)
    assert curve.ceiling * media / (media + curve.half_spend) == pytest.approx(brings, rel=1e-6)


def test_a_ceiling_below_what_comes_already_is_refused() -> None:
    with pytest.raises(BadDocument, match="never more than 50; give a ceiling above"):
        TypedCurve("Search", 10, 60, 50)


@pytest.mark.parametrize("key", ["consumer", "b2b"])
@pytest.mark.parametrize("evenly", [False, True])
def test_a_template_spends_the_whole_year_and_stays_on_its_own_curves(key: str, evenly: bool) -> None:
    template = TEMPLATES[key]
    assert sum(start.share for start in template.channels) == pytest.approx(1)
    guesses = proposed(template, 120_000, evenly=evenly)
    assert sum(guess.media for guess in guesses) * 12 == pytest.approx(120_000)
    usual = {guess.name: guess.curve().curve for guess in proposed(template, 120_000)}
    for guess in guesses:
        found, wanted = guess.curve().curve, usual[guess.name]
        assert isinstance(found, Hill)
        assert isinstance(wanted, Hill)
        assert (found.ceiling, found.half_spend) == pytest.approx((wanted.ceiling, wanted.half_spend))


def test_the_company_starts_with_the_revenue_it_expects(store: Store) -> None:
    """Baseline is what the channels do not explain: 1,200 - 12 x 60 = 480, 40 a month."""
    company = Company("Acme", margin=0.4)
    curves = typed_set([TypedCurve("Search", 10, 60, 90)], "USD")
    started = start_company(store, company, curves, {"Search": 10}, year=2027, who="Ann", revenue=1200)
    stored = store.company(started.slug)
    assert stored.baselines == {2027: (40.0,) * 12}
    version = store.version(started.slug, started.version_id)
    assert version.grid.total == 120
    assert [direction.key for direction in version.book.directions] == ["A", "B", "C"]
    now = evaluate_version(stored, store.curves(started.slug), version)
    assert now.figures["revenue"].value == pytest.approx(1200)
    assert now.figures["profit"].value == pytest.approx(0.4 * 1200 - 120)


@pytest.mark.parametrize(
    ("media", "revenue", "currency", "message"),
    [
        ({"Search": 0.0}, None, "USD", "holds no money"),
        ({"Search": 10.0}, 500.0, "USD", "more than the whole revenue"),
        ({"Search": 10.0}, None, "EUR", "one currency"),
        ({"Search": -1.0}, None, "USD", "must be between"),
    ],
)
def test_what_cannot_start_leaves_nothing_behind(
    store: Store, media: dict[str, float], revenue: float | None, currency: str, message: str
) -> None:
    curves = typed_set([TypedCurve("Search", 10, 60, 90)], currency)
    with pytest.raises(PlannerError, match=message):
        start_company(store, Company("Acme"), curves, media, year=2027, who="Ann", revenue=revenue)
    assert store.workspaces() == []
