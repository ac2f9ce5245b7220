"""Reviews in LibreOffice: copies go out, people act on them, and what comes back is received."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from lxml import etree

import yaml
from codepub.cli.commands import main
from tests.programs import MissingProgramError
from tests.publications import CONTENT, SAMPLES

_SCRIPT = Path(__file__).with_name("act_in_office.py")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_SYSTEM_PYTHON = Path("/usr/bin/python3")


def begin_workspace(folder: Path) -> Path:
    """Begin a workspace with the samples."""
    folder.mkdir()
    (folder / "codepub.toml").write_text('[checks]\nmissing_code_sets = "quiet"\n')
    shutil.copytree(CONTENT, folder / "content")
    return folder


def find_record(workspace: Path, code: str) -> Path:
    """Find the file of a sample's code."""
    (found,) = (file for file in SAMPLES.values() if file.stem == code)
    return workspace / "content" / found.relative_to(CONTENT)


def act(jobs: Sequence[dict[str, Any]]) -> None:
    """Have people act on Word files, as `act_in_office` tells.

    Raises:
        MissingProgramError: LibreOffice or its bridge is not installed.
        RuntimeError: An act could not be done.
    """
    if not _SYSTEM_PYTHON.exists():
        raise MissingProgramError("the system's Python is not installed; `make conformance` installs it")
    ran = subprocess.run(
        [_SYSTEM_PYTHON, _SCRIPT],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    if "No module named 'uno'" in ran.stderr:
        raise MissingProgramError("python3-uno is not installed; `make conformance` installs it")
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    for job, missing in zip(jobs, json.loads(ran.stdout), strict=True):
        if missing:
            raise RuntimeError(f"{job['target']}: {missing}")


def add_reply(file: Path, author: str, said: str, answer: str) -> None:
    """Answer a comment of a Word file as Word does: LibreOffice's bridge can only write a comment of its own.

    The answer is a comment that stands nowhere itself; ``commentsExtended`` names what it answers.
    """
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    comments: Any = etree.fromstring(parts["word/comments.xml"])
    threads: Any = etree.fromstring(parts["word/commentsExtended.xml"])
    (parent,) = (one.get(f"{{{_W14}}}paraId") for one in comments.iter(f"{{{_W}}}p") if "".join(one.itertext()) == said)
    comment: Any = etree.SubElement(comments, f"{{{_W}}}comment")
    comment.attrib.update({f"{{{_W}}}id": "900", f"{{{_W}}}author": author, f"{{{_W}}}date": "2026-12-01T10:00:00Z"})
    paragraph = etree.SubElement(comment, f"{{{_W}}}p", {f"{{{_W14}}}paraId": "7A000001"})
    etree.SubElement(etree.SubElement(paragraph, f"{{{_W}}}r"), f"{{{_W}}}t").text = answer
    named = {f"{{{_W15}}}paraId": "7A000001", f"{{{_W15}}}paraIdParent": parent or "", f"{{{_W15}}}done": "0"}
    etree.SubElement(threads, f"{{{_W15}}}commentEx", named)
    parts["word/comments.xml"], parts["word/commentsExtended.xml"] = etree.tostring(comments), etree.tostring(threads)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def call(*arguments: str) -> tuple[int, str]:
    """Call a command in the current folder; return its exit code and standard output."""
    ran = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    return ran.exit_code, ran.stdout


def read_data(file: Path) -> Any:
    """Read a record as plain data, its texts with single blanks where lines are only folded."""
    return _unfold(yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))


def _unfold(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unfold(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_unfold(below) for below in value]
    return "\n".join(_unfold_lines(value.strip().split("\n")))


def _unfold_lines(lines: Sequence[str]) -> list[str]:
    unfolded: list[str] = []
    for line in lines:
        follows = unfolded and unfolded[-1] and line and not re.match(r"\s*([-*]|\d+[.)])\s", line)
        if follows:
            unfolded[-1] += f" {line.strip()}"
        else:
            unfolded.append(line)
    return unfolded
