"""Steps that bring an older database to the schema of `planner.storage.models`; a step is never edited.

A new step: change the models, write `versions/000N_what.py`, raise HEAD. A test compares both schemas.
"""

from __future__ import annotations

from pathlib import Path

MIGRATIONS = Path(__file__).parent
HEAD = "0006"
"""The newest step, kept here so that opening a current database need not load Alembic."""
