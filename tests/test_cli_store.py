"""read-actuals --store: a nightly run that stores once, remembers, and says what it could not do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.cli import main
from planner.services.library import Store, open_store
from tests.storage.acme import RADIO, TV, room

Caught = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    monkeypatch.setenv("PLANNER_DATA_DIR", str(tmp_path / "data"))
    made = room(open_store())
    assert made.slug == "acme"
    return made.store


def file(folder: Path, name: str, *lines: str) -> str:
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_a_file_is_stored_once(store: Store, tmp_path: Path, capsys: Caught) -> None:
    report = file(tmp_path, "agency 2027-01.csv", "Month,Channel,Spend", "2027-01,TV,100", "2027-01,Telly,7")
    out, problems = tmp_path / "rows.csv", tmp_path / "problems.json"
    both = ["--out", str(out), "--problems", str(problems)]
    assert main(["read-actuals", report, "--store", "--year", "2027", *both]) == 0
    assert (
        "1 figures stored as batch 1 of acme; 0 restated, 1 rows or figures left out"
        in capsys.readouterr().out
    )
    assert out.read_text().splitlines()[1:] == ["2027-01,TV,spend,100"]
    assert json.loads(problems.read_text())[0]["code"] == "unknown_channel"
    assert main(["read-actuals", report, "--store", "--year", "2027"]) == 0
    assert "taken over before by nightly run, as batch 1; nothing stored" in capsys.readouterr().out
    assert len(store.batches("acme")) == 1


def test_figures_far_off_and_months_that_run_are_warned_of(
    store: Store, tmp_path: Path, capsys: Caught
) -> None:
    """It exits 0: the figures are stored, and a person looks at them. Each warning has its cell."""
    year = datetime.now(UTC).year + 1
    lines = [f"{year}-0{month},TV,{spend}" for month, spend in ((1, 8000), (2, "8.1"), (3, 9000))]
    report, problems = file(tmp_path, "a.csv", "Month,Channel,Spend", *lines), tmp_path / "problems.json"
    assert main(["read-actuals", report, "--store", "--year", str(year), "--problems", str(problems)]) == 0
    said = capsys.readouterr().out
    assert f"warning: C3: TV, {year}-02, spend is 8.10, other months are about 8,500.00" in said
    assert f"warning: {year}-01, {year}-02, {year}-03 have not ended yet" in said
    told = [(one["code"], one["cell"], one["severity"]) for one in json.loads(problems.read_text())]
    assert told == [("far_off", "C3", "warning"), ("not_ended", "", "warning")]
    assert len(store.actuals("acme")) == 3


def test_answers_given_once_serve_every_month(store: Store, tmp_path: Path) -> None:
    mapping = file(tmp_path, "m.json", json.dumps({"channel_map": {"Telly": RADIO}}))
    first = file(tmp_path, "agency 2027-01.csv", "Month,Channel,Spend", "2027-01,Telly,7")
    second = file(tmp_path, "agency 2027-02.csv", "Month,Channel,Spend", "2027-02,Telly,8")
    assert main(["read-actuals", first, "--store", "--year", "2027", "--mapping", mapping]) == 0
    assert main(["read-actuals", second, "--store", "--year", "2027"]) == 0
    assert [(row.channel, row.value) for row in store.actuals("acme")] == [(RADIO, 7), (RADIO, 8)]


def test_what_needs_a_person_exits_1(store: Store, tmp_path: Path, capsys: Caught) -> None:
    open_question = file(tmp_path, "a.csv", "Month,Channel,Spend", "2027-01,Telly,7")
    assert main(["read-actuals", open_question, "--store", "--year", "2027"]) == 1
    assert "Telly" in capsys.readouterr().err
    good = file(tmp_path, "b.csv", "Month,Channel,Spend", "2027-01,TV,7")
    assert main(["read-actuals", good, "--store", "--company", "nobody"]) == 1
    assert 'There is no company "nobody"' in capsys.readouterr().err
    assert main(["read-actuals", good, "--store", "--year", "2027"]) == 0
    store.close_month("acme", "2027-01", "Con")
    changed = file(tmp_path, "c.csv", "Month,Channel,Spend", "2027-01,TV,8")
    assert main(["read-actuals", changed, "--store", "--year", "2027"]) == 1
    assert "2027-01 was closed by Con" in capsys.readouterr().err
    assert [row.value for row in store.actuals("acme")] == [7]
    wrong = file(tmp_path, "m.json", json.dumps({"basis": {"vat_rate": 7}}))
    assert main(["read-actuals", changed, "--store", "--mapping", wrong]) == 1
    assert "basis.vat_rate" in capsys.readouterr().err
    assert store.actuals("acme").channels() == (TV,)


@pytest.mark.parametrize("more", [[], ["--out", "x.csv"], ["--store", "--channels", "TV"]])
def test_wrong_usage_exits_2(store: Store, tmp_path: Path, more: list[str], capsys: Caught) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["read-actuals", file(tmp_path, "a.csv", "x"), *more])
    assert stopped.value.code == 2
    assert capsys.readouterr().err
