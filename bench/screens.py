"""What a person waits for, in a real browser: the first page, and a slider that was released."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from playwright.sync_api import Browser, Error, Page, sync_playwright

from bench.measure import Figure, LeftOut, Runs, figure, timed
from bench.serving import sample_in, served

MOVES = 40
STARTS = 3
NUMBERS = "[data-testid=stMetric]"
HANDLE = "[data-testid=stSlider] :has(> [data-testid=stSliderThumbValue])"
PATIENCE = 60_000
# From the release of a handle to the frame in which a tile shows something else, and to the end of the run.
WATCH = """
selector => {
  const text = () => [...document.querySelectorAll(selector)].map(tile => tile.innerText).join('|');
  const app = document.querySelector('[data-testid=stApp]');
  const watch = { before: '', released: 0, seen: false, shown: 0, done: 0 };
  window.watch = watch;
  window.addEventListener('pointerup', () => {
    Object.assign(watch, { before: text(), released: performance.now(), seen: false, shown: 0, done: 0 });
  }, true);
  const finish = () => {
    if (app.dataset.testScriptState === 'notRunning') watch.done = performance.now();
    else requestAnimationFrame(finish);
  };
  new MutationObserver(() => {
    if (!watch.released || watch.seen || text() === watch.before) return;
    watch.seen = true;
    requestAnimationFrame(() => { watch.shown = performance.now(); finish(); });
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}
"""


def figures() -> Iterator[Figure]:
    """Start to first page with numbers; slider released to new numbers, beside the emptiest page."""
    with TemporaryDirectory() as folder, _browser() as browser:
        data = Path(folder)
        sample_in(data)
        yield _start(browser, data)
        with served("bench/floor.py", data) as server:
            floor, _ = _released(browser, server.address, "floor")
        with served("app.py", data) as server:
            shown, done = _released(browser, f"{server.address}/simulator", "simulator")
        base = float(np.median(floor))
        beside, target = "the emptiest page", "median <= 250 ms, p95 <= 450 ms"
        yield figure(
            "slider released to a new number, the emptiest page", "", Runs(floor, [], base), beside=beside
        )
        yield figure(
            "slider released to the first new number, simulator page",
            target,
            Runs(shown, [], base),
            beside=beside,
        )
        yield figure(
            "slider released to the whole page done, charts too", target, Runs(done, [], base), beside=beside
        )


@contextmanager
def _browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise LeftOut("there is no Chromium; install it, or run `make tools`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="commit")
    try:
        page.wait_for_selector(f"{NUMBERS} [data-testid=stMetricValue]")
    except Error:
        raise LeftOut(f"{address} shows no number: {page.inner_text('body')[-200:]!r}") from None
    return page


def _start(browser: Browser, data: Path) -> Figure:
    reference = timed(lambda: None, 10).reference
    taken = []
    for run in range(STARTS + 1):
        with served("app.py", data) as server:
            page = _opened(browser, server.address)
            if run:  # the first one warms the disk
                taken.append((perf_counter() - server.started) * 1000)
            page.close()
    return figure("app start to first page with numbers", "<= 4 s", Runs(taken, [], reference))


def _released(browser: Browser, address: str, name: str) -> tuple[list[float], list[float]]:
    """Milliseconds from release to the first new number and to the end of the run, for each move."""
    page = _opened(browser, address)
    try:
        page.wait_for_selector(HANDLE)
    except Error:
        raise LeftOut(f"the {name} page has no slider: {page.inner_text('body')[-200:]!r}") from None
    _rested(page)
    page.evaluate(WATCH, NUMBERS)
    shown, done = [], []
    for move in range(MOVES):
        _drag(page, 0.35 + 0.3 * (move % 2) + 0.004 * move)
        try:
            page.wait_for_function("watch.done > 0", timeout=15_000)
        except Error:
            raise LeftOut(f"the {name} page did not answer its slider") from None
        watch = page.evaluate("watch")
        shown.append(watch["shown"] - watch["released"])
        done.append(watch["done"] - watch["released"])
        _rested(page)
    page.close()
    return shown[2:], done[2:]


def _drag(page: Page, share: float) -> None:
    """Take the first slider's handle to a share of its track and let go."""
    handle = page.locator(HANDLE).first.bounding_box()
    track = page.locator("[data-testid=stSlider] [role=group]").first.bounding_box()
    if handle is None or track is None:
        raise LeftOut("the slider cannot be seen")
    height = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, height)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * share, height, steps=4)
    page.mouse.up()


def _rested(page: Page) -> None:
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]', state="attached")
    page.wait_for_timeout(250)
