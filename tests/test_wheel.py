"""The wheel as a user gets it: built, installed where nothing of ours is, and put to work."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.test_repository import list_git_files

ROOT = Path(__file__).parent.parent
SAMPLE = "codepub/shipped/content/cpt/32120.yaml"


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command without what the tests' own environment would lend it; its output is shown where it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    ran = subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert ran.returncode == 0, f"{' '.join(map(str, command))}\n{ran.stdout}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it declares to need, at our pinned versions."""
    environment = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", environment)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel)
    return programs


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder)
    (built,) = folder.glob("*.tar.gz")
    return built


def list_files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def list_tracked(folder: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}


def test_the_wheel_carries_all_templates_and_schemas(wheel: Path) -> None:
    wanted = {f"codepub/shipped/{path}" for path in list_tracked("templates") | list_tracked("schemas")}

    assert wanted
    assert wanted <= list_files(wheel)


def test_the_wheel_carries_no_content_but_the_sample(wheel: Path) -> None:
    assert {path for path in list_files(wheel) if "/content/" in path} == {SAMPLE}


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    tops = {path.split("/")[0] for path in list_files(wheel)}

    assert tops == {"codepub", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}


def test_the_wheel_carries_the_licence_and_names_it(wheel: Path) -> None:
    (metadata,) = [path for path in list_files(wheel) if path.endswith(".dist-info/METADATA")]
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(metadata).decode()

    assert "License-Expression: Apache-2.0\nLicense-File: LICENSE\n" in text
    assert metadata.replace("METADATA", "licenses/LICENSE") in list_files(wheel)


def test_the_source_distribution_carries_all_that_git_keeps(sdist: Path) -> None:
    kept = list_git_files("--cached")
    with tarfile.open(sdist) as archive:
        carried = {name.partition("/")[2] for name in archive.getnames()}

    assert {name for name in kept if not name.startswith("output/")} - carried == set()


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "codepub/py.typed" in list_files(wheel)


def test_an_installed_codepub_starts_a_library_and_builds_its_sample(installed: Path, tmp_path: Path) -> None:
    codepub = installed / "codepub"
    run(codepub, "init", cwd=tmp_path)
    run(codepub, "build", "32120", "--pdf", "--docx", cwd=tmp_path)

    assert (tmp_path / "output/cpt/32120.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "output/cpt/32120.docx").read_bytes().startswith(b"PK")
