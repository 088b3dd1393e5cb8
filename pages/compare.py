"""Compare: which version or scenario, and what changed?"""

from planner.presentation.language import _
from planner.ui import compare, components, present, state
from planner.ui.context import strip

context = strip(presents=True)
if context.version_id is None or context.compared_id is None:
    components.empty(
        _("There is only one plan so far. Save a scenario in the Simulator to compare it here."),
        "pages/simulator.py",
        _("Open the Simulator"),
    )
    state.stop()
if present.wanted():
    compare.wall(context)
    state.stop()
compare.screen(context)
