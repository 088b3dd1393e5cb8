"""The annual-plan workbook: its sheets, in the order a board reads them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from planner.domain.planning.details import CampaignDetails
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.board.charts import shown_bridge
from planner.presentation.language import _
from planner.presentation.workbook.assumptions import write_assumptions
from planner.presentation.workbook.bridge import write_bridge
from planner.presentation.workbook.budget import write_budget
from planner.presentation.workbook.calendar import write_calendar
from planner.presentation.workbook.campaigns import write_campaigns
from planner.presentation.workbook.changes import write_changes
from planner.presentation.workbook.cover import write_cover
from planner.presentation.workbook.curves import write_curves
from planner.presentation.workbook.department import write_department
from planner.presentation.workbook.forecast import write_forecast
from planner.presentation.workbook.goals import write_goals
from planner.presentation.workbook.kpis import write_dictionary, write_kpis
from planner.presentation.workbook.notes import write_notes
from planner.presentation.workbook.orders import write_orders
from planner.presentation.workbook.purpose import write_purpose
from planner.presentation.workbook.returns import write_returns
from planner.presentation.workbook.risks import write_risks
from planner.presentation.workbook.scenarios import write_scenarios
from planner.presentation.workbook.sheet import Sheet, printable
from planner.presentation.workbook.styles import Styles
from planner.presentation.workbook.summary import write_summary
from planner.presentation.workbook.tasks import write_tasks
from planner.presentation.workbook.template import write_template
from planner.presentation.workbook.tracking import write_tracking

_BOOK_SHEETS = {
    "goals": write_goals,
    "purpose": write_purpose,
    "tasks": write_tasks,
    "department": write_department,
    "orders": write_orders,
    "risks": write_risks,
    "notes": write_notes,
}
"""Sheets of the plan book; each is left out where nobody wrote anything."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def annual_plan(plan: AnnualPlan) -> bytes:
    """The workbook as bytes, in the language in use; the same plan gives the same bytes."""
    buffer = BytesIO()
    file = Workbook(buffer, OPTIONS)
    _describe(file, plan)
    style = Styles(file)
    pages = {key: Sheet(file, style, plan, name) for key, (name, _purpose) in _contents(plan).items()}
    assumptions = write_assumptions(pages["assumptions"])
    budget = write_budget(pages["budget"], assumptions)
    forecast = write_forecast(pages["forecast"], assumptions, budget)
    returns = write_returns(pages["returns"], assumptions, budget, forecast)
    cells = write_kpis(pages["kpis"], assumptions, budget, forecast, returns)
    write_summary(pages["summary"], cells, budget, forecast, returns)
    listed = write_campaigns(pages["campaigns"], budget)
    write_calendar(pages["calendar"], budget, pages["campaigns"], listed)
    for key, write in _BOOK_SHEETS.items():
        if key in pages:
            write(pages[key])
    if "tracking" in pages:
        write_tracking(pages["tracking"], budget, forecast)
    if "bridge" in pages and (bridge := shown_bridge(plan)) is not None:
        write_bridge(pages["bridge"], bridge)
    if "scenarios" in pages:
        write_scenarios(pages["scenarios"], budget, cells)
    write_curves(pages["curves"])
    write_template(pages["template"])
    write_dictionary(pages["dictionary"])
    write_changes(pages["changes"])
    write_cover(pages["cover"], list(_contents(plan).values())[1:])
    pages["cover"].page.activate()
    file.close()
    return buffer.getvalue()


def write_workbook(plan: AnnualPlan, path: Path) -> None:
    """Write the workbook to `path`, whole or not at all."""
    content = annual_plan(plan)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _contents(plan: AnnualPlan) -> dict[str, tuple[str, str]]:
    """Sheets by key: name, and what stands on it. Names are short enough for every language's tab."""
    every = {
        "cover": (_("Cover"), ""),
        "summary": (_("Summary"), _("the plan on one page")),
        "assumptions": (_("Assumptions"), _("what the plan takes as given")),
        "goals": (_("Goals"), _("from the company's goals to campaigns, and what pays for them")),
        "budget": (_("Budget"), _("working media by channel and month; may be changed and uploaded again")),
        "campaigns": (_("Campaigns"), _("what runs when, and what is left of each channel's budget")),
        "purpose": (_("Purpose"), _("what each campaign is for, and what it brought")),
        "calendar": (_("Calendar"), _("where the money goes month by month")),
        "tasks": (_("Tasks"), _("who does what by when")),
        "forecast": (_("Forecast"), _("revenue by month with its range")),
        "kpis": (_("Key figures"), _("every figure with its formula")),
        "tracking": (_("Plan vs actual"), _("what came in, and where the year lands")),
        "bridge": (_("Bridge"), _("why revenue differs, cause by cause")),
        "scenarios": (_("Scenarios"), _("other ways to spend, beside the plan")),
        "returns": (_("Returns"), _("what each channel and its next unit brings")),
        "department": (_("Department"), _("people, work and funds")),
        "orders": (_("Orders"), _("what is bought from whom, and how far it is bound")),
        "risks": (_("Risks"), _("what could go wrong and its cost; tests")),
        "notes": (_("Notes"), _("situation, strengths, positioning, findings, ideas")),
        "curves": (_("Response curves"), _("what more or less on a channel would bring")),
        "template": (_("Actuals template"), _("to fill in and upload")),
        "dictionary": (_("Dictionary"), _("what each figure means")),
        "changes": (_("Change log"), _("who changed what, and why")),
    }
    absent = set() if plan.actual_through is not None else {"tracking"}
    absent |= set() if shown_bridge(plan) is not None else {"bridge"}
    absent |= set() if plan.scenarios else {"scenarios"}
    book = plan.version.book
    kept = {
        "goals": book.goals or book.targets or book.programmes,
        "purpose": any(campaign.details != CampaignDetails() for campaign in plan.version.campaigns),
        "tasks": book.tasks,
        "department": book.people or book.funds,
        "orders": book.lines,
        "risks": book.risks or book.tests,
        "notes": book.notes,
    }
    absent |= {key for key, rows in kept.items() if not rows}
    return {key: entry for key, entry in every.items() if key not in absent}


def _describe(file: Workbook, plan: AnnualPlan) -> None:
    """Properties by which a reader, and the planner on upload, knows the plan."""
    version = plan.version
    file.set_properties(
        {
            "title": printable(f"{plan.company.name} · {version.name}"),
            "author": printable(version.author),
            "company": printable(plan.company.name),
            "created": plan.generated_at.replace(tzinfo=None),
        }
    )
    file.set_custom_property("planner_format", "planner-workbook/1", "text")
    file.set_custom_property("planner_company", printable(plan.company.name), "text")
    file.set_custom_property("planner_year", version.year, "number")
    file.set_custom_property("planner_version", version.id or 0, "number")
    file.set_custom_property("planner_revision", version.revision, "number")
    file.set_calc_mode("auto")
    file.set_size(2400, 1500)
