"""Home and Results: one story of a year, told from the same results."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from planner.analysis.variance import Comparison, Status
from planner.domain.actuals import ActualDetail, ActualRow, Metric, MoneyState
from planner.domain.budget_plan import VersionStatus
from planner.domain.company import Company
from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.charts.differences import Mood
from planner.services.control import money_lines
from planner.services.library import Store
from planner.services.results import Results, results_of
from planner.ui.home import TILES, headline, revenue_frame, status_mark, tile_mark
from planner.ui.results.spend import mood
from planner.ui.results.words import chance_words
from tests.ui.tabs import Open, shown, tiles, words

VIEWS = ("why", "outlook", "spend", "scorecard")


@pytest.fixture
def results(store: Store) -> Results:
    return results_of(store, "sample", 2026, as_of=datetime.now(UTC).date())


def test_home_opens_with_the_headline_and_the_outlook_s_figures(
    store: Store, results: Results, open_page: Open
) -> None:
    tab = open_page("home")
    assert tab.subheader[0].value == headline(results)
    assert re.fullmatch(
        r"2026 lands at [\d.]+M, [\d.]+% (below|above) plan; (under )?\d+% chance of the target\.",
        headline(results),
    )
    assert tiles(tab) == {
        KPIS[key].label: formats.figure(KPIS[key], results.outlook[key].year.actual, results.company)
        for key in TILES
    }


def test_home_and_the_outlook_differ_by_the_same_cent(store: Store, open_page: Open) -> None:
    """$87.46 against $84.95 is +$2.51 on both, whatever the figures are before they are rounded."""
    table = open_page("results", year="2026", results_view="outlook").dataframe[0].value.set_index("Figure")
    home = {metric.label: metric.delta for metric in open_page("home").metric}
    for label in ("New customers", "CAC, blended"):
        now, then = (
            Decimal(re.sub(r"[^\d.]", "", str(table.loc[label, end]))) for end in ("Outlook", "Plan")
        )
        said = str(home[label])
        assert said == table.loc[label, "Difference"]
        assert Decimal(re.sub(r"[^\d.]", "", said)) == abs(now - then)


def test_home_names_the_three_largest_reasons_signed(store: Store, results: Results, open_page: Open) -> None:
    said = words(open_page("home"))
    assert results.bridge is not None
    for _cause, _channel, amount in results.bridge.reasons(3):
        assert formats.money(amount, results.company, signed=True) in said


def test_home_says_what_needs_somebody_until_it_is_done(store: Store, open_page: Open) -> None:
    tab = open_page("home")
    assert "**Oct 2026** is in with" in words(tab)
    store.close_month("sample", "2026-10", "Ann")
    assert "**Oct 2026** is in with" not in words(shown(tab))


def test_home_changes_with_the_actuals(store: Store, open_page: Open) -> None:
    tab = open_page("home")
    before = tab.subheader[0].value
    store.undo_batch("sample", store.batches("sample")[0].id, "Ann")
    assert shown(tab).subheader[0].value != before


def test_a_year_without_actuals_has_a_home_too(store: Store, open_page: Open) -> None:
    tab = open_page("home", year="2027")
    assert tab.subheader[0].value.startswith("2027 lands at")
    assert {metric.delta for metric in tab.metric} == {"as planned"}, (
        "nothing differs, so no arrow and no colour"
    )


@pytest.mark.parametrize("page", ["home", "results"])
@pytest.mark.parametrize("year", ["1999", "zz", "²"])
def test_an_unknown_year_shows_the_year_in_flight(
    store: Store, open_page: Open, page: str, year: str
) -> None:
    assert "2026" in words(open_page(page, year=year))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("year", ["2026", "2027"])
def test_every_view_opens_in_both_years(store: Store, open_page: Open, view: str, year: str) -> None:
    tab = open_page("results", results_view=view, year=year)
    assert words(tab)


def test_the_bridge_goes_from_plan_to_actual_without_a_rest(
    store: Store, results: Results, open_page: Open
) -> None:
    tab = open_page("results", results_view="why")
    found, company = results.bridge, results.company
    assert found is not None
    assert found.start + sum(bar.amount for bar in found.bars) == pytest.approx(found.end)
    change = formats.money(found.end - found.start, company, signed=True)
    assert f"Jan–Oct 2026: revenue {change} against plan" in words(tab)
    months = next(one.value for one in tab.dataframe if "Month" in one.value.columns)
    assert list(months["Month"]) == [formats.month_label(month) for month in results.measured.months]
    assert len(months) == 10
    by_month = results.variance[Metric.REVENUE].by_month
    assert list(months["Revenue, difference"]) == [
        formats.money(one.difference, company, signed=True) for one in by_month
    ]
    total = results.variance[Metric.REVENUE].total
    assert total.difference == pytest.approx(found.end - found.start)


def test_the_causes_of_a_channel_add_up_to_its_difference(results: Results) -> None:
    assert results.bridge is not None
    for part in results.bridge.by_channel:
        assert part.spend + part.timing + part.media_cost + part.efficiency == pytest.approx(
            part.difference, abs=0.01
        )


def test_the_outlook_s_table_is_the_outlook(store: Store, results: Results, open_page: Open) -> None:
    table = open_page("results", results_view="outlook").dataframe[0].value.set_index("Figure")
    assert list(table.index) == [KPIS[key].label for key in results.outlook.figures]
    for key, figure in results.outlook.figures.items():
        row = table.loc[KPIS[key].label]
        assert row["Plan"] == formats.figure(KPIS[key], figure.year.plan, results.company)
        assert row["Outlook"] == formats.figure(KPIS[key], figure.year.actual, results.company)
        assert str(row["Status"]) in tile_mark(figure.year), "judged as on Home"
        plan, landing, difference = (
            float(re.sub("[^0-9.-]", "", str(row[name]).replace("\N{MINUS SIGN}", "-")))
            for name in ("Plan", "Outlook", "Difference")
        )
        assert landing - plan == pytest.approx(difference), "what is shown adds up"


def test_margins_are_hidden_everywhere(store: Store, open_page: Open) -> None:
    for page, view in (("home", None), ("results", "outlook"), ("results", "scorecard")):
        tab = open_page(page, **({"results_view": view} if view else {}))
        tab.toggle(key="margins_hidden").set_value(True)
        shown(tab)
        everything = words(tab) + "".join(f.value.to_string() for f in tab.dataframe) + str(tiles(tab))
        assert "rofit" not in everything
        assert "Verdict" not in everything


def test_spend_control_says_what_is_left(store: Store, results: Results, open_page: Open) -> None:
    table = open_page("results", results_view="spend").dataframe[0].value.set_index("Channel")
    company, spend = results.company, results.variance[Metric.SPEND]
    year = results.version.grid.by_channel()
    assert list(table.index)[-1] == "Total"
    assert set(table.index) == {*year, "Total"}
    assert table.loc["Total", "Budget, year"] == formats.money(sum(year.values()), company)
    assert table.loc["Total", "Spent to date"] == formats.money(spend.total.actual, company)
    for name, held in year.items():
        spent = spend.row(name).actual or 0.0
        assert table.loc[name, "Spent to date"] == formats.money(spent, company)
        assert table.loc[name, "Available"] == formats.money(held - spent, company)


def test_spend_control_lists_what_is_out_of_order(store: Store, open_page: Open) -> None:
    said = words(open_page("results", results_view="spend"))
    assert "2 lines need attention" in said
    assert "**Paid social** is 8.6k (5.8%) ahead of its plan to date." in said
    assert "Owner: Ines Okafor" in said


def test_money_states_are_shown_where_files_hold_them(store: Store, open_page: Open) -> None:
    rows = [ActualRow("2026-10", "TV", "spend", 900.0)]
    details = [
        ActualDetail("2026-10", "TV", "spend", 900.0, state=MoneyState.INVOICED),
        ActualDetail("2026-12", "TV", "spend", 5_000.0, state=MoneyState.COMMITTED),
    ]
    store.take_over("sample", rows, "orders.csv", "", "Ann", details=details)
    table = open_page("results", results_view="spend").dataframe[0].value.set_index("Channel")
    assert table.loc["TV", "Committed"] == "5.0k"
    assert table.loc["TV", "Invoiced"] == "0.9k"
    assert table.loc["Display", "Invoiced"] == "–"


def test_the_scorecard_has_a_row_for_every_channel(store: Store, results: Results, open_page: Open) -> None:
    table = open_page("results", results_view="scorecard").dataframe[0].value.set_index("Channel")
    held = results.evaluation.figures.by_channel
    assert list(table.index) == sorted(held, key=lambda name: -held[name].next_unit)
    for name, figures in results.evaluation.figures.by_channel.items():
        assert table.loc[name, "Next 1 earns, in-year"] == formats.ratio(figures.next_unit)
    assert set(table["Verdict"]) <= {"↑ scale", "→ keep", "↓ stop adding"}
    assert set(table["Known by"]) == {"measured"}


def test_scaling_by_revenue_and_losing_by_new_customers_are_told_together(
    store: Store, results: Results, open_page: Open
) -> None:
    said = words(open_page("results", results_view="scorecard"))
    held, worth = results.evaluation.figures.by_channel, results.evaluation.figures["clv_later"].value or 0.0
    cost = held["Email and loyalty"].cac_marginal or 0.0
    assert cost > worth
    told = f"costs {formats.money_each(cost, results.company)} and is worth"
    assert f"**Email and loyalty**: ↑ scale by revenue, though its next new customer {told}" in said
    assert "**Display**:" not in said  # it is to stop by either reading
    value = words(open_page("customers", customers_view="value"))
    assert "Sales of Search brand, Display, Email and loyalty to customers you have" in value


def test_too_much_money_is_bad_and_too_little_only_asks_why(store: Store, results: Results) -> None:
    moods = {line.channel: mood(line) for line in money_lines(results, [])}
    assert (moods["Paid social"], moods["Content and SEO"], moods["TV"]) == (
        Mood.BAD,
        Mood.NOTED,
        Mood.PLAIN,
    )


def test_an_alert_carries_the_mark_of_the_table(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="spend")
    table, said = tab.dataframe[0].value.set_index("Channel"), words(tab)
    assert table.loc["Content and SEO", "Status"] == "■ off plan"
    assert "■ **Content and SEO** is" in said
    assert "▲ **Paid social** is" in said


def test_campaigns_have_a_scorecard_of_what_is_allocated_to_them(store: Store, open_page: Open) -> None:
    tab = open_page("results", results_view="scorecard")
    table = tab.dataframe[1].value.set_index("Campaign")
    assert set(table["Known by"]) == {"allocated"}
    assert table.loc["Spring refresh on TV", "Channel"] == "TV"
    assert "the campaign's share of its channel's result, by spend and flight" in words(tab)


def test_past_outlooks_are_scored_once_there_are_some(store: Store, open_page: Open) -> None:
    batch = store.batches("sample")[0]
    rows = [row for row in store.actuals("sample") if row.month.startswith("2026")]
    assert "0 so far" in words(open_page("results", results_view="outlook"))
    store.undo_batch("sample", batch.id, "Ann")
    store.take_over("sample", rows, "again.xlsx", "", "Ann")
    tab = open_page("results", results_view="outlook")
    assert "The latest missed by" in words(tab)
    assert tab.dataframe[1].value["Outlook"][0].startswith("9+3")


def test_a_channel_outside_its_range_is_named_with_its_chance(store: Store, open_page: Open) -> None:
    rows = [
        replace(row, value=row.value * 0.4)
        for row in store.actuals("sample")
        if row.month == "2026-10" or (row.month.startswith("2026") and row.channel == "Display")
    ]
    rows = [row for row in rows if row.metric == "revenue" and row.channel == "Display"]
    for month in store.closed_months("sample"):
        if month.month.startswith("2026"):
            store.reopen_month("sample", month.month, "Ann", "restated")
    store.take_over("sample", rows, "display.csv", "", "Ann")
    said = words(open_page("results", results_view="outlook"))
    assert "Outside the range of the forecast" in said
    assert "**Display** brought 60.0% less than its curve says over 10 months" in said
    assert store.version("sample", 1).status is VersionStatus.APPROVED


def test_a_company_without_a_plan_is_led_to_one(store: Store, open_page: Open) -> None:
    own = store.start_company(Company("Own"), "Ann")
    for page in ("home", "simulator", "compare", "plan", "results"):
        said = words(open_page(page, company=own))
        assert "No plan yet" in said or "only one plan" in said


def test_months_known_are_not_forecast(results: Results) -> None:
    frame = revenue_frame(results)
    assert frame["actual"].notna().sum() == 10
    assert (frame["actual"].notna() != frame["forecast"].notna()).all()
    assert (frame["low"].dropna() <= frame["forecast"].dropna()).all()
    assert (frame["forecast"].dropna() <= frame["high"].dropna()).all()


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "under 1%"), (0.0099, "under 1%"), (0.31, "31%"), (0.99, "99%"), (1.0, "over 99%")],
)
def test_nearly_sure_is_not_called_certain(chance: float, said: str) -> None:
    assert chance_words(chance) == said


def test_every_status_has_a_symbol_beside_its_colour() -> None:
    marks = {status: status_mark(status) for status in (Status.GREEN, Status.AMBER, Status.RED)}
    assert len({mark.partition("[")[2][0] for mark in marks.values()}) == 3
    assert status_mark(Status.UNKNOWN) == ""


def test_close_to_plan_says_how_close_so_that_no_chance_speaks_against_it() -> None:
    """98.5 % of the plan is green and may still stand beside a chance of under 1 %."""

    def mark(actual: float, status: Status) -> str:
        return tile_mark(Comparison(plan=1000.0, actual=actual, better=1, status=status))

    assert mark(985.0, Status.GREEN) == "● 1.5% below plan", "close, and yet not good: no colour"
    assert mark(1020.0, Status.GREEN) == ":green[● 2.0% above plan]"
    assert mark(1000.0, Status.GREEN) == ":green[● on plan]"
    assert mark(900.0, Status.RED) == ":red[■ 10.0% below plan]", "the symbol and colour of its status"
    assert mark(950.0, Status.AMBER) == ":orange[▲ 5.0% below plan]"
    assert tile_mark(Comparison(plan=0.0, actual=5.0, better=1, status=Status.RED)) == status_mark(Status.RED)
