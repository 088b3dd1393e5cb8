"""The register of key figures: name, formula in words, unit, direction, source and the inputs it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure is counted in."""

    MONEY = "money"
    MONEY_EACH = "money each"
    COUNT = "count"
    RATIO = "ratio"
    SHARE = "share"
    MONTHS = "months"


@dataclass(frozen=True)
class Kpi:
    """One entry of the register. `better` is +1 when more is better, -1 when less is, 0 when neither."""

    key: str
    label: str
    formula: str
    unit: Unit
    better: int
    source: str
    needs: tuple[str, ...] = ()


def _(message: str) -> str:
    """Mark for translation; `planner.presentation` words it."""
    return message


MODEL, SETUP, PLAN = _("response curves"), _("Setup"), _("plan")
KPIS: Mapping[str, Kpi] = {
    kpi.key: kpi
    for kpi in (
        Kpi(
            "revenue",
            _("Revenue"),
            _("baseline + media revenue of all channels"),
            Unit.MONEY,
            1,
            MODEL,
            ("baseline",),
        ),
        Kpi(
            "media_revenue",
            _("Media revenue"),
            _("what the channels' spend brings, by the response curves"),
            Unit.MONEY,
            1,
            MODEL,
        ),
        Kpi(
            "contribution",
            _("Contribution"),
            _("revenue × margin"),
            Unit.MONEY,
            1,
            MODEL,
            ("baseline", "margin"),
        ),
        Kpi(
            "profit",
            _("Profit after marketing"),
            _("revenue × margin − all marketing"),
            Unit.MONEY,
            1,
            MODEL,
            ("baseline", "margin"),
        ),
        Kpi("media", _("Working media"), _("spend on all channels"), Unit.MONEY, 0, PLAN),
        Kpi(
            "marketing",
            _("All marketing"),
            _("working media + production, agency, technology, research, people, reserve"),
            Unit.MONEY,
            0,
            PLAN,
        ),
        Kpi(
            "orders",
            _("Orders"),
            _("revenue / average sale"),
            Unit.COUNT,
            1,
            MODEL,
            ("baseline", "customers"),
        ),
        Kpi(
            "new_customers",
            _("New customers"),
            _("media revenue / average sale × new-customer share of each channel + new without media"),
            Unit.COUNT,
            1,
            MODEL,
            ("customers",),
        ),
        Kpi(
            "active_customers",
            _("Active customers"),
            _("opening customers × retention + new customers"),
            Unit.COUNT,
            1,
            MODEL,
            ("customers",),
        ),
        Kpi(
            "cac_blended",
            _("CAC, blended"),
            _("all marketing / all new customers"),
            Unit.MONEY_EACH,
            -1,
            MODEL,
            ("customers",),
        ),
        Kpi(
            "cac_paid",
            _("CAC, paid"),
            _("spend on paid channels / new customers those channels bring"),
            Unit.MONEY_EACH,
            -1,
            MODEL,
            ("customers",),
        ),
        Kpi(
            "cac_marginal",
            _("Next customer's CAC"),
            _("1 / (orders the next unit of media brings × new-customer share)"),
            Unit.MONEY_EACH,
            -1,
            MODEL,
            ("customers",),
        ),
        Kpi("roas", _("ROAS"), _("media revenue / working media"), Unit.RATIO, 1, MODEL),
        Kpi(
            "roas_marginal",
            _("Next unit's ROAS"),
            _("media revenue that one more unit of media brings, spread like the plan"),
            Unit.RATIO,
            1,
            MODEL,
        ),
        Kpi(
            "marketing_share",
            _("Marketing share of revenue"),
            _("all marketing / revenue"),
            Unit.SHARE,
            -1,
            MODEL,
            ("baseline",),
        ),
        Kpi(
            "clv",
            _("CLV, first margin now"),
            _("yearly margin × (1 + discount) / (1 + discount − retention)"),
            Unit.MONEY_EACH,
            1,
            SETUP,
            ("customers", "margin"),
        ),
        Kpi(
            "clv_later",
            _("CLV, first margin after a year"),
            _("yearly margin × retention / (1 + discount − retention)"),
            Unit.MONEY_EACH,
            1,
            SETUP,
            ("customers", "margin"),
        ),
        Kpi(
            "clv_to_cac",
            _("CLV to CAC"),
            _("CLV, first margin after a year / CAC, blended"),
            Unit.RATIO,
            1,
            MODEL,
            ("customers", "margin"),
        ),
        Kpi(
            "payback",
            _("Payback"),
            _("CAC, blended / monthly margin of an active customer"),
            Unit.MONTHS,
            -1,
            MODEL,
            ("customers", "margin"),
        ),
    )
}
