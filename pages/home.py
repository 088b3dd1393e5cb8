"""Home: are we on plan, and what needs me?"""

from planner.presentation.language import _
from planner.ui import components, home, present, state
from planner.ui.context import strip

context = strip(plans=False, presents=True)
if not context.versions:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    state.stop()
if present.wanted():
    home.wall(context)
    state.stop()
home.screen(context)
