from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codepub.writers.faces import FACES, find_font_file
from codepub.writers.pdf import font_cache
from codepub.writers.pdf.font_cache import give_font_cache
from tests.publications import ROOT


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a folder for the cache, where even root can make none: it would be below a file."""
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(font_cache, "SYSTEM", file / "system")
    monkeypatch.setenv("HOME", str(file / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return file


@pytest.mark.usefixtures("nowhere")
def test_where_no_folder_can_be_written_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    removed_at_the_end: list[object] = []
    monkeypatch.setattr("atexit.register", lambda _, *arguments, **__: removed_at_the_end.extend(arguments))
    give_font_cache()

    assert removed_at_the_end == [os.environ["XDG_CACHE_HOME"]]
    Path(os.environ["XDG_CACHE_HOME"]).rmdir()


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("writable", ["system", "home", "caches"])
def test_where_a_folder_can_be_written_nothing_is_changed(
    writable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if writable == "system":
        monkeypatch.setattr(font_cache, "SYSTEM", tmp_path / "var" / "cache")
    else:
        monkeypatch.setenv({"home": "HOME", "caches": "XDG_CACHE_HOME"}[writable], str(tmp_path / "not-yet"))
    before = dict(os.environ)
    give_font_cache()

    assert dict(os.environ) == before


@pytest.mark.usefixtures("nowhere")
def test_without_a_folder_for_temporary_files_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr("tempfile.mkdtemp", fail)
    give_font_cache()

    assert "XDG_CACHE_HOME" not in os.environ


PRINTED = """
from pathlib import Path
from codepub.writers.pdf import font_cache
font_cache.SYSTEM = Path("{file}/system")
from tests.writers.writing import write_pdf
from tests.publications import theme
from tests.writers.documents import leaves_of_every_kind
write_pdf(leaves_of_every_kind(), theme())
"""
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{fonts}</dir>
<cachedir>{file}/system</cachedir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""


@pytest.mark.parametrize("installed", [find_font_file(FACES[0]).parent, "/nowhere"])
@pytest.mark.skipif(sys.platform != "linux", reason="the folders are those of Linux")
def test_nothing_is_heard_of_fontconfig_where_it_has_no_folder_for_its_cache_or_no_fonts(
    installed: Path | str, nowhere: Path, tmp_path: Path
) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(FONTS.format(file=nowhere, fonts=installed))
    ran = subprocess.run(
        [sys.executable, "-c", PRINTED.format(file=nowhere)],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
