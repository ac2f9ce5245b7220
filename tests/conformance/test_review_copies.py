"""Review copies before the judges: the Open XML SDK, and LibreOffice, which opens them and saves them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.records.code_summary import CodeSummary
from codepub.writers.docx.comments import Comment, CommentThread
from codepub.writers.docx.review_copy import ReviewMarks, write_review_copy
from codepub.writers.options import Options
from tests.conformance.libreoffice import converted
from tests.conformance.ooxml import ooxml_errors
from tests.conformance.test_publications import MADE
from tests.publications import SAMPLES, record, samples, theme, wording
from tests.writers.word_reader import W, part, val, words

pytestmark = pytest.mark.conformance

RESAVED = "docx:MS Word 2007 XML"
THREADS = (
    CommentThread(
        ("specifications", "clinical_context"),
        "the",
        (
            Comment("Ada Coder", "AC/t1", "2026-11-20T10:00:00Z", "Is this so?\nI doubt it."),
            Comment("Dr. B", "DB/t1", "2026-11-21T10:00:00Z", "It is."),
        ),
    ),
    CommentThread(None, "", (Comment("Ada Coder", "AC/t2", "2026-11-22T10:00:00Z", "On all of it."),), is_done=True),
)
every_copy = pytest.mark.parametrize("name", [*SAMPLES, *MADE])


def copy(name: str, folder: Path) -> Path:
    which: CodeSummary = record(MADE[name]) if name in MADE else samples()[name]
    document = compose(which, wording(), Publisher("Example Health Press"))
    head = "Review copy · Edition 2026 · Digest 1234 5678 · Sent November 30, 2026 · For Ada Coder"
    marks = ReviewMarks("32120-ada-coder-7k2m9q", head, ("Review copy", "Edit.", "Send it back."), THREADS)
    file = folder / f"{name.replace(':', '-')}.docx"
    file.write_bytes(write_review_copy(document, theme(), Options(), marks).content)
    return file


def anchors(file: Path) -> list[tuple[str, str | None, str]]:
    """The tag, the lock and the words of each control, in their order."""
    return [
        (val(one.find(f"{W}sdtPr/{W}tag")), _lock(one), words(one)) for one in part(file.read_bytes()).iter(f"{W}sdt")
    ]


def _lock(control: ET.Element) -> str | None:
    found = control.find(f"{W}sdtPr/{W}lock")
    return None if found is None else val(found)


def bookmarks(file: Path) -> list[str]:
    return sorted(val(one, "name") for one in part(file.read_bytes()).iter(f"{W}bookmarkStart"))


def comments(file: Path) -> list[tuple[str, str, str, list[str]]]:
    found = part(file.read_bytes(), "word/comments.xml")
    return sorted((val(one, "author"), val(one, "date"), val(one, "initials"), [*map(words, one)]) for one in found)


@pytest.mark.needs("ooxml-validator")
@every_copy
def test_the_open_xml_sdk_finds_no_error_in_a_review_copy(name: str, tmp_path: Path) -> None:
    assert ooxml_errors(copy(name, tmp_path)) == []


@pytest.mark.needs("soffice")
@every_copy
def test_libreoffice_keeps_anchors_comments_and_identifiers(name: str, tmp_path: Path) -> None:
    sent = copy(name, tmp_path)
    returned = converted(sent, RESAVED, tmp_path / "converted")
    settings = part(returned.read_bytes(), "word/settings.xml")

    assert len(anchors(sent)) > 40
    assert anchors(returned) == anchors(sent)
    assert bookmarks(returned) == bookmarks(sent)
    assert comments(returned) == comments(sent)
    assert "32120-ada-coder-7k2m9q" in words_of(returned, "docProps/custom.xml")
    assert "32120-ada-coder-7k2m9q" in words_of(returned, "docProps/core.xml")
    assert settings.find(f"{W}trackRevisions") is not None
    assert settings.find(f"{W}documentProtection") is not None


def words_of(file: Path, name: str) -> str:
    return "\n".join(part(file.read_bytes(), name).itertext())
