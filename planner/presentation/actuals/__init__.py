"""Actuals for people: words for figures and problems, the template, the file with its problems marked."""
