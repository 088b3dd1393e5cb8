"""The board page as PDF: words and positions are gathered here, the drawing stands in `page.typ`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.board.charts import month_chart, reason_chart
from planner.presentation.board.tiles import tiles
from planner.presentation.board.words import asks, headline, risks
from planner.presentation.formats import moment_label, month_label, vat_label
from planner.presentation.language import _, current
from planner.presentation.plan_findings import numbered, unbroken
from planner.presentation.words import word

FONTS = Path(__file__).parents[1] / "fonts"
TEMPLATE = Path(__file__).parent / "page.typ"
LONGEST_NAME = 60


def board_page(plan: AnnualPlan) -> bytes:
    """The page as PDF, in the language in use; the same plan gives the same bytes."""
    return printed(content(plan))


def printed(page: dict[str, Any]) -> bytes:
    """What `page` says and draws as one A4 sheet."""
    made: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        # Only the fonts that come with the planner: the page looks alike on every machine.
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, ensure_ascii=False)},
    )
    return made


def write_board(plan: AnnualPlan, path: Path) -> None:
    """Write the page to `path`, whole or not at all."""
    made = board_page(plan)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(made)
    unfinished.replace(path)


def content(plan: AnnualPlan) -> dict[str, Any]:
    """Everything the page says and draws, as plain values."""
    version, company = plan.version, plan.company
    which = [company.name[:LONGEST_NAME], version.name[:LONGEST_NAME], word(version.status)]
    which += numbered(plan)
    which.append(f"{month_label(plan.months[0])} – {month_label(plan.months[-1])}")
    basis = _("Amounts in {currency}, {vat} · version of {time}").format(
        currency=company.currency, vat=vat_label(company), time=moment_label(plan.generated_at)
    )
    if plan.actual_through is not None:
        basis += " · " + _("actuals through {month}").format(month=month_label(plan.actual_through))
    return {
        "lang": current().split("_")[0],
        "title": f"{company.name} · {version.name}",
        "author": version.author,
        "which": " · ".join(which),
        "basis": basis,
        "headline": headline(plan),
        "tiles": tiles(plan),
        "reasons": reason_chart(plan),
        "months": month_chart(plan),
        "asks": {"title": _("For decision"), "items": list(map(unbroken, asks(plan)))},
        "risks": {"title": _("What could go wrong"), "items": list(map(unbroken, risks(plan)))},
    }
