"""The views of the Plan page."""
