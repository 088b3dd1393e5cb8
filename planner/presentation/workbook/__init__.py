"""The annual plan as an Excel workbook with live formulas."""

from planner.presentation.workbook.book import annual_plan, write_workbook

__all__ = ["annual_plan", "write_workbook"]
