"""The Curves page: evidence, and versions of the curves."""
