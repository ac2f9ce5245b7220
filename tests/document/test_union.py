"""A new kind of inline or block is a type error at every place that has to decide about it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"

TRIAL = """

@dataclass(frozen=True, slots=True)
class Quoted:
    content: Inlines


@dataclass(frozen=True, slots=True)
class Abridged:
    content: Inlines


@dataclass(frozen=True, slots=True)
class Formula:
    description: Inlines
    origin: Origin

"""

DECIDING = {
    "document/walk.py",
    "document/text.py",
    "document/revisions.py",
    "redlining/marking.py",
    "redlining/pruning.py",
    "redlining/redline.py",
    "redlining/shown.py",
    "compose/rights.py",
    "writers/html/content.py",
    "writers/markdown.py",
    "writers/docx/body.py",
    "writers/docx/runs.py",
    "writers/docx/characters.py",
}
"""Each file that looks into documents, by its path below ``codepub``."""

FORGOTTEN = re.compile(r'^src/codepub/(\S+?):\d+: error: Argument 1 to "assert_never" has incompatible type "(.+?)"')


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The new kinds that each file does not decide about, where they are members of the unions."""
    folder = tmp_path_factory.mktemp("trial")
    shutil.copytree(SOURCE, folder / "src")
    nodes = folder / "src/codepub/document/nodes.py"
    text = nodes.read_text("utf-8")
    for union, more in (
        ("\nInline = ", f"{TRIAL}\nInline = Quoted | Abridged | "),
        ("\nFlowBlock = ", "\nFlowBlock = Formula | "),
    ):
        assert text.count(union) == 1
        text = text.replace(union, more)
    nodes.write_text(text, "utf-8")
    files = [str(Path("src/codepub") / file) for file in sorted(DECIDING)]
    options = ["--strict", "--follow-imports=silent", "--ignore-missing-imports", "--no-error-summary"]
    told = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files],
        cwd=folder,
        env={**os.environ, "MYPYPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = defaultdict(set)
    for line in told.splitlines():
        if match := FORGOTTEN.match(line):
            found[match[1]].update(re.findall(r"\w+", match[2]))
    return found


def test_every_place_that_looks_into_documents_must_decide_about_a_new_kind(forgotten: dict[str, set[str]]) -> None:
    assert set(forgotten) == DECIDING


OF_ONE = {
    *("compose/rights.py", "writers/docx/runs.py", "writers/docx/body.py"),
    *("redlining/marking.py", "redlining/pruning.py", "redlining/redline.py"),
}
"""Those of them that decide about inlines alone, or about blocks alone."""


@pytest.mark.parametrize("file", sorted(DECIDING - OF_ONE))
def test_inlines_and_blocks_are_named_there(file: str, forgotten: dict[str, set[str]]) -> None:
    assert {"Quoted", "Abridged", "Formula"} <= forgotten[file]
