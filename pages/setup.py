"""Setup: whose numbers, under which rules?"""

from planner.ui import state
from planner.ui.context import strip
from planner.ui.setup import page

if not state.store().workspaces():
    page.first_company()
    state.stop()
page.screen(strip(compare=False))
