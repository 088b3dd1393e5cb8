"""Scenarios beside the plan: key figures, and where the money would go."""

from __future__ import annotations

from planner.domain.kpis import KPIS
from planner.plan.evaluation import Evaluation
from planner.presentation.axes import axis, axis_format
from planner.presentation.formats import compact
from planner.presentation.language import _
from planner.presentation.workbook import charts
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.kpis import UNIT_STYLES
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet, shortened
from planner.presentation.workbook.styles import BLUE

COMPARED = (
    "media",
    "marketing",
    "revenue",
    "profit",
    "new_customers",
    "cac_blended",
    "roas",
    "roas_marginal",
)


def write_scenarios(sheet: Sheet, budget: Budget, cells: dict[str, Live]) -> None:
    """Columns: the plan, then each scenario and its difference to the plan."""
    plan = sheet.plan
    scenarios = plan.scenarios
    judged = "profit" if plan.with_margins and plan.margin is not None else "revenue"
    best = max(scenarios, key=lambda s: s[1].figures[judged].value or 0.0)
    gain = (best[1].figures[judged].value or 0.0) - (plan.evaluation.figures[judged].value or 0.0)
    finding = _("Best of them: {name}, {gain} of {figure} against the plan").format(
        name=shortened(best[0], 40),
        gain=compact(gain, plan.company, signed=True, currency=True),
        figure=_(KPIS[judged].label).lower(),
    )
    sheet.heading(_("Scenarios"), finding, [34, 14, *[14, 13] * len(scenarios)])
    head = sheet.row
    _heads(sheet, head, _("Figure"))
    row = head + 1
    for key in COMPARED:
        if key not in cells:
            continue
        style = UNIT_STYLES[KPIS[key].unit]
        sheet.text(row, 0, _(KPIS[key].label), "cell", "strong")
        own = sheet.put(row, 1, cells[key], style, "cell", "strong")
        for index, (_name, evaluation) in enumerate(scenarios):
            value = sheet.put(row, 2 + 2 * index, evaluation.figures[key].value, style, "cell")
            look = "change" if style in ("money", "count") else style
            sheet.put(row, 3 + 2 * index, value - own, look, "cell", "muted")
        row += 1
    sheet.freeze(head + 1)
    sheet.row = row + 1
    top = sheet.block(_("Working media by channel"))
    _heads(sheet, top, _("Channel"))
    names = list(plan.channels)
    for _name, evaluation in scenarios:
        names += [name for name in evaluation.grid.channels if name not in names]
    for row, name in enumerate(names, top + 1):
        sheet.text(row, 0, name, "cell")
        own = sheet.put(row, 1, budget.spend(name) if name in budget.channels else 0.0, "money", "cell")
        for index, (_name, evaluation) in enumerate(scenarios):
            there = evaluation.grid.by_channel().get(name, 0.0)
            value = sheet.put(row, 2 + 2 * index, there, "money", "cell")
            sheet.put(row, 3 + 2 * index, value - own, "change", "cell", "muted")
    last = top + len(names)
    sheet.text(last + 1, 0, _("Working media"), "total")
    for column in range(1, 2 + 2 * len(scenarios)):
        look = "change" if column > 1 and column % 2 else "money"
        sheet.put(last + 1, column, sheet.sum(top + 1, column, last, column), look, "total")
    sheet.row = last + 3
    _chart(sheet, top, last, best)
    sheet.finish()


def _heads(sheet: Sheet, row: int, label: str) -> None:
    labels = [label, _("Plan")]
    for name, _evaluation in sheet.plan.scenarios:
        labels += [shortened(name, 40), _("Difference")]
    sheet.heads(row, labels)
    sheet.page.set_row(row, 28)


def _chart(sheet: Sheet, top: int, last: int, best: tuple[str, Evaluation]) -> None:
    index = next(i for i, s in enumerate(sheet.plan.scenarios) if s is best)
    title = _("{name}: working media against the plan").format(name=shortened(best[0], 40))
    chart = charts.titled(sheet.file, {"type": "bar"}, title, legend=False)
    column = 3 + 2 * index
    values = [sheet.name, top + 1, column, last, column]
    names = [sheet.name, top + 1, 0, last, 0]
    chart.add_series(charts.series(_("Difference"), names, values, BLUE, gap=40))
    farthest = max((abs(amount) for amount in sheet.values(top + 1, column, last, column)), default=0.0)
    charts.axes(chart, values=axis_format(*axis(farthest), signed=True), lowest=None, bars=True)
    sheet.chart(chart, sheet.row, 0, max(min(sheet.width_px() - 6, 900), 480), 300)
