"""Alembic runs this file. The caller owns connection and transaction: a step is applied whole or not."""

from __future__ import annotations

from alembic import context

from planner.storage import fit_models, results_models  # noqa: F401 - their tables belong to the metadata
from planner.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
