"""Edits that came back before: what was decided about them then, and that they are not made twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from codepub.origin import FieldPath, parse_path
from codepub.records.review_file import Proposal, ReviewFile
from codepub.review.edits import FieldEdit, RowAdded, ValueEdit
from codepub.review.merging.judging import judge
from codepub.review.merging.merged import Fate, MergedEdit, Voice
from codepub.review.merging.merging import Returned
from codepub.review.merging.rows import Counterparts
from codepub.review.review_files import keep_words


@dataclass(frozen=True, slots=True)
class Recalled:
    """A copy without the edits that were received before, and what has become of these."""

    fresh: Returned
    known: tuple[MergedEdit, ...]


def recall(returned: Returned, now: Mapping[str, Any], review: ReviewFile, *, is_received: bool) -> Recalled:
    """Divide the edits of a copy: those that came back for the first time, and those that are known.

    Known are those that wait in the review file, or were decided about there; where the very file was received before,
    all others were made then, whatever the record says by now.
    """
    copy, record = returned.copy, Counterparts(returned.sent, now)
    fresh, known = list[FieldEdit](), list[MergedEdit]()
    for edit in copy.edits:
        kept = _find_proposal(edit, copy.identifier, review.proposals)
        if kept is None and not is_received:
            fresh.append(edit)
        else:
            known.append(_tell_fate(Voice(copy, edit), kept, record))
    return Recalled(Returned(replace(copy, edits=tuple(fresh)), returned.sent), tuple(known))


def _tell_fate(voice: Voice, kept: Proposal | None, record: Counterparts) -> MergedEdit:
    judged = judge(voice.edit, record)
    if kept is None or kept.status != "open" or judged.fate is Fate.RECEIVED:
        return MergedEdit((voice,), judged.place, Fate.RECEIVED)
    fate = Fate.PROPOSED if kept.against is None else Fate.CONFLICTING
    return MergedEdit((voice,), judged.place, fate, why=kept.why, against=kept.against)


def _find_proposal(edit: FieldEdit, identifier: str, proposals: Sequence[Proposal]) -> Proposal | None:
    """Find what is kept of an edit: of the same copy and field, in whatever row that is by now, with the same words."""
    return next((one for one in proposals if one.copy_ == identifier and _is_kept_as(edit, one)), None)


def _is_kept_as(edit: FieldEdit, kept: Proposal) -> bool:
    if _name_fields(edit.path) != _name_fields(parse_path(kept.field)):
        return False
    match edit:
        case ValueEdit(old=old, new=new):
            return (kept.old, kept.new) == (None if old is None else keep_words(old), keep_words(new))
        case RowAdded(cells=cells):
            words = {cell.field: cell.new for cell in kept.cells} or {"": kept.new or ""}
            return kept.before is not None and words == {name: keep_words(typed) for name, typed in cells.items()}
        case _:
            return kept.new is None and not kept.cells and kept.old == keep_words(edit.old)


def _name_fields(path: FieldPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))
