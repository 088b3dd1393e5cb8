"""One server and one browser for a session; each test that stores something takes a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.serving import chromium, serving

PATIENCE = 20_000
"""Milliseconds that one step may take on a machine with other work."""
NewTab = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample, for tests that store nothing in it."""
    with serving(tmp_path_factory.mktemp("reading")) as address:
        yield address


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """The address of a sample of this test's own."""
    with serving(tmp_path) as address:
        yield address


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[NewTab]:
    """Opens tabs that share nothing; when the test ends, none of them may have logged an error."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # On every page but the first Streamlit looks for its server beside the page, then at the root.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            said.append(f"{message.text} {message.location['url']}")

    with ExitStack() as opened:

        def tab(width: int = 1440, height: int = 900, theme: str = "light") -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                locale="en-US",
                accept_downloads=True,
            )
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("console", listen)
            page.on("pageerror", lambda error: said.append(str(error)))
            return page

        yield tab
    assert not said
