"""A company of one's own, ready to be asked: settings, curves and a first draft in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.company import Channel, Company
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray
from planner.domain.planning.book import PlanBook
from planner.domain.planning.directions import DIRECTIONS
from planner.plan.evaluation import evaluate, plan_model
from planner.presentation.plan_words import in_words
from planner.services.library import Store
from planner.services.templates import Template
from planner.storage import curve_sets, plans, workspaces
from planner.storage.records import Stamp

TYPED = "typed"
"""Source of curves that a person typed: belief, not measurement."""


@dataclass(frozen=True)
class TypedCurve:
    """ "At `media` a month we get `brings`, never more than `ceiling`": currency units a month.

    Nothing spent, or nothing known to come of it, is a channel without response.
    """

    name: str
    media: float
    brings: float
    ceiling: float

    def __post_init__(self) -> None:
        for what, amount in (
            ("monthly media", self.media),
            ("revenue", self.brings),
            ("ceiling", self.ceiling),
        ):
            if not (isfinite(amount) and amount >= 0):
                raise BadDocument(
                    say(
                        '"{name}": the {what} must be a number of at least 0, not {amount}.',
                        name=self.name,
                        what=what,
                        amount=amount,
                    )
                )
        if self.media > 0 and self.brings > 0 and self.ceiling <= self.brings:
            raise BadDocument(
                say(
                    '"{name}" cannot bring {brings:,.0f} a month already and never more than '
                    "{ceiling:,.0f}; give a ceiling above what it brings now.",
                    name=self.name,
                    brings=self.brings,
                    ceiling=self.ceiling,
                )
            )

    def curve(self) -> ChannelCurve:
        """The Hill curve with shape 1 through both points."""
        if self.media == 0 or self.brings == 0:
            return ChannelCurve(self.name, Hill(0.0, 1.0, 1.0))
        half = self.media * (self.ceiling - self.brings) / self.brings
        return ChannelCurve(self.name, Hill(self.ceiling, half, 1.0))


@dataclass(frozen=True)
class Started:
    """Where the new company is found."""

    slug: str
    version_id: int


def proposed(template: Template, media: float, *, evenly: bool = False) -> tuple[TypedCurve, ...]:
    """The template's guesses for a year's working media, a curve a channel."""
    found = []
    for start in template.channels:
        share = 1 / len(template.channels) if evenly else start.share
        # The guess is a point at the template's own split; another split walks along the same curve.
        at = max(media, 0.0) * start.share / 12
        ceiling = at * start.returns / start.reached
        spend = max(media, 0.0) * share / 12
        half = at * (1 - start.reached) / start.reached
        brings = ceiling * spend / (spend + half) if spend > 0 else 0.0
        found.append(TypedCurve(start.channel.name, spend, brings, ceiling))
    return tuple(found)


def typed_set(curves: Sequence[TypedCurve], currency: str) -> CurveSet:
    """Typed curves as a set seen in months."""
    if not curves:
        raise BadDocument(say("Name at least one channel."))
    return CurveSet("month", currency, tuple(curve.curve() for curve in curves))


def start_company(
    store: Store,
    company: Company,
    curves: CurveSet,
    media: Mapping[str, float | FloatArray],
    *,
    year: int,
    who: str,
    source: str = TYPED,
    called: str = "",
    revenue: float | None = None,
) -> Started:
    """Store a company with curves and a first draft in one go.

    media    working media by channel: of every month, or (12,) of the fiscal year's months; channels new to
             the company are added as plain ones
    called   name of the curves; else they are those of the company
    revenue  expected in the year, media included; what the curves do not explain becomes its baseline
    """
    unknown = [name for name in media if name not in {c.name for c in company.channels}]
    company = replace(company, channels=(*company.channels, *(Channel(name) for name in unknown)))
    if curves.currency != company.currency:
        raise BadDocument(
            say(
                "The curves count in {currency}, the company in {company_currency}; use one currency for "
                "both.",
                currency=curves.currency,
                company_currency=company.currency,
            )
        )
    months = company.fiscal_year(year).months
    channels = tuple(channel.name for channel in company.active_channels)
    spend = np.array([np.broadcast_to(media.get(name, 0.0), len(months)) for name in channels], np.float64)
    if not spend.any():
        raise BadDocument(say("The plan holds no money yet; give at least one channel a monthly amount."))
    grid = BudgetGrid.from_spend(channels, months, spend)
    if revenue is not None:
        company = replace(company, baselines={year: _baseline(company, curves, grid, year, revenue)})
    version = PlanVersion(
        year,
        f"Draft {year}",
        VersionKind.BUDGET,
        VersionStatus.DRAFT,
        grid,
        0,
        company.lines,
        book=PlanBook(directions=tuple(in_words(direction) for direction in DIRECTIONS)),
    )
    # What cannot be answered must not be stored: the Simulator would open on an error.
    evaluate(plan_model(company, curves, year, channels), company, grid, company.lines)
    stamp = Stamp(who)
    with store.database.writing() as session:
        row = workspaces.start(session, replace(company, is_sample=False), stamp)
        name = called or f"Curves of {company.name}"
        curves_id = curve_sets.add(session, row.id, curves, name=name, source=source, stamp=stamp)
        stored = plans.save(session, row.id, replace(version, curves_id=curves_id), "", stamp)
        assert stored.id is not None
        return Started(row.slug, stored.id)


def _baseline(
    company: Company, curves: CurveSet, grid: BudgetGrid, year: int, revenue: float
) -> tuple[float, ...]:
    model = plan_model(company, curves, year, grid.channels)
    media = evaluate(model, company, grid, ()).forecast.outcome()
    if media > revenue:
        raise BadDocument(
            say(
                "The channels would bring {media:,.0f} a year, more than the whole revenue of "
                "{revenue:,.0f}; lower what they bring, or raise the revenue.",
                media=media,
                revenue=revenue,
            )
        )
    return tuple([round((revenue - media) / 12, 2)] * 12)
