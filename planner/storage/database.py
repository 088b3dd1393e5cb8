"""Where the database lies, how it is opened and brought up to date, and one transaction per user action."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from planner.domain.errors import PlannerError, say
from planner.storage.migrations import HEAD, MIGRATIONS

BUSY_SECONDS = 10
"""How long a save waits for another one to finish."""
WRITERS_LOCK = 7_526_753
"""The number under which the planner's writers queue up in PostgreSQL: any, but always the same."""


class StorageTrouble(PlannerError):
    """The database cannot be opened or written; nothing of the action was stored."""

    code = "storage"


def data_folder() -> Path:
    """Where the user's data lies: PLANNER_DATA_DIR, or the system's own place for it."""
    named = os.environ.get("PLANNER_DATA_DIR")
    return Path(named).expanduser() if named else platformdirs.user_data_path("marketing-planner")


def database_url(url: str | None = None) -> str:
    """`url`, else PLANNER_DATABASE_URL, else an SQLite file in the data folder."""
    if url is None:
        url = os.environ.get("PLANNER_DATABASE_URL") or None
    if url is None:
        return f"sqlite:///{(data_folder() / 'planner.db').resolve()}"
    try:
        make_url(url).get_dialect()
    except ArgumentError:  # its text may hold the password, so the message does not repeat it
        raise StorageTrouble(
            say(
                "The database address is not one the planner can use; write it as "
                "sqlite:////folder/planner.db or postgresql+psycopg://user@server/name."
            )
        ) from None
    return url


def database_file(url: str) -> Path | None:
    """The file behind an SQLite URL; None for a server or a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


class Database:
    """An open database at the newest schema. `reading` and `writing` hand out sessions."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self._engine = _opened(url)
        except OSError as problem:
            raise StorageTrouble(
                say(
                    "The data folder cannot be used: {problem}. Name another one in PLANNER_DATA_DIR.",
                    problem=problem,
                )
            ) from problem
        except ModuleNotFoundError as problem:
            raise StorageTrouble(
                say(
                    "This database needs the Python package {name}; install it beside the planner.",
                    name=problem.name,
                )
            ) from problem
        snapshot = {"isolation_level": "REPEATABLE READ"} if self._engine.dialect.name == "postgresql" else {}
        self._reader = sessionmaker(self._engine.execution_options(**snapshot))
        self._writer = sessionmaker(self._engine.execution_options(planner_begin="IMMEDIATE"))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and stores nothing."""
        with _said_in_words(self.url), self._reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose work is stored whole when the block ends, or not at all when it raises."""
        with _said_in_words(self.url), self._writer.begin() as session:
            _queue_up(session)
            yield session

    def close(self) -> None:
        """Let go of the file or server."""
        self._engine.dispose()


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; cheap when it already is. Raises StorageTrouble for a newer database."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    # IMMEDIATE: of two programs that open an empty database together, one waits and finds it done.
    with engine.execution_options(planner_begin="IMMEDIATE").begin() as connection:
        _queue_up(connection)
        found = _revision(connection)
        if found != HEAD:
            _upgrade(connection, found)


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - only a database that is behind needs it
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    # A percent sign in the folder's name would be read as interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StorageTrouble(
            say(
                "The database was written by a newer version of the planner; update the planner, or "
                "name another data folder in PLANNER_DATA_DIR."
            )
        )
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _opened(url: str) -> Engine:
    """The engine of a database at the newest schema; where that fails, no connection is left open."""
    engine = _engine(url)
    try:
        with _said_in_words(url):
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(url: str) -> Engine:
    file = database_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
        pool_pre_ping=file is None,  # a server may have closed a connection that waited
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions start late and exclude DDL; `_begin_sqlite` starts them instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer later could only fail, not wait.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('planner_begin', '')}")


def _queue_up(session: Session | Connection) -> None:
    """On PostgreSQL, too, one writer follows another: what it checks before it writes stays true."""
    bind = session.get_bind() if isinstance(session, Session) else session
    if bind.dialect.name == "postgresql":
        patience = max(1, 1000 * BUSY_SECONDS)  # 0 would mean for ever
        session.execute(text(f"SET LOCAL lock_timeout = '{patience}ms'"))
        session.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"))


@contextmanager
def _said_in_words(url: str) -> Iterator[None]:
    """What the machine or another program causes, said so that somebody can mend it."""
    try:
        yield
    except OperationalError as problem:
        said = str(problem.orig).lower()
        for sign, remedy in _REMEDIES.items():
            if sign in said:
                raise StorageTrouble(
                    say("Nothing was stored: {remedy}", remedy=remedy), cause=said
                ) from problem
        raise
    except DatabaseError as problem:
        if "not a database" in str(problem.orig) or "malformed" in str(problem.orig):
            raise StorageTrouble(
                say(
                    "{url} is damaged or no planner database; restore a backup in its place, or name "
                    "another data folder in PLANNER_DATA_DIR.",
                    url=database_file(url),
                )
            ) from problem
        raise


_BUSY = say("another save takes unusually long. Try again in a moment.")
_REMEDIES = {
    "locked": _BUSY,
    "lock timeout": _BUSY,
    "full": say("the disk is full. Make room and try again."),
    "readonly": say("the database may only be read. Check the rights of the data folder."),
    "unable to open": say(
        "the database cannot be opened. Check that the data folder exists and may be written."
    ),
    "disk i/o": say("the disk does not answer. Check it and try again."),
    "connect": say("the database server does not answer. Check its address and try again."),
}
