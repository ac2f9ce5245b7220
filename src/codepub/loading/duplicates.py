"""Two files that hold the same record: which of them is meant, only their authors can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity, printable
from codepub.loading.load_file import LoadedFile
from codepub.origin import Origin, Position, RecordId
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary

DUPLICATE_RECORD: Final = Rule(
    "duplicate-record",
    Severity.ERROR,
    "A code that two files hold, so that one publication would take the place of the other.",
    'code: "32120" in cpt/32120.yaml and, where `file-name` is allowed, in drafts/32120.yaml',
)


def refuse_duplicates(loaded: Sequence[LoadedFile[Frozen]]) -> list[LoadedFile[Frozen]]:
    """Refuse each code summary that several files hold, in all of them; what has no code has no name but its file's."""
    files = defaultdict[RecordId, list[Path]](list)
    for one in loaded:
        if isinstance(one.record, CodeSummary):
            files[one.record.id].append(one.file)
    return [_refuse_duplicate(one, files) for one in loaded]


def _refuse_duplicate(one: LoadedFile[Frozen], files: dict[RecordId, list[Path]]) -> LoadedFile[Frozen]:
    if not isinstance(one.record, CodeSummary) or len(files[one.record.id]) == 1:
        return one
    record = one.record.id
    other = next(file for file in files[record] if file != one.file)
    found = Diagnostic(
        DUPLICATE_RECORD.id,
        DUPLICATE_RECORD.severity,
        f"{record} is the record of {printable(other)} too.",
        Position(one.file, 1, 1),
        "Keep one of the files, or mend `system` and `code` in the other.",
        Origin(record, ("code",)),
    )
    return LoadedFile(one.file, (*one.diagnostics, found), used=one.used)
