"""Curves out of other modelling tools' files: Robyn, Meridian and PyMC-Marketing."""

from planner.sources.foreign.entry import TOOL_NAMES, TOOLS, Tool, guess_tool, import_curves
from planner.sources.foreign.files import read_path
from planner.sources.foreign.terms import Terms

__all__ = ["TOOLS", "TOOL_NAMES", "Terms", "Tool", "guess_tool", "import_curves", "read_path"]
