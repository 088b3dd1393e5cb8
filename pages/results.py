"""Results: why, and where will we land?"""

from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.context import strip
from planner.ui.results import outlook, scorecard, spend, why

context = strip(plans=False)
if not context.versions:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    state.stop()
views = {
    "why": (_("Why"), why.view),
    "outlook": (_("Outlook"), outlook.view),
    "spend": (_("Spend control"), spend.view),
    "scorecard": (_("Scorecard"), scorecard.view),
}
views[components.view("results_view", {name: words for name, (words, _view) in views.items()})][1](context)
