"""Starting points for a company of one's own: usual channels with guesses that its owner replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.company import Channel, CostKind, CostLine, Ownership, Purpose


@dataclass(frozen=True)
class StartingChannel:
    """A channel with guesses at the template's split.

    share    of working media
    returns  media revenue per unit of spend at that spend
    reached  share of its ceiling that the channel earns there
    """

    channel: Channel
    share: float
    returns: float
    reached: float


@dataclass(frozen=True)
class Template:
    """Channels and cost lines to begin with; the shares of the channels add up to 1."""

    key: str
    channels: tuple[StartingChannel, ...]
    lines: tuple[CostLine, ...]


def _paid(name: str, purpose: Purpose, unit: str, new: float, direction: str = "A") -> Channel:
    return Channel(name, Ownership.PAID, purpose, direction, unit, new)


def _owned(name: str, purpose: Purpose, unit: str, new: float, direction: str = "B") -> Channel:
    return Channel(name, Ownership.OWNED, purpose, direction, unit, new)


BRAND, PERFORMANCE = Purpose.BRAND, Purpose.PERFORMANCE
_LINES = (
    CostLine("Production", CostKind.PRODUCTION, share_of_media=0.14),
    CostLine("Agency fees", CostKind.AGENCY, share_of_media=0.11),
    CostLine("Technology and data", CostKind.TECHNOLOGY, share_of_media=0.07),
    CostLine("Reserve", CostKind.RESERVE, share_of_media=0.07),
)
# Returns and half-way points near the sample company's, B2B with fewer, dearer orders.
TEMPLATES: Mapping[str, Template] = {
    template.key: template
    for template in (
        Template(
            "consumer",
            (
                StartingChannel(_paid("Search", PERFORMANCE, "CPC", 0.40), 0.26, 5.0, 0.55),
                StartingChannel(_paid("Paid social", PERFORMANCE, "CPM", 0.35), 0.22, 3.6, 0.55),
                StartingChannel(_paid("Online video", BRAND, "CPM", 0.35), 0.16, 3.8, 0.45),
                StartingChannel(_paid("Marketplace ads", PERFORMANCE, "CPC", 0.40), 0.12, 4.4, 0.50),
                StartingChannel(_paid("Display", PERFORMANCE, "CPM", 0.15), 0.08, 3.3, 0.60),
                StartingChannel(_paid("Influencers", BRAND, "CPM", 0.40, "C"), 0.08, 3.5, 0.50),
                StartingChannel(_owned("Email and loyalty", PERFORMANCE, "CVR", 0.05), 0.08, 10.0, 0.70),
            ),
            _LINES,
        ),
        Template(
            "b2b",
            (
                StartingChannel(_paid("Search", PERFORMANCE, "CPC", 0.55), 0.24, 4.0, 0.55),
                StartingChannel(_paid("Professional networks", PERFORMANCE, "CPC", 0.60), 0.22, 3.0, 0.45),
                StartingChannel(_paid("Trade fairs and events", BRAND, "CVR", 0.50, "C"), 0.24, 2.6, 0.50),
                StartingChannel(_paid("Trade media", BRAND, "CPM", 0.45), 0.08, 2.4, 0.45),
                StartingChannel(_owned("Content and SEO", BRAND, "CPC", 0.50, "A"), 0.14, 3.6, 0.50),
                StartingChannel(_owned("Email and webinars", PERFORMANCE, "CVR", 0.20, "C"), 0.08, 6.0, 0.60),
            ),
            _LINES,
        ),
        Template("blank", (), ()),
    )
}
