"""A Streamlit server of its own on a free port, with the sample company, for the time of a measurement."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from bench.measure import LeftOut
from planner.services.library import open_store
from planner.services.sample import load_sample

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, and when it was started."""

    address: str
    pid: int
    started: float

    def memory(self) -> float:
        """Megabytes the server holds now. Raises LeftOut where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        except OSError:
            raise LeftOut("this system does not tell a process's memory under /proc") from None
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def sample_in(folder: Path) -> None:
    """Load the sample company into a data folder."""
    store = open_store(f"sqlite:///{folder / 'planner.db'}")
    load_sample(store, ROOT / "sample_data")
    store.close()


@contextmanager
def served(script: str, data: Path) -> Iterator[Server]:
    """The server of `script`, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    environment = {**os.environ, "PLANNER_DATA_DIR": str(data), "PLANNER_DATABASE_URL": ""}
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/_stcore/health", process)
            yield Server(address, process.pid, started)
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = perf_counter() + PATIENCE
    while perf_counter() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                raise LeftOut("the app did not start") from None
            sleep(0.02)
    raise LeftOut(f"nobody answers at {address}")
