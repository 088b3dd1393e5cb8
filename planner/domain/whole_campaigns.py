"""Campaigns across channels: rows of one name are one campaign, each a line with its channel, days and money.

Everything that counts money stays with the lines; here they are read together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.errors import NotFound, say


@dataclass(frozen=True)
class WholeCampaign:
    """All lines of one name, in the plan's order; at least one."""

    lines: tuple[Campaign, ...]

    @property
    def name(self) -> str:
        """What the lines are called."""
        return self.lines[0].name

    @property
    def channels(self) -> tuple[str, ...]:
        """Where it runs, each channel once."""
        return tuple(dict.fromkeys(line.channel for line in self.lines))

    @property
    def start(self) -> date:
        """The day its first line begins."""
        return min(line.start for line in self.lines)

    @property
    def end(self) -> date:
        """The last day of its last line."""
        return max(line.end for line in self.lines)

    @property
    def cents(self) -> int:
        """Its money on all channels; a cancelled line holds none, where others run."""
        running = [line for line in self.lines if line.status is not CampaignStatus.CANCELLED]
        return sum(line.cents for line in running or self.lines)

    @property
    def status(self) -> CampaignStatus:
        """Live while any line is; else that of the line which is least far."""
        order = tuple(CampaignStatus)
        if any(line.status is CampaignStatus.LIVE for line in self.lines):
            return CampaignStatus.LIVE
        return min((line.status for line in self.lines), key=order.index)


def whole_campaigns(campaigns: Iterable[Campaign]) -> tuple[WholeCampaign, ...]:
    """The campaigns that these lines are, in the order of their first lines."""
    lines: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        lines.setdefault(campaign.name, []).append(campaign)
    return tuple(WholeCampaign(tuple(found)) for found in lines.values())


def also_running(
    campaigns: Sequence[Campaign], name: str, channels: Iterable[str], cents: int
) -> tuple[Campaign, ...]:
    """The campaigns with a line of `cents` on each of `channels` more for campaign `name`, below its others.

    A new line has the days, owner and purpose of the first one; what that has brought stays with it. What
    was only noted as a channel that carries it too is a line from now on. Raises NotFound for another name.
    """
    first = next((one for one in campaigns if one.name == name), None)
    if first is None:
        raise NotFound(say('There is no campaign "{name}" in this plan.', name=name[:60]))
    wanted = tuple(channels)
    kept = []
    for one in campaigns:
        noted = tuple(channel for channel in one.details.also_on if channel not in wanted)
        is_ours = one.name == name and noted != one.details.also_on
        kept.append(replace(one, details=replace(one.details, also_on=noted)) if is_ours else one)
    purpose = replace(first.details, also_on=(), measured=None, result="", lesson="")
    decided = first.status in (CampaignStatus.IDEA, CampaignStatus.PLANNED, CampaignStatus.APPROVED)
    status = first.status if decided else CampaignStatus.PLANNED
    new = replace(first, id=None, cents=cents, status=status, details=purpose)
    place = max(at for at, one in enumerate(kept) if one.name == name) + 1
    return (*kept[:place], *(replace(new, channel=channel) for channel in wanted), *kept[place:])
