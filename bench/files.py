"""Reading a large file of actuals, writing the annual-plan workbook."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bench.forecasts import SAMPLE
from bench.measure import Figure, Runs, figure, timed
from planner.presentation.workbook import annual_plan
from planner.services.exports import export_plan, find_plan
from planner.services.library import open_store
from planner.services.sample import load_sample

ROWS = 100_000
CHANNELS = ("TV", "Online video", "Search generic", "Search brand", "Paid social", "Display")
READ = """
import json, resource, sys
from pathlib import Path
from time import perf_counter
from planner.sources.actuals_file import read_actuals
data = Path(sys.argv[1]).read_bytes()
started = perf_counter()
read = read_actuals(data, "big.xlsx", channels=sys.argv[2].split(","), year=2026)
taken = perf_counter() - started
unit = 1 if sys.platform == "darwin" else 1024
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
worked = sum(one.ru_utime + one.ru_stime for one in used)
megabytes = [one.ru_maxrss * unit / 1e6 for one in used]
status = Path("/proc/self/status")
if status.exists():  # getrusage also counts what this process was before it became Python: its parent's copy
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    megabytes[0] = int(peak.split()[1]) * 1024 / 1e6
print(json.dumps([taken * 1000, worked * 1000, *megabytes, len(read.rows)]))
"""


def figures() -> Iterator[Figure]:
    """The reader in a process of its own, so that its memory is its own; the workbook of the sample."""
    with TemporaryDirectory() as folder:
        yield _reading(Path(folder))
        yield from _writing(Path(folder))


def _reading(folder: Path) -> Figure:
    path = folder / "big.xlsx"
    _write_big(path)
    reference = timed(lambda: None, 10).reference
    taken, worked, peaks = [], [], []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", READ, str(path), ",".join(CHANNELS)],
            capture_output=True,
            check=True,
            cwd=SAMPLE.parent,
        )
        milliseconds, cpu, own, child, rows = json.loads(done.stdout)
        assert rows == 12 * len(CHANNELS) * 3
        taken.append(milliseconds)
        worked.append(cpu)
        peaks.append((own, child))
    own, child = (max(peak) for peak in zip(*peaks, strict=True))
    return figure(
        f"read a {ROWS:,}-row Excel file to checked actuals",
        "<= 4 s, peak <= 400 MB",
        Runs(taken, worked, reference),
        also={"MB at most": own + child, "MB of the reading process": own, "MB of its child": child},
    )


def _write_big(path: Path) -> None:
    """Month, channel, campaign, spend, revenue, clicks: as many rows as a tool exports for single adverts."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Export")
        sheet.write_row(0, 0, ("Month", "Channel", "Campaign", "Spend", "Revenue", "Clicks"))
        for row in range(ROWS):
            month, channel = row % 12 + 1, CHANNELS[row // 12 % len(CHANNELS)]
            figures = (10 + row % 97 / 4, 40 + row % 89 / 4, row % 53)
            sheet.write_row(row + 1, 0, (f"2026-{month:02d}", channel, f"Advert {row % 4000}", *figures))


def _writing(folder: Path) -> Iterator[Figure]:
    store = open_store(f"sqlite:///{folder / 'planner.db'}")
    try:
        load_sample(store, SAMPLE)
        slug, number = find_plan(store, "sample")
        target = "<= 2 s"
        yield figure(
            "write the annual-plan workbook, the plan gathered from the database",
            target,
            timed(lambda: annual_plan(export_plan(store, slug, number)), 7),
            also={"kB": len(annual_plan(export_plan(store, slug, number))) / 1000},
        )
    finally:
        store.close()
