"""Review copies go out: one for each reviewer of each record, kept as they were sent, and noted in the review file."""

from __future__ import annotations

import secrets
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import lexists
from pathlib import Path
from typing import Final, NamedTuple

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording, long_date
from codepub.diagnostics import CallError, Diagnostic, printable, quote_text
from codepub.files.reading import read_plain_file
from codepub.files.writing import NewFile, Rewrite, rewrite_files
from codepub.loading.content_files import record_file
from codepub.loading.saving import list_saved, make_saved_error
from codepub.loading.unchecked import UncheckedRecord, read_unchecked
from codepub.origin import RecordId, parse_path
from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import file_stem
from codepub.records.digest import group_digits
from codepub.records.kinds import CODE_SUMMARY
from codepub.records.review_file import Remark, ReviewFile, Thread
from codepub.records.standing import Standing
from codepub.review.copies import SentCopy, list_leaves
from codepub.review.kept_copies import MAX_KEPT_BYTES, KeptCopy, list_files, plan_keeping
from codepub.review.review_files import add_copy, open_review, plan_review
from codepub.writers.docx.comments import Comment, CommentThread
from codepub.writers.docx.review_copy import ReviewMarks, write_review_copy
from codepub.writers.options import Options
from codepub.writers.theme import Theme

_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits and letters that nobody takes for each other (Crockford's base 32, in lower case)."""
_DRAWN: Final = 6
"""How many of them tell one copy from another: a thousand million."""
_MAX_NAME: Final = 80
"""The most characters of a reviewer's name; the head of a page has room for them."""
_MAX_WORDS: Final = 40
"""The most characters of a name that stand in the names of files."""
_UNSENT: Final = "Nothing was sent"
_COVER: Final = ("title", "edit", "comment", "absent", "leave", "back")
"""The strings of the note for the reviewer: its heading, then its lines."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What review copies are made with and where they go: ``folder`` is for those to send, ``root`` keeps its own.

    ``standings`` tell how each record stands.
    """

    root: Path
    content: Path
    folder: Path
    wording: Wording
    publisher: Publisher
    theme: Theme
    options: Options
    standings: Mapping[RecordId, Standing]


class Sent(NamedTuple):
    """A review copy that is ready to be sent."""

    copy: SentCopy
    file: Path
    diagnostics: tuple[Diagnostic, ...]


def send(records: Sequence[CodeSummary], reviewers: Sequence[str], sending: Sending) -> list[Sent]:
    """Make the review copies of records, one for each reviewer, or one for nobody in particular: all of them, or none.

    A file that lies where a copy is to be written is replaced if it still is as it was sent; otherwise somebody may
    have edited it.

    Raises:
        CallError: A name is none, or is there twice; or a file is in the way that is not as it was sent.
        ContentError: A review file has mistakes.
        SavedMeanwhileError: A file was saved while its copies were made.
        MachineError: A file cannot be written; none is written then.
    """
    _refuse_names(reviewers)
    sent = datetime.now(UTC).replace(microsecond=0)
    made = [_make_copies(record, reviewers, sent, sending) for record in records]
    _refuse_doubles([one.file for copies in made for one in copies.sent])
    if saved := list_saved(sending.content, [copies.noted for copies in made]):
        raise make_saved_error(*saved, undone=_UNSENT)
    rewrite_files([rewrite for copies in made for rewrite in (*copies.kept, copies.noted)])
    return [one for copies in made for one in copies.sent]


class _Copies(NamedTuple):
    """The copies of one record, the files that they are and that keep them, and the review file that notes them."""

    sent: tuple[Sent, ...]
    kept: tuple[Rewrite | NewFile, ...]
    noted: Rewrite | NewFile


def _make_copies(record: CodeSummary, reviewers: Sequence[str], sent: datetime, sending: Sending) -> _Copies:
    stored, text = open_review(sending.content, record.id), _read_text(record, sending.content)
    document = compose(record, sending.wording, sending.publisher, standing=sending.standings[record.id])
    leaves = tuple(list_leaves(document))
    made, kept, review = list[Sent](), list[Rewrite | NewFile](), stored.review
    for reviewer in reviewers or ("",):
        identifier = _draw_identifier(record, reviewer)
        copy = SentCopy(identifier, record.id, reviewer, sent, document.digest, text, leaves)
        marks = _make_marks(copy, record, sending.wording, stored.review)
        rendered = write_review_copy(document, sending.theme, sending.options, marks)
        file = sending.folder / f"{_name_file(record, reviewer)}.docx"
        made.append(Sent(copy, file, rendered.diagnostics))
        kept += plan_keeping(sending.root, KeptCopy(copy, rendered.content))
        kept.append(_plan_file(file, rendered.content, record, sending.root))
        review = add_copy(review, identifier, reviewer or None, sent, document.digest)
    noted = plan_review(stored, review)
    if noted is None:
        raise AssertionError("copies were added")
    return _Copies(tuple(made), tuple(kept), noted)


def _read_text(record: CodeSummary, content: Path) -> str:
    """Read the file of a record, which must still say what was loaded."""
    file = record_file(content, record.id)
    found = read_unchecked(CODE_SUMMARY, content, file)
    if not isinstance(found, UncheckedRecord) or found.record != record:
        raise make_saved_error(file, undone=_UNSENT)
    return found.reading.text


# Names -----------------------------------------------------------------------------------------------------------


def _refuse_names(reviewers: Sequence[str]) -> None:
    for reviewer in reviewers:
        if not reviewer.strip() or not reviewer.isprintable() or len(reviewer) > _MAX_NAME:
            raise CallError(
                f"{quote_text(reviewer)} is no name of a reviewer. Write at most {_MAX_NAME} characters in one line, "
                'as in --for "Ada Coder".'
            )
    for name, times in Counter(map(_shorten_name, reviewers)).items():
        if times > 1:
            raise CallError(
                f"{times} reviewers would get a file of the same name (“{name}”). "
                "Write their names so that they differ in letters from a to z or in figures."
            )


def _shorten_name(reviewer: str) -> str:
    """Write a name as in the names of files: letters from a to z and figures, in words with hyphens between them."""
    plain = unicodedata.normalize("NFKD", reviewer).encode("ascii", "ignore").decode().lower()
    words = "-".join(compile_late("[a-z0-9]+").findall(plain))
    return words[:_MAX_WORDS].strip("-")


def _name_file(record: CodeSummary, reviewer: str) -> str:
    return "-".join(filter(None, (file_stem(record.id), _shorten_name(reviewer))))


def _draw_identifier(record: CodeSummary, reviewer: str) -> str:
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_DRAWN))
    return f"{_name_file(record, reviewer)}-{drawn}"


# Files that are in the way ---------------------------------------------------------------------------------------


def _refuse_doubles(files: Sequence[Path]) -> None:
    for file, times in Counter(files).items():
        if times > 1:
            raise CallError(
                f"{times} records would be written to {printable(file)}. Send them one at a time, --to others."
            )


def _plan_file(file: Path, content: bytes, record: CodeSummary, root: Path) -> Rewrite | NewFile:
    if not lexists(file):
        return NewFile(file, content)
    there = read_plain_file(file, MAX_KEPT_BYTES)
    if not any(kept.read_bytes() == there for kept in list_files(root, file_stem(record.id))):
        raise CallError(
            f"{printable(file)} is there and is not as it was sent: somebody may have edited it. It was left as it is. "
            "Receive it, then take it away; or name another folder with --to."
        )
    return Rewrite(file, there, content)


# What a copy bears -----------------------------------------------------------------------------------------------


def _make_marks(copy: SentCopy, record: CodeSummary, wording: Wording, review: ReviewFile) -> ReviewMarks:
    told = {
        "system": record.system,
        "code": record.code,
        "edition": record.edition,
        "digest": group_digits(copy.digest, 8),
        "sent": long_date(copy.sent.date()),
        "reviewer": copy.reviewer,
    }
    cover = tuple(wording.say("cover", key, **told) for key in _COVER)
    threads = tuple(map(_make_thread, review.threads))
    return ReviewMarks(copy.identifier, wording.say("review", "head", **told), cover, threads)


def _make_thread(thread: Thread) -> CommentThread:
    return CommentThread(
        parse_path(thread.field) if thread.field is not None else None,
        thread.quoted or "",
        tuple(_make_comment(thread, remark) for remark in thread.remarks),
        thread.status == "resolved",
    )


def _make_comment(thread: Thread, remark: Remark) -> Comment:
    """Make a comment of Word; the thread's id behind the initials helps to know it again."""
    date = remark.date if remark.date is None or "T" in remark.date else f"{remark.date}T00:00:00"
    return Comment(remark.author or "", f"{remark.initials or ''}/{thread.id}", date, remark.text)
