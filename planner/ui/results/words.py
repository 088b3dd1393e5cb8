"""Words that several views of the results share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.analysis.bridge import Bar, Cause
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.domain.notes import Tag
from planner.presentation import formats
from planner.presentation.language import _


def chance_words(chance: float) -> str:
    """A chance in whole per cent; what is nearly sure or nearly impossible is not called certain."""
    if chance < 0.01:
        return _("under {share}").format(share=formats.share(0.01, digits=0))
    if chance > 0.99:
        return _("over {share}").format(share=formats.share(0.99, digits=0))
    return formats.share(chance, digits=0)


def months_words(months: Sequence[Month]) -> str:
    """ "Jan–Oct 2026", or "Oct 2026" for one; "Feb–Mar, May 2026" where April is missing."""
    return formats.month_runs(months)


def opening(months: Sequence[Month]) -> str:
    """Months at the beginning of a sentence: Russian writes their names small elsewhere."""
    said = months_words(months)
    return said[:1].upper() + said[1:]


def line_words(name: str) -> str:
    """A channel, or the sales that none brings."""
    return _("Sales without media") if name == BASELINE else name


def tag_words(tag: Tag | None) -> str:
    """What kind of difference it is; "" where nobody said."""
    words = {Tag.TIMING: _("timing"), Tag.STRUCTURAL: _("structural"), Tag.ONE_OFF: _("one-off")}
    return words[tag] if tag else ""


MOST_BARS = 8
"""Nobody reads a bridge of more steps."""


def bridge_steps(bars: Sequence[Bar], words: Mapping[Cause, str], divisor: float) -> list[tuple[str, float]]:
    """The steps of a bridge in display units, in its order; of too many the smallest are one."""
    moved = [bar for bar in bars if abs(bar.amount) >= 0.5]
    kept = moved
    if len(moved) > MOST_BARS:
        ranked = sorted(moved, key=lambda bar: -abs(bar.amount))[: MOST_BARS - 1]
        kept = [bar for bar in moved if bar in ranked]
    steps = [(words[bar.cause], bar.amount / divisor) for bar in kept]
    rest = sum(bar.amount for bar in moved if bar not in kept)
    if len(kept) < len(moved):
        steps.append((_("Smaller causes"), rest / divisor))
    return steps
