"""Imports point toward `domain`: the code is read and compared with the map of rooms in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"planner", "pages", "app", "sample_data", "tests", "bench"}
SCREEN = {"ui", "pages", "app"}
"""The only places that may import Streamlit."""

Rooms = Mapping[str, frozenset[str]]


def rooms_of(text: str) -> Rooms:
    """Room -> rooms it may import, from the rows of the map: | `planner/x/` | may import | holds |."""
    cells = dict(re.findall(r"^\| `(?:planner/)?(\w+)(?:/|\.py)` \| ([^|]+?) \|", text, re.MULTILINE))
    inner = set(cells) - {"pages", "app"}
    rooms = {}
    for room, words in cells.items():
        if words == "nothing of ours":
            allowed: set[str] = set()
        elif words.startswith("all"):
            allowed = inner - set(words.removeprefix("all").removeprefix(" but ").split(", "))
        else:
            allowed = set(words.split(", "))
        assert allowed <= set(cells), f"{room}: the map names no room {sorted(allowed - set(cells))}"
        rooms[room] = frozenset(allowed | {room})
    # The package's face may show what has no screen, and its way in only starts the command line.
    return rooms | {"__init__": frozenset(inner - {"ui", "cli"}), "__main__": frozenset({"cli"})}


def breaches(root: Path, rooms: Rooms) -> list[str]:
    """A sentence for each import below `root` that the map does not allow."""
    found = []
    for file in [*root.glob("planner/**/*.py"), *root.glob("pages/*.py"), *root.glob("app.py")]:
        path = file.relative_to(root)
        room = _room_of(path)
        if room not in rooms:
            found.append(f"{path}: {room} is no room of the map")
            continue
        for line, name in _imports(file, path):
            top, _, rest = name.partition(".")
            if top == "streamlit" and room not in SCREEN:
                found.append(f"{path}:{line}: {room} must not import Streamlit")
            elif top == "planner" and rest.split(".")[0] not in rooms[room]:
                found.append(f"{path}:{line}: {room} must not import {name}")
            elif top in OURS - {"planner"}:
                found.append(f"{path}:{line}: {name} is not there to be imported")
    return sorted(found)


def _room_of(path: Path) -> str:
    if path.parts[0] == "planner":
        return path.parts[1].removesuffix(".py")
    return path.parts[0].removesuffix(".py")


def _imports(file: Path, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            # `from planner import x` names a room only in its last word.
            yield from (
                (node.lineno, f"{module}.{alias.name}" if module == "planner" else module)
                for alias in node.names
            )


def _needed(file: Path, modules: Collection[str]) -> set[str]:
    """The modules that one imports; `from a import b` means a.b where that is a module, else a."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in modules else node.module for name in inner}
    return found & set(modules)


@pytest.fixture(scope="module")
def rooms() -> Rooms:
    return rooms_of((ROOT / "CONTRIBUTING.md").read_text("utf-8"))


def test_every_import_is_one_the_map_allows(rooms: Rooms) -> None:
    assert breaches(ROOT, rooms) == []


def test_the_map_names_every_room_and_no_other(rooms: Rooms) -> None:
    there = {p.parent.name for p in ROOT.glob("planner/*/__init__.py")} | {"pages", "app"}
    assert set(rooms) - {"__init__", "__main__"} == there


def test_the_map_has_no_way_round_in_a_circle(rooms: Rooms) -> None:
    order = list(
        TopologicalSorter({room: allowed - {room} for room, allowed in rooms.items()}).static_order()
    )
    assert order[0] == "domain"


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Not within a room either, nor for types alone: what two modules need of each other is a third."""
    names = {
        file: ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in ROOT.glob("planner/**/*.py")
    }
    modules = {name.removesuffix(".__init__"): file for file, name in names.items()}
    TopologicalSorter({name: _needed(file, modules) for name, file in modules.items()}).prepare()


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("planner/domain/money.py", "from planner.plan.optimizer import optimize", "planner.plan.optimizer"),
        ("planner/domain/money.py", "from planner import plan", "planner.plan"),
        ("planner/domain/money.py", "from ..plan import optimizer", "planner.plan"),
        ("planner/domain/money.py", "def f():\n    import planner.storage.audit", "planner.storage.audit"),
        ("planner/analysis/fit.py", "from planner.sources.grid import Book", "planner.sources.grid"),
        ("planner/presentation/charts/base.py", "import streamlit as st", "Streamlit"),
        ("planner/services/library.py", "from planner.ui import state", "planner.ui"),
        ("planner/cli/fit.py", "from planner.ui import state", "planner.ui"),
        ("planner/ui/board.py", "from pages.home import x", "pages.home"),
        ("planner/plan/problem.py", "from tests.economy import economy", "tests.economy"),
        ("planner/kitchen/stove.py", "", "kitchen is no room"),
        ("planner/__init__.py", "from planner.ui.state import store", "planner.ui.state"),
        ("planner/__main__.py", "from planner.cli import main", "planner.domain"),
    ],
)
def test_a_planted_breach_is_found(tmp_path: Path, rooms: Rooms, file: str, line: str, said: str) -> None:
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(f"import numpy\nfrom planner.domain import money\n{line}\n".replace("\n\n", "\n"))
    (found,) = breaches(tmp_path, rooms)
    assert file in found
    assert said in found


def test_what_the_map_allows_is_no_breach(tmp_path: Path, rooms: Rooms) -> None:
    page = tmp_path / "pages" / "home.py"
    page.parent.mkdir()
    page.write_text(
        "import streamlit as st\nfrom planner.ui import state\nfrom planner.domain import money\n"
    )
    assert breaches(tmp_path, rooms) == []
