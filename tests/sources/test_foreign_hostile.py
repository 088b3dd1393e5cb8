"""Broken, foreign and hostile files in place of a model: a sentence, never a traceback, never executed."""

from __future__ import annotations

import io
import pickle
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import BadFile, PlannerError
from planner.sources.foreign import TOOLS, Tool, guess_tool, import_curves
from planner.sources.foreign import files as limits
from tests.sources.foreign_files import as_json, pymc, response_curves, robyn

POINTS = {"TV": [(0.0, 0.0, 0.0, 0.0, 0.0), (1.0, 10.0, 20.0, 15.0, 25.0)]}
GOOD: dict[Tool, bytes] = {
    "robyn": as_json(robyn({"tv_S": [20.0, 60.0, 100.0]})),
    "meridian": response_curves(POINTS),
    "pymc": pymc(
        {k: np.full((1, 2, 2), 0.5) for k in ("adstock_alpha", "saturation_lam", "saturation_beta")}
    ),
}


class Bomb:
    """Would leave a mark if it were ever unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return (Path.touch, (self.mark,))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_pickle_is_never_opened(tool: Tool, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    for protocol in (2, 4, 5):
        with pytest.raises(BadFile):
            import_curves(pickle.dumps(Bomb(mark), protocol), "model.pkl", tool)
    assert not mark.exists()


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 2000,
        b"{",
        b"[]",
        b"null",
        b"[" * 200_000,
        b'{"InputCollect": 1}',
        b"channel,metric,spend,incremental_outcome\n",
        b"channel,metric,spend,incremental_outcome\nTV,mean,1\n",
        b"channel,channel\n1,2\n",
        b"a\xffb,c\n1,2\n",
        b"RDX3\nstored",
        b"\x1f\x8b\x08 packed",
        b"CDF\x01 older",
        b"\x89HDF\r\n\x1a\n cut off",
        b"PK\x03\x04 cut off",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_model_is_refused(tool: Tool, data: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        import_curves(data, "thing", tool)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("tool", TOOLS)
def test_one_tools_file_is_not_anothers(tool: Tool) -> None:
    assert guess_tool(GOOD[tool], "x") == tool
    import_curves(GOOD[tool], "x", tool)
    for other in TOOLS:
        if other != tool:
            with pytest.raises(BadFile):
                import_curves(GOOD[other], "x", tool)


def test_an_unknown_file_or_tool_is_said() -> None:
    with pytest.raises(BadFile, match="looks like no file of Robyn"):
        guess_tool(b"hello", "hello.txt")
    with pytest.raises(BadFile, match="no tool"):
        import_curves(b"x", "x", "excel")  # type: ignore[arg-type]


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    with pytest.raises(BadFile, match="limit is"):
        import_curves(b"a,b\n" * 1000, "big.csv", "meridian")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("RobynModel-1.json", b" " * 100_000)
    assert len(packed.getvalue()) < 1000
    with pytest.raises(BadFile, match="unpacks to more"):
        import_curves(packed.getvalue(), "bomb.zip", "robyn")
    with pytest.raises(BadFile, match="holds more than"):
        import_curves({"a.csv": b"a" * 2000}, "folder", "robyn")


def archive_of(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, GOOD["robyn"])
    return packed.getvalue()


def test_archives_that_are_none_of_robyns() -> None:
    with pytest.raises(BadFile, match="neither a RobynModel"):
        import_curves(archive_of("a.txt"), "a.zip", "robyn")
    with pytest.raises(BadFile, match="twice"):
        import_curves(archive_of("a/RobynModel-1.json", "b/RobynModel-1.json"), "a.zip", "robyn")
    with pytest.raises(BadFile, match="files; the limit"):
        import_curves(archive_of(*(f"{i}.txt" for i in range(501))), "a.zip", "robyn")
    assert guess_tool(archive_of("../../RobynModel-1.json"), "a.zip") == "robyn"
    import_curves(archive_of("../../RobynModel-1.json"), "a.zip", "robyn")


def changed(change: Any) -> bytes:
    out = io.BytesIO(GOOD["pymc"])
    with h5py.File(out, "r+") as file:
        change(file)
    return out.getvalue()


def external_link(file: Any) -> None:
    del file["posterior"]
    file["posterior"] = h5py.ExternalLink("/etc/other.nc", "/posterior")


def soft_link(file: Any) -> None:
    del file["posterior/saturation_lam"]
    file["posterior/saturation_lam"] = h5py.SoftLink("/posterior/saturation_beta")


def external_storage(file: Any) -> None:
    del file["posterior/saturation_lam"]
    file["posterior"].create_dataset(
        "saturation_lam", shape=(1, 2, 2), dtype="<f8", external=[("/etc/passwd", 0, 32)]
    )


def virtual(file: Any) -> None:
    del file["posterior/saturation_lam"]
    layout = h5py.VirtualLayout(shape=(1, 2, 2), dtype="<f8")
    layout[...] = h5py.VirtualSource("/etc/other.nc", "x", shape=(1, 2, 2))
    file["posterior"].create_virtual_dataset("saturation_lam", layout)


def enormous(file: Any) -> None:
    file["posterior"].create_dataset("huge", shape=(10**6, 10**6), dtype="<f8", chunks=(1000, 1000))
    del file["posterior/saturation_lam"]
    file["posterior"].create_dataset("saturation_lam", shape=(10**4, 10**4), dtype="<f8", chunks=(100, 100))


def words_for_draws(file: Any) -> None:
    del file["posterior/saturation_lam"]
    file["posterior/saturation_lam"] = np.full((1, 2, 2), "a", dtype=h5py.string_dtype())


def words_for_a_scale(file: Any) -> None:
    del file["constant_data/target_scale"]
    file["constant_data/target_scale"] = "many"


def an_array(file: Any) -> None:
    del file["posterior"]
    file["posterior"] = [1.0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (external_link, "links to another"),
        (soft_link, "links to another"),
        (external_storage, "from another file"),
        (virtual, "from another file"),
        (enormous, "saturation_lam"),
        (an_array, "as an array"),
        (words_for_draws, "saturation_lam"),
        (words_for_a_scale, "holds no numbers"),
    ],
)
def test_a_model_that_reaches_elsewhere_is_refused(change: Any, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        import_curves(changed(change), "model.nc", "pymc")


@settings(max_examples=settings().max_examples // 3)
@given(tool=st.sampled_from(TOOLS), at=st.floats(0, 1), junk=st.binary(max_size=8), cut=st.booleans())
def test_damage_anywhere_is_a_sentence_or_still_curves(tool: Tool, at: float, junk: bytes, cut: bool) -> None:
    good = GOOD[tool]
    i = int(at * len(good))
    data = good[:i] + junk + (b"" if cut else good[i + len(junk) :])
    with suppress(PlannerError):
        import_curves(data, "x", tool)
