"""Checks of review files: by themselves, and beside the record that they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from codepub.checks.review_rules import (
    REVIEW_FIELD,
    REVIEW_ID,
    REVIEW_PLACE,
    REVIEW_ROLE,
    REVIEW_SIGNER,
)
from codepub.diagnostics import Finding
from codepub.origin import FieldPath, parse_path
from codepub.records.approvers import Approvers
from codepub.records.availability import Frozen, Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.review_file import Proposal, ReviewFile, Thread
from codepub.records.shape import field_of, fields_below, keys_of, may_be_unavailable


def check_review(review: ReviewFile) -> Iterator[Finding]:
    """Find what is wrong with a review file by itself."""
    for path, one in _list_placed(review):
        if one.field is not None and not _is_known(parse_path(one.field)):
            fact = f"Records have no field `{one.field}`."
            yield Finding(
                REVIEW_FIELD, (*path, "field"), fact, "Look at its spelling, and at that of the fields above."
            )
    yield from _find_repeated("threads", [one.id for one in review.threads])
    yield from _find_repeated("proposals", [one.id for one in review.proposals])


def _find_repeated(key: str, ids: list[str]) -> Iterator[Finding]:
    counts = Counter(ids)
    for index, one in enumerate(ids):
        if counts[one] > 1:
            yield Finding(REVIEW_ID, (key, index, "id"), f"`{one}` is the id of {counts[one]} {key}.", "Rename one.")


def check_beside_record(review: ReviewFile, record: CodeSummary, approvers: Approvers) -> Iterator[Finding]:
    """Find what does not fit between a review file, its record, and whose approval a release takes."""
    for path, one in _list_placed(review):
        if one.status == "open" and one.field is not None and not _has_place(record, parse_path(one.field)):
            fact = f"The record has no `{one.field}` any more."
            way_out = "Write the field that it is about now, or settle it: `codepub review resolve`, or its `status:`."
            yield Finding(REVIEW_PLACE, (*path, "field"), fact, way_out)
    if approvers.roles:
        yield from _check_signers(review, approvers)


def _check_signers(review: ReviewFile, approvers: Approvers) -> Iterator[Finding]:
    signed = [(("signatures", index), one.role) for index, one in enumerate(review.signatures)]
    rejected = [(("rejections", index), one.role) for index, one in enumerate(review.rejections)]
    for path, role in (*signed, *rejected):
        if role not in approvers.roles:
            way_out = f"The roles of [review] in codepub.toml are: {', '.join(approvers.roles)}."
            yield Finding(REVIEW_ROLE, (*path, "role"), f"`{role}` is not a role here.", way_out)
    for index, one in enumerate(review.signatures):
        if not approvers.may_sign(one.role, one.name):
            fact = f"{one.name} is not among those who may sign as {one.role}: the signature does not count."
            way_out = "Add the name to [review] signers in codepub.toml, or take the signature out."
            yield Finding(REVIEW_SIGNER, ("signatures", index, "name"), fact, way_out)


def _list_placed(review: ReviewFile) -> Iterator[tuple[FieldPath, Thread | Proposal]]:
    """List what speaks of a field, each with its own path in the review file."""
    yield from ((("threads", index), one) for index, one in enumerate(review.threads))
    yield from ((("proposals", index), one) for index, one in enumerate(review.proposals))


def _is_known(path: FieldPath) -> bool:
    """Tell whether records may have a field at a path."""
    model: type[Frozen] | None = CodeSummary
    may_lack = False
    for step in path:
        if isinstance(step, int):
            continue
        if model is None or field_of(model, step) is None:
            return may_lack and step in keys_of(Unavailable) and step == path[-1]
        may_lack = may_be_unavailable(model, step)
        model = dict(fields_below(model)).get(step)
    return True


def _has_place(record: CodeSummary, path: FieldPath) -> bool:
    """Tell whether a record has something at a path."""
    value: object = record
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
        else:
            value = _find_below(value, step)
        if value is None:
            return False
    return True


def _find_below(value: object, key: str) -> object:
    if not isinstance(value, Frozen):
        return None
    name = next((name for name, field in type(value).model_fields.items() if (field.alias or name) == key), None)
    return getattr(value, name) if name else None
