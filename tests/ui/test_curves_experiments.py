"""Curves, Experiments: lift tests by form and by file, and what they changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.experiment import Experiment
from planner.presentation.lift_words import test_words as lift_words
from planner.services.library import Store
from planner.services.lift_advice import next_test
from tests.small_fit import TEST, written_fit
from tests.ui.conftest import Open
from tests.ui.tabs import draft_of, shown, without_evidence, words

HEAD = "channel,start,end,spend change,outcome lift,standard error\n"


def view(open_page: Open) -> AppTest:
    return open_page("curves", curves_view="experiments")


def table(tab: AppTest) -> dict[str, str]:
    """The first kept test."""
    found = next(t.value for t in tab.dataframe if "Each unit brought" in t.value)
    return {str(name): str(value) for name, value in found.iloc[0].items()}


def test_a_test_is_typed_and_waits_for_the_next_fit(store: Store, open_page: Open) -> None:
    without_evidence(store)
    tab = view(open_page)
    tab.selectbox("experiment_channel").set_value("TV")
    tab.date_input("experiment_start").set_value(date(2026, 3, 2))
    tab.date_input("experiment_end").set_value(date(2026, 3, 29))
    for key, amount in (("change", 40_000.0), ("lift", 60_000.0), ("error", 9_000.0)):
        tab.number_input(f"experiment_{key}").set_value(amount)
    tab.button("experiment_add").click()
    shown(tab)
    assert not tab.error
    kept = store.experiments("sample")[0]
    assert kept.experiment == Experiment(
        "TV", date(2026, 3, 2), date(2026, 3, 29), 40_000.0, 60_000.0, 9_000.0
    )
    row = table(tab)
    assert (row["Each unit brought"], row["In the fit"]) == ("1.50", "not yet")
    tab.button("experiment_remove").click()
    shown(tab)
    assert store.experiments("sample") == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"change": 1.0, "lift": 2.0}, "all three amounts"),
        ({"change": 0.0, "lift": 2.0, "error": 1.0}, "must be an amount other than 0"),
        ({"change": 1.0, "lift": 2.0, "error": 0.0}, "standard error must be a number above 0"),
    ],
)
def test_half_a_test_is_refused(store: Store, open_page: Open, typed: dict[str, float], says: str) -> None:
    without_evidence(store)
    tab = view(open_page)
    for key, amount in typed.items():
        tab.number_input(f"experiment_{key}").set_value(amount)
    tab.button("experiment_add").click()
    shown(tab)
    assert says in tab.error[0].value
    assert store.experiments("sample") == []


def sent(open_page: Open, rows: str) -> AppTest:
    tab = view(open_page)
    tab.file_uploader("experiments_file").set_value(("tests.csv", (HEAD + rows).encode(), "text/csv"))
    tab.button("experiments_file_add").click()
    return shown(tab)


def test_a_file_of_tests_is_taken_whole(store: Store, open_page: Open) -> None:
    without_evidence(store)
    tab = sent(
        open_page,
        "TV,2026-03-02,2026-03-29,40000,60000,9000\nDisplay,2026-05-04,2026-05-10,-2000,-1500,800\n",
    )
    assert not tab.error
    assert [one.experiment.channel for one in store.experiments("sample")] == ["Display", "TV"]
    assert store.experiments("sample")[0].source == "tests.csv"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("Kino,2026-03-02,2026-03-29,1,2,3\n", "is called Kino"),
        ("TV,2026-03-02,soon,1,2,3\n", 'row 2, column "end"'),
        ("TV,2026-03-02,2026-03-29,1,much,3\n", 'row 2, column "outcome lift": "much" is not a number'),
        (2 * "TV,2026-03-02,2026-03-29,1,2,3\n", "from Mar 2, 2026 to Mar 29, 2026 already"),
    ],
)
def test_a_file_at_fault_is_refused_whole(store: Store, open_page: Open, rows: str, says: str) -> None:
    without_evidence(store)
    tab = sent(open_page, rows)
    assert says in tab.error[0].value
    assert store.experiments("sample") == []


def test_before_and_after_are_shown(store: Store, open_page: Open) -> None:
    without_evidence(store)
    number = store.add_curves("sample", "Tested", written_fit(tested=True), "fit: weeks.csv", "Ann")
    store.save_version("sample", replace(draft_of(store), curves_id=number), who="Ann")
    store.add_experiments("sample", [TEST], "form", "Ann")
    tab = view(open_page)
    assert "**TV**: 2.20 (0.80 to 4.20) before, 2.00 (1.20 to 3.20) with the tests" in words(tab)
    assert table(tab)["In the fit"] == "yes"


# What to test next


def test_the_next_test_is_named_with_size_and_length(store: Store, open_page: Open) -> None:
    tab = view(open_page)
    said = words(tab)
    assert "#### Which experiment would settle it?" in said
    advice = next(t.value for t in tab.dataframe if "It would show" in t.value)
    best = advice.iloc[0]
    assert f"{best['Channel']}: {best['Test']}" in said
    planned = draft_of(store)
    asked = next_test(store, "sample", store.company("sample"), planned)
    assert asked is not None
    assert (asked.channel, lift_words(asked)) == (best["Channel"], best["Test"]), "the board asks the same"
    assert "for" in best["Test"]
    assert "week" in best["Test"]
    assert list(advice.columns) == [
        "Channel",
        "Worth",
        "Test",
        "Spend changed by",
        "It would show",
        "Against the noise",
        "Gain",
        "Costs",
    ]


def test_a_test_is_worth_what_is_left_of_the_year(
    store: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worth(day: date) -> tuple[str, float]:
        monkeypatch.setattr("planner.ui.cached.today", lambda: day)
        tab = view(open_page)
        found = [t.value for t in tab.dataframe if "It would show" in t.value]
        return words(tab), float(found[0]["Worth"][0].rstrip("k")) if found else 0.0

    whole, year = worth(date(2026, 11, 22))
    assert "In what is left of the year" not in whole
    late, half = worth(date(2027, 6, 20))
    assert "In what is left of the year, Jul–Dec 2027: " in late
    assert "Gain: revenue of Jul–Dec 2027 that" in late
    assert 0 < half < 0.7 * year
    assert "No test pays any more within what is left of the year, Dec 2027" in worth(date(2027, 11, 22))[0]
    assert "has no month left to decide" in worth(date(2028, 1, 2))[0]


def test_without_evidence_the_advice_is_to_keep_and_to_test(store: Store, open_page: Open) -> None:
    without_evidence(store)
    bare = store.curves("sample")
    typed = replace(bare, channels=tuple(replace(c, draws=()) for c in bare.channels), noise=0.005)
    number = store.add_curves("sample", "Typed", typed, "typed", "Ann")
    store.save_version("sample", replace(draft_of(store), curves_id=number), who="Ann")
    said = words(view(open_page))
    assert "No channel was measured" in said
    assert "keep the split as it is until a test says more" in said
    assert "Worth" in said
    evidence = words(open_page("curves"))
    assert "Keep last year's split until there is." in evidence


def test_a_link_about_one_channel_names_its_test(store: Store, open_page: Open) -> None:
    tab = view(open_page)
    advice = next(t.value for t in tab.dataframe if "It would show" in t.value)
    other = advice.iloc[-1]
    said = words(open_page("curves", curves_view="experiments", channel=str(other["Channel"])))
    assert f"{other['Channel']}: {other['Test']}" in said


def test_the_next_test_is_as_exact_as_those_made(store: Store, open_page: Open) -> None:
    """The sample's four tests knew their lift to 12 %; by the plain weekly noise nothing would stand out."""
    said = words(view(open_page))
    assert "taken to be as exact as the 4 tests made so far" in said
    assert "By what version 2 of the curves, Fitted from 156 weeks to 25 October 2026, leaves open" in said
    assert "as what it shows stands out of the noise" in said
    assert "- **Search generic**: " in said, "what the tests changed in the fit beside the plan"
    for kept in store.experiments("sample"):
        store.remove_experiment("sample", kept.id, "Ann")
    said = words(view(open_page))
    assert "as exact as" not in said
    assert "as what it shows stands out of the noise" not in said
