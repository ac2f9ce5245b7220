"""What came back, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, assert_never

from codepub.origin import format_path
from codepub.reports.report import write_file_name
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
from codepub.review.merging.merged import MergedEdit, Voice
from codepub.review.receiving import Received, ReceivedFile


def report_json(received: Received, written: Iterable[Path] = ()) -> str:
    """Report all that came back in JSON: counts, files, changes, what has no place, comments, and the files written."""
    files = [file for record in received.records for file in record.files]
    return json.dumps(
        {
            "counts": dict(received.counts),
            "files": [
                *(_describe_file(file) for file in files),
                *({"file": write_file_name(one.file), "refused": one.reason} for one in received.refused),
            ],
            "changes": [
                {"record": str(record.record), **_describe_edit(one)}
                for record in received.records
                for one in record.merged
            ],
            "unplaced": [_describe_unplaced(one, file) for file in files for one in file.copy.unplaced],
            "comments": [_describe_thread(one, file) for file in files for one in file.copy.threads],
            "written": [write_file_name(file) for file in written],
        },
        ensure_ascii=False,
        indent=2,
    )


def _describe_file(file: ReceivedFile) -> dict[str, Any]:
    return {
        "file": write_file_name(file.file),
        "record": str(file.sent.record),
        "copy": file.copy.identifier,
        "reviewer": file.copy.reviewer or None,
        "sent": file.sent.sent.isoformat(),
        "received_before": file.is_known,
    }


def _describe_edit(one: MergedEdit) -> dict[str, Any]:
    return {
        "field": format_path(one.edit.path if one.place is None else one.place),
        "fate": one.fate.value,
        **_describe_words(one.edit),
        "against": one.against,
        "why": one.why,
        "by": [_describe_voice(voice) for voice in one.voices],
    }


def _describe_words(edit: FieldEdit) -> dict[str, Any]:
    match edit:
        case ValueEdit(old=old, new=new):
            return {"kind": "value", "old": old, "new": new}
        case ValueRemoved(old=old):
            return {"kind": "emptied", "old": old, "new": None}
        case RowAdded(cells=cells) if list(cells) == [""]:
            return {"kind": "row added", "old": None, "new": cells[""]}
        case RowAdded(cells=cells):
            return {"kind": "row added", "old": None, "new": dict(cells)}
        case RowRemoved(old=old):
            return {"kind": "row removed", "old": old, "new": None}
        case _:
            assert_never(edit)


def _describe_voice(voice: Voice) -> dict[str, Any]:
    changes = [{"old": one.old, "new": one.new, **_describe_hand(one.hand)} for one in voice.edit.changes]
    return {"copy": voice.copy.identifier, "reviewer": voice.copy.reviewer or None, "changes": changes}


def _describe_hand(hand: Hand) -> dict[str, str | None]:
    return {"author": hand.author, "date": hand.when}


def _describe_unplaced(unplaced: Unplaced, file: ReceivedFile) -> dict[str, Any]:
    return {
        "record": str(file.sent.record),
        "copy": file.copy.identifier,
        "near": unplaced.near,
        "around": unplaced.around,
        "old": unplaced.change.old,
        "new": unplaced.change.new,
        **_describe_hand(unplaced.change.hand),
        "why": unplaced.why,
    }


def _describe_thread(thread: ReturnedThread, file: ReceivedFile) -> dict[str, Any]:
    return {
        "record": str(file.sent.record),
        "copy": file.copy.identifier,
        "field": None if thread.path is None else format_path(thread.path),
        "near": thread.near,
        "quoted": thread.quoted,
        "resolved": thread.is_resolved,
        "remarks": [{**_describe_hand(one.hand), "initials": one.initials, "text": one.text} for one in thread.remarks],
    }
