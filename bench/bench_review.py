"""Reading what came back from review: a whole copy beside its bare XML, and a bomb beside a sound file.

Promises: a review copy is read in at most 30 times the time in which lxml parses its body; a file of 600 MB that is
packed in 600 kB is refused in less time than a sound copy takes to read.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from timing import hold_promises, time_work

from codepub.ooxml.reading.package import UnreadableWordError
from codepub.ooxml.reading.word_file import read_word_file
from codepub.reviewing import Reviewing
from codepub.session import open_workspace

ROOT = Path(__file__).parents[1]
ROUNDS = 7
BOMB_BYTES = 600 * 1024**2


def make_copy(folder: Path) -> bytes:
    """Make a review copy of the sample 32120."""
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "codepub.toml").touch()
    workspace = open_workspace(folder)
    (sent,) = Reviewing(workspace).send(workspace.load(["32120"]))
    return sent.file.read_bytes()


def make_bomb() -> bytes:
    """Make a Word file whose body is blanks, as many as no reader wants."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("word/document.xml", "w") as body:
        for _ in range(BOMB_BYTES // 1024**2):
            body.write(b" " * 1024**2)
    return packed.getvalue()


def time_least(work: Callable[[], object]) -> float:
    """Return the least seconds of several rounds."""
    return min(time_work(work) for _ in range(ROUNDS))


def refuse(content: bytes) -> None:
    """Read a file that is refused."""
    try:
        read_word_file(content)
    except UnreadableWordError:
        return
    raise SystemExit("A bomb was read.")


def main() -> None:
    """Measure, print and judge."""
    with tempfile.TemporaryDirectory() as folder:
        copy = make_copy(Path(folder))
    body = zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml")
    bomb = make_bomb()
    read, parsed = time_least(lambda: read_word_file(copy)), time_least(lambda: etree.fromstring(body))
    hold_promises(
        ("reading a copy, to parsing its XML", read / parsed, 30),
        ("refusing a bomb, to reading a copy", time_least(lambda: refuse(bomb)) / read, 1),
    )


if __name__ == "__main__":
    main()
