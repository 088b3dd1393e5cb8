"""Curves: why believe it?"""

from planner.ui import present, state
from planner.ui.context import strip
from planner.ui.curves import page, wall

context = strip(compare=False, presents=True)
if present.wanted() and context.version_id is not None:
    wall.show(context)
    state.stop()
page.screen(context)
