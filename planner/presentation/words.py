"""Words of people for the choices the domain makes: types, states, units, directions."""

from __future__ import annotations

from enum import StrEnum

from planner.analysis.variance import Comparison
from planner.domain.budget_plan import CampaignStatus, VersionKind, VersionStatus
from planner.domain.company import CostKind, Ownership, Purpose
from planner.domain.kpis import Unit
from planner.presentation.language import _


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark for translation where the word is looked up later."""
    return message


# Members of different enumerations may be equal as text, so their class stands in the key.
_WORDS: dict[tuple[type[StrEnum], str], str] = {
    (Ownership, Ownership.PAID): N_("paid"),
    (Ownership, Ownership.OWNED): N_("owned"),
    (Ownership, Ownership.EARNED): N_("earned"),
    (Purpose, Purpose.BRAND): N_("brand"),
    (Purpose, Purpose.PERFORMANCE): N_("performance"),
    (CostKind, CostKind.PRODUCTION): N_("production"),
    (CostKind, CostKind.AGENCY): N_("agency"),
    (CostKind, CostKind.TECHNOLOGY): N_("technology"),
    (CostKind, CostKind.RESEARCH): N_("research"),
    (CostKind, CostKind.EVENTS): N_("events"),
    (CostKind, CostKind.PEOPLE): N_("people"),
    (CostKind, CostKind.RESERVE): N_("reserve"),
    (VersionKind, VersionKind.BUDGET): N_("budget"),
    (VersionKind, VersionKind.FORECAST): N_("forecast"),
    (VersionKind, VersionKind.SCENARIO): N_("scenario"),
    (VersionStatus, VersionStatus.DRAFT): N_("draft"),
    (VersionStatus, VersionStatus.SUBMITTED): N_("submitted"),
    (VersionStatus, VersionStatus.APPROVED): N_("approved"),
    (VersionStatus, VersionStatus.SUPERSEDED): N_("superseded"),
    (CampaignStatus, CampaignStatus.IDEA): N_("idea"),
    (CampaignStatus, CampaignStatus.PLANNED): N_("planned"),
    (CampaignStatus, CampaignStatus.APPROVED): N_("approved"),
    (CampaignStatus, CampaignStatus.LIVE): N_("live"),
    (CampaignStatus, CampaignStatus.DONE): N_("done"),
    (CampaignStatus, CampaignStatus.CANCELLED): N_("cancelled"),
    (Unit, Unit.COUNT): N_("count"),
    (Unit, Unit.RATIO): N_("ratio"),
    (Unit, Unit.MONTHS): N_("months"),
}
_BETTER = {1: N_("more is better"), -1: N_("less is better"), 0: N_("neither")}
_INPUTS = {"baseline": N_("baseline revenue"), "margin": N_("margin"), "customers": N_("customers")}
_DIRECTIONS = {
    "A": N_("A channels and content"),
    "B": N_("B customer programmes"),
    "C": N_("C mailings and events"),
}


def word(choice: StrEnum) -> str:
    """The word for a type, a state or a unit."""
    return _(_WORDS[type(choice), choice])


def better_word(better: int) -> str:
    """Whether more or less of a figure is better."""
    return _(_BETTER[better])


def input_word(need: str) -> str:
    """What an input of Setup is called."""
    return _(_INPUTS.get(need, need))


def direction_word(direction: str) -> str:
    """A direction of the department, in full where it is one of the preloaded three."""
    return _(_DIRECTIONS.get(direction, direction))


def mood(compared: Comparison) -> str:
    """ "good", "bad" or "plain": the colour says whether a difference is good, on screen and in files."""
    return {True: "good", False: "bad", None: "plain"}[compared.favourable]


def unit_words(unit: Unit, currency: str) -> str:
    """What a figure counts in: "USD", "USD each", "%", "count"."""
    each = _("{currency} each").format(currency=currency)
    return {Unit.MONEY: currency, Unit.MONEY_EACH: each, Unit.SHARE: "%"}.get(unit) or word(unit)
