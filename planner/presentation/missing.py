"""What Setup still lacks, and which figures and questions wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.company import Company
from planner.domain.kpis import KPIS
from planner.presentation.language import _


@dataclass(frozen=True)
class Missing:
    """An input that was not given: what it is called, the view that takes it, and what it blocks."""

    need: str
    view: str
    label: str
    figures: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """ "Contribution · Payback · Does it pay back?" (labels may hold commas)"""
        return " · ".join((*self.figures, *self.questions))


def missing_inputs(company: Company, year: int, *, has_curves: bool, has_plan: bool) -> tuple[Missing, ...]:
    """Everything that blocks an answer about `year`, the largest gap first."""
    customers = company.customers
    won = customers is not None and any(c.new_customer_share > 0 for c in company.active_channels)
    gaps = (
        (not company.active_channels, "channels", "channels", _("Channels"), (_("What if we move money?"),)),
        (not has_curves, "curves", "start", _("Curves"), (_("What does this spend bring?"), _("Best split"))),
        (not has_plan, "plan", "start", _("Plan"), (_("Are we on plan?"), _("What if we cut 10 %?"))),
        (
            year not in company.baselines,
            "baseline",
            "baseline",
            _("Baseline {year}").format(year=year),
            (_("Where will we land?"),),
        ),
        (
            company.margin is None,
            "margin",
            "company",
            _("Margin"),
            (_("Does it pay back?"), _("Which total earns most?")),
        ),
        (
            customers is None,
            "customers",
            "customers",
            _("Customers"),
            (_("What does the next customer cost?"), _("Win or keep?")),
        ),
        (
            customers is not None and not won,
            "shares",
            "channels",
            _("New-customer shares"),
            (_("Which channel wins customers?"),),
        ),
    )
    return tuple(
        Missing(need, view, label, blocked_figures(need), questions)
        for absent, need, view, label, questions in gaps
        if absent
    )


def blocked_figures(need: str) -> tuple[str, ...]:
    """Labels of the key figures that cannot be answered without `need`."""
    if need == "shares":
        return (_(KPIS["cac_paid"].label), _(KPIS["cac_marginal"].label))
    return tuple(_(kpi.label) for kpi in KPIS.values() if need in kpi.needs)
