"""What came back, for people: per field the words that change, who changed them, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, assert_never

from codepub.diagnostics import printable
from codepub.origin import FieldPath, format_path
from codepub.reports.report import write_count, write_file_name
from codepub.review.edits import (
    FieldEdit,
    Hand,
    ReturnedThread,
    RowAdded,
    RowRemoved,
    Unplaced,
    ValueEdit,
    ValueRemoved,
)
from codepub.review.merging.judging import describe_edit
from codepub.review.merging.merged import Fate, MergedEdit, Voice
from codepub.review.receiving import Received, ReceivedFile, ReceivedRecord
from codepub.review.word_changes import compare_words, shorten_same

Tone = Literal["heading", "old", "new", "applied", "waiting"]
Paint = Callable[[Tone, str], str]
"""How words of a tone are shown, in a colour of a terminal for example."""

_NOBODY: Final = "author not recorded"
_SIGNS: Final = {"old": ("[-", "-]"), "new": ("{+", "+}")}
"""What stands around words that are taken out or put in, as in `git diff --word-diff`."""


def leave_plain(tone: Tone, words: str) -> str:  # noqa: ARG001 -- it is a `Paint`
    """Return words as they are."""
    return words


def report_text(received: Received, paint: Paint = leave_plain, *, is_written: bool = False) -> str:
    """Report all that came back, and last how many changes were read and what becomes of them.

    Nothing in it, but what ``paint`` adds, is obeyed by a terminal. ``is_written``: the records have it by now.
    """
    lines = [line for record in received.records for line in _report_record(record, paint, is_written=is_written)]
    return "\n".join([*lines, *_sum_up(received, is_written=is_written)])


def _report_record(record: ReceivedRecord, paint: Paint, *, is_written: bool) -> Iterator[str]:
    yield paint("heading", f"{printable(record.record)} ({write_file_name(record.file)})")
    for file in record.files:
        yield f"  {_describe_file(file)}"
    yield ""
    for one in record.merged:
        yield from _report_edit(one, paint, is_written=is_written)
        yield ""
    for file in record.files:
        for unplaced in file.copy.unplaced:
            yield from _report_unplaced(unplaced, file, paint)
            yield ""
    for file in record.files:
        for thread in file.copy.threads:
            yield from _report_thread(thread)
            yield ""


def _describe_file(file: ReceivedFile) -> str:
    reviewer = f", for {printable(file.copy.reviewer)}" if file.copy.reviewer else ""
    again = "; received before" if file.is_known else ""
    return f"{write_file_name(file.file)}: sent {file.sent.sent:%Y-%m-%d}{reviewer}{again}"


def _report_edit(one: MergedEdit, paint: Paint, *, is_written: bool) -> Iterator[str]:
    tone: Tone = "applied" if one.fate in {Fate.APPLIED, Fate.RECEIVED} else "waiting"
    fate = one.fate.value if is_written or one.fate is not Fate.APPLIED else "to be applied"
    yield f"{_name_place(one)}: {paint(tone, fate)}"
    yield f"  {show_change(one.edit, paint)}"
    for hand in _list_hands(one.voices):
        yield f"  {hand}"
    if one.against is not None:
        yield f"  against: {printable(one.against)}"
    if one.why:
        yield f"  {printable(one.why)}"


def _name_place(one: MergedEdit) -> str:
    """Name the field, in the rows that the record has now."""
    path = printable(format_path(one.edit.path if one.place is None else one.place))
    match one.edit:
        case ValueEdit():
            return path
        case ValueRemoved():
            return f"{path}, emptied"
        case RowAdded():
            return f"{path}, a new row"
        case RowRemoved():
            return f"{path}, taken out"
        case _:
            assert_never(one.edit)


def show_change(edit: FieldEdit, paint: Paint = leave_plain) -> str:
    """Show old and new words of an edit in one line, with little of what stayed."""
    match edit:
        case ValueEdit(old=old, new=new):
            return show_words(old or "", new, paint)
        case ValueRemoved(old=old) | RowRemoved(old=old):
            return show_words(old, "", paint)
        case RowAdded():
            return show_words("", describe_edit(edit), paint)
        case _:
            assert_never(edit)


def show_words(old: str, new: str, paint: Paint = leave_plain) -> str:
    """Show what changed between two texts: ``[-taken out-]``, ``{+put in+}``."""
    shown = list[str]()
    for kind, words in shorten_same(compare_words(old, new)):
        if kind == "same":
            shown.append(printable(words))
        else:
            before, behind = _SIGNS[kind]
            shown.append(paint(kind, f"{before}{printable(words)}{behind}"))
    return "".join(shown)


def _list_hands(voices: Iterable[Voice]) -> list[str]:
    """List who made an edit and when, each once."""
    hands = [(change.hand, voice.copy.reviewer) for voice in voices for change in voice.edit.changes]
    return list(dict.fromkeys(_describe_hand(hand, reviewer) for hand, reviewer in hands))


def _describe_hand(hand: Hand, reviewer: str) -> str:
    who = (
        printable(hand.author) if hand.author else f"{_NOBODY}, copy for {printable(reviewer)}" if reviewer else _NOBODY
    )
    return f"{who}, {_write_moment(hand.when)}" if hand.when else who


def _write_moment(when: str) -> str:
    """Write a point in time to the minute."""
    return printable(when[:16].replace("T", " "))


def _report_unplaced(unplaced: Unplaced, file: ReceivedFile, paint: Paint) -> Iterator[str]:
    change = unplaced.change
    near = f" below “{printable(unplaced.near)}”" if unplaced.near else ""
    yield f"in no field{near}: {paint('waiting', 'unplaced')}"
    yield f"  {show_words(change.old, change.new, paint)}"
    if unplaced.around:
        yield f"  around: {printable(unplaced.around)}"
    yield f"  {_describe_hand(change.hand, file.copy.reviewer)}"
    yield f"  {printable(unplaced.why)}"


def _report_thread(thread: ReturnedThread) -> Iterator[str]:
    place = _name_thread_place(thread.path, thread.near)
    quoted = f" on “{printable(thread.quoted)}”" if thread.quoted else ""
    yield f"{place}: comment{quoted}{', resolved' if thread.is_resolved else ''}"
    for remark in thread.remarks:
        yield f"  {_describe_hand(remark.hand, '')}: {printable(' '.join(remark.text.split()))}"


def _name_thread_place(path: FieldPath | None, near: str) -> str:
    if path is not None:
        return printable(format_path(path))
    return f"below “{printable(near)}”" if near else "in no field"


def _sum_up(received: Received, *, is_written: bool) -> Iterator[str]:
    counts = received.counts
    parts = " + ".join(f"{counts[name]} {name}" for name in ("applied", "proposed", "conflicting", "unplaced"))
    threads = sum(len(file.copy.threads) for record in received.records for file in record.files)
    comments = f" {write_count(threads, 'comment')}." if threads else ""
    yield f"{write_count(counts['read'], 'change')} read = {parts}.{comments}"
    if not is_written and any(record.plans for record in received.records):
        yield "Nothing was written. Give the command with --apply to write it."
