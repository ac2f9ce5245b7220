"""A workspace from which copies went out, and files that came back to it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from codepub.ooxml.reading.letters import WordFile
from codepub.review import receiving
from codepub.review.copies import SentCopy
from codepub.review.edits import FieldEdit, ReturnedCopy, ReturnedThread, Unplaced
from codepub.reviewing import Reviewing
from codepub.session import Workspace, open_workspace
from tests.record_texts import RECORD, write_record


@dataclass
class Inbox:
    """A workspace of one record; ``says`` is what the copies that come back are found to say, by their identifier."""

    root: Path
    says: dict[str, ReturnedCopy] = field(default_factory=dict)
    count: int = 0

    @property
    def record(self) -> Path:
        return self.root / "content/cpt/32120.yaml"

    @property
    def review(self) -> Path:
        return self.root / "content/cpt/32120.review.yaml"

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.root)

    def send(self, reviewer: str = "Ada Coder") -> SentCopy:
        """Send a copy of the record as it is now."""
        workspace = self.workspace
        folder = self.root / f"out{self.count}"
        self.count += 1
        (sent,) = Reviewing(workspace).send(workspace.load(["32120"]), [reviewer], folder=folder)
        return sent.copy

    def get_back(
        self,
        copy: SentCopy,
        *edits: FieldEdit,
        unplaced: tuple[Unplaced, ...] = (),
        threads: tuple[ReturnedThread, ...] = (),
    ) -> Path:
        """A copy comes back in a file that says what is given."""
        self.says[copy.identifier] = ReturnedCopy(copy.identifier, copy.reviewer, edits, unplaced, threads)
        self.count += 1
        file = self.root / f"back{self.count}.docx"
        kept = (self.root / f"reviews/{copy.identifier}.docx").read_bytes()
        file.write_bytes(add_member(kept, f"docProps/saved{self.count}.txt", b""))
        return file


def add_member(package: bytes, name: str, content: bytes) -> bytes:
    """A package with one more part, and so with another digest."""
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def make_inbox(root: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    (root / "codepub.toml").touch()
    write_record(root / "content", RECORD)
    inbox = Inbox(root)

    def compare(copy: SentCopy, _sent: WordFile, _returned: WordFile) -> ReturnedCopy:
        return inbox.says[copy.identifier]

    monkeypatch.setattr(receiving, "compare", compare)
    monkeypatch.chdir(root)
    return inbox
