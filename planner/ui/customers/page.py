"""The Customers screen: win or keep, and does it pay? Only the chosen view is computed."""

from __future__ import annotations

from collections.abc import Callable

from planner.plan.evaluation import Evaluation
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context
from planner.ui.customers import account, base, brand, levers, market, programmes, segments, tree, value

VIEW = "customers_view"
View = Callable[[Context, Evaluation, Evaluation | None], None]


def screen(context: Context) -> None:
    """The chosen view; market and brand are offered where Setup holds figures of them."""
    words: dict[str, tuple[str, View]] = {
        "levers": (_("Levers"), _levers),
        "value": (_("Value"), value.view),
        "base": (_("Base by month"), base.view),
        "segments": (_("Segments"), segments.view),
    }
    if context.with_margins:
        words["account"] = (_("Profit account"), account.view)
    if market.has_data(context.company):
        words["market"] = (_("Market"), market.view)
    if brand.has_data(context.company):
        words["brand"] = (_("Brand"), brand.view)
    programmes.keep(context)
    chosen = components.view(VIEW, {name: label for name, (label, _view) in words.items()})
    now = context.evaluation()
    # Last year is known by its actuals, which hold no customer base to compare with.
    before = context.evaluation(context.compared_id) if context.compared_id else None
    with components.errors_in_words():
        words[chosen][1](context, now, before)


def _levers(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    levers.finding(context, now.figures)
    tree.show(context, now, before)
    levers.table(context, now.figures)
    programmes.show(context, now)
