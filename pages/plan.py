"""Plan: what, when, who, how much?"""

from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.context import strip
from planner.ui.plan import approval, budget, calendar, campaigns, case, goals, orders, readback, risks, team

context = strip()
if context.version_id is None:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    state.stop()
approval.bar(context)
views = {
    "budget": (_("Budget"), budget.view),
    "calendar": (_("Calendar"), calendar.view),
    "campaigns": (_("Campaigns"), campaigns.view),
    "goals": (_("Goals"), goals.view),
    "team": (_("Team"), team.view),
    "orders": (_("Orders"), orders.view),
    "risks": (_("Risks and notes"), risks.view),
    "case": (_("Business case"), case.view),
}
views[components.view("plan_view", {name: words for name, (words, _view) in views.items()})][1](context)
readback.panel(context)
