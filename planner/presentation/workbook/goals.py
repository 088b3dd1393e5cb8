"""Goals, targets and programmes with what pays for them."""

from __future__ import annotations

from planner.domain.kpis import KPIS
from planner.domain.planning.goals import Target
from planner.domain.planning.tree import Branch, Level, goal_tree, unfunded
from planner.presentation.language import _, ngettext
from planner.presentation.workbook.kpis import UNIT_STYLES
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet
from planner.presentation.workbook.styles import plain

DEPTH = {Level.GOAL: 0, Level.TARGET: 1, Level.PROGRAMME: 2, Level.LOOSE: 0}
MONEY = 5


def write_goals(sheet: Sheet) -> None:
    """The goal tree; the money of a goal is the sum of its targets', a target's that of its programmes."""
    plan = sheet.plan
    branches = goal_tree(plan.version.book, plan.version.campaigns)
    missing = unfunded(plan.version.book, plan.version.campaigns)
    finding = _("Every goal and target has money")
    if missing:
        finding = ngettext(
            "{count} goal or target has no money: {names}",
            "{count} goals and targets have no money: {names}",
            len(missing),
        ).format(count=len(missing), names="; ".join(name[:40] for name in missing[:4]))
    sheet.heading(_("Goals"), finding, [48, 18, 26, 14, 14, 14, 11, 9])
    head = sheet.row
    labels = [_("Goal, target, programme"), _("Owner"), _("Measured by"), _("To reach"), _("This plan")]
    sheet.heads(head, [*labels, _("Money"), _("Campaigns"), _("Tasks")], left=3)
    cells = _money_cells(sheet, head + 1, branches)
    for row, branch in enumerate(branches, head + 1):
        name = branch.name if branch.row is not None else _("In no programme")
        depth = DEPTH[branch.level]
        look = "strong" if depth == 0 else "text"
        sheet.text(row, 0, "    " * depth + name, "cell", "wrap", look)
        sheet.text(row, 1, "" if branch.row is None else branch.row.owner, "cell", "wrap")
        _measure(sheet, row, branch)
        sheet.put(row, MONEY, cells[row], "money", "cell", look)
        sheet.put(row, 6, float(branch.campaigns), "count", "cell")
        sheet.put(row, 7, float(branch.tasks), "count", "cell")
        sheet.tall(row, [("    " * depth + name, 46)])
    sheet.freeze(head + 1, 1, repeat=True)
    sheet.row = head + len(branches) + 2
    sheet.note(_("Our money in campaigns, without partners' parts, and in budget lines that are no media."))
    sheet.finish()


def _money_cells(sheet: Sheet, first: int, branches: tuple[Branch, ...]) -> dict[int, float | Live]:
    """Sums over what lies directly below; plain amounts at the ends."""
    cells: dict[int, float | Live] = {}
    for at, branch in enumerate(branches):
        depth = DEPTH[branch.level]
        below = []
        for other in range(at + 1, len(branches)):
            if DEPTH[branches[other].level] <= depth:
                break
            if DEPTH[branches[other].level] == depth + 1:
                below.append(first + other)
        value = branch.cents / 100
        if branch.level in (Level.GOAL, Level.TARGET) and below:
            cells[first + at] = Live("+".join(sheet.near(row, MONEY) for row in below), value)
        else:
            cells[first + at] = value
    return cells


def _measure(sheet: Sheet, row: int, branch: Branch) -> None:
    plan = sheet.plan
    if not isinstance(branch.row, Target):
        for column in (2, 3, 4):
            sheet.blank(row, column, "cell")
        return
    target = branch.row
    kpi = KPIS.get(target.figure)
    if kpi is None or ("margin" in kpi.needs and not plan.with_margins):
        sheet.text(row, 2, target.figure if kpi is None else "", "cell", "wrap")
        sheet.put(row, 3, target.value if kpi is None else None, plain(target.value), "cell")
        sheet.blank(row, 4, "cell")
        return
    year = plan.version.year
    known = next((t.target for t in plan.company.targets if (t.key, t.year) == (kpi.key, year)), None)
    style = UNIT_STYLES[kpi.unit]
    sheet.text(row, 2, _(kpi.label), "cell", "wrap")
    sheet.put(row, 3, known if target.value is None else target.value, style, "cell", "input")
    sheet.put(row, 4, plan.evaluation.figures[kpi.key].value, style, "cell")
