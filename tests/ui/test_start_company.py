"""Setup, Start my company: typed numbers stay, the plan holds what the form says, a history is a door."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from planner.documents.curves import curves_document
from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument
from planner.domain.history import History
from planner.plan.evaluation import evaluate_version
from planner.presentation.language import speaking
from planner.services.library import Store
from planner.services.stand_in import BEFORE_FIT
from planner.storage.records import FitState
from planner.ui.setup import start
from planner.ui.setup.start_amount import amount_of
from tests.small_fit import history_csv, small_history, written_fit
from tests.ui.conftest import ROOT, Open
from tests.ui.tabs import press, shown, words

TYPED = [
    {"name": "Search", "media": 10_000.0, "brings": 50_000.0, "ceiling": 90_000.0},
    {"name": "Radio", "media": 20_000.0, "brings": 60_000.0, "ceiling": 150_000.0},
    {"name": "Fairs", "media": 8_000.0, "brings": 20_000.0, "ceiling": 60_000.0},
]
"""38,000 a month: 456,000 a year."""


def start_form(open_page: Open, template: str | None = None, name: str | None = "Acme") -> AppTest:
    tab = open_page("setup", setup_view="start")
    if template is not None:
        tab.segmented_control("start_from").set_value(template)
        shown(tab)
    if name is not None:
        tab.text_input("start_name").set_value(name)
    return tab


def table(tab: AppTest) -> Any:
    return next(frame for frame in tab.dataframe if str(frame.key or "").startswith("start_table"))


def type_rows(tab: AppTest, rows: dict[int, dict[str, Any]], **more: Any) -> AppTest:
    """Type into the cells of the table."""
    tab.session_state[table(tab).key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": [], **more}
    return shown(tab)


def go(tab: AppTest) -> AppTest:
    tab.button("start_go").click()
    return shown(tab)


def plan_of(store: Store, slug: str = "acme") -> Any:
    return store.version(slug, store.versions(slug)[0].id)


# A start


def test_a_company_starts_from_a_template_and_answers_at_once(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="start")
    tab.text_input("start_name").set_value("Acme Tea")
    tab.text_input("start_revenue").set_value("6,000,000")
    tab.number_input("start_margin").set_value(35.0)
    tab.button("start_go").click().run()
    assert not tab.exception
    assert not tab.error
    slug = next(w.slug for w in store.workspaces() if w.name == "Acme Tea")
    company, info = store.company(slug), store.versions(slug)[0]
    now = evaluate_version(company, store.curves(slug), store.version(slug, info.id))
    assert info.total == 600_000
    assert now.figures["revenue"].value == pytest.approx(6_000_000)
    assert now.figures["profit"].value is not None
    assert not company.is_sample
    simulator = open_page("simulator", company=slug)
    assert simulator.metric


def test_a_company_that_cannot_start_says_why_and_stores_nothing(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="start")
    tab.button("start_go").click().run()
    assert "needs a name" in tab.error[0].value
    tab.text_input("start_name").set_value("Acme")
    tab.text_input("start_revenue").set_value("1000")
    tab.button("start_go").click().run()
    assert "more than the whole revenue" in tab.error[0].value
    tab.segmented_control("start_from").set_value("blank").run()
    tab.button("start_go").click().run()
    assert "at least one channel" in tab.error[0].value
    assert [w.slug for w in store.workspaces()] == ["sample"]


def test_the_first_company_starts_without_any_other(empty_store: Store, open_page: Open) -> None:
    tab = open_page("setup")
    tab.text_input("start_name").set_value("Acme")
    tab.button("start_go").click().run()
    assert not tab.exception
    assert [w.name for w in empty_store.workspaces()] == ["Acme"]


def test_a_company_starts_from_a_curves_file(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="start")
    tab.segmented_control("start_from").set_value("upload").run()
    tab.text_input("start_name").set_value("Acme")
    tab.button("start_go").click().run()
    assert "Choose a curves file" in tab.error[0].value
    tab.file_uploader("start_curves").set_value(("bad.json", b"{", "application/json")).run()
    assert "bad.json is not JSON" in tab.error[0].value
    curves = (ROOT / "sample_data" / "curves.json").read_bytes()
    tab.file_uploader("start_curves").set_value(("curves.json", curves, "application/json"))
    tab.text_input("start_media_False").set_value("1,200,000").run()
    tab.button("start_go").click().run()
    assert not tab.error
    slug = next(w.slug for w in store.workspaces() if w.name == "Acme")
    info = store.versions(slug)[0]
    assert info.total == 1_200_000
    assert store.curves_list(slug)[0].source == "curves.json"
    assert len(store.company(slug).channels) == 12


def test_home_does_not_judge_a_company_of_which_nothing_is_known_but_its_media(
    store: Store, open_page: Open
) -> None:
    tab = open_page("setup", setup_view="start")
    tab.text_input("start_name").set_value("Acme")
    tab.button("start_go").click().run()
    year = store.versions("acme")[0].year
    home = open_page("home", company="acme")
    assert home.subheader[0].value.startswith(f"{year}: ")
    assert home.subheader[0].value.endswith("of media revenue; no full month has come in yet.")
    said = " ".join(one.value for one in home.markdown)
    assert "plan]" not in said
    assert [one.delta for one in home.metric] == [""] * len(home.metric)


def test_a_start_opens_the_simulator_on_the_new_company(store: Store, open_page: Open) -> None:
    tab = go(start_form(open_page))
    assert f"Acme is ready: {plan_of(store).name} holds 600k of working media." in words(tab)
    assert tab.query_params["company"] == "acme"
    assert "Best split" in [one.label for one in tab.button]


def test_the_form_says_what_the_lines_of_the_template_add_to_the_media(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="start")
    said = next(one.value for one in tab.caption if "on top of the media" in one.value)
    assert said == (
        "Costs on top of the media: Production 14%, Agency fees 11%, Technology and data 7%, Reserve 7%. "
        "All marketing then: 834k."
    )
    tab.text_input("start_media_True").set_value("0").run()
    assert not any("on top of the media" in one.value for one in tab.caption)


# What is typed stays


def test_five_typed_channels_survive_everything_that_changes_around_them(
    store: Store, open_page: Open
) -> None:
    tab = start_form(open_page, "blank")
    type_rows(tab, dict(enumerate(TYPED)))
    tab.text_input("start_revenue").set_value("9,000,000")
    tab.number_input("start_margin").set_value(30.0)
    shown(tab)
    tab.segmented_control("start_from").set_value("consumer")
    shown(tab)
    tab.segmented_control("start_from").set_value("blank")
    shown(tab)
    assert list(table(tab).value["name"].dropna()) == ["Search", "Radio", "Fairs"]
    tab.switch_page("pages/home.py").run()
    tab.switch_page("pages/setup.py").run()
    assert list(table(tab).value["media"].dropna()) == [10_000, 20_000, 8_000]
    assert tab.text_input("start_name").value == "Acme"
    go(tab)
    assert plan_of(store).grid.by_channel() == {"Search": 120_000, "Radio": 240_000, "Fairs": 96_000}


def test_another_media_scales_the_guesses_and_leaves_what_was_typed(store: Store, open_page: Open) -> None:
    """By hand: 1,200,000 a year is 100,000 a month, of which paid social has 22%."""
    tab = start_form(open_page)
    type_rows(
        tab,
        {0: {"media": 20_000.0, "brings": 90_000.0, "ceiling": 150_000.0}, 2: {"name": "YouTube"}},
        added_rows=[{"name": "Radio", "media": 5_000.0, "brings": 9_000.0, "ceiling": 20_000.0}],
        deleted_rows=[6],
    )
    tab.text_input("start_media_True").set_value("1.2m")
    shown(tab)
    assert tab.text_input("start_media_True").value == "1,200,000"
    now = table(tab).value.set_index("name")
    assert list(now.loc["Search"]) == [20_000, 90_000, 150_000], "typed"
    assert now.loc["Paid social", "media"] == pytest.approx(22_000)
    assert now.loc["YouTube", "media"] == pytest.approx(16_000), "only its name was typed"
    assert list(now.loc["Radio"]) == [5_000, 9_000, 20_000], "added"
    assert "Email and loyalty" not in now.index, "deleted"


# The plan holds what the form says


def test_blank_asks_for_no_total_and_says_what_the_table_adds_up_to(store: Store, open_page: Open) -> None:
    tab = start_form(open_page, "blank")
    assert not [one.key for one in tab.text_input if str(one.key).startswith("start_media")]
    type_rows(tab, dict(enumerate(TYPED)))
    assert "what the table adds up to: 38,000 a month, 456,000 a year." in words(tab)
    go(tab)
    assert plan_of(store).grid.total == 456_000


def test_where_table_and_media_differ_the_form_says_which_one_counts(store: Store, open_page: Open) -> None:
    """By hand: search has 13,000 a month of 50,000; 20,000 make 57,000, 684,000 a year."""
    tab = start_form(open_page)
    assert "differ" not in words(tab)
    assert not tab.warning
    type_rows(tab, {0: {"media": 20_000.0}})
    assert tab.warning[0].value == (
        "The table adds up to 684,000 a year, not to 600,000. The first plan follows the table."
    )
    go(tab)
    assert plan_of(store).grid.total == 684_000


def test_an_untouched_template_holds_exactly_the_media_of_the_form(store: Store, open_page: Open) -> None:
    tab = start_form(open_page)
    tab.text_input("start_media_True").set_value("2,000,000")
    shown(tab)
    assert not tab.warning
    go(tab)
    assert plan_of(store).grid.total == 2_000_000


def test_two_rows_of_one_name_are_refused(store: Store, open_page: Open) -> None:
    tab = start_form(open_page, "blank")
    go(type_rows(tab, {0: TYPED[0], 1: TYPED[0]}))
    assert "Two rows are called Search" in words(tab)
    assert len(store.workspaces()) == 1


def test_a_minus_in_the_table_is_refused_in_words(store: Store, open_page: Open) -> None:
    tab = start_form(open_page)
    go(type_rows(tab, {0: {"media": -500.0}}))
    assert "the monthly media must be a number of at least 0, not -500.0" in words(tab)
    assert len(store.workspaces()) == 1


# Amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("15000000", 15_000_000.0),
        ("15,000,000", 15_000_000.0),
        ("15 000 000", 15_000_000.0),
        ("15.000.000", 15_000_000.0),
        ("600.000", 600_000.0),
        ("600,000", 600_000.0),
        ("0.6m", 600_000.0),
        ("600k", 600_000.0),
        ("1234.50", 1234.5),
        ("1234,50", 1234.5),
        ("0", 0.0),
        ("  ", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: float | None) -> None:
    assert amount_of(text) == amount


@pytest.mark.parametrize("text", ["much", "-5", "1.2.3", "12,34,5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadDocument, match="is no amount"):
        amount_of(text)


def test_amounts_show_their_separators_and_a_wrong_one_says_so(store: Store, open_page: Open) -> None:
    tab = start_form(open_page)
    assert tab.text_input("start_media_True").value == "600,000"
    tab.text_input("start_revenue").set_value("15000000")
    shown(tab)
    assert tab.text_input("start_revenue").value == "15,000,000"
    tab.text_input("start_revenue").set_value("plenty")
    shown(tab)
    assert '"plenty" is no amount' in words(tab)
    assert tab.text_input("start_revenue").value == "plenty", "what was typed is still there"


# Who


def test_a_person_of_the_sample_is_nobody_in_an_own_company(store: Store, open_page: Open) -> None:
    person = store.company("sample").signers[0].name
    tab = open_page("setup", setup_view="start", who=person)
    tab.text_input("start_name").set_value("Acme")
    go(tab)
    assert [info.author for info in store.versions("acme")] == ["CMO"]
    assert store.curves_list("acme")[0].created_by == "CMO"
    assert store.curves_list("acme")[0].number == 1
    assert "who" not in tab.query_params


def test_who_gave_a_name_stands_on_the_new_company(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="start", who="Nina Koch")
    tab.text_input("start_name").set_value("Acme")
    go(tab)
    assert [info.author for info in store.versions("acme")] == ["Nina Koch"]


# A history


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been handed to the process that fits."""
    asked: list[dict[str, Any]] = []

    def note(store: Store, slug: str, history: History, name: str, **options: Any) -> int:
        asked.append({"history": history, "name": name, **options})
        return store.fit_started(slug, name, options["who"])

    monkeypatch.setattr(start, "start_fit", note)
    return asked


def given(open_page: Open, data: bytes, name: str = "weeks.csv") -> AppTest:
    tab = start_form(open_page, "history")
    tab.file_uploader("start_history").set_value((name, data, "text/csv"))
    return shown(tab)


def monthly() -> History:
    """Two years of months: 1,000 + the month's number on TV, half of it on radio, 30,000 sold."""
    tv = np.array([1_000.0 + month for month in range(1, 13)] * 2)
    tv[:12] *= 3  # the year before: not what the first plan holds
    return History(
        Horizon(date(2024, 7, 1), 24, "month"),
        ("TV spend", "radio_cost"),
        np.array([np.roll(tv, 0), tv / 2]),
        {},
        np.full(24, 30_000.0) + np.arange(24.0),
    )


def test_a_history_starts_a_company_with_its_last_year_and_its_fit(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    """By hand: the file ends in June 2026, so July's 1,001 is the first of the last twelve."""
    history = monthly()
    tab = given(open_page, history_csv(history))
    assert "First plan: USD 18.1k, as in the last 12 months to" in words(tab) or "First plan" in words(tab)
    tab.number_input("start_year").set_value(2027)
    go(tab)
    assert not tab.error
    plan, company = plan_of(store), store.company("acme")
    assert plan.grid.channels == ("TV", "radio")
    july = dict(zip((month.number for month in plan.grid.months), plan.grid.spend[0], strict=True))
    assert (july[7], july[6]) == (1_001, 1_012)
    assert plan.grid.total == pytest.approx(1.5 * sum(range(1_001, 1_013)))
    assert company.baselines[2027][6] == 30_012, "July of the last year"
    assert store.curves_list("acme")[0].source == BEFORE_FIT
    now = evaluate_version(company, store.curves("acme"), plan)
    assert now.figures["revenue"].value == pytest.approx(sum(company.baselines[2027]))
    assert begun[0]["history"].channels == ("TV", "radio")
    assert begun[0]["name"] == "weeks.csv"
    assert "Fitting weeks.csv" in words(tab), "the page that opens is the fit"


def test_keeping_the_first_fit_puts_the_plan_on_it(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    tab = given(open_page, history_csv(small_history()))
    go(tab)
    run = store.fit_run("acme")
    assert run is not None
    store.fit_ended(run.id, FitState.DONE, document=curves_document(written_fit()))
    before = plan_of(store)
    waits = f"{before.name} expects last year's sales whatever is spent."
    simulator = open_page("simulator", company="acme")
    assert waits in words(simulator)
    for question in ("Best split", "Best timing"):
        press(simulator, question)
        said = words(simulator)
        assert "This waits for the first fit: what media brings is not known yet" in said
        assert "already the best" not in said
    tab = open_page("curves", company="acme", curves_view="fit")
    assert f"{before.name} waits for this fit" in words(tab)
    tab.button("fit_keep").click()
    shown(tab)
    plan, newest = plan_of(store), store.curves_list("acme")[0]
    assert (plan.curves_id, newest.number) == (newest.id, 2)
    assert plan.grid == before.grid or (plan.grid.cents == before.grid.cents).all()
    figures = evaluate_version(store.company("acme"), store.curves("acme"), plan).figures
    assert figures["media_revenue"].value
    assert "now stands on what your history says" in words(tab)
    assert waits not in words(open_page("simulator", company="acme"))


def test_what_cannot_be_fitted_starts_nothing(store: Store, open_page: Open) -> None:
    tab = given(open_page, history_csv(small_history(weeks=20)))
    assert "a fit needs at least 40" in words(tab)
    go(tab)
    assert [info.slug for info in store.workspaces()] == ["sample"]


def test_a_file_of_the_other_kind_is_told_the_way(store: Store, open_page: Open) -> None:
    curves = (ROOT / "sample_data" / "curves.json").read_bytes()
    tab = given(open_page, curves, "curves.json")
    assert 'choose "I have curves"' in words(tab)
    tab = start_form(open_page, "upload")
    tab.file_uploader("start_curves").set_value(("weeks.csv", b"a,b\n1,2\n", "text/csv"))
    shown(tab)
    assert 'choose "I have a history"' in words(tab)


@pytest.mark.parametrize("language", ["ru", "zh_CN"])
def test_the_form_speaks_the_languages(store: Store, open_page: Open, language: str) -> None:
    tab = open_page("setup", setup_view="start", lang=language)
    with speaking(language):
        assert "The table" not in words(tab)
    assert tab.button("start_go").label != "Start my company"


def test_a_revenue_that_is_no_amount_is_refused_and_no_company_starts_without_it(
    open_page: Open, store: Store
) -> None:
    tab = start_form(open_page)
    tab.text_input("start_revenue").set_value("about two")
    go(tab)
    assert any("about two" in error.value for error in tab.error)
    assert [info.slug for info in store.workspaces()] == ["sample"]
    tab.text_input("start_revenue").set_value("20m")
    go(tab)
    now = evaluate_version(store.company("acme"), store.curves("acme"), plan_of(store))
    assert now.figures["revenue"].value == pytest.approx(20_000_000)


def test_without_an_expected_revenue_the_months_are_those_of_media_and_say_so(
    open_page: Open, store: Store
) -> None:
    go(start_form(open_page))
    assert "Media revenue is even over the year" in words(open_page("simulator", company="acme"))
