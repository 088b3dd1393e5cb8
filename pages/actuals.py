"""Actuals: what came in, and is it complete?"""

from planner.presentation.language import _
from planner.ui import components
from planner.ui.actuals import batches, months, paste, upload
from planner.ui.context import strip

context = strip(plans=False)
views = {
    "upload": (_("Upload"), upload.view),
    "paste": (_("Paste"), paste.view),
    "batches": (_("Files taken over"), batches.view),
    "months": (_("Months and closing"), months.view),
}
views[components.view("actuals_view", {name: words for name, (words, _view) in views.items()})][1](context)
