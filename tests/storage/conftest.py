from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.services.library import Store
from planner.storage.database import Database


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'planner.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(Database(url))
    yield opened
    opened.close()
