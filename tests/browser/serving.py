"""The app as a person meets it: a server of its own with the sample loaded, and the system's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox: tests also run as root in a container. The rest keeps the browser from calling home."""
CALM = 200
"""Milliseconds in which a click has started its run."""
PATIENCE = 60.0
"""Seconds that a start may take on a machine with other work."""


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The app on a free port with the sample in `data`; its address."""
    environment = {**os.environ, "PLANNER_DATA_DIR": str(data)}
    environment.pop("PLANNER_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "planner", "load-sample"], cwd=ROOT, env=environment, check=True)
    port = free_port()
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    said = data / "server.txt"
    with (
        said.open("wb") as out,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as server,
    ):
        try:
            wait_for_health(port, server)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own Chromium, never a downloaded one."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert program is not None, "no Chromium here; `make tools` installs it or says what to install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def settled(page: Page) -> None:
    """Wait until the app has answered: nothing runs, nothing is stale, and it has stayed so for `CALM`.

    A run starts some time after the click that asks for it; a page that only looks calm is the one before.
    """
    page.wait_for_function(
        """([calm, begun]) => {
            const still = document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
                && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
            if (window.calmBegun !== begun || !still) {
                window.calmBegun = begun;
                window.calmSince = performance.now();
            }
            return still && performance.now() - window.calmSince >= calm;
        }""",
        arg=[CALM, time.monotonic_ns()],
        timeout=30_000,
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_health(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        assert server.poll() is None, "the server ended early"
        assert time.monotonic() < deadline, f"nobody answers on port {port}"
        time.sleep(0.1)
