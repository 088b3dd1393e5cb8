"""Compare: which version or scenario, and what changed?"""

from planner.presentation.language import _
from planner.ui import compare, components, present, restatements, state
from planner.ui.context import strip

restated = state.remembered("compare_view") == "restated"
context = strip(plans=not restated, presents=not restated)
components.view("compare_view", {"plans": _("Plans and scenarios"), "restated": _("Restated figures")})
if restated:
    restatements.view(context)
    state.stop()
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
