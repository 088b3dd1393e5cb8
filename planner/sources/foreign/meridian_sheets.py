"""Meridian's Scenario Planner export: grids of spend and outcome, the model's fit and its ROI as tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from planner.domain.calendar import WEEK, WEEKS_PER_MONTH, Period
from planner.domain.curves import CurveSet
from planner.domain.errors import BadFile, say
from planner.sources.foreign.meridian import USUAL_PERIODS, Totals, channels_of, rising
from planner.sources.foreign.spacing import a_year, after, as_day, period_of
from planner.sources.foreign.tables import Columns, from_rows
from planner.sources.foreign.terms import Terms
from planner.sources.grid import Sheet
from planner.sources.sandbox import open_book

GRID = "budget_opt_grid_"
CURVES = "response_curves"
FIT, ROI, SPECS = "ModelFit", "MediaROI", "budget_opt_specs"
WHOLE = "ALL"


def import_sheets(data: bytes, name: str, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    """Curves of the workbook's longest analysis. Raises BadFile."""
    book = open_book(data, name)
    tabs = {sheet.name: sheet for sheet in book.sheets}
    grids = [sheet for title, sheet in tabs.items() if title.startswith(GRID)]
    if not grids and CURVES not in tabs:
        raise BadFile(
            say(
                '"{name}" has neither a tab {grid}... nor one called {curves}; export it with the '
                "Scenario Planner's sheets.",
                name=name,
                grid=GRID,
                curves=CURVES,
            ),
            reason="no_model",
        )
    tables = [_columns(sheet) for sheet in (grids or [tabs[CURVES]])]
    fit = _columns(tabs[FIT]) if FIT in tabs and tabs[FIT].rows else None
    spans = _spans(_columns(tabs[SPECS])) if SPECS in tabs else {}
    notes: list[str] = []
    table = _chosen(tables, spans, notes)
    group = table.texts("Group ID")[0] if "Group ID" in table else ""
    days = _days(fit)
    period: Period = period_of(days, name) if len(days) > 1 else terms.period
    periods = terms.periods or _covered(spans.get(group), days, period)
    if periods is None:
        periods = USUAL_PERIODS if period == "week" else a_year(period)
        notes.append(
            f"The file does not say how many periods its totals cover: {periods} {period}s are assumed."
        )
    else:
        notes.append(f"The totals cover {periods} {period}s.")
    curves = CurveSet(
        period=period,
        currency=terms.currency,
        channels=channels_of(_ranged(_by_channel(table), tabs), periods, terms, notes),
        origin=after(days[-1], period) if days else None,
        baseline=_baseline(fit, period, terms, notes),
    )
    return curves, tuple(notes)


def _columns(sheet: Sheet) -> Columns:
    width = max((len(row) for row in sheet.rows), default=0)
    rows = [[_text(cell) for cell in [*row, *[None] * (width - len(row))]] for row in sheet.rows]
    return from_rows([row for row in rows if any(row)], sheet.name)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return repr(cell) if isinstance(cell, float) else str(cell)


def _chosen(tables: list[Columns], spans: Mapping[str, tuple[date, date]], notes: list[str]) -> Columns:
    """The rows of one analysis: the longest where there are several."""
    groups = {}
    for table in tables:
        ids = table.texts("Group ID") if "Group ID" in table else [""]
        for group in dict.fromkeys(ids):
            groups[table.name, group] = table.where("Group ID", group) if "Group ID" in table else table
    keys = list(groups)
    if len(keys) > 1:
        keys.sort(key=lambda key: -(spans[key[1]][1] - spans[key[1]][0]).days if key[1] in spans else 0)
        notes.append(
            f'The workbook holds {len(keys)} analyses; the curves are of "{keys[0][0]}", the longest.'
        )
    return groups[keys[0]]


def _spans(table: Columns) -> dict[str, tuple[date, date]]:
    found = {}
    starts, ends = table.texts("Date Interval Start"), table.texts("Date Interval End")
    for group, start, end in zip(table.texts("Group ID"), starts, ends, strict=True):
        found[group] = (as_day(start, f'"{table.name}"'), as_day(end, f'"{table.name}"'))
    return found


def _days(fit: Columns | None) -> list[date]:
    return [] if fit is None else [as_day(text, f'"{fit.name}"') for text in fit.texts("Time")]


def _covered(span: tuple[date, date] | None, days: list[date], period: Period) -> int | None:
    if span is None:
        return len(days) or None
    inside = sum(span[0] <= day < span[1] for day in days)
    length = (span[1] - span[0]).days / (WEEK if period == "week" else WEEK * WEEKS_PER_MONTH)
    return inside or max(round(length), 1)


def _by_channel(table: Columns) -> dict[str, Totals]:
    found = {}
    for name in dict.fromkeys(table.texts("Channel")):
        rows = table.where("Channel", name)
        x, y = rising(name, rows.numbers("Spend").tolist(), rows.numbers("Incremental Outcome").tolist())
        found[name] = Totals(x, y)
    return found


def _ranged(found: dict[str, Totals], tabs: Mapping[str, Sheet]) -> dict[str, Totals]:
    if ROI not in tabs:
        return found
    table = _columns(tabs[ROI])
    if not all(c in table for c in ("Channel", "ROI", "ROI CI Low", "ROI CI High")):
        return found
    whole = table.where("Analysis Period", WHOLE) if "Analysis Period" in table else table
    ranged = dict(found)
    for name, totals in found.items():
        row = whole.where("Channel", name)
        if not len(row):
            continue
        mean, low, high = (float(row.known(c)[0]) for c in ("ROI", "ROI CI Low", "ROI CI High"))
        if mean > 0 and low <= mean <= high:
            ranged[name] = replace(totals, low=max(low / mean, 0.0), high=high / mean)
    return ranged


def _baseline(fit: Columns | None, period: Period, terms: Terms, notes: list[str]) -> tuple[float, ...]:
    if fit is None or "Baseline" not in fit:
        notes.append("The file says nothing of the baseline; set it in Setup.")
        return ()
    values = fit.numbers("Baseline") * (1.0 if terms.value is None else terms.value)
    if values.size < a_year(period):
        notes.append("The baseline is the mean of a model shorter than a year.")
        return (float(values.mean()),)
    notes.append("The baseline is the model's last year.")
    return tuple(float(v) for v in values[-a_year(period) :])
