"""Curves: why believe it?"""

from planner.ui.context import strip
from planner.ui.curves import page

page.screen(strip(compare=False))
