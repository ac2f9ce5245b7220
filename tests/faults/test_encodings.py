"""Whatever the encoding of the output is, the whole report comes out, with the exit code that the content has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.processes import Ended, ended, library, run, started

ENCODINGS = ("utf-8", "cp1252", "cp437", "latin-1", "ascii", "utf-16", "gbk")
TEXTS = (
    ("validate",),
    ("list",),
    ("rules",),
    ("completeness",),
    ("codes", "list"),
    ("codes", "lookup", "J95.830"),
    ("build", "32120", "--md"),
    ("schema",),
    ("--help",),
    ("nonsense",),
)
DATA = (
    *(("validate", "--format", form) for form in ("json", "github", "sarif", "junit")),
    *(("completeness", "--format", form) for form in ("csv", "html")),
    ("list", "--json"),
    ("codes", "list", "--json"),
    ("codes", "lookup", "J95.830", "--json"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose record has a mistake beside signs that few encodings have."""
    folder = library(tmp_path_factory.mktemp("library") / "größe")
    file = folder / "content/cpt/32120.yaml"
    file.write_text(file.read_text("utf-8") + "Θ≥ → “x” 中: 1\n", "utf-8")
    return folder


MANY = """
import json, sys
from codepub.cli.commands import main
def code(words):
    try:
        main(words, prog_name="codepub")
    except SystemExit as end:
        return end.code
print(json.dumps([code(words) for words in json.loads(sys.argv[1])]), file=open("codes.json", "w"))
"""


def run_all(folder: Path, commands: tuple[tuple[str, ...], ...], encoding: str) -> tuple[Ended, list[int]]:
    """Run commands one after the other in one process, which is faster; gives their exit codes, too."""
    ran = ended(started(folder, json.dumps(commands), program=("-c", MANY), PYTHONIOENCODING=encoding))
    return ran, json.loads((folder / "codes.json").read_text())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_comes_out_whole_in_any_encoding(encoding: str, folder: Path) -> None:
    plain, codes = run_all(folder, TEXTS, "utf-8")

    ran, codes_too = run_all(folder, TEXTS, encoding)

    ran.must_be_told()
    assert set(codes) == {0, 1, 2}
    assert codes_too == codes
    wide = 2 if encoding == "utf-16" else 1
    assert len(ran.out) >= len(plain.out) * wide * 0.9
    assert len(ran.err) >= len(plain.err) * wide * 0.9


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_programs_read_is_the_same_utf_8_in_any_encoding(encoding: str, folder: Path) -> None:
    plain, codes = run_all(folder, DATA, "utf-8")

    ran, codes_too = run_all(folder, DATA, encoding)

    ran.must_be_told()
    assert "Θ≥ → “x” 中" in ran.out
    assert (ran.out, codes_too) == (plain.out, codes)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1", "tr_TR.UTF-8", "nonsense"])
def test_the_locale_changes_nothing(locale: str, folder: Path) -> None:
    plain = run(folder, "validate", "--format", "json")

    ran = run(folder, "validate", "--format", "json", LC_ALL=locale, LANG=locale)

    assert (ran.code, ran.out) == (plain.code, plain.out)
