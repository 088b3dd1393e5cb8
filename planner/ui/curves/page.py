"""The Curves screen: the chosen view."""

from __future__ import annotations

from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context
from planner.ui.curves import evidence, experiments, fit, versions


def screen(context: Context) -> None:
    """Evidence of the plan on screen, a fit, what was tested, or the stored versions."""
    words = {
        "evidence": _("Evidence"),
        "fit": _("Fit"),
        "experiments": _("Experiments"),
        "versions": _("Versions and files"),
    }
    chosen = components.view("curves_view", words)
    if chosen == "fit":
        fit.view(context)
    elif chosen == "experiments":
        experiments.view(context)
    elif chosen == "versions":
        versions.view(context)
    elif context.version_id is None:
        components.empty(
            _("No plan yet, so no point on the curves. Start one in Setup."),
            "pages/setup.py",
            _("Open Setup"),
        )
    else:
        evidence.view(context)
