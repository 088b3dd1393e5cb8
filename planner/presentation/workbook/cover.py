"""The first page: whose plan, which version, on what basis, who signs, and what is inside."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.budget_plan import VersionStatus
from planner.presentation.formats import compact, vat_label
from planner.presentation.language import _
from planner.presentation.plan_findings import marketing_brings, numbered
from planner.presentation.words import word
from planner.presentation.workbook.sheet import Sheet, shortened


def write_cover(sheet: Sheet, contents: Sequence[tuple[str, str]]) -> None:
    """`contents` are the other sheets: name, and what stands on it."""
    plan, version = sheet.plan, sheet.plan.version
    sheet.heading(
        _("Annual marketing plan {year}").format(year=version.year), _statement(sheet), [26, 30, 20, 34, 16]
    )
    sheet.page.set_row(0, 44)
    sheet.page.write_string(
        0, 0, _("Annual marketing plan {year}").format(year=version.year), sheet.style("cover")
    )
    sheet.page.write_string(1, 0, _statement(sheet), sheet.style("lead"))
    sheet.page.set_row(1, 26)
    sheet.block(_("Plan"))
    number = next(iter(numbered(plan)), _("not saved yet") if version.id is None else word(version.kind))
    facts = [
        (_("Company"), plan.company.name),
        (_("Plan"), version.name),
        (_("Version"), number),
        (_("Status"), word(version.status)),
        (_("Kind"), word(version.kind)),
        (_("Horizon"), sheet.horizon),
        (_("Amounts in"), f"{plan.company.currency}, {vat_label(plan.company)}"),
        (_("Version of"), sheet.time),
        (_("Reason"), version.reason or "–"),
    ]
    for label, value in facts:
        sheet.text(sheet.row, 0, label, "cell", "muted")
        sheet.blank(sheet.row, 2, "cell")
        sheet.blank(sheet.row, 3, "cell")
        sheet.text(sheet.row, 1, value, "cell", "strong" if label == _("Plan") else "text")
        sheet.row += 1
    sheet.row += 1
    _sign_off(sheet)
    top = sheet.block(_("Contents"))
    for row, (name, purpose) in enumerate(contents, top):
        target = name.replace("'", "''")
        sheet.page.write_url(row, 0, f"internal:'{target}'!A1", sheet.style("link"), name)
        sheet.text(row, 1, purpose, "muted")
    sheet.row = top + len(contents) + 1
    if version.status is not VersionStatus.APPROVED:
        sheet.note(_("This version is not approved; figures may still change."))
    sheet.finish(one_page=True)


def _statement(sheet: Sheet) -> str:
    """The plan in one sentence."""
    said, company = marketing_brings(sheet.plan), sheet.plan.company
    profit = sheet.plan.evaluation.figures["profit"].value
    if sheet.plan.with_margins and profit is not None:
        said += "; " + _("{profit} of profit after marketing").format(
            profit=compact(profit, company, currency=True)
        )
    return said


def _sign_off(sheet: Sheet) -> None:
    top = sheet.block(_("Sign-off"))
    sheet.heads(top, ["", _("Name"), _("Date"), _("Remark")], left=4)
    sign_off = sheet.plan.sign_off
    rows = (
        (_("Prepared by"), sign_off.prepared),
        (_("Reviewed by"), sign_off.reviewed),
        (_("Approved by"), sign_off.approved),
    )
    for row, (label, signature) in enumerate(rows, top + 1):
        sheet.text(row, 0, label, "sign", "muted")
        who = f"{signature.name}, {signature.title}" if signature.title else signature.name
        sheet.text(row, 1, who, "sign", "strong")
        sheet.day(row, 2, signature.day, "sign")
        sheet.text(row, 3, shortened(signature.remark, 60), "sign", "muted")
        sheet.page.set_row(row, 26)
    sheet.row = top + len(rows) + 2
