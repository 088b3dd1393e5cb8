"""The connection lost in the middle of a drag: what was moved before and what is being moved both return."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import ROOT, free_port, wait_for_health
from tests.browser.steps import answered, drag, held, slider, stands_at, visit

pytestmark = pytest.mark.browser


def test_a_lost_connection_in_the_middle_of_a_drag(browser: Browser, tmp_path: Path) -> None:
    """The server is killed under the hand and started again; the browser logs that, so no `new_tab`."""
    environment = {**os.environ, "PLANNER_DATA_DIR": str(tmp_path)}
    environment.pop("PLANNER_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "planner", "load-sample"], cwd=ROOT, env=environment, check=True)
    port = free_port()
    command = [
        *(sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"),
        *("--server.headless=true", "--server.fileWatcherType=none"),
    ]

    def start() -> subprocess.Popen[bytes]:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_health(port, server)
        return server

    server = start()
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
    page.set_default_timeout(90_000)
    try:
        visit(page, f"http://localhost:{port}", "simulator")
        drag(page, "TV", 0.75)
        answered(page)
        television = held(page, "TV")
        handle = slider(page, "Display")
        box = handle.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + 40, middle, steps=4)
        server.send_signal(signal.SIGKILL)
        server.wait()
        page.mouse.move(box["x"] + 60, middle, steps=4)
        under_the_hand = held(page, "Display")
        page.mouse.up()
        server = start()
        # What Python knew stands in the link; the move that nobody heard of is taken back, not half kept.
        expect(page.locator(".tile.preview")).to_have_count(0, timeout=30_000)
        stands_at(page, "TV", television)
        assert under_the_hand != held(page, "Display")
        drag(page, "Display", 0.7)
        answered(page)
        assert held(page, "Display") > 60_000
    finally:
        page.close()
        server.kill()
        server.wait()
