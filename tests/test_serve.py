"""`python -m planner serve` says where the app is, answers there, and ends when it is told to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0
"""Seconds that a start may take on a machine with other work."""


def test_the_app_is_served_where_it_says(tmp_path: Path) -> None:
    port = _free_port()
    said = tmp_path / "said.txt"
    with _served(port, tmp_path, said) as server:
        address = f"http://localhost:{port}"
        assert _fetch(server, f"{address}/_stcore/health") == "ok"
        page = _fetch(server, f"{address}/simulator")
        assert "<title>" in page
        assert address in said.read_text("utf-8")
    assert server.returncode is not None
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server outlived its process"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _served(port: int, data: Path, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The app on `port` with a data folder of its own and no browser; what it prints goes to `said`."""
    environment = {**os.environ, "PLANNER_DATA_DIR": str(data), "STREAMLIT_SERVER_HEADLESS": "true"}
    environment.pop("PLANNER_DATABASE_URL", None)
    command = [sys.executable, "-m", "planner", "serve", "--port", str(port)]
    root = Path(__file__).resolve().parents[1]
    with (
        said.open("wb") as out,
        subprocess.Popen(command, cwd=root, env=environment, stdout=out, stderr=out) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _fetch(server: subprocess.Popen[bytes], address: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, "the server ended early"
            assert time.monotonic() < deadline, f"nobody answers at {address}"
            time.sleep(0.1)
