"""Pictures of every page for the documentation: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.serving import ROOT, chromium, serving
from tests.browser.steps import visit

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
PAGES = {
    "home": "",
    "simulator": "simulator",
    "compare": "compare",
    "plan-budget": "plan?plan_view=budget",
    "plan-calendar": "plan?plan_view=calendar",
    "plan-campaigns": "plan?plan_view=campaigns",
    "actuals-upload": "actuals?actuals_view=upload",
    "actuals-files": "actuals?actuals_view=batches",
    "actuals-months": "actuals?actuals_view=months",
    "results-why": "results?results_view=why",
    "results-outlook": "results?results_view=outlook",
    "results-spend": "results?results_view=spend",
    "results-scorecard": "results?results_view=scorecard",
    "customers": "customers",
    "curves": "curves",
    "setup": "setup",
}
COLOURS = 128
"""Enough for text, lines and bars; a picture takes a third of the space."""


def main() -> None:
    """Take them all; pictures of pages that are no more are removed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken: set[Path] = set()
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as address, chromium() as browser:
        for size in SIZES:
            for theme in THEMES:
                page = _tab(browser, size, theme)
                for name, path in PAGES.items():
                    visit(page, address, path)
                    file = FOLDER / f"{name}-{size}-{theme}.png"
                    _write(file, page)
                    taken.add(file)
                page.context.close()
    for old in set(FOLDER.glob("*.png")) - taken:
        old.unlink()
    total = sum(file.stat().st_size for file in taken)
    print(f"{len(taken)} pictures, {total / 1e6:.1f} MB, in {FOLDER}")


def _tab(browser: Browser, size: str, theme: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-US",
        reduced_motion="reduce",
    )
    return context.new_page()


def _write(file: Path, page: Page) -> None:
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
