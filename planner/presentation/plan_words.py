"""Words of the plan book: its lists, its choices, and the texts it starts with."""

from __future__ import annotations

from enum import StrEnum

from planner.domain.planning.details import CampaignKind, Flighting
from planner.domain.planning.funds import CarryOver
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


def plan_word(choice: StrEnum) -> str:
    """The word for a type or a state."""
    return _(_WORDS[type(choice), choice])


def choices(kind: type[StrEnum]) -> dict[str, str]:
    """All choices of a kind with their words, in order."""
    return {choice.value: plan_word(choice) for choice in kind}


def gap_words(gap: Gap) -> str:
    """What is missing before a launch, with blanks for a name and a day."""
    return _(_GAPS[gap])
