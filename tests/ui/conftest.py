"""Pages run for tests: the sample company, loaded once, copied into a folder of each test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from planner.services.library import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., AppTest]


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that pages open in this test, without any company."""
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'planner.db'}")
    _forget()
    store = open_store()
    yield store
    store.close()
    _forget()


@pytest.fixture
def store(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that pages open in this test, with the sample company in it."""
    shutil.copy(loaded, tmp_path / "planner.db")
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'planner.db'}")
    _forget()
    store = open_store()
    yield store
    store.close()
    _forget()


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """`open_page("setup", setup_view="channels")`: a tab showing that page, with that in its URL."""
    plain = PagesManager.__init__

    def navigated(self: PagesManager, *args: Any, **kwargs: Any) -> None:
        # AppTest forgets between runs that app.py navigates and would run the files of pages/ without it.
        PagesManager.uses_pages_directory = False
        plain(self, *args, **kwargs)

    monkeypatch.setattr(PagesManager, "__init__", navigated)

    def opened(page: str, **query: str) -> AppTest:
        if page == "simulator":  # AppTest runs no browser code: the board of Streamlit's own sliders
            query.setdefault("board", "plain")
        tab = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        tab.switch_page(f"pages/{page}.py")
        for key, value in query.items():
            tab.query_params[key] = value
        tab.run()
        assert not tab.exception, tab.exception[0].value
        return tab

    return opened


def _forget() -> None:
    """Caches and the open database outlive a test; their keys would meet the next one's."""
    st.cache_resource.clear()
    st.cache_data.clear()
