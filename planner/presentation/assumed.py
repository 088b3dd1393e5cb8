"""What a budget was built on, in words: the givens of each way, as they are kept with the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.domain.company import Company
from planner.domain.kpis import KPIS
from planner.plan.budget_builder import Method
from planner.presentation import formats
from planner.presentation.language import _


def method_word(method: Method) -> str:
    """A way to a budget by its trade name."""
    return {
        Method.SHARE: _("% of revenue"),
        Method.TASK: _("Objective and task"),
        Method.LAST_YEAR: _("Last year ±"),
        Method.MARGINAL: _("Marginal return"),
    }[method]


def assumed(given: Mapping[str, Any], company: Company) -> tuple[str, ...]:
    """The givens of one way, then its outcome where that was kept too; tolerant of further fields."""

    def money(value: float) -> str:
        return formats.money(value, company)

    said = []
    if (share := given.get("share")) is not None:
        said.append(
            _("all marketing is {share} of {revenue} revenue").format(
                share=formats.share(share), revenue=money(given["of_revenue"])
            )
        )
    if (metric := given.get("metric")) is not None:
        kpi = KPIS[metric]
        said.append(
            _("least spend for {figure} of {value}, by the response curves").format(
                figure=_(kpi.label), value=formats.figure(kpi, given["value"], company)
            )
        )
    if (change := given.get("change")) is not None:
        past = given.get("last_year")
        said.append(
            _("working media {change} on last year's {amount}").format(
                change=formats.share(change, signed=True), amount="–" if past is None else money(past)
            )
        )
    if (hurdle := given.get("hurdle")) is not None:
        said.append(
            _("spend up to where the next unit earns {hurdle} of margin").format(hurdle=formats.ratio(hurdle))
        )
    splits = {"best": _("split as it earns most"), "last_year": _("split like last year")}
    if given.get("split") in splits:
        said.append(splits[given["split"]])
    if given.get("measure") == "full":
        said.append(_("judged by the full effect"))
    if given.get("marketing") is not None:
        said.append(
            _("{marketing} of marketing bring {revenue} of revenue").format(
                marketing=money(given["marketing"]), revenue=money(given.get("revenue") or 0.0)
            )
        )
    return tuple(said)
