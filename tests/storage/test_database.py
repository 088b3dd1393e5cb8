"""Where the database lies, that it survives accidents, and that its troubles are said in words."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from planner.domain.errors import NotFound, PlannerError
from planner.services.library import Store, open_store
from planner.storage import database as module
from planner.storage import workspaces
from planner.storage.database import Database, StorageTrouble, data_folder, database_url
from planner.storage.models import UtcDateTime
from planner.storage.records import Stamp
from tests.storage.acme import COMPANY, room
from tests.storage.conftest import sqlite_only


def test_the_folder_and_the_database_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    monkeypatch.delenv("PLANNER_DATA_DIR", raising=False)
    assert data_folder().name == "marketing-planner"
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path / "50 % новое 数据"))
    store = open_store()
    assert (tmp_path / "50 % новое 数据" / "planner.db").exists()
    assert store is open_store()
    assert database_url("sqlite:///x.db") == "sqlite:///x.db"
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert open_store() is not store
    assert (tmp_path / "other.db").exists()


@sqlite_only
def test_a_deleted_database_is_made_anew(url: str, tmp_path: Path) -> None:
    open_store(url).start_company(COMPANY, "Ann")
    for file in tmp_path.glob("planner.db*"):
        file.unlink()
    assert open_store(url).workspaces() == []


@sqlite_only
def test_sqlite_is_set_up_for_safety(store: Store) -> None:
    with store.database.reading() as session:
        wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}
        assert {key: session.execute(text(f"PRAGMA {key}")).scalar() for key in wanted} == wanted


def test_what_fails_halfway_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.database.writing() as session:  # noqa: PT012
        workspaces.start(session, COMPANY, Stamp("Ann"))
        raise RuntimeError("crash")
    assert store.workspaces() == []


KILLED = """
import os, sys
from planner.services.library import Store
from planner.storage import workspaces
from planner.storage.database import Database
from planner.storage.records import Stamp
from tests.storage.acme import COMPANY, room
store = Store(Database(sys.argv[1]))
kept = room(store)
with store.database.writing() as session:
    row = workspaces.find(session, kept.slug, change=True)
    workspaces.save(session, row, COMPANY, revision=1, stamp=Stamp("Bob"))
    session.flush()
    os._exit(9)
"""


def test_a_killed_program_loses_only_what_it_had_not_stored(url: str) -> None:
    root = Path(__file__).parents[2]
    paths = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])  # a driver may lie outside
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url], cwd=root, env={"PYTHONPATH": paths}, check=False, timeout=60
    )
    assert done.returncode == 9
    store = Store(Database(url))
    assert store.company("acme") == COMPANY
    assert store.company_revision("acme") == 1
    assert store.save_company("acme", COMPANY, revision=1, who="Ann") == 2
    store.close()


def test_everything_is_there_after_a_restart(url: str) -> None:
    first = Store(Database(url))
    made = room(first)
    draft = made.draft()
    made.take("jan.xlsx", ("2027-01", "TV", 10.0))
    curves = first.curves(made.slug)
    first.close()
    again = Store(Database(url))
    assert again.company(made.slug) == COMPANY
    assert again.curves(made.slug) == curves
    assert draft.id is not None
    found = again.version(made.slug, draft.id)
    assert (found.grid.cents == draft.grid.cents).all()
    assert found.campaigns == draft.campaigns
    assert again.actuals(made.slug).total("spend") == 10.0
    again.close()


def test_writers_queue_up(url: str) -> None:
    """Two programs that each start companies at once: every one is stored."""
    stores = [Store(Database(url)), Store(Database(url))]
    troubles: list[Exception] = []

    def work(store: Store) -> None:
        try:
            for _ in range(10):
                store.start_company(COMPANY, "Ann")
        except Exception as problem:
            troubles.append(problem)

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len({info.slug for info in stores[0].workspaces()}) == 20
    for store in stores:
        store.close()


def test_a_lock_that_does_not_end_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0)
    mine, other = Store(Database(url)), Store(Database(url))
    with other.database.writing() as session:
        session.execute(text("DELETE FROM mappings"))
        with pytest.raises(StorageTrouble, match="Nothing was stored: another save"):
            mine.start_company(COMPANY, "Ann")
        assert mine.workspaces() == []
    mine.start_company(COMPANY, "Ann")
    mine.close()
    other.close()


def test_a_file_that_is_no_database_is_said_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "planner.db"
    file.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(StorageTrouble, match=r"planner\.db is damaged or no planner database"):
        Database(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"not a database")


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageTrouble, match="PLANNER_DATA_DIR"):
        Database(f"sqlite:///{tmp_path / 'taken' / 'planner.db'}")


def test_times_are_utc_and_must_say_so(store: Store) -> None:
    made = room(store)
    assert store.audit(made.slug)[0].at.tzinfo is UTC
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]


def test_an_unknown_company_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match='There is no company "nobody"'):
        store.company("nobody")
    assert issubclass(StorageTrouble, PlannerError)


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle9://secret@server/x", "postgresql+nodriver://u:secret@h/d"]
)
def test_an_address_that_is_none_is_said_without_its_password(url: str) -> None:
    with pytest.raises(StorageTrouble, match="The database address is not one") as refused:
        open_store(url)
    assert "secret" not in str(refused.value)


def test_a_missing_driver_is_said() -> None:
    with pytest.raises(StorageTrouble, match="needs the Python package"):
        Database("mysql+mysqldb://user@server/name")
