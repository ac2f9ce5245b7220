"""Edits that came back before: what was decided about them then, and that they are not made twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from codepub.origin import list_fields, parse_path
from codepub.records.review_file import Proposal, ReviewFile
from codepub.review.edits import FieldEdit, ReturnedCopy, RowAdded, Unplaced, ValueEdit
from codepub.review.merging.judging import TAKEN_OUT, judge
from codepub.review.merging.merged import Fate, MergedEdit, MergedWords, Voice
from codepub.review.merging.merging import Returned
from codepub.review.merging.rows import Counterparts
from codepub.review.review_files import find_unplaced, keep_words


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


def heed_waiting(merged: Sequence[MergedEdit], review: ReviewFile) -> list[MergedEdit]:
    """Make conflicts of edits that may be applied where another copy's change of the same value waits, and differs."""
    waiting = [one for one in review.proposals if one.status == "open" and one.before is None]
    return [_oppose_waiting(one, waiting) if one.fate is Fate.APPLIED else one for one in merged]


def _oppose_waiting(merged: MergedEdit, waiting: Sequence[Proposal]) -> MergedEdit:
    rival = next((one for one in waiting if _is_rival(one, merged)), None)
    if rival is None:
        return merged
    fact = f"{rival.by or 'Another reviewer'} says something else here ({rival.id})."
    why = f"{fact} Choose between them, or write a third."
    return replace(merged, fate=Fate.CONFLICTING, change=None, why=why, against=rival.new or TAKEN_OUT)


def _is_rival(kept: Proposal, merged: MergedEdit) -> bool:
    edit = merged.edit
    if kept.field is None or isinstance(edit, RowAdded) or parse_path(kept.field) != merged.place:
        return False
    is_own = any(voice.copy.identifier == kept.copy_ for voice in merged.voices)
    return not is_own and kept.new != (keep_words(edit.new) if isinstance(edit, ValueEdit) else None)


def recall_unplaced(copy: ReturnedCopy, review: ReviewFile) -> tuple[MergedWords, ...]:
    """Say of the words of a copy that belong to no field which somebody has decided about."""
    return tuple(MergedWords(copy, one, is_settled=_is_decided(copy, one, review)) for one in copy.unplaced)


def _is_decided(copy: ReturnedCopy, unplaced: Unplaced, review: ReviewFile) -> bool:
    kept = find_unplaced(review.proposals, copy.identifier, unplaced)
    return kept is not None and kept.status != "open"


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
    if kept.field is None or list_fields(edit.path) != list_fields(parse_path(kept.field)):
        return False
    match edit:
        case ValueEdit(old=old, new=new):
            return (kept.old, kept.new) == (None if old is None else keep_words(old), keep_words(new))
        case RowAdded(cells=cells):
            words = {cell.field: cell.new for cell in kept.cells} or {"": kept.new or ""}
            return kept.before is not None and words == {name: keep_words(typed) for name, typed in cells.items()}
        case _:
            return kept.new is None and not kept.cells and kept.old == keep_words(edit.old)
