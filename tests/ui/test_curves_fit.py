"""Curves, Fit: a history is asked about, fitted beside the page, shown as a report and kept on a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner.analysis.fit.design import BaselineForm
from planner.analysis.fit.quality import Reason
from planner.documents.curves import curves_document
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.errors import say
from planner.domain.history import History
from planner.presentation.language import speaking, told
from planner.services.library import Store
from planner.services.typed_curves import Said, with_typed
from planner.storage import fit_runs
from planner.storage.records import FitState
from planner.ui.curves import fit_form, refresh
from planner.ui.curves.change_reasons import reason_words
from tests.small_fit import START, TEST, history_csv, small_history, with_baseline, written_fit
from tests.ui.conftest import Open
from tests.ui.tabs import draft_of, labels, press, shown, without_evidence, words


def fit_view(open_page: Open) -> AppTest:
    return open_page("curves", curves_view="fit")


def uploaded(open_page: Open, data: bytes, name: str = "weeks.csv") -> AppTest:
    tab = fit_view(open_page)
    tab.file_uploader("history_file").set_value((name, data, "text/csv"))
    return shown(tab)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been handed to the process that fits."""
    asked: list[dict[str, Any]] = []

    def note(store: Store, slug: str, history: History, name: str, **options: Any) -> int:
        asked.append({"history": history, "name": name, **options})
        return store.fit_started(slug, name, options["who"])

    monkeypatch.setattr(fit_form, "start_fit", note)
    monkeypatch.setattr(refresh, "start_fit", note)
    return asked


def done(store: Store, curves: CurveSet | None = None, slug: str = "sample") -> int:
    run = store.fit_started(slug, "weeks.csv", "Ann")
    store.fit_ended(run, FitState.DONE, document=curves_document(curves or written_fit()))
    return run


def planned_on(store: Store, curves: CurveSet) -> int:
    """The sample's draft moved to these curves."""
    number = store.add_curves("sample", "Fitted", curves, "fit: weeks.csv", "Ann")
    store.save_version("sample", replace(draft_of(store), curves_id=number), who="Ann")
    return number


# Asking


def test_a_file_s_columns_are_proposed_and_fitted(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    without_evidence(store).add_experiments("sample", [TEST], "form", "Ann")
    tab = uploaded(open_page, history_csv(small_history()))
    chosen = {box.label: box.value for box in tab.selectbox}
    assert (chosen["Date"], chosen["Outcome"]) == ("week", "revenue")
    assert [box.value for box in tab.multiselect] == [["TV", "Display"], ["price"]]
    assert "1 lift test of Experiments" in words(tab)
    tab.button("fit_start").click()
    shown(tab)
    assert not tab.error
    asked = begun[0]
    assert asked["history"].channels == ("TV", "Display")
    assert (asked["name"], asked["experiments"]) == ("weeks.csv", [TEST])
    assert "Fitting weeks.csv" in words(tab)


def test_columns_get_our_names_and_orders_their_worth(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    data = history_csv(small_history()).replace(
        b"week,revenue,TV,Display,", b"week,orders,tv_S,banners_S,", 1
    )
    tab = uploaded(open_page, data)
    assert tab.selectbox("fit_channel_tv_S").value == "TV"
    assert tab.selectbox("fit_channel_banners_S").value == "Display"
    tab.selectbox("fit_channel_banners_S").set_value("Paid social")
    tab.number_input("fit_value").set_value(100.0)
    tab.button("fit_start").click()
    shown(tab)
    history = begun[0]["history"]
    assert history.channels == ("TV", "Paid social")
    before = small_history().outcome
    assert before is not None
    assert history.outcome[0] == pytest.approx(100 * before[0])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"2025-01-13", b"2025-01-06", 'row 3, column "week": Jan 6, 2025 repeats the week'),
        (b"2025-02-03,", b"2025-02-03,-5,", "row 6: has 6 cells"),
        (b"2025-01-20,", b"2025-01-20,n.a.", 'row 4, column "revenue"'),
        (b"\n2025-03", b"\n2025-xx", "is not a date"),
    ],
)
def test_a_fault_is_told_with_its_place_and_nothing_starts(
    store: Store, open_page: Open, begun: list[dict[str, Any]], old: bytes, new: bytes, says: str
) -> None:
    tab = uploaded(open_page, history_csv(small_history()).replace(old, new, 1))
    tab.button("fit_start").click()
    shown(tab)
    assert says in words(tab)
    assert begun == []
    assert store.fit_run("sample") is None


def test_too_few_weeks_are_refused_at_once(store: Store, open_page: Open) -> None:
    without_evidence(store)
    tab = uploaded(open_page, history_csv(small_history(30)))
    tab.button("fit_start").click()
    shown(tab)
    assert "has 30 weeks; a fit needs at least 40" in tab.error[0].value
    assert store.fit_run("sample") is None


def test_a_file_of_strangers_asks_whose_channels_they_are(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    data = history_csv(small_history()).replace(b",TV,Display,", b",a spend,b spend,", 1)
    tab = uploaded(open_page, data)
    tab.button("fit_start").click()
    shown(tab)
    assert "None of these columns is a channel of" in tab.error[0].value
    assert begun == []


def test_what_is_no_table_is_said(store: Store, open_page: Open) -> None:
    tab = uploaded(open_page, b"a,b\n", "empty.csv")
    assert tab.error
    assert "fit_start" not in [button.key for button in tab.button]


# While it runs, and after


def test_a_running_fit_is_found_again_and_can_be_cancelled(store: Store, open_page: Open) -> None:
    run = store.fit_started("sample", "weeks.csv", "Ann")
    store.fit_heard(run, 0.42)
    tab = fit_view(open_page)
    assert "Fitting weeks.csv" in words(tab)
    assert "42%" in tab.get("progress")[0].proto.text
    tab.button("fit_cancel").click()
    shown(tab)
    found = store.fit_run("sample")
    assert found is not None
    assert found.state is FitState.CANCELLED
    assert "Fit curves to a history" in words(tab)


def test_a_fit_whose_server_went_is_said_to_be_stopped(
    store: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.fit_started("sample", "weeks.csv", "Ann")
    monkeypatch.setattr(fit_runs, "SILENT", timedelta(0))
    tab = fit_view(open_page)
    assert "was stopped with the server" in tab.warning[0].value


def test_a_fit_that_failed_says_why(store: Store, open_page: Open) -> None:
    run = store.fit_started("sample", "weeks.csv", "Ann")
    store.fit_ended(run, FitState.FAILED, message="The outcome is 0 in every period.")
    assert "could not be fitted: The outcome is 0" in words(fit_view(open_page))


def test_why_a_fit_failed_is_told_in_the_readers_language(store: Store, open_page: Open) -> None:
    run = store.fit_started("sample", "weeks.csv", "Ann")
    why = say(
        "The history has {count} {period}s; a fit needs at least {fewest}. Add earlier {period}s, or type "
        "the curves by hand.",
        count=30,
        period="week",
        fewest=40,
    )
    store.fit_ended(run, FitState.FAILED, message=why)
    found = store.fit_run("sample")
    assert found is not None
    assert found.message == why
    with speaking("ru"):
        assert told(found.message) != str(why)
        assert "30" in told(found.message)
    assert "The history has 30 weeks" in words(fit_view(open_page))


def test_the_report_comes_before_the_decision(store: Store, open_page: Open) -> None:
    done(without_evidence(store))
    tab = fit_view(open_page)
    said = words(tab)
    assert "Result of weeks.csv: not kept yet" in said
    assert (
        "26 weeks it had not seen were forecast 4.0% off; repeating last year would have been 8.0% off"
        in said
    )
    assert "21 of 26 weeks fell inside the range, about the 8 of 10" in said
    assert ":blue-badge[B] **TV** 2.00 (1.20 to 3.20): good evidence." in said
    assert ":red-badge[D] **Display**" in said
    assert "a lift test would settle it" in said
    assert "Peaks found in the history: Easter." in said
    assert len(store.curves_list("sample")) == 1, "nothing is kept by looking"


def test_kept_curves_are_a_version_that_a_draft_moves_to(store: Store, open_page: Open) -> None:
    done(without_evidence(store))
    tab = fit_view(open_page)
    tab.button("fit_keep").click()
    shown(tab)
    newest = store.curves_list("sample")[0]
    assert (newest.name, newest.source) == ("Fit of weeks.csv", "fit: weeks.csv")
    assert "Kept as version 2" in tab.toast[0].value
    assert "Without a curve: Online video" in tab.toast[0].value
    assert "Use these curves" in labels(tab), "the next step is on screen"
    tab.button("curves_use").click()
    shown(tab)
    assert draft_of(store).curves_id == newest.id
    assert "The fit behind these curves" in words(open_page("curves"))
    assert "Fit curves to a history" in words(fit_view(open_page)), "it is no longer waiting"


def test_sales_without_media_come_along_where_somebody_wants_them(store: Store, open_page: Open) -> None:
    curves = with_baseline(written_fit(), BaselineForm("week", START), [280_000.0, 0.0])
    number = store.add_curves("sample", "Fitted", curves, "fit: weeks.csv", "Ann")
    tab = open_page("curves", curves_view="versions")
    box = tab.checkbox("curves_baseline_2027")
    assert box.label.startswith("Also take its sales without media for 2027: 14,600k instead of 14,")
    assert not box.value, "Setup's own word stands until somebody says otherwise"
    box.set_value(True)
    shown(tab)
    tab.button("curves_use").click()
    shown(tab)
    assert draft_of(store).curves_id == number
    assert sum(store.company("sample").baselines[2027]) == pytest.approx(14_600_000.0)


def test_a_result_can_be_thrown_away(store: Store, open_page: Open) -> None:
    done(without_evidence(store))
    tab = fit_view(open_page)
    tab.button("fit_discard").click()
    shown(tab)
    assert "Fit curves to a history" in words(tab)
    assert len(store.curves_list("sample")) == 1


def test_diagnostics_are_folded_and_open(store: Store, open_page: Open) -> None:
    run = done(store, written_fit(tested=True))
    tab = fit_view(open_page)
    assert "agreement of the walks" not in words(tab)
    tab.session_state[f"diagnostics_run_{run}"] = True
    shown(tab)
    assert "agreement of the walks 1.01" in words(tab)
    assert "autocorrelation of 0.30" in words(tab)


# Stored versions


def test_one_channel_is_explained_where_a_link_names_it(store: Store, open_page: Open) -> None:
    planned_on(store, written_fit(tested=True))
    said = words(open_page("curves", channel="TV"))
    assert "#### TV :blue-badge[B]" in said
    assert (
        "It was on in 66 of 66 weeks; over them it brought 2.00 (1.20 to 3.20) for each unit spent." in said
    )
    assert "Before the lift tests were read it was 2.20 (0.80 to 4.20), with them 2.00" in said
    assert "#### Radio and audio" in words(open_page("curves", channel="Radio and audio"))
    assert "no curve" in words(open_page("curves", channel="Radio and audio"))
    assert "This plan spends" not in words(open_page("curves", channel="Nobody"))


def test_a_channel_typed_since_the_fit_says_so(store: Store, open_page: Open) -> None:
    typed = with_typed(written_fit(), Said("TV", (10_000.0, 15_000.0), None, 60_000.0))
    planned_on(store, typed)
    said = words(open_page("curves", channel="TV"))
    assert "No measurement stands behind its curve" in said
    assert "**TV**: typed by hand since the fit." in said
    assert ":red-badge[D] **Display**" in said


def test_typed_curves_say_that_nothing_was_measured(store: Store, open_page: Open) -> None:
    without_evidence(store)
    said = words(open_page("curves", channel="TV"))
    assert "No measurement stands behind its curve" in said
    assert "No history came with these curves" in said


def test_a_fit_beside_the_plan_s_curves_speaks_for_them(store: Store, open_page: Open) -> None:
    tab = open_page("curves", channel="TV")
    said = words(tab)
    assert "The history bears the plan's curves out on 11 of 12 channels, not on Email and loyalty" in said
    assert "Below is the report of version 2, Fitted from 156 weeks to 25 October 2026" in said
    assert "26 weeks it had not seen were forecast 2" in said
    assert "of a fit of the history beside it, version 2" in said
    table = next(t.value for t in tab.dataframe if "Evidence" in t.value).set_index("Channel")
    big = ["TV", "Online video", "Search generic", "Search brand", "Paid social", "Marketplace ads"]
    assert set(table.loc[big, "Evidence"]) <= {"A", "B", "C"}


def test_the_fit_view_opens_on_how_good_the_newest_fit_is(store: Store, open_page: Open) -> None:
    said = words(fit_view(open_page))
    assert "26 weeks it had not seen were forecast 2" in said
    assert "Version 2: Fitted from 156 weeks to 25 October 2026" in said
    assert "came in after the history" not in said, "six days of October are no new month"
    without_evidence(store)
    assert "it had not seen" not in words(fit_view(open_page))


def test_a_new_fit_keeps_what_no_fit_can_see(store: Store, open_page: Open) -> None:
    """What media do in later years, and who of the buyers is new."""
    before = store.curves("sample").channel("TV")
    assert (before.long_term_multiplier, before.new_customer_share) == (3.26, 0.35)
    store.keep_fit("sample", done(store), "Later", "fit: weeks.csv", "Ann")
    after = store.curves("sample").channel("TV")
    assert (after.long_term_multiplier, after.new_customer_share) == (3.26, 0.35)
    assert after.curve == written_fit().channel("TV").curve


def test_versions_are_counted_by_company(store: Store, open_page: Open) -> None:
    """Not by the database: what another company adds in between leaves no gap."""
    other = store.start_company(Company("Own"), "Ann")
    store.add_curves(other, "Theirs", written_fit(), "fit: weeks.csv", "Ann")
    store.add_curves("sample", "Ours", written_fit(), "fit: weeks.csv", "Ann")
    assert [one.number for one in store.curves_list("sample")] == [3, 2, 1]
    assert [one.number for one in store.curves_list(other)] == [1]


def test_two_versions_beside_each_other(store: Store, open_page: Open) -> None:
    planned_on(store, written_fit(weeks=60, grades="CD"))
    store.add_curves("sample", "Longer", written_fit(tested=True), "fit: more.csv", "Ann")
    tab = open_page("curves", curves_view="versions")
    tab.session_state["compare_open"] = True
    shown(tab)
    assert "Every channel stays within what was thought possible before" in words(tab)
    table = next(t.value for t in tab.dataframe if "Return after" in t.value).set_index("Channel")
    assert table.loc["TV", "Old range"] == "kept"
    assert "**TV**: 6 more periods. 1 more lift test. Evidence C → B." in words(tab)
    listed = next(t.value for t in tab.dataframe if "Plans and scenarios on it" in t.value)
    assert listed.set_index("Name of the version").loc["Fitted", "Plans and scenarios on it"] == "Draft 2027"


def test_a_refit_says_how_the_new_weeks_turned_out_and_why_a_channel_moved(
    store: Store, open_page: Open
) -> None:
    form = BaselineForm("week", START)
    planned_on(store, with_baseline(written_fit(weeks=60, grades="CD"), form, [30_000.0, 0.0]))
    done(store, with_baseline(written_fit(tested=True), form, [30_000.0, 0.0]))
    tab = fit_view(open_page)
    said = words(tab)
    assert "The 6 weeks that came in brought" in said, "a refit is opened on what it changes"
    assert "**TV**: 1 more lift test on it." in said
    assert "Evidence C → B." in said


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (Reason("tests", "", {"count": 2}), "2 more lift tests on it."),
        (Reason("surer", "", {"width": 0.8}), "Its range is 20% narrower."),
        (Reason("less_sure", "", {"width": 1.5}), "Its range is 50% wider."),
        (
            Reason("higher_spend", "", {"spend": 9_000.0, "low": 100.0, "high": 5_000.0}),
            "Its spend went up to 9,000 a week; before, it was seen between 100 and 5,000.",
        ),
        (
            Reason("lower_spend", "", {"spend": 10.0, "low": 100.0, "high": 5_000.0}),
            "Its spend went down to 10 a week; before, it was seen between 100 and 5,000.",
        ),
        (Reason("steady", "", {}), "What came in says what the history said."),
        (Reason("surprise", "told once above", {"periods": 6, "apart": -0.1}), "What came in moved it."),
        (Reason("something new", "As it is.", {}), "As it is."),
    ],
)
def test_reasons_of_a_change_in_words(reason: Reason, says: str) -> None:
    assert reason_words(reason, "week") == says


def test_any_version_shows_its_report(store: Store, open_page: Open) -> None:
    number = store.add_curves("sample", "Fitted", written_fit(), "fit: weeks.csv", "Ann")
    tab = open_page("curves", curves_view="versions")
    assert "26 weeks it had not seen" not in words(tab)
    tab.toggle(f"report_{number}").set_value(True)
    shown(tab)
    assert "26 weeks it had not seen" in words(tab)


def test_a_company_without_curves_is_led_to_the_fit(empty_store: Store, open_page: Open) -> None:
    slug = empty_store.start_company(Company("Bare"), "Ann")
    for view in ("evidence", "fit", "experiments", "versions"):
        tab = open_page("curves", company=slug, curves_view=view)
        assert not tab.exception
    assert "No curves yet" in words(open_page("curves", company=slug, curves_view="versions"))


# New periods


def test_weeks_that_came_in_ask_for_the_weeks_only(store: Store, open_page: Open) -> None:
    planned_on(store, written_fit())
    said = words(fit_view(open_page))
    assert "came in after the history of these curves ends (Apr 12, 2026)" in said
    assert "Upload the weeks from Apr 13, 2026 on: only the new ones are needed." in said


def test_a_file_of_new_weeks_goes_behind_the_kept_history(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    planned_on(store, written_fit(weeks=50))
    head, *rows = history_csv(small_history()).splitlines()
    tab = uploaded(open_page, b"\n".join([head, *rows[50:]]) + b"\n")
    assert tab.toggle("fit_longer").value is True
    tab.button("fit_start").click()
    shown(tab)
    assert not tab.error
    assert begun[0]["history"].horizon.count == 66


def test_months_that_came_in_are_refitted_in_one_step(
    store: Store, open_page: Open, begun: list[dict[str, Any]]
) -> None:
    planned_on(store, monthly(written_fit()))
    tab = fit_view(open_page)
    press(tab, "Refit with the new months")
    history = begun[0]["history"]
    assert history.horizon.period == "month"
    assert history.horizon.starts()[-1].isoformat() == "2026-11-01", "actuals go to October"
    assert history.horizon.count == 34


def monthly(curves: CurveSet) -> CurveSet:
    """The same report as if its first 24 periods were the months of 2024 and 2025, without controls."""
    report = curves.extra["report"]
    assert isinstance(report, Mapping)
    cut = {**report, "period": "month", "start": "2024-01-01", "controls": {}, "held_out": None}
    for key in ("outcome", "fitted", "baseline"):
        cut[key] = report[key][:24]
    cut["parts"] = {name: row[:24] for name, row in report["parts"].items()}
    cut["channels"] = {
        name: {**one, "spend": one["spend"][:24], "contribution": one["contribution"][:24]}
        for name, one in report["channels"].items()
    }
    return replace(curves, period="month", extra={**curves.extra, "report": cut})


def test_channels_without_a_curve_are_named_not_drawn(store: Store, open_page: Open) -> None:
    planned_on(store, written_fit())
    tab = open_page("curves")
    said = words(tab)
    assert "Without a curve: Search generic, Paid social, Online video" in said
    assert tab.subheader[0].value.startswith("The next unit earns most on TV")
    assert "least on Display" in tab.subheader[0].value


# The way here


def test_a_channel_s_number_leads_to_its_reasons(store: Store, open_page: Open) -> None:
    planned_on(store, written_fit())
    links = [link.proto for link in open_page("simulator").get("page_link")]
    why = next(link for link in links if link.page == "curves")
    assert why.label == "Why believe it? :blue-badge[B]", "TV is the first channel of the plan"
    assert "channel=TV" in why.query_string
    results = [link.proto for link in open_page("results", line="Paid social").get("page_link")]
    assert any("channel=Paid+social" in link.query_string for link in results)
