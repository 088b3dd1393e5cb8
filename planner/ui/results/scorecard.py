"""Scorecard: what each channel cost and brought, and whether its next unit clears the hurdle."""

from __future__ import annotations

import pandas as pd

from planner.domain.actuals import Metric
from planner.domain.figures import ChannelFigures
from planner.plan.what_if import Verdict, verdict
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import cached, components
from planner.ui.context import Context


def view(context: Context) -> None:
    """A row per channel: spent and measured to date, return of the plan's average and next unit."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    company = context.company
    spend, revenue = results.variance[Metric.SPEND], results.variance[Metric.REVENUE]
    rows = []
    for name, figures in results.evaluation.figures.by_channel.items():
        spent, earned = spend.row(name), revenue.row(name)
        measured = earned.actual / spent.actual if spent.actual and earned.actual is not None else None
        rows.append(
            {
                _("Channel"): name,
                _("Spent to date"): formats.money(spent.actual, company),
                _("Revenue to date, measured"): formats.money(earned.actual, company),
                _("ROAS, measured"): formats.ratio(measured),
                _("ROAS of the plan, modelled"): formats.ratio(figures.roas),
                _("Next 1 earns, in-year"): formats.ratio(figures.next_unit),
                _("Next 1 earns, full effect"): formats.ratio(figures.next_unit_full),
                **(
                    {_("Verdict"): verdict_words(company.margin, company.hurdle, figures)}
                    if context.with_margins and company.margin is not None
                    else {}
                ),
            }
        )
    components.table(pd.DataFrame(rows), alt=_("Channels: cost, result and return"), height="content")


def verdict_words(margin: float, hurdle: float, figures: ChannelFigures) -> str:
    """A channel's verdict in words."""
    words = {Verdict.SCALE: _("scale"), Verdict.KEEP: _("keep"), Verdict.STOP: _("stop adding")}
    return words[verdict(margin, hurdle, figures)[0]]
