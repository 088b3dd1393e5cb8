"""What a person waits for, in a real browser: the first page, and a slider that was released."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from playwright.sync_api import Browser, Error, Page, sync_playwright

from bench.measure import Figure, LeftOut, Runs, figure, timed
from bench.serving import sample_in, served
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.services.library import open_store

MOVES = 40
STARTS = 3
NUMBERS = "[data-testid=stMetric]"
TILES = ".tile .value"
MANY = 40
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


# On the live board, whose parts stand in open shadow roots: from a pointer's move until the frame in which a
# tile says something else is laid out and painted (a message posted inside a frame comes right behind its
# painting; the next frame's start would count the idle rest of a display's period), and to the start of the
# frame after; from the release to the answer of Python in the tiles, and to rest.
LIVE = """
() => {
  const roots = [...document.querySelectorAll('*')].map(host => host.shadowRoot).filter(Boolean);
  const tiles = () => [...document.querySelectorAll('*')].map(host => host.shadowRoot).filter(Boolean)
    .flatMap(root => [...root.querySelectorAll('.tile')]);
  const home = roots.find(root => root.querySelector('.tile'));
  const app = document.querySelector('[data-testid=stApp]');
  const watch = { moved: 0, previews: [], frames: [], released: 0, shown: 0, done: 0 };
  window.watch = watch;
  window.addEventListener('pointermove', event => {
    if (event.buttons) watch.moved = performance.now();
  }, true);
  window.addEventListener('pointerup', () => {
    Object.assign(watch, { moved: 0, released: performance.now(), shown: 0, done: 0 });
  }, true);
  const finish = () => {
    if (app.dataset.testScriptState === 'notRunning') watch.done = performance.now();
    else requestAnimationFrame(finish);
  };
  const { port1: painted, port2: behind } = new MessageChannel();
  painted.onmessage = event => watch.previews.push(performance.now() - event.data);
  new MutationObserver(() => {
    const previewing = tiles().some(tile => tile.classList.contains('preview'));
    if (watch.moved && previewing) {
      const moved = watch.moved;
      watch.moved = 0;
      behind.postMessage(moved);
      requestAnimationFrame(() => watch.frames.push(performance.now() - moved));
    }
    if (!watch.released || watch.shown || previewing) return;
    watch.shown = -1;
    requestAnimationFrame(() => { watch.shown = performance.now(); finish(); });
  }).observe(home, { subtree: true, childList: true, characterData: true, attributes: true });
}
"""


def figures() -> Iterator[Figure]:
    """Start to first page with numbers; the live board dragged and released, beside the emptiest page."""
    with TemporaryDirectory() as folder, chromium() as browser:
        data = Path(folder)
        sample_in(data)
        yield _start(browser, data)
        with served("bench/floor.py", data) as server:
            floor, _ = _released(browser, server.address, "floor")
        base, beside = float(np.median(floor)), "the emptiest page"
        yield figure(
            "slider released to a new number, the emptiest page", "", Runs(floor, [], base), beside=beside
        )
        wide = wide_company_in(data, MANY)
        with served("app.py", data) as server:
            for slug in ("sample", wide):
                address = f"{server.address}/simulator?company={slug}"
                count, previews, frames, shown, done = _board_moved(browser, address)
                for name, target, taken in (
                    ("dragged to a preview of the key figures, painted", "<= 16 ms", previews),
                    ("dragged to the frame after the preview's", "", frames),
                    ("released to Python's key figures", "median <= 250 ms, p95 <= 450 ms", shown),
                    ("released to the whole page done", "median <= 250 ms, p95 <= 450 ms", done),
                ):
                    label = f"live board, {count} channels: {name}"
                    yield figure(label, target, Runs(taken, [], base), beside=beside)


def wide_company_in(folder: Path, count: int) -> str:
    """The sample's company, curves and plan spread over `count` channels; the slug of its workspace."""
    store = open_store(f"sqlite:///{folder / 'planner.db'}")
    company, draft = store.company("sample"), store.latest_draft("sample", 2027)
    assert draft is not None
    curves = store.curves("sample", draft.curves_id)
    names = [f"Channel {i + 1:02}" for i in range(count)]
    channels = tuple(
        replace(company.channels[i % len(company.channels)], name=name) for i, name in enumerate(names)
    )
    slug = store.start_company(replace(company, name="Wide", channels=channels, is_sample=False), "bench")
    known = curves.channels
    wide = replace(
        curves, channels=tuple(replace(known[i % len(known)], name=name) for i, name in enumerate(names))
    )
    curves_id = store.add_curves(slug, "Wide", wide, "bench", "bench")
    rows = [i % len(draft.grid.channels) for i in range(count)]
    grid = BudgetGrid(tuple(names), draft.grid.months, draft.grid.cents[rows])
    plan = PlanVersion(draft.year, "Wide", draft.kind, draft.status, grid, curves_id)
    store.save_version(slug, plan, who="bench")
    store.close()
    return slug


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of this machine; LeftOut where there is none."""
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
        page.wait_for_selector(f"{NUMBERS} [data-testid=stMetricValue], {TILES}")
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


def _board_moved(
    browser: Browser, address: str
) -> tuple[int, list[float], list[float], list[float], list[float]]:
    """How many channels; milliseconds to each preview and to the frame behind it, to answers and to rest."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="commit")
    try:
        page.wait_for_selector(TILES)
        page.wait_for_selector("[role=slider]")
    except Error:
        raise LeftOut(f"{address} shows no board: {page.inner_text('body')[-200:]!r}") from None
    _rested(page)
    page.evaluate(LIVE)
    previews: list[float] = []
    frames: list[float] = []
    shown, done = [], []
    for move in range(MOVES):
        _drag_handle(page, 0.3 + 0.2 * (move % 2) + 0.004 * move)
        try:
            page.wait_for_function("watch.done > 0", timeout=15_000)
        except Error:
            raise LeftOut("the live board did not answer") from None
        watch = page.evaluate("watch")
        if move >= 2:
            shown.append(watch["shown"] - watch["released"])
            done.append(watch["done"] - watch["released"])
        else:
            page.evaluate("watch.previews.length = watch.frames.length = 0")
        previews, frames = watch["previews"], watch["frames"]
        _rested(page)
    count = page.locator(".track [role=slider]").count()
    page.close()
    return count, previews, frames, shown, done


def _drag_handle(page: Page, share: float) -> None:
    """Take the live board's first handle to a share of its track, a frame a step, and let go."""
    handle = page.locator(".track [role=slider]").first
    thumb, track = handle.bounding_box(), handle.locator("xpath=..").bounding_box()
    if thumb is None or track is None:
        raise LeftOut("the slider cannot be seen")
    start, end = thumb["x"] + thumb["width"] / 2, track["x"] + track["width"] * share
    height = thumb["y"] + thumb["height"] / 2
    page.mouse.move(start, height)
    page.mouse.down()
    for step in range(1, 7):
        page.mouse.move(start + (end - start) * step / 6, height)
        page.wait_for_timeout(20)
    page.mouse.up()


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
