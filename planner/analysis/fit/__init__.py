"""`fit_history`: a history to curves, with draws that say how sure they are."""

from planner.analysis.fit.run import Fitted, fit_history

__all__ = ["Fitted", "fit_history"]
