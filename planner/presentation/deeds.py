"""What somebody did, in words: the entries of the audit trail, on screen and in the workbook's change log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.presentation.words import N_

MOST_NAMED = 3
_ACTIONS = {
    "company.started": N_("Company started"),
    "company.saved": N_("Settings saved"),
    "channel.renamed": N_("Channel renamed"),
    "channel.merged": N_("Channels merged"),
    "channel.archived": N_("Channel archived"),
    "curves.added": N_("Curves added"),
    "version.created": N_("Plan created"),
    "version.saved": N_("Plan saved"),
    "version.progressed": N_("Progress noted"),
    "version.draft": N_("Plan returned to draft"),
    "version.submitted": N_("Plan submitted"),
    "version.reviewed": N_("Plan reviewed"),
    "version.approved": N_("Plan approved"),
    "version.superseded": N_("Plan superseded"),
    "version.channel_renamed": N_("Channel renamed in the plan"),
    "version.channels_merged": N_("Channels merged in the plan"),
    "scenario.deleted": N_("Scenario deleted"),
    "actuals.taken_over": N_("Actuals taken over"),
    "actuals.undone": N_("Actuals undone"),
    "month.closed": N_("Month closed"),
    "month.reopened": N_("Month reopened"),
    "mapping.saved": N_("File mapping saved"),
    "note.written": N_("Note written"),
    "note.removed": N_("Note removed"),
    "experiments.added": N_("Lift tests added"),
    "experiment.removed": N_("Lift test removed"),
    "sample.loaded": N_("Sample loaded"),
}

_LISTS = {
    "goals": N_("goals"),
    "targets": N_("targets"),
    "directions": N_("directions"),
    "programmes": N_("programmes"),
    "tasks": N_("tasks"),
    "people": N_("people"),
    "funds": N_("funds"),
    "lines": N_("orders"),
    "launches": N_("launches"),
    "milestones": N_("milestones"),
    "risks": N_("risks"),
    "tests": N_("tests"),
    "notes": N_("notes"),
}
"""Lists of the plan book."""


def what_changed(action: str, detail: Mapping[str, Any], company: Company, *, reasons: bool = True) -> str:
    """One entry of the trail in words: the deed, its money, campaigns and lists; with `reasons` why."""
    deed = _("Change undone") if "undo_of" in detail else action_words(action)
    parts = [*_money(company, detail), *_lists(detail)]
    if reasons and (reason := str(detail.get("reason") or "")):
        parts.append(f"“{reason}”")
    return f"{deed}: {'; '.join(parts)}" if parts else deed


def _money(company: Company, detail: Mapping[str, Any]) -> list[str]:
    if "cells" not in detail:
        return []
    moves = sorted(detail.get("channels", {}).items(), key=lambda move: -abs(move[1][1] - move[1][0]))
    named = [
        f"{name} {formats.money(new - old, company, signed=True)}" for name, (old, new) in moves[:MOST_NAMED]
    ]
    if len(moves) > MOST_NAMED:
        named.append(_("{count} more channels").format(count=len(moves) - MOST_NAMED))
    if not moves and detail["cells"]:
        named.append(_("months moved within {channels}").format(channels=", ".join(detail["cells"])))
    return named


def _lists(detail: Mapping[str, Any]) -> list[str]:
    said = []
    edited = detail.get("edited", ())
    if len(edited) == 1:
        old, new = edited[0]
        pattern = (
            _("campaign “{name}” added")
            if old is None
            else _("campaign “{name}” deleted")
            if new is None
            else _("campaign “{name}” changed")
        )
        said.append(pattern.format(name=str((new or old)["name"])[:40]))
    elif edited:
        said.append(ngettext("{count} campaign", "{count} campaigns", len(edited)).format(count=len(edited)))
    if "lines" in detail:
        said.append(_("cost lines"))
    said += [_(_LISTS.get(part, part)) for part in detail.get("book", ())]
    return said


def action_words(action: str) -> str:
    """A stable action word as a person reads it; one that is not listed is spelled out."""
    return _(_ACTIONS.get(action) or action.replace(".", " ").replace("_", " ").capitalize())
