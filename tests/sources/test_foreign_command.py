"""`import-curves`: exit codes, one message, a document that reads back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from planner.cli import main
from planner.documents.curves import read_curves
from planner.domain.curves import Hill
from tests.sources.foreign_files import as_json, pymc, response_curves, robyn

MODEL = as_json(robyn({"tv_S": [20.0, 60.0, 100.0]}))


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
def test_robyn_as_a_file_a_folder_or_a_zip(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "run"
    match form:
        case "file":
            place = tmp_path / "RobynModel-1_2_3.json"
            place.write_bytes(MODEL)
        case "folder":
            place.mkdir()
            (place / "RobynModel-1_2_3.json").write_bytes(MODEL)
            (place / "RobynModel-inputs.json").write_text('{"InputCollect": {}}')
            (place / "1_2_3.png").write_bytes(b"a picture")
        case "zip":
            place = tmp_path / "run.zip"
            with zipfile.ZipFile(place, "w") as archive:
                archive.writestr("run/RobynModel-1_2_3.json", MODEL)
    out = tmp_path / "curves.json"
    assert main(["import-curves", str(place), "--from", "robyn", "--currency", "EUR", "--out", str(out)]) == 0
    curves = read_curves(json.loads(out.read_text("utf-8")))
    assert (curves.currency, curves.channels[0].curve) == ("EUR", Hill(1000.0, 50.0, 2.0))
    assert "The baseline is flat" in capsys.readouterr().out


def test_the_other_tools(tmp_path: Path) -> None:
    points = {"TV": [(0.0, 0.0, 0.0, 0.0, 0.0), (1.0, 10.0, 20.0, 15.0, 25.0)]}
    (tmp_path / "curves.csv").write_bytes(response_curves(points))
    half = {k: np.full((1, 2, 2), 0.5) for k in ("adstock_alpha", "saturation_lam", "saturation_beta")}
    (tmp_path / "model.nc").write_bytes(pymc(half))
    out = str(tmp_path / "out.json")
    table = ["import-curves", str(tmp_path / "curves.csv"), "--from", "meridian", "--out", out]
    assert main([*table, "--periods", "10", "--period", "month"]) == 0
    assert json.loads(Path(out).read_text("utf-8"))["channels"][0]["curve"]["spend"] == [0.0, 1.0]
    assert main(["import-curves", str(tmp_path / "model.nc"), "--from", "pymc", "--out", out]) == 0
    assert json.loads(Path(out).read_text("utf-8"))["channels"][0]["curve"]["kind"] == "logistic"


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("none.json", [], "There is no file"),
        ("empty", [], "neither a RobynModel"),
        ("m.json", ["--value", "-1"], "worth more than 0"),
        ("m.json", ["--currency", "euro"], "no currency code"),
        ("m.csv", [], "neither a RobynModel"),
    ],
)
def test_bad_input_exits_with_1(
    name: str, options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.json").write_bytes(MODEL)
    (tmp_path / "m.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out.json"
    assert main(["import-curves", str(tmp_path / name), "--from", "robyn", *options, "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [["x.json", "--out", "o"], ["x.json", "--from", "excel", "--out", "o"], ["x.json", "--from", "robyn"]],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["import-curves", *arguments])
    assert left.value.code == 2
