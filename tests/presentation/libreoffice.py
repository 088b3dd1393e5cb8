"""LibreOffice as a second opinion: it calculates every formula anew, whatever the file says it is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode">
<value>0</value></prop></item>
</oor:items>
"""
"""Mode 0 is "always": the default keeps the values of files that other programs wrote."""


def converted(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files written again by LibreOffice as `kind` ("xlsx", "pdf") below `folder`, recalculated."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program is not None, "LibreOffice is missing; `make tools` installs it"
    profile = folder / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    out = folder / kind
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(out), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [out / f"{source.stem}.{kind}" for source in sources]
