"""Pictures of every page for the documentation: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from planner.presentation.language import LANGUAGES, SOURCE
from tests.browser.serving import ROOT, chromium, serving
from tests.browser.steps import visit
from tests.presentation.libreoffice import converted

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
MORE = {
    "plan-goals": "plan?plan_view=goals",
    "plan-team": "plan?plan_view=team",
    "plan-orders": "plan?plan_view=orders",
    "plan-risks": "plan?plan_view=risks",
    "plan-case": "plan?plan_view=case",
    "customers-value": "customers?customers_view=value",
    "customers-base": "customers?customers_view=base",
    "customers-market": "customers?customers_view=market",
    "curves-fit": "curves?curves_view=fit",
    "setup-register": "setup?setup_view=register",
}
"""Views that are taken once, wide and light."""
SPOKEN = ("home", "simulator", "plan-budget", "results-why", "customers")
"""Pages that are taken in the other languages too."""
WALL = {"home": "?present=on", "simulator": "simulator?present=on"}
FILES = {"workbook": "plan.xlsx", "board": "board.pdf", "slides": "slides.pptx"}
COLOURS = 128
"""Enough for text, lines and bars; a picture takes a third of the space."""


def main() -> None:
    """Take them all, of pages and files; pictures of what is no more are removed."""
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
                if (size, theme) == ("wide", "light"):
                    taken |= _once(page, address)
                page.context.close()
        wall = browser.new_context(viewport={"width": 3840, "height": 2160}, locale="en-US").new_page()
        taken |= _pictures(wall, address, {f"{name}-wall": path for name, path in WALL.items()})
        taken |= _files(Path(data))
    for old in set(FOLDER.glob("*.png")) - taken:
        old.unlink()
    total = sum(file.stat().st_size for file in taken)
    print(f"{len(taken)} pictures, {total / 1e6:.1f} MB, in {FOLDER}")


def _once(page: Page, address: str) -> set[Path]:
    """The views that need no second size or theme, and the main pages in the other languages."""
    spoken = {
        f"{name}-wide-light-{language}": f"{path}{'&' if '?' in path else '?'}lang={language}"
        for language in LANGUAGES
        if language != SOURCE
        for name, path in PAGES.items()
        if name in SPOKEN
    }
    return _pictures(page, address, {f"{name}-wide-light": path for name, path in MORE.items()} | spoken)


def _pictures(page: Page, address: str, paths: dict[str, str]) -> set[Path]:
    taken = set()
    for name, path in paths.items():
        visit(page, address, path)
        _write(file := FOLDER / f"{name}.png", page)
        taken.add(file)
    return taken


def _files(data: Path) -> set[Path]:
    """Each printed page of the files of the sample's plan."""
    names = [part for kind, name in FILES.items() for part in (f"--{_OPTION[kind]}", str(data / name))]
    environment = {**os.environ, "PLANNER_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "planner", "export", "sample", *names]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    taken = set()
    for kind, name in FILES.items():
        made = data / name
        printed = made if made.suffix == ".pdf" else converted([made], "pdf", data)[0]
        subprocess.run(["pdftoppm", "-r", "70", "-png", str(printed), str(data / kind)], check=True)
        for number, page in enumerate(sorted(data.glob(f"{kind}-*.png")), 1):
            _shrunk(Image.open(page), file := FOLDER / f"{kind}-{number:02d}.png")
            taken.add(file)
    return taken


_OPTION = {"workbook": "workbook", "board": "board", "slides": "deck"}


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
    _shrunk(Image.open(BytesIO(page.screenshot(animations="disabled"))), file)


def _shrunk(picture: Image.Image, file: Path) -> None:
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
