"""An empty database brought up step by step has exactly the schema of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from planner.services.library import Store
from planner.storage.database import Database, StorageTrouble, migrate
from planner.storage.migrations import HEAD, MIGRATIONS
from planner.storage.models import Base


@pytest.fixture
def migrated(tmp_path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    migrate(engine)
    return engine


def test_nothing_is_left_to_migrate(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    migrated.dispose()


def test_the_tables_are_what_the_models_would_create(migrated: Engine, tmp_path: Path) -> None:
    created = create_engine(f"sqlite:///{tmp_path / 'created.db'}")
    Base.metadata.create_all(created)
    ours, theirs = inspect(migrated), inspect(created)
    assert set(ours.get_table_names()) == {*theirs.get_table_names(), "alembic_version"}
    for table in theirs.get_table_names():
        for what in ("columns", "foreign_keys", "unique_constraints", "indexes", "pk_constraint"):
            mine = [str(part) for part in _parts(getattr(ours, f"get_{what}")(table))]
            wanted = [str(part) for part in _parts(getattr(theirs, f"get_{what}")(table))]
            assert sorted(mine) == sorted(wanted), (table, what)
        assert ("AUTOINCREMENT" in _sql(migrated, table)) == ("AUTOINCREMENT" in _sql(created, table)), table
    for engine in (migrated, created):
        engine.dispose()


def _parts(found: object) -> list[object]:
    return list(found) if isinstance(found, list) else [found]


def _sql(engine: Engine, table: str) -> str:
    with engine.connect() as connection:
        return str(
            connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            ).scalar()
        )


def test_head_names_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_of_a_newer_planner_is_refused_untouched(url: str) -> None:
    Database(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageTrouble, match="newer version of the planner"):
        Database(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_a_failing_step_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last table of the first step cannot be made: the earlier ones must be gone as well."""
    import alembic.op  # noqa: PLC0415

    made: list[str] = []
    create = alembic.op.create_table

    def failing(name: str, *parts: object, **options: object) -> object:
        made.append(name)
        if name == "version_cells":
            raise RuntimeError("the lid was closed")
        return create(name, *parts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(alembic.op, "create_table", failing)
    with pytest.raises(RuntimeError, match="lid"):
        Database(url)
    assert len(made) > 5
    monkeypatch.undo()
    engine = create_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    Database(url).close()


def test_figures_of_the_first_schema_survive_the_second(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        at = "'2027-02-01 00:00:00'"
        for statement in (
            f"INSERT INTO workspaces VALUES (1, 'acme', 'Acme', 0, '{{}}', 1, 'Ann', {at})",
            f"INSERT INTO batches VALUES (1, 1, 'jan.xlsx', 'abc', 'Ann', {at}, '', NULL, '')",
            "INSERT INTO actuals VALUES (1, '2027-01', 'TV', 'spend', 1050)",
            f"INSERT INTO closed_months VALUES (1, '2027-01', 'Con', {at}, 'ledger agrees')",
        ):
            connection.execute(text(statement))
    engine.dispose()
    store = Store(Database(url))
    (batch,), (closed,) = store.batches("acme"), store.closed_months("acme")
    assert (batch.file_name, batch.source, batch.rows) == ("jan.xlsx", "", 1)
    assert (closed.note, closed.ledger, closed.difference) == ("ledger agrees", None, None)
    assert [row.value for row in store.actuals("acme")] == [10.5]
    store.close()
