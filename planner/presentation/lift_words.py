"""What a lift test does, in a few words."""

from __future__ import annotations

from planner.plan.learning import LiftTest
from planner.presentation import formats
from planner.presentation.language import _, ngettext


def test_words(test: LiftTest) -> str:
    """ "half as much again for 8 weeks"."""
    sizes = {
        -1.0: _("off"),
        -0.5: _("half of its money"),
        0.5: _("half as much again"),
        1.0: _("twice its money"),
    }
    size = sizes.get(test.change) or formats.share(1 + test.change, digits=0)
    return ngettext("{size} for {count} week", "{size} for {count} weeks", test.weeks).format(
        size=size, count=test.weeks
    )
