"""`fit`, then `forecast` and `optimize` with what it wrote: the command line's contract."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.cli import main
from tests.analysis.markets import Market, make_market

HEADER = ["week", "revenue"]


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market("plain", 2)


def write_rows(path: Path, market: Market, start: int, stop: int) -> list[str]:
    history = market.history
    assert history.outcome is not None
    with path.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow([*HEADER, *history.channels, "price"])
        for t in range(start, stop):
            day = history.horizon.starts()[t].isoformat()
            table.writerow([day, history.outcome[t], *history.spend[:, t], history.controls["price"][t]])
    return [part for name in history.channels for part in ("--channel", name)]


@pytest.fixture(scope="module")
def fitted(market: Market, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("fit")
    channels = write_rows(folder / "history.csv", market, 0, 104)
    (folder / "tests.csv").write_text(
        "channel,start,end,spend change,lift,se\nchannel 1,2024-03-04,2024-03-31,100000,120000,30000\n"
    )
    asked = ["fit", str(folder / "history.csv"), "--date", "week", "--outcome", "revenue", *channels]
    asked += ["--control", "price", "--experiments", str(folder / "tests.csv")]
    assert main([*asked, "--out", str(folder / "curves.json")]) == 0
    return folder, json.loads((folder / "curves.json").read_text("utf-8"))


def test_the_document_holds_what_the_contract_names(
    market: Market, fitted: tuple[Path, dict[str, Any]]
) -> None:
    document = fitted[1]
    fit = document["fit"]
    assert document["format"] == "planner-curves/1"
    assert set(fit["roas"]) == set(fit["roas_range"]) == set(fit["evidence"]) == set(market.history.channels)
    assert set(fit["evidence"].values()) <= set("ABCD")
    assert 0 < fit["holdout_error"] < 0.3
    assert set(fit["before_experiments"]) == set(market.history.channels)
    assert "Laplace" in fit["draws"]["method"]
    assert fit["draws"]["count"] == 500
    assert 0.6 < fit["draws"]["accepted"] < 0.95
    for channel in document["channels"]:
        assert len(channel["draws"]) == 500
        assert channel["carry_in"][-1] == pytest.approx(
            market.history.by_channel()[channel["name"]][103], rel=1e-9
        )


def test_a_spend_that_goes_on_is_forecast_row_by_row(
    market: Market, fitted: tuple[Path, dict[str, Any]]
) -> None:
    folder, _ = fitted
    write_rows(folder / "ahead.csv", market, 104, 130)
    out = folder / "forecast.csv"
    asked = [str(folder / "curves.json"), str(folder / "ahead.csv")]
    assert main(["forecast", *asked, "--out", str(out)]) == 0
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["date", "mean", "p10", "p90", "baseline", *market.history.channels]
    actual = market.history.outcome
    assert actual is not None
    mean = np.array([float(row["mean"]) for row in rows])
    assert np.abs(mean - actual[104:130]).mean() / actual[104:130].mean() < 0.12
    for row in rows:
        parts = float(row["baseline"]) + sum(float(row[name]) for name in market.history.channels)
        assert float(row["mean"]) == pytest.approx(parts)


def test_the_fitted_curves_can_be_planned_with(market: Market, fitted: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = fitted
    last = market.history.spend[:, 52:104].sum(axis=1)
    current = dict(zip(market.history.channels, last.tolist(), strict=True))
    request = {
        "horizon": {"start": market.history.horizon.starts()[104].isoformat(), "periods": 52},
        "goal": {"kind": "spend", "total": float(last.sum())},
        "timing": "fixed",
        "limits": [{"channels": [name], "min": 0.3 * v, "max": 2 * v} for name, v in current.items()],
        "current": current,
    }
    (folder / "request.json").write_text(json.dumps(request))
    asked = [str(folder / "curves.json"), str(folder / "request.json")]
    assert main(["optimize", *asked, "--out", str(folder / "answer.json")]) == 0
    answer = json.loads((folder / "answer.json").read_text("utf-8"))
    assert sum(map(sum, answer["allocation"].values())) == pytest.approx(last.sum())


def test_new_weeks_go_behind_an_earlier_fit_and_what_changed_is_said(
    market: Market, fitted: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, earlier = fitted
    channels = write_rows(folder / "new.csv", market, 104, 108)
    asked = ["fit", str(folder / "new.csv"), "--date", "week", "--outcome", "revenue", *channels]
    asked += ["--control", "price", "--previous", str(folder / "curves.json")]
    assert main([*asked, "--out", str(folder / "longer.json")]) == 0
    document = json.loads((folder / "longer.json").read_text("utf-8"))
    assert len(document["report"]["outcome"]) == 108
    assert document["report"]["experiments"] == earlier["report"]["experiments"]
    changes = document["fit"]["changes"]
    assert changes["new_periods"] == 4
    assert market.history.outcome is not None
    assert changes["outcome"] == pytest.approx(market.history.outcome[104:108].sum())
    assert changes["channels"]["channel 1"]["before"][1] == pytest.approx(earlier["fit"]["roas"]["channel 1"])
    assert changes["channels"]["channel 1"]["after"][1] == pytest.approx(document["fit"]["roas"]["channel 1"])
    told = capsys.readouterr().out
    for name in market.history.channels:
        assert f"{name}: " in told
    assert main([*asked, "--currency", "CHF", "--out", str(folder / "longer.json")]) == 1
    assert "in USD, the new figures in CHF" in capsys.readouterr().err


def test_channels_are_merged_before_the_fit(
    market: Market, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channels = write_rows(tmp_path / "h.csv", market, 0, 45)
    asked = ["fit", str(tmp_path / "h.csv"), "--date", "week", "--outcome", "revenue", *channels]
    asked += ["--out", str(tmp_path / "c.json"), "--merge"]
    assert main([*asked, "both = channel 2, channel 1"]) == 0
    document = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert [channel["name"] for channel in document["channels"]] == ["both", *market.history.channels[2:]]
    with pytest.raises(SystemExit) as wrong:
        main([*asked, "channel 2, channel 1"])
    assert wrong.value.code == 2
    assert "write --merge" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2023-01-09", "2023-01-02", 'row 3, column "week": 2023-01-02 repeats the week'),
        (",0.9", ",n.a.", "is not a number"),
    ],
)
def test_a_faulty_history_is_refused_with_its_place(
    market: Market, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    channels = write_rows(tmp_path / "h.csv", market, 0, 60)
    text = (tmp_path / "h.csv").read_text()
    (tmp_path / "h.csv").write_text(text.replace(old, new, 1))
    asked = ["fit", str(tmp_path / "h.csv"), "--date", "week", "--outcome", "revenue", *channels]
    assert main([*asked, "--control", "price", "--out", str(tmp_path / "c.json")]) == 1
    assert says in capsys.readouterr().err
