"""The command line keeps its contract: exit codes, one message on standard error, whole files."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planner.cli import main
from planner.documents.curves import read_curves

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data"
CURVES = str(SAMPLE / "curves.json")
SEASON = (0.917, 0.878, 1.001, 1.001, 1.054, 0.992, 1.018, 1.031, 0.951, 1.018, 1.020, 1.113)
SPLIT = {
    "TV": 180_000,
    "Online video": 120_000,
    "Search generic": 190_000,
    "Search brand": 50_000,
    "Paid social": 190_000,
    "Display": 60_000,
    "Marketplace ads": 90_000,
    "Out of home": 40_000,
    "Radio and audio": 30_000,
    "Influencers": 50_000,
    "Email and loyalty": 40_000,
    "Content and SEO": 40_000,
}
Caught = pytest.CaptureFixture[str]


def refusal(caught: Caught) -> str:
    """The one message of a refused command."""
    out, err = caught.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("planner: ")
    return err


def written(path: Path, value: object) -> str:
    path.write_text(json.dumps(value), "utf-8")
    return str(path)


def monthly_spend(path: Path, times: float = 1.0) -> str:
    """The reference plan 2027 as a spend file."""
    with path.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["date", *SPLIT])
        for month, index in enumerate(SEASON, 1):
            cells = [times * total * index / sum(SEASON) for total in SPLIT.values()]
            table.writerow([f"2027-{month:02d}-01", *cells])
    return str(path)


def table_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


# forecast


def test_forecast_gives_a_row_a_row_and_the_reference_total(tmp_path: Path) -> None:
    out = tmp_path / "forecast.csv"
    assert main(["forecast", CURVES, monthly_spend(tmp_path / "spend.csv"), "--out", str(out)]) == 0
    rows = table_of(out)
    assert [row["date"] for row in rows] == [f"2027-{m:02d}-01" for m in range(1, 13)]
    assert list(rows[0]) == ["date", "mean", "p10", "p90", "baseline", *SPLIT]
    media = sum(float(row[name]) for row in rows for name in SPLIT)
    assert media == pytest.approx(4_717_600, rel=1e-4)
    for row in rows:
        parts = float(row["baseline"]) + sum(float(row[name]) for name in SPLIT)
        assert float(row["mean"]) == pytest.approx(parts)
        assert float(row["p10"]) < float(row["mean"]) < float(row["p90"])


def test_forecast_keeps_the_files_order(tmp_path: Path) -> None:
    spend, out = tmp_path / "spend.csv", tmp_path / "forecast.csv"
    monthly_spend(spend)
    main(["forecast", CURVES, str(spend), "--out", str(out)])
    straight = table_of(out)
    header, *lines = spend.read_text().splitlines()
    spend.write_text("\n".join([header, *reversed(lines)]))
    assert main(["forecast", CURVES, str(spend), "--out", str(out)]) == 0
    assert table_of(out) == straight[::-1]


def test_forecast_reads_weeks_with_weekly_curves(tmp_path: Path) -> None:
    """Two weeks of 1 on x / (x + 1): adstock 1, then 1.5."""
    curves = {
        "format": "planner-curves/1",
        "period": "week",
        "currency": "USD",
        "outcome": "revenue",
        "origin": "2026-03-02",
        "baseline": [7],
        "channels": [
            {
                "name": "TV",
                "curve": {"kind": "hill", "ceiling": 1, "half_spend": 1, "shape": 1},
                "carryover": {"kind": "geometric", "retention": 0.5, "normalized": False},
            }
        ],
    }
    (tmp_path / "spend.csv").write_text("date,TV,promotion\n2026-03-02,1,0\n2026-03-09,1,1\n")
    out = tmp_path / "forecast.csv"
    document = written(tmp_path / "curves.json", curves)
    assert main(["forecast", document, str(tmp_path / "spend.csv"), "--out", str(out)]) == 0
    assert [float(row["TV"]) for row in table_of(out)] == pytest.approx([0.5, 0.6])
    assert [float(row["mean"]) for row in table_of(out)] == pytest.approx([7.5, 7.6])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("date,", "when,"), None),
        (("TV,", "Tv,"), 'no column "TV"; the nearest is "Tv"'),
        (("2027-03-01", "2027-02-01"), "repeats the month"),
        (("2027-03-01", "soon"), '"soon" is not a date'),
        (("2027-12-01", "2028-02-01"), "before 2028-02-01, 2027-12 and 1 more are missing"),
    ],
)
def test_forecast_says_what_is_wrong_with_a_spend(
    change: tuple[str, str], says: str | None, tmp_path: Path, capsys: Caught
) -> None:
    spend, out = tmp_path / "spend.csv", tmp_path / "forecast.csv"
    monthly_spend(spend)
    spend.write_text(spend.read_text().replace(*change, 1))
    code = main(["forecast", CURVES, str(spend), "--out", str(out)])
    assert code == (0 if says is None else 1)
    assert out.exists() is (says is None)
    if says is not None:
        assert says in refusal(capsys)


def test_weeks_do_not_fit_the_samples_monthly_curves(tmp_path: Path, capsys: Caught) -> None:
    history = str(SAMPLE / "history_weekly.csv")
    assert main(["forecast", CURVES, history, "--out", str(tmp_path / "x.csv")]) == 1
    assert "give one row a month" in refusal(capsys)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("[1, 2]", "Curves document"),
        ('{"format": "planner-curves/2"}', "format"),
        ("{not json", "is not JSON: line 1"),
    ],
)
def test_bad_curves_are_refused(text: str, says: str, tmp_path: Path, capsys: Caught) -> None:
    (tmp_path / "curves.json").write_text(text)
    spend = monthly_spend(tmp_path / "spend.csv")
    assert main(["forecast", str(tmp_path / "curves.json"), spend, "--out", str(tmp_path / "x.csv")]) == 1
    assert says in refusal(capsys)


def test_files_that_are_not_there_are_named(tmp_path: Path, capsys: Caught) -> None:
    for curves, spend in ((tmp_path / "none.json", tmp_path), (Path(CURVES), tmp_path / "none.csv")):
        assert main(["forecast", str(curves), str(spend), "--out", str(tmp_path / "x.csv")]) == 1
        assert "There is no file" in refusal(capsys)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: Caught) -> None:
    (tmp_path / "file").write_text("")
    spend = monthly_spend(tmp_path / "spend.csv")
    (tmp_path / "folder").mkdir()
    for out, named in (("file/x.csv", "file"), ("folder", "folder")):
        assert main(["forecast", CURVES, spend, "--out", str(tmp_path / out)]) == 1
        assert f"{tmp_path / named}:" in refusal(capsys)


# optimize


def request(**changes: Any) -> dict[str, Any]:
    names = read_curves(json.loads(Path(CURVES).read_text("utf-8"))).names
    return {
        "horizon": {"start": "2027-01", "months": 12},
        "goal": {"kind": "spend", "total": 1_080_000},
        "timing": "fixed",
        "flights": {name: list(SEASON) for name in names},
        "limits": [{"channels": [n], "min": 0.5 * SPLIT[n], "max": 1.5 * SPLIT[n]} for n in names],
        "current": SPLIT,
        **changes,
    }


def test_optimize_finds_the_reference_gain(tmp_path: Path) -> None:
    """+51.1k revenue within +/-50 % a channel, 2 % tolerance on gains."""
    out = tmp_path / "answer.json"
    asked = written(tmp_path / "request.json", request())
    assert main(["optimize", CURVES, asked, "--out", str(out)]) == 0
    answer = json.loads(out.read_text("utf-8"))
    spent = sum(sum(months) for months in answer["allocation"].values())
    assert spent == pytest.approx(1_080_000, abs=0.01)
    assert answer["outcome"]["revenue"] - 4_717_615.5 == pytest.approx(51_100, rel=0.02)
    assert answer["bound"] >= answer["outcome"]["revenue"] * (1 - 1e-9)
    assert answer["gap"] <= 1e-3


def test_optimize_names_the_limits_that_clash(tmp_path: Path, capsys: Caught) -> None:
    out = tmp_path / "answer.json"
    asked = written(
        tmp_path / "request.json",
        request(limits=[{"channels": ["TV"], "min": 2_000_000, "label": "TV promise"}]),
    )
    assert main(["optimize", CURVES, asked, "--out", str(out)]) == 1
    assert "TV promise" in refusal(capsys)
    assert not out.exists()


def test_optimize_refuses_a_request_without_a_goal(tmp_path: Path, capsys: Caught) -> None:
    asked = written(tmp_path / "request.json", {"horizon": {"start": "2027-01", "months": 12}})
    assert main(["optimize", CURVES, asked, "--out", str(tmp_path / "x.json")]) == 1
    assert "goal" in refusal(capsys)


# read-actuals


def read(tmp_path: Path, file: Path, *options: str) -> int:
    out, problems = str(tmp_path / "rows.csv"), str(tmp_path / "problems.json")
    return main(["read-actuals", str(file), *options, "--out", out, "--problems", problems])


def test_read_actuals_reads_the_agencys_report(tmp_path: Path) -> None:
    mapping = written(tmp_path / "mapping.json", {"channel_map": {"Paid Socal": "Paid social"}})
    file = SAMPLE / "actuals_2026.xlsx"
    options = ("--channels", ",".join([*SPLIT, "Baseline"]), "--year", "2026", "--mapping", mapping)
    assert read(tmp_path, file, *options) == 0
    rows = table_of(tmp_path / "rows.csv")
    assert list(rows[0]) == ["month", "channel", "metric", "value"]
    assert {row["month"] for row in rows} == {f"2026-{m:02d}" for m in range(1, 11)}
    assert {row["channel"] for row in rows} == {*SPLIT, "Baseline"}
    problems = json.loads((tmp_path / "problems.json").read_text("utf-8"))
    assert [p for p in problems if p["severity"] == "rejected"] == []


def test_read_actuals_rejects_an_unknown_channel_beside_known_ones(tmp_path: Path) -> None:
    assert read(tmp_path, SAMPLE / "actuals_2026.xlsx", "--channels", ",".join(SPLIT)) == 0
    problems = json.loads((tmp_path / "problems.json").read_text("utf-8"))
    assert any("Paid Socal" in p["message"] and p["severity"] == "rejected" for p in problems)
    assert {"sheet", "cell", "row", "code", "message", "severity"} <= set(problems[0])


def test_read_actuals_refuses_what_is_no_table(tmp_path: Path, capsys: Caught) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    assert read(tmp_path, tmp_path / "report.pdf") == 1
    assert "PDF" in refusal(capsys)
    assert read(tmp_path, tmp_path / "none.xlsx") == 1
    assert "There is no file" in refusal(capsys)


def test_read_actuals_refuses_a_mapping_with_an_unknown_answer(tmp_path: Path, capsys: Caught) -> None:
    mapping = written(tmp_path / "mapping.json", {"metric": "likes"})
    assert read(tmp_path, SAMPLE / "actuals_2026.xlsx", "--mapping", mapping) == 1
    assert "metric" in refusal(capsys)


# load-sample, export


def test_load_sample_enters_the_sample_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    for _ in range(2):
        assert main(["load-sample", "--data", str(tmp_path / "data")]) == 0
    assert (tmp_path / "data" / "planner.db").exists()
    assert not (tmp_path / "elsewhere").exists()


def test_export_writes_the_samples_plan_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Caught
) -> None:
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    first, second, document = tmp_path / "1.xlsx", tmp_path / "2.xlsx", tmp_path / "plan.json"
    assert main(["export", "sample", "--workbook", str(first)]) == 1
    assert "load-sample" in refusal(capsys)
    assert main(["load-sample"]) == 0
    assert main(["export", "sample", "--workbook", str(first), "--json", str(document)]) == 0
    assert main(["export", "sample", "--workbook", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes()[:2] == b"PK"
    assert json.loads(document.read_text("utf-8"))["company"] == "Tarnbrook Home"
    assert main(["export", "Draft 2072", "--workbook", str(first)]) == 1
    assert '"Draft 2027"' in refusal(capsys)


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["forecast"],
        ["forecast", "a", "b"],
        ["dance"],
        ["fit", "history.csv"],
        ["read-actuals", "a.xlsx", "--out", "a", "--problems", "b", "--year", "this"],
        ["read-actuals", "a.xlsx", "--out", "a", "--problems", "b", "--channels", "A,,B"],
        ["serve", "--port", "99999"],
        ["export", "sample"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_the_module_runs_as_a_program_and_shows_no_traceback() -> None:
    asked = [sys.executable, "-m", "planner", "forecast", "none.json", "none.csv", "--out", "x.csv"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "planner: There is no file none.json.\n"
