"""A stored plan gathered into what its files are made of.

Nothing here asks the clock: the same version over the same actuals gives the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from planner.documents.plan import plan_document
from planner.domain.actuals import Actuals, Metric
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.errors import NotFound, say
from planner.domain.signing import Signed
from planner.plan.evaluation import Evaluation
from planner.presentation.annual_plan import Advice, AnnualPlan, Built, Change, LastYear, Signature, SignOff
from planner.presentation.deeds import what_changed
from planner.services.advising import advice, came_from
from planner.services.approvals import signatures
from planner.services.library import Store, VersionInfo
from planner.services.results import Results, results_from
from planner.services.standing import standing
from planner.storage.records import AuditEntry

MOST_SCENARIOS = 4
"""As many as stand side by side on a page."""


def find_plan(store: Store, plan: str, slug: str | None = None) -> tuple[str, int]:
    """The company and number of a plan: "sample", a version's number, or its name.

    "sample" is the sample company's approved plan, else its newest. Raises NotFound, naming what there is.
    """
    companies = [info for info in store.workspaces() if slug is None or info.slug == slug]
    if plan == "sample":
        for company in companies:
            if company.is_sample:
                return company.slug, _current(store.versions(company.slug)).id
        raise NotFound(say("The sample company is not loaded; run: python -m planner load-sample"))
    found = [
        (company.slug, version)
        for company in companies
        for version in store.versions(company.slug)
        if plan in (str(version.id), version.name)
    ]
    by_number = [entry for entry in found if str(entry[1].id) == plan]
    if by_number:
        return by_number[0][0], by_number[0][1].id
    if len(found) == 1:
        return found[0][0], found[0][1].id
    if found:
        numbers = ", ".join(f"{version.id} ({where}, {version.year})" for where, version in found)
        raise NotFound(
            say(
                'Several plans are called "{plan}"; name one by its number: {numbers}.',
                plan=plan,
                numbers=numbers,
            )
        )
    known = [version.name for company in companies for version in store.versions(company.slug)]
    listed = ", ".join(f'"{name}"' for name in known[:10]) or "none yet"
    raise NotFound(say('There is no plan "{plan}". Plans: {listed}.', plan=plan, listed=listed))


def export_plan(
    store: Store, slug: str, version_id: int, *, with_margins: bool = True, advised: bool = True
) -> AnnualPlan:
    """Everything that the files of a version say; not `advised`: without what would have to be looked for."""
    company, version = store.company(slug), store.version(slug, version_id)
    info = next(info for info in store.versions(slug, version.year) if info.id == version_id)
    actuals = store.actuals(slug)
    results = _results(store, slug, company, version, actuals)
    trail = store.trail(slug, version_id)
    came_in = max((b.at.date() for b in store.batches(slug) if not b.is_undone), default=None)
    as_of = max(info.saved_at.date(), came_in or info.saved_at.date())
    return AnnualPlan(
        company=company,
        version=version,
        evaluation=_evaluation(store, slug, version, results),
        curves=results.curves,
        generated_at=info.saved_at,
        last_year=_last_year(store, slug, company, version.year - 1, actuals),
        actuals=actuals,
        actuals_at=came_in,
        outlook=None if results.through is None else results.outlook,
        bridge=results.bridge,
        scenarios=_scenarios(store, slug, company, version, actuals),
        changes=tuple(_changes(store, slug, company, version)),
        sign_off=_sign_off(company, version, info, trail),
        built=_built(trail),
        came_from=came_from(store, slug, results) if advised else None,
        advice=advice(store, slug, results, as_of) if advised else Advice(),
        with_margins=with_margins,
        number=_number(store, slug, info),
        curves_named=next((c.number, c.name) for c in store.curves_list(slug) if c.id == version.curves_id),
    )


def plan_json(plan: AnnualPlan) -> dict[str, Any]:
    """The plan as a `planner-plan/1` document."""
    return plan_document(
        plan.company,
        plan.version,
        plan.evaluation.forecast,
        plan.evaluation.figures,
        plan.generated_at,
        with_margins=plan.with_margins,
    )


def _number(store: Store, slug: str, info: VersionInfo) -> int | None:
    """Which of the plan versions of its year a version is, the first made being 1; None for a scenario."""
    plans = [i.id for i in store.versions(slug, info.year) if i.kind is not VersionKind.SCENARIO]
    return sorted(plans).index(info.id) + 1 if info.id in plans else None


def _evaluation(store: Store, slug: str, version: PlanVersion, results: Results) -> Evaluation:
    """What the version brings; a forecast of a year with actuals by these, as on every screen."""
    if version.kind is VersionKind.FORECAST:
        return standing(store, slug, version).evaluation
    return results.evaluation


def _current(versions: list[VersionInfo]) -> VersionInfo:
    approved = [v for v in versions if v.status == "approved" and v.kind is VersionKind.BUDGET]
    if not versions:
        raise NotFound(say("The sample company holds no plan; run: python -m planner load-sample"))
    return max(approved or versions, key=lambda version: (version.year, version.id))


def _results(store: Store, slug: str, company: Company, version: PlanVersion, actuals: Actuals) -> Results:
    """The version against its year's actuals; its channels are the plan's and those only actuals know."""
    curves = store.curves(slug, version.curves_id)
    closed = frozenset(Month.parse(closed.month) for closed in store.closed_months(slug))
    return results_from(company, curves, version, actuals, closed=closed)


def _last_year(store: Store, slug: str, company: Company, year: int, actuals: Actuals) -> LastYear | None:
    """What was spent and sold the year before; open months of a planned year from its outlook."""
    months = company.fiscal_year(year).months
    approved = store.approved(slug, year)
    if approved is not None:
        found = _results(store, slug, company, approved, actuals)
        if found.through is not None:
            known = found.outlook
            spend = np.maximum(known.table[Metric.SPEND][:-1], 0.0)
            revenue = known.table[Metric.REVENUE].sum(axis=0)
            label = str(year) if known.months_left == 0 else f"{year} ({known.label})"
            grid = BudgetGrid.from_spend(known.table.channels, months, spend)
            return LastYear(year, label, grid, tuple(revenue.tolist()))
        return LastYear(year, str(year), approved.grid)
    labels = [str(month) for month in months]
    if not any(row.month in labels for row in actuals):
        return None
    channels = [name for name in actuals.channels() if name != BASELINE]
    reported = actuals.grid(Metric.SPEND, channels, labels)
    sold = actuals.grid(Metric.REVENUE, actuals.channels(), labels)
    any_sold = np.asarray(np.isfinite(sold).any(axis=0))
    revenue = tuple(
        float(v) if seen else None
        for v, seen in zip(np.nansum(sold, axis=0).tolist(), any_sold.tolist(), strict=True)
    )
    grid = BudgetGrid.from_spend(channels, months, np.maximum(np.nan_to_num(reported), 0.0))
    return LastYear(year, str(year), grid, revenue)


def _scenarios(
    store: Store, slug: str, company: Company, version: PlanVersion, actuals: Actuals
) -> tuple[tuple[str, Evaluation], ...]:
    beside = [
        info
        for info in store.versions(slug, version.year)
        if info.kind is VersionKind.SCENARIO and info.id != version.id
    ]
    found = []
    for info in sorted(beside, key=lambda info: info.id)[-MOST_SCENARIOS:]:
        scenario = store.version(slug, info.id)
        found.append((scenario.name, _results(store, slug, company, scenario, actuals).evaluation))
    return tuple(found)


def _built(trail: Iterable[AuditEntry]) -> Built | None:
    """What the version was built on, if by the builder."""
    for entry in trail:
        if built := entry.detail.get("built"):
            return Built(entry.who, entry.at, str(built["chosen"]), tuple(built["ways"]))
    return None


def _sign_off(company: Company, version: PlanVersion, info: VersionInfo, trail: list[AuditEntry]) -> SignOff:
    """Who signed, with their roles; until somebody submits, whoever made the version has prepared it."""
    titles = {signer.name: signer.title for signer in company.signers}
    signed = signatures(trail)

    def signature(step: Signed | None) -> Signature:
        if step is None:
            return Signature()
        return Signature(step.who, step.at.date(), titles.get(step.who, ""), step.reason)

    made = Signature(version.author, info.created.date(), titles.get(version.author, ""))
    prepared = made if signed.submitted is None else signature(signed.submitted)
    return SignOff(prepared, signature(signed.reviewed), signature(signed.approved))


def _changes(store: Store, slug: str, company: Company, version: PlanVersion) -> Iterator[Change]:
    """What was done to this version, to those it was made from, and to the curves it uses, newest first.

    Told from their own trails: what else is done in the company changes no file of this version.
    """
    family = [version.id]
    step = version.base_id
    while step is not None and step not in family:
        family.append(step)
        step = store.version(slug, step).base_id
    entries = store.curves_trail(slug, version.curves_id)
    for number in family:
        entries += store.trail(slug, number) if number is not None else []
    for entry in sorted(entries, key=lambda entry: -entry.id):
        said = what_changed(entry.action, entry.detail, company, reasons=False)
        what = f"{entry.detail.get('name', '')}: {said}"
        yield Change(entry.at, entry.who, what, str(entry.detail.get("reason") or ""))
