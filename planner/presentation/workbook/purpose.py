"""What each campaign is for, and what it brought; the list of campaigns holds their days and money."""

from __future__ import annotations

from planner.domain.kpis import KPIS
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation.language import _
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.kpis import UNIT_STYLES
from planner.presentation.workbook.sheet import Sheet
from planner.presentation.workbook.styles import plain

WIDTHS = [27, 16, 10, 15, 15, 20, 17, 10, 12, 14, 24, 24, 9, 9, 11]
TARGET, PARTNER, NET = 12, 13, 14
WIDER = 1.2
"""Letters of the sheet's font in a column, against the unit in which its width is given."""


def write_purpose(sheet: Sheet) -> None:
    """One row a campaign, numbered as in the list."""
    plan = sheet.plan
    campaigns = plan.version.campaigns
    every = whole_campaigns(campaigns)
    known = sum(all(line.details.programme for line in whole.lines) for whole in every)
    finding = _("{known} of {count} campaigns serve a programme").format(known=known, count=len(every))
    sheet.heading(_("Purpose of campaigns"), finding, WIDTHS)
    shows_net = plan.margin is not None
    head = sheet.row
    labels = [
        _("Campaign"),
        _("Channel"),
        _("Type"),
        _("Programme"),
        _("Measured by"),
        _("Audience"),
        _("Offer"),
        _("Region"),
        _("Product"),
        _("Also on"),
        _("Result"),
        _("Lesson"),
    ]
    sheet.heads(head, labels, left=len(labels))
    sheet.heads(head, [_("Target"), _("Partner"), _("Net margin") if shows_net else ""], TARGET, left=0)
    for row, campaign in enumerate(campaigns, head + 1):
        details = campaign.details
        kpi = KPIS.get(details.figure)
        if kpi is not None and "margin" in kpi.needs and not plan.with_margins:
            kpi = None
        texts = {
            0: campaign.name,
            1: campaign.channel,
            2: plan_word(details.kind),
            3: details.programme,
            4: _(kpi.label) if kpi else "" if details.figure in KPIS else details.figure,
            5: details.audience,
            6: details.offer,
            7: details.region,
            8: details.product,
            9: ", ".join(details.also_on),
            10: details.result,
            11: details.lesson,
        }
        for column, text in texts.items():
            sheet.text(row, column, text, "cell", "wrap", "strong" if column == 0 else "text", "wrap")
        for column in (TARGET, PARTNER, NET):
            sheet.blank(row, column, "cell")
        if details.target is not None:
            style = UNIT_STYLES[kpi.unit] if kpi else plain(details.target)
            sheet.put(row, TARGET, details.target, style, "cell")
        if details.partner_share:
            sheet.put(row, PARTNER, details.partner_share, "share", "cell")
        if shows_net and details.measured is not None and plan.margin is not None:
            net = details.measured.net(plan.margin, campaign.own_cents / 100)
            sheet.put(row, NET, net, "change", "cell")
        sheet.tall(row, [(text, WIDTHS[column] * WIDER) for column, text in texts.items()])
    sheet.page.autofilter(head, 0, head + len(campaigns), NET)
    sheet.freeze(head + 1, 1, repeat=True)
    sheet.row = head + len(campaigns) + 1
    sheet.finish()
