"""The Setup page, a module a view."""
