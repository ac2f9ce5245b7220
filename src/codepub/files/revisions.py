"""Files as git keeps them: what a file held in a revision, and who changed it last by then.

git is run as a program, with a list of arguments and in the folder of the file. What somebody typed for a revision is
made a commit before anything else is done with it.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError, MachineError, printable, quote_text
from codepub.files.reading import TooLargeError

_PLAIN_MODES: Final = ("100644", "100755")
"""The modes of plain files in a tree; a link or a module within has another (gitformat-index)."""
_MOST_SECONDS: Final = 60
_MOST_TOLD: Final = 200
"""The most characters of a message of git that are told."""
_ENVIRONMENT: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
"""What keeps git from writing, asking and fetching, and its messages in English."""


@dataclass(frozen=True, slots=True)
class CommittedFile:
    """What a file held in a commit, and who changed it last by then, and when; ``commit`` is its whole name."""

    content: bytes
    commit: str
    author: str
    date: datetime


def read_committed_file(file: Path, revision: str, most: int) -> CommittedFile:
    """Read what a file held in a revision: a commit, a branch, a tag, or an expression such as ``HEAD~3``.

    Raises:
        CallError: The file lies in no git checkout, there is no such revision, or it had no such file.
        TooLargeError: The file had more than ``most`` bytes.
        MachineError: git is not there, or fails.
    """
    commit = _find_commit(file, revision)
    entry = _run(file, "ls-tree", "-l", "-z", commit, "--", f"./{file.name}").decode("utf-8", "surrogateescape")
    if not entry:
        raise CallError(
            f"{printable(file)} was not there in {quote_text(revision)} ({commit[:10]}). Name a later revision; "
            f"`git log --follow -- {printable(file.name)}` lists those that it is in."
        )
    mode, _, name, size, *_ = entry.split()
    if mode not in _PLAIN_MODES:
        raise CallError(f"{printable(file)} was no plain file in {quote_text(revision)}. Name another revision.")
    if int(size) > most:
        raise TooLargeError(file, int(size), most)
    told = _run(file, "log", "-1", "--no-show-signature", "--format=%an%x00%aI", commit, "--", f"./{file.name}")
    author, _, date = told.decode("utf-8", "replace").strip().partition("\0")
    return CommittedFile(
        _run(file, "cat-file", "blob", name), commit, printable(author), datetime.fromisoformat(date).astimezone(UTC)
    )


def _find_commit(file: Path, revision: str) -> str:
    """Find the commit that a revision means; what begins with a hyphen is none, and would be an option."""
    if not revision or revision.startswith("-") or "\0" in revision:
        raise CallError(f"{quote_text(revision)} is no revision. Name a commit, a branch or a tag, such as HEAD~1.")
    if _try(file, "rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        raise CallError(
            f"{printable(file.parent)} lies in no git checkout, so that it has no revisions. Name two files instead: "
            "--from OLD.yaml --to NEW.yaml"
        )
    found = _try(file, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise CallError(
            f"There is no revision {quote_text(revision)} in the git checkout of {printable(file)}. "
            "`git log --oneline` lists some."
        )
    return found.stdout.decode("ascii").strip()


def _run(file: Path, *arguments: str) -> bytes:
    done = _try(file, *arguments)
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:_MOST_TOLD]
        raise MachineError(f"git {arguments[0]} failed: {printable(said)}. Look at the checkout of {printable(file)}.")
    return done.stdout


def _try(file: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 -- a list and no shell; what is typed is made a commit first
            ["git", "--no-pager", *arguments],  # noqa: S607 -- the git that its user calls
            cwd=file.parent,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise MachineError(
            "git is not there, which knows the revisions of a file. Install it, or name two files."
        ) from None
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise MachineError(f"git could not be run: {printable(error)}. Look at your git, or name two files.") from None
