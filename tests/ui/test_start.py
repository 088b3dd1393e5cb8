"""The first page's figures wait for nothing that they do not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("altair", "scipy.optimize", "scipy.stats", "xlsxwriter", "pptx", "typst", "openpyxl")
ROOT = Path(__file__).resolve().parents[2]


def test_home_loads_no_solver_no_charts_and_no_file_formats() -> None:
    """Together these take more than a second; each is loaded where it is first needed."""
    code = (
        "import json, sys\n"
        "import planner.ui.home, planner.ui.context, planner.ui.navigation\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
