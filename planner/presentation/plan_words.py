"""Words of the plan book: its lists, its choices, and the texts it starts with."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from planner.domain.planning.details import CampaignKind, Flighting
from planner.domain.planning.funds import CarryOver
from planner.domain.planning.goals import Direction
from planner.domain.planning.lines import LineKind
from planner.domain.planning.milestones import MilestoneKind
from planner.domain.planning.notes import NoteKind
from planner.domain.planning.risks import StressKind, TestStatus
from planner.domain.planning.support import Gap
from planner.domain.planning.tasks import TaskStatus
from planner.presentation.language import _
from planner.presentation.words import N_

# Members of different enumerations may be equal as text, so their class stands in the key.
_WORDS: dict[tuple[type[StrEnum], str], str] = {
    (CampaignKind, CampaignKind.PROMOTION): N_("promotion"),
    (CampaignKind, CampaignKind.LOYALTY): N_("loyalty"),
    (CampaignKind, CampaignKind.CODES): N_("codes"),
    (CampaignKind, CampaignKind.MAILING): N_("mailing"),
    (CampaignKind, CampaignKind.PLACEMENT): N_("placement"),
    (CampaignKind, CampaignKind.MEDIA): N_("media"),
    (CampaignKind, CampaignKind.EVENT): N_("event"),
    (CampaignKind, CampaignKind.PR): N_("PR"),
    (CampaignKind, CampaignKind.PROJECT): N_("one-off project"),
    (Flighting, Flighting.EVEN): N_("even"),
    (Flighting, Flighting.BURST): N_("burst"),
    (LineKind, LineKind.MEDIA): N_("working media"),
    (LineKind, LineKind.PRODUCTION): N_("production"),
    (LineKind, LineKind.AGENCY): N_("agency"),
    (LineKind, LineKind.TECHNOLOGY): N_("technology"),
    (LineKind, LineKind.RESEARCH): N_("research"),
    (LineKind, LineKind.EVENTS): N_("events"),
    (LineKind, LineKind.PEOPLE): N_("people"),
    (LineKind, LineKind.RESERVE): N_("reserve"),
    (CarryOver, CarryOver.NONE): N_("lapses"),
    (CarryOver, CarryOver.UNUSED): N_("unused carries over"),
    (CarryOver, CarryOver.BALANCE): N_("unused and overdrawn carry over"),
    (MilestoneKind, MilestoneKind.HOLIDAY): N_("holiday"),
    (MilestoneKind, MilestoneKind.SALES): N_("sales days"),
    (MilestoneKind, MilestoneKind.COMPANY): N_("company"),
    (MilestoneKind, MilestoneKind.RESEARCH): N_("research"),
    (NoteKind, NoteKind.SITUATION): N_("situation"),
    (NoteKind, NoteKind.STRENGTH): N_("strength"),
    (NoteKind, NoteKind.WEAKNESS): N_("weakness"),
    (NoteKind, NoteKind.OPPORTUNITY): N_("opportunity"),
    (NoteKind, NoteKind.THREAT): N_("threat"),
    (NoteKind, NoteKind.POSITIONING): N_("positioning"),
    (NoteKind, NoteKind.FINDING): N_("finding"),
    (NoteKind, NoteKind.MARKET): N_("market"),
    (NoteKind, NoteKind.IDEA): N_("idea"),
    (NoteKind, NoteKind.BRAND_CHECK): N_("brand check"),
    (StressKind, StressKind.EFFECT): N_("effect of media"),
    (StressKind, StressKind.PRICE): N_("media prices"),
    (StressKind, StressKind.BASELINE): N_("sales without media"),
    (TestStatus, TestStatus.IDEA): N_("idea"),
    (TestStatus, TestStatus.RUNNING): N_("running"),
    (TestStatus, TestStatus.WORKED): N_("worked"),
    (TestStatus, TestStatus.FAILED): N_("failed"),
    (TaskStatus, TaskStatus.OPEN): N_("open"),
    (TaskStatus, TaskStatus.RUNNING): N_("running"),
    (TaskStatus, TaskStatus.FINISHED): N_("finished"),
    (TaskStatus, TaskStatus.DROPPED): N_("dropped"),
}
_GAPS = {
    Gap.PRE_HEAT: N_("no campaign runs in the pre-heat, from {day}"),
    Gap.LAUNCH: N_("no campaign runs in the launch phase, from {day}"),
    Gap.UNDECIDED: N_("“{name}” is still an idea and should start on {day}"),
    Gap.LATE_TASK: N_("“{name}” ends after its campaign starts on {day}"),
}


_PARTS = {
    "campaigns": N_("Campaigns"),
    "goals": N_("Company goals"),
    "targets": N_("Targets"),
    "directions": N_("Directions"),
    "programmes": N_("Programmes"),
    "tasks": N_("Tasks"),
    "people": N_("People"),
    "funds": N_("Funds"),
    "lines": N_("Budget lines"),
    "launches": N_("Launches"),
    "milestones": N_("Milestones"),
    "risks": N_("Risks"),
    "tests": N_("Tests"),
    "notes": N_("Notes"),
}
_FIELDS = {
    "accrued": N_("Delivered"),
    "annual": N_("Cap of the year"),
    "at_launch": N_("Sales a month at launch"),
    "audience": N_("Audience"),
    "author": N_("Author"),
    "by": N_("By"),
    "campaign": N_("Campaign"),
    "cancel_by": N_("Cancel by"),
    "cancellation": N_("Cost of cancelling"),
    "carry": N_("What a month leaves"),
    "cents": N_("Money"),
    "change": N_("Change"),
    "channel": N_("Channel"),
    "committed": N_("Committed"),
    "cost_centre": N_("Cost centre"),
    "day": N_("Day"),
    "days": N_("Days a month"),
    "direction": N_("Direction"),
    "ease": N_("Ease, 1 to 5"),
    "effort": N_("Days of work"),
    "end": N_("End"),
    "figure": N_("Figure"),
    "finding": N_("What we learned"),
    "goal": N_("Goal"),
    "head": N_("Head"),
    "invoiced": N_("Invoiced"),
    "kind": N_("Kind"),
    "kinds": N_("Pays for"),
    "launch": N_("Launch, days"),
    "minimum_staff": N_("Least staff"),
    "monthly": N_("Cap of a month"),
    "months": N_("Money of the year"),
    "name": N_("Name"),
    "note": N_("Note"),
    "order": N_("Order no."),
    "owner": N_("Owner"),
    "paid": N_("Paid"),
    "pre_heat": N_("Pre-heat, days"),
    "probability": N_("Probability"),
    "product": N_("Product"),
    "programme": N_("Programme"),
    "question": N_("What do we want to know?"),
    "region": N_("Country or region"),
    "response": N_("What we do"),
    "results": N_("Result system"),
    "review": N_("Look again on"),
    "role": N_("Post"),
    "stage": N_("Stage"),
    "start": N_("Start"),
    "status": N_("Status"),
    "stress": N_("It hits"),
    "sustain": N_("Sustain, days"),
    "sustained": N_("Sales a month after"),
    "target": N_("Target"),
    "tools": N_("Tools"),
    "units": N_("Units"),
    "until": N_("Until"),
    "value": N_("Value"),
    "vat": N_("VAT"),
    "vat_rate": N_("VAT, %"),
    "vendor": N_("Vendor"),
}


def part_word(part: str) -> str:
    """What a list of the plan book is called."""
    return _(_PARTS.get(part, part))


def field_word(field: str) -> str:
    """What a field of one of its rows is called."""
    return _(_FIELDS.get(field, field))


def plan_word(choice: StrEnum) -> str:
    """The word for a type or a state."""
    return _(_WORDS[type(choice), choice])


def choices(kind: type[StrEnum]) -> dict[str, str]:
    """All choices of a kind with their words, in order."""
    return {choice.value: plan_word(choice) for choice in kind}


def gap_words(gap: Gap) -> str:
    """What is missing before a launch, with blanks for a name and a day."""
    return _(_GAPS[gap])


def in_words(direction: Direction) -> Direction:
    """A direction's texts in the reader's language."""
    texts = ("name", "audience", "stage", "units", "tools", "results")
    said: dict[str, Any] = {field: _(getattr(direction, field)) for field in texts}
    return replace(direction, **said)
