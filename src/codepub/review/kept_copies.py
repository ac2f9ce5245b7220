"""The review copies that went out, as a workspace keeps them: what was sent, and what was known of it then.

They lie in ``reviews/`` beside ``codepub.toml``, ``IDENTIFIER.docx`` and ``IDENTIFIER.json``, and belong into git.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from codepub.diagnostics import CodepubError, quote_text
from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.files.writing import NewFile
from codepub.patterns import compile_late
from codepub.review.copies import SentCopy, read_copy, write_copy

FOLDER: Final = "reviews"
"""The folder of a workspace that review copies are kept in."""
MAX_KEPT_BYTES: Final = 32 * 1024**2
"""The most bytes of a file that is kept; the longest publication made for the tests has 0.1 MB as a review copy."""
_IDENTIFIER: Final = compile_late(r"[0-9A-Za-z][0-9A-Za-z-]{0,79}")


class UnknownCopyError(CodepubError):
    """A review copy that this workspace did not send, or no longer has."""


class KeptCopy(NamedTuple):
    """A review copy that went out: what was known of it, and its file."""

    copy: SentCopy
    file: bytes


def plan_keeping(root: Path, kept: KeptCopy) -> list[NewFile]:
    """Plan the files that keep a review copy."""
    place = root / FOLDER / kept.copy.identifier
    return [
        NewFile(place.with_name(f"{place.name}.docx"), kept.file),
        NewFile(place.with_name(f"{place.name}.json"), write_copy(kept.copy).encode()),
    ]


def find_copy(root: Path, identifier: str) -> KeptCopy:
    """Find the review copy of an identifier, which may be what a hostile file claims.

    Raises:
        UnknownCopyError: There is none, or one of its two files is missing or cannot be read.
        UnreadableCopyError: What was kept of it is damaged.
    """
    if not _IDENTIFIER.fullmatch(identifier):
        raise UnknownCopyError(f"{quote_text(identifier[:80])} is no identifier of a review copy.")
    try:
        known, file = (
            read_plain_file(root / FOLDER / f"{identifier}{suffix}", MAX_KEPT_BYTES) for suffix in (".json", ".docx")
        )
    except UnreadableFileError as error:
        raise UnknownCopyError(
            f"The review copy {identifier} is not among those that this workspace keeps: {error} {_GET_BACK}"
        ) from error
    return KeptCopy(read_copy(known.decode("utf-8", "replace")), file)


_GET_BACK: Final = f"Get {FOLDER}/ from git, or look for the workspace that sent it."


def list_files(root: Path, stem: str) -> list[Path]:
    """List the files of the review copies whose identifiers begin with a word, in no order."""
    return [file for file in (root / FOLDER).glob(f"{stem}-*.docx") if file.is_file()]
