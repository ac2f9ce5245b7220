"""A review copy as it was sent, kept to tell what a returned file changed: who got it, and the words of each field.

It is kept as JSON beside the file itself. Nothing that comes back is trusted to say what the old text was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, assert_never

from codepub.diagnostics import CodepubError, printable
from codepub.document.anchors import list_tagged
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Document,
    Figure,
    Heading,
    Inlines,
    Leaf,
    Paragraph,
    Span,
    Strong,
    Superscript,
    TableNote,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.origin import FieldPath, RecordId
from codepub.review.inlines import read_inlines, write_inlines

_VERSION: Final = 1
"""The number of the form in which copies are kept; another number is another form."""

Kind = Literal["value", "absent"]


class UnreadableCopyError(CodepubError):
    """What was kept of a review copy cannot be read."""


@dataclass(frozen=True, slots=True)
class SentLeaf:
    """Words that were open for editing: the value of a field, or a paragraph of it, or the statement that it has none.

    ``tag`` names their content control. ``number`` counts those of one field and kind from 1. ``content`` is as it was
    composed: what was added to the words of the author are spans that are derived, such as ®, and citations. In the
    statement of an absence, the note that its author gave is a span with the field of the note.
    """

    tag: str
    path: FieldPath
    kind: Kind
    number: int
    content: Inlines


@dataclass(frozen=True, slots=True)
class SentCopy:
    """A review copy as it was sent; ``text`` is the file of the record at that time, ``sent`` a time of UTC.

    ``leaves`` are in reading order. ``digest`` is the approval digest.
    """

    identifier: str
    record: RecordId
    reviewer: str
    sent: datetime
    digest: str
    text: str
    leaves: tuple[SentLeaf, ...]


def list_leaves(document: Document) -> Iterator[SentLeaf]:
    """Yield what is open for editing in the review copy of a document of one record, in reading order."""
    for tagged in list_tagged(document):
        match tagged.source:
            case Value(origin):
                yield SentLeaf(tagged.tag, origin.path, "value", tagged.number, _find_content(tagged.part))
            case Absent(origin):
                yield SentLeaf(tagged.tag, origin.path, "absent", tagged.number, _find_content(tagged.part))
            case Derived():
                continue
            case _:
                assert_never(tagged.source)


def _find_content(part: Leaf | Span) -> Inlines:
    match part:
        case Paragraph(content) | Heading(content) | Span(content):
            return content
        case AbsenceNotice(_, label, statement):
            return (Strong((Text(label),)), Text(" "), *statement)
        case AbsenceSign(_, sign, mark):
            return (Text(sign), Span((Superscript((Text(mark),)),), Derived()))
        case TableNote(_, content):
            return content
        case Figure(_, alternative):
            return (Text(alternative),)
        case _:
            assert_never(part)


# As text -----------------------------------------------------------------------------------------------------------


def write_copy(copy: SentCopy) -> str:
    """Write what is kept of a review copy as JSON, a line for each of its leaves."""
    kept = {
        "version": _VERSION,
        "identifier": copy.identifier,
        "record": list(copy.record),
        "reviewer": copy.reviewer,
        "sent": copy.sent.astimezone(UTC).strftime(_TIME),
        "digest": copy.digest,
        "text": copy.text,
    }
    fields = "".join(f" {_dump(name)}: {_dump(value)},\n" for name, value in kept.items())
    leaves = ",\n".join(f"  {_dump(_write_leaf(leaf))}" for leaf in copy.leaves)
    return f'{{\n{fields} "leaves": [\n{leaves}\n ]\n}}\n'


_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_leaf(leaf: SentLeaf) -> dict[str, object]:
    return {
        "tag": leaf.tag,
        "path": list(leaf.path),
        "kind": leaf.kind,
        "number": leaf.number,
        "content": write_inlines(leaf.content),
    }


def read_copy(text: str) -> SentCopy:
    """Read what was kept of a review copy.

    Raises:
        UnreadableCopyError: It is not what `write_copy` writes.
    """
    try:
        kept = json.loads(text)
        if kept["version"] != _VERSION:
            raise UnreadableCopyError(
                f"The kept review copy is of version {printable(kept['version'])}; this codepub reads {_VERSION}. "
                "Update codepub."
            )
        return _read_copy(kept)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableCopyError(f"The kept review copy is damaged. {_GET_BACK}") from error


_GET_BACK: Final = "Get the file back from git, or send the review copy again."


def _read_copy(kept: Mapping[str, Any]) -> SentCopy:
    system, code = map(_read_text, kept["record"])
    return SentCopy(
        _read_text(kept["identifier"]),
        RecordId(system, code),
        _read_text(kept["reviewer"]),
        datetime.strptime(kept["sent"], _TIME).replace(tzinfo=UTC),
        _read_text(kept["digest"]),
        _read_text(kept["text"]),
        tuple(map(_read_leaf, kept["leaves"])),
    )


def _read_leaf(kept: Mapping[str, Any]) -> SentLeaf:
    return SentLeaf(
        _read_text(kept["tag"]),
        tuple(map(_read_step, kept["path"])),
        _read_kind(kept["kind"]),
        _read_number(kept["number"]),
        read_inlines(kept["content"]),
    )


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _read_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a number was expected")
    return value


def _read_step(value: object) -> str | int:
    return value if isinstance(value, str) else _read_number(value)


def _read_kind(value: object) -> Kind:
    match value:
        case "value" | "absent":
            return value
        case _:
            raise ValueError("a kind was expected")
