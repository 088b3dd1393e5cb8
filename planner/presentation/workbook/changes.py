"""The change log: who did what, when and why."""

from __future__ import annotations

from planner.presentation.formats import day_label, moment_label
from planner.presentation.language import _, ngettext
from planner.presentation.workbook.sheet import Sheet


def write_changes(sheet: Sheet) -> None:
    """One line a change, the latest first."""
    changes = sorted(sheet.plan.changes, key=lambda change: change.at, reverse=True)
    finding = _("Nothing has been changed since the plan was made")
    if changes:
        finding = ngettext(
            "{count} change, the latest on {day}", "{count} changes, the latest on {day}", len(changes)
        ).format(count=len(changes), day=day_label(changes[0].at.date()))
    sheet.heading(_("Change log"), finding, [26, 24, 70, 50])
    head = sheet.row
    sheet.heads(head, [_("When (UTC)"), _("Who"), _("What"), _("Reason")], left=4)
    for row, change in enumerate(changes, head + 1):
        sheet.text(row, 0, moment_label(change.at.replace(tzinfo=None)), "cell")
        sheet.text(row, 1, change.who, "cell", "wrap")
        sheet.text(row, 2, change.what, "cell", "wrap")
        sheet.text(row, 3, change.reason, "cell", "wrap")
        sheet.tall(row, [(change.who, 23), (change.what, 72), (change.reason, 52)])
    sheet.freeze(head + 1, 0, repeat=True)
    sheet.row = head + 1 + max(len(changes), 1)
    sheet.finish()
