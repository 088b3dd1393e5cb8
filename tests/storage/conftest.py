from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from planner.services.library import Store
from planner.storage.database import Database

SERVER = os.environ.get("PLANNER_TEST_SERVER", "")
"""A server to run these tests on, such as postgresql+psycopg://user@host/postgres; "" for SQLite files."""
sqlite_only = pytest.mark.skipif(bool(SERVER), reason="about SQLite's file")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    if not SERVER:
        yield f"sqlite:///{tmp_path / 'planner.db'}"
        return
    name = f"planner_test_{uuid4().hex}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(Database(url))
    yield opened
    opened.close()
