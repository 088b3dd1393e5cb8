"""Customers: win or keep, and does it pay?"""

from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.context import strip
from planner.ui.customers.page import screen

context = strip()
if context.company.customers is None:
    components.empty(
        _(
            "No customer figures yet: opening customers, retention, orders and average sale. "
            "With them this page answers what the next customer costs and whether it pays."
        ),
        "pages/setup.py",
        _("Open Setup"),
    )
    state.stop()
if context.version_id is None:
    components.empty(_("No plan yet. Start one in Setup."), "pages/setup.py", _("Open Setup"))
    state.stop()
screen(context)
