"""What a person waits for in the plan's grid: a typed cell, until totals and forecast have followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

import numpy as np
from playwright.sync_api import Browser, Page

from bench.measure import Figure, Runs, figure
from bench.screens import MANY, chromium, wide_company_in
from bench.serving import sample_in, served

EDITS = 13
RESTS = "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
PATIENCE = 60_000
# From the Enter that ends an edit to the frame in which the sentence below the grid says something else.
WATCH = """
() => {
  const said = () => [...document.querySelectorAll('[data-testid=stMarkdown]')]
    .map(part => part.innerText).filter(text => text.startsWith('Not saved yet')).join();
  const watch = { before: '', typed: 0, shown: 0 };
  window.watch = watch;
  window.addEventListener('keydown', event => {
    if (event.key === 'Enter') Object.assign(watch, { before: said(), typed: performance.now(), shown: 0 });
  }, true);
  new MutationObserver(() => {
    if (!watch.typed || watch.shown || said() === watch.before) return;
    watch.shown = -1;
    requestAnimationFrame(() => { watch.shown = performance.now(); });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""


def figures() -> Iterator[Figure]:
    """An edit to its totals, at 12 and at 40 channels."""
    with TemporaryDirectory() as folder, chromium() as opened:
        data = Path(folder)
        sample_in(data)
        wide = wide_company_in(data, MANY)
        with served("app.py", data) as server:
            for slug, count in (("sample", 12), (wide, MANY)):
                taken = _typed(opened, f"{server.address}/plan?company={slug}")
                label = f"plan grid, {count} channels: cell typed to new totals and forecast"
                base = float(np.median(taken))
                yield figure(label, "<= 400 ms", Runs(taken, [], base), beside="itself")


def _typed(opened: Browser, address: str) -> list[float]:
    page = opened.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_test_id("stDataFrame").first.wait_for()
    page.wait_for_function(RESTS)
    page.evaluate(WATCH)
    taken = [_edit(page, turn) for turn in range(EDITS)]
    page.close()
    return taken[1:]  # the first one makes the sentence appear and loads what it needs


def _edit(page: Page, turn: int) -> float:
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 200 + 80 * (turn % 11), box["y"] + 50 + 34 * (turn % 5))
    sleep(0.3)  # a hand does not type into a cell in the instant it chose it
    page.keyboard.type(str(10_000 + 137 * (turn + 1)))
    sleep(0.2)
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.watch.shown > 0")
    found: float = page.evaluate("() => window.watch.shown - window.watch.typed")
    sleep(0.3)
    return found
