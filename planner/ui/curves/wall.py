"""Curves on the wall: where the next unit of money earns most, channel by channel."""

from __future__ import annotations

from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.pictures import Bars
from planner.presentation.wall_rows import MOST_ROWS, wall_rows
from planner.ui import cached, components, present
from planner.ui.context import Context, version_label
from planner.ui.curves.evidence import finding
from planner.ui.curves.multiples import by_spend, known_curve, next_earns

FIGURES = ("media", "media_revenue", "roas", "roas_marginal")


def show(context: Context) -> None:
    """The finding, what the next unit earns on each channel, and the plan's own returns."""
    now = context.evaluation()
    curves = cached.curves(context.slug, context.version().curves_id)
    own = now.figures.by_channel
    earning = sorted(
        ((n, next_earns(own[n], context.measure)) for n in by_spend(now) if own[n].spend > 0),
        key=lambda one: -one[1],
    )
    earning = [one for one in earning if known_curve(curves, one[0])]
    title = _("What the next {unit} earns").format(unit=formats.compact(1.0, context.company, currency=True))
    if len(earning) > MOST_ROWS:
        title += " " + _("(the best {count} of {all} channels)").format(count=MOST_ROWS, all=len(earning))
    bars = Bars(title, tuple((name, amount, "", "") for name, amount in earning), (), "")
    reading = _("full effect") if context.measure == "full" else _("in-year")
    plan = version_label(context.info(context.version_id or 0))
    source = "  ·  ".join((context.company.name, plan, reading, formats.basis_label(context.company)))
    figures = [
        components.tile_text(now.figures[key], None, context.company, context.measure) for key in FIGURES
    ]
    rows = wall_rows(bars, context.company)
    present.show(
        present.Wall(source, finding(now, curves, context.measure), figures, picture=title, rows=rows)
    )
