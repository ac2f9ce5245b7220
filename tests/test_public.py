"""The public face: `import codepub` in a script or a notebook."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import assert_type

import pytest

import codepub
from tests.publications import ROOT

NAMES = [
    "CodeSummary",
    "CodepubError",
    "ContentError",
    "Diagnostic",
    "Document",
    "Failed",
    "Loaded",
    "Made",
    "Rendered",
    "Severity",
    "Theme",
    "Workspace",
    "__version__",
    "open_workspace",
    "write",
]


def run(*arguments: str, cwd: Path = ROOT) -> str:
    ran = subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


def test_the_public_names_are_these() -> None:
    assert codepub.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_public_name_is_there(name: str) -> None:
    found = run("-c", f"import codepub; print(codepub.{name})")

    assert found.strip()
    assert name in dir(codepub)


def test_the_module_says_the_modules_that_type_checkers_read() -> None:
    text = (ROOT / "src/codepub/__init__.py").read_text("utf-8")
    imported = {
        name.strip(): module
        for module, names in re.findall(r"^    from (codepub\.[\w.]+) import (.+)$", text, re.MULTILINE)
        for name in names.split(",")
    }

    assert imported == codepub._MODULES


def test_a_name_that_there_is_none_of_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'codepub' has no attribute 'publish_all'"):
        getattr(codepub, "publish_all")  # noqa: B009 -- type checkers know that there is none


def test_what_documents_are_made_of_is_reached_by_its_module() -> None:
    assert run("-c", "import codepub.document.nodes as d, codepub; print(d.Document is codepub.Document)") == "True\n"


def test_importing_codepub_imports_nothing_else() -> None:
    told = run("-c", "import sys; before = set(sys.modules); import codepub; print(set(sys.modules) - before)")

    assert told == "{'codepub'}\n"


def test_the_version_is_that_of_the_package() -> None:
    assert codepub.__version__ == version("codepub")


def test_types_are_known_to_type_checkers(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").touch()
    workspace = codepub.open_workspace(tmp_path)

    assert_type(workspace, codepub.Workspace)
    assert_type(codepub.__version__, str)
    with pytest.raises(codepub.CodepubError):
        assert_type(workspace.compose("32120"), codepub.Document)


def test_python_runs_the_package_as_the_command() -> None:
    assert run("-m", "codepub", "--version") == f"codepub, version {version('codepub')}\n"


# README ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, put_code_sets: Callable[[Path], None]) -> Path:
    """A copy of what a workspace reads at the top of a checkout, so that nothing is written into the real one."""
    shutil.copyfile(ROOT / "codepub.toml", tmp_path / "codepub.toml")
    for folder in ("content", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "output").mkdir()
    put_code_sets(tmp_path)
    return tmp_path


def python_blocks() -> Iterator[str]:
    yield from re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_python_of_the_readme_runs_from_the_top_of_a_checkout(checkout: Path) -> None:
    (block,) = python_blocks()
    script = checkout.parent / f"{checkout.name}.py"
    script.write_text(block, "utf-8")

    run(str(script), cwd=checkout)

    assert len(block.splitlines()) <= 12
    assert (checkout / "output/32120.pdf").read_bytes().startswith(b"%PDF-")
