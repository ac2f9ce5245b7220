"""The review file of a record: copies that are out, comments, changes that wait, signatures.

It lies beside the record (``content/cpt/32120.review.yaml``). Commands write it; people may, too.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from codepub.records.availability import Frozen
from codepub.records.sections import Section
from codepub.records.text import Name, Quoted

_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
_KEY: Final = r"[a-z_][a-z0-9_]*(\[[1-9][0-9]*\])*"
SECTION_DIGITS: Final = 12
"""The digits that a signature keeps of the digest of each section."""

Moment = Annotated[str, StringConstraints(pattern=f"^{_DAY}(T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?$")]
"""A point in time (ISO 8601), in quotes: with its offset where that is known, as program files have it."""

FieldName = Annotated[str, StringConstraints(pattern=rf"^{_KEY}(\.{_KEY})*$")]
"""The path of a field as authors speak of it, rows counted from 1."""

Digest = Annotated[str, StringConstraints(pattern="^[1-9][0-9]*:[0-9a-f]{64}$")]
"""An approval digest (`codepub.records.digest`)."""

SectionDigest = Annotated[str, StringConstraints(pattern=f"^[1-9][0-9]*:[0-9a-f]{{{SECTION_DIGITS}}}$")]
"""The beginning of an approval digest: enough to tell which section changed, and nothing is signed with it."""

ThreadStatus = Literal["open", "resolved"]
ProposalStatus = Literal["open", "taken", "declined"]

_NOW: Final = "2026-11-30T10:00:00Z"
_WHO: Final = "Ada Coder, CPC"
_DIGEST: Final = f"1:{'0123456789abcdef' * 4}"


class Receipt(Frozen):
    """A returned file whose edits and comments were taken over."""

    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        title="SHA-256", description="The digest of the file, by which it is known again.", examples=[_DIGEST[2:]]
    )
    date: Moment = Field(title="Date", description="When it was received.", examples=[_NOW])


class Copy(Frozen):
    """A review copy that went out."""

    id: Name = Field(
        title="Id", description="The identifier that the copy carries.", examples=["32120-ada-coder-7k2m9q"]
    )
    reviewer: Name | None = Field(
        default=None, title="Reviewer", description="For whom it was made.", examples=["Ada Coder"]
    )
    sent: Moment = Field(title="Sent", description="When it was made.", examples=[_NOW])
    digest: Digest | None = Field(
        default=None,
        title="Digest",
        description="The approval digest of what was sent, which tells whether the record changed since.",
        examples=[_DIGEST],
    )
    received: tuple[Receipt, ...] = Field(
        default=(), title="Received", description="The files that came back.", examples=[[]]
    )


class Remark(Frozen):
    """A comment, or a reply to one."""

    author: Quoted | None = Field(default=None, title="Author", description="Who said it.", examples=["Ada Coder"])
    date: Moment | None = Field(default=None, title="Date", description="When it was said.", examples=[_NOW])
    initials: Quoted | None = Field(
        default=None, title="Initials", description="The author's initials, as Word has them.", examples=["AC"]
    )
    text: Quoted = Field(title="Text", description="What was said.", examples=["Is this still so in 2027?"])


class Thread(Frozen):
    """A comment with its replies."""

    id: Name = Field(title="Id", description="By which it is answered and resolved.", examples=["t1"])
    field: FieldName | None = Field(
        default=None, title="Field", description="The field it is about.", examples=["summary.meaning"]
    )
    near: Quoted | None = Field(
        default=None, title="Near", description="The heading it stands below.", examples=["Clinical context"]
    )
    quoted: Quoted | None = Field(
        default=None, title="Quoted", description="The words it stands on.", examples=["within the global period"]
    )
    status: ThreadStatus = Field(
        default="open", title="Status", description="Whether it has been settled.", examples=["open"]
    )
    remarks: Annotated[tuple[Remark, ...], Field(min_length=1)] = Field(
        title="Remarks",
        description="The comment, and its replies.",
        examples=[[{"author": "Ada Coder", "date": _NOW, "text": "Is this still so in 2027?"}]],
    )


class Cell(Frozen):
    """What a row that is proposed says in one of its fields."""

    field: Name = Field(title="Field", description="The field of the row.", examples=["when_to_use"])
    new: Quoted = Field(title="New", description="What it is to say.", examples=["A return nobody planned"])


class Proposal(Frozen):
    """A change that was not made: somebody has to look at it, or it is in conflict with another."""

    id: Name = Field(title="Id", description="By which it is spoken of.", examples=["p1"])
    field: FieldName = Field(
        title="Field",
        description="The field that is to change; of a new row, its list.",
        examples=["specifications.modifiers[2].when_to_use"],
    )
    before: Annotated[int, Field(ge=1)] | None = Field(
        default=None, title="Before", description="The row that a new one comes before, from 1.", examples=[2]
    )
    old: Quoted | None = Field(
        default=None, title="Old", description="What the field said when it was sent.", examples=["The usual case"]
    )
    new: Quoted | None = Field(
        default=None,
        title="New",
        description="What it is to say; without it and without cells it is to be taken out.",
        examples=["The most frequent case"],
    )
    cells: tuple[Cell, ...] = Field(
        default=(),
        title="Cells",
        description="What a new row says.",
        examples=[[{"field": "modifier", "new": "59"}]],
    )
    against: Quoted | None = Field(
        default=None,
        title="Against",
        description="The other side of a conflict: what the field says by now, or what another reviewer wrote.",
        examples=["The rule, not the exception"],
    )
    by: Quoted | None = Field(default=None, title="By", description="Whose change it is.", examples=["Ada Coder"])
    date: Moment | None = Field(default=None, title="Date", description="When it was made.", examples=[_NOW])
    copy_: Name | None = Field(
        default=None,
        alias="copy",
        title="Copy",
        description="The review copy it came back in.",
        examples=["32120-ada-coder-7k2m9q"],
    )
    why: Quoted | None = Field(
        default=None,
        title="Why",
        description="Why it was not made at once.",
        examples=["The record says something else by now."],
    )
    status: ProposalStatus = Field(
        default="open", title="Status", description="What has been decided about it.", examples=["open"]
    )


class Signature(Frozen):
    """Somebody approves what the record said then; it holds as long as the record says so."""

    role: Name = Field(title="Role", description="As whom it was signed.", examples=["coder"])
    name: Name = Field(title="Name", description="Who signed, with credentials.", examples=[_WHO])
    date: Moment = Field(title="Date", description="When it was signed.", examples=[_NOW])
    section: Section | None = Field(
        default=None, title="Section", description="The one section it holds for; otherwise all.", examples=["payment"]
    )
    digest: Digest = Field(
        title="Digest",
        description="The approval digest of what was signed, whole or of the section.",
        examples=[_DIGEST],
    )
    sections: dict[Section, SectionDigest] = Field(
        default={},
        title="Sections",
        description="The digests of the sections then, shortened: they tell what changed since.",
        examples=[{"summary": _DIGEST[: 2 + SECTION_DIGITS]}],
    )


class Rejection(Frozen):
    """Somebody does not approve what the record said then, and why; it holds as long as the record says so."""

    role: Name = Field(title="Role", description="As whom it was rejected.", examples=["physician"])
    name: Name = Field(title="Name", description="Who rejected it, with credentials.", examples=["B. Doctor, MD"])
    date: Moment = Field(title="Date", description="When it was rejected.", examples=[_NOW])
    section: Section | None = Field(
        default=None, title="Section", description="The one section it speaks of; otherwise all.", examples=["payment"]
    )
    digest: Digest = Field(title="Digest", description="The approval digest of what was rejected.", examples=[_DIGEST])
    reason: Quoted = Field(title="Reason", description="What has to change.", examples=["The global period is wrong."])


class ReviewFile(Frozen):
    """What is known of the review of one record."""

    copies: tuple[Copy, ...] = Field(
        default=(),
        title="Copies",
        description="The review copies that went out.",
        examples=[[{"id": "32120-ada-coder-7k2m9q", "reviewer": "Ada Coder", "sent": _NOW}]],
    )
    threads: tuple[Thread, ...] = Field(
        default=(),
        title="Threads",
        description="The comments of reviewers, each with its replies.",
        examples=[[{"id": "t1", "field": "summary.meaning", "remarks": [{"text": "Is this still so in 2027?"}]}]],
    )
    proposals: tuple[Proposal, ...] = Field(
        default=(),
        title="Proposals",
        description="The changes that wait for somebody to decide.",
        examples=[[{"id": "p1", "field": "summary.scope", "new": "When the code is meant"}]],
    )
    signatures: tuple[Signature, ...] = Field(
        default=(),
        title="Signatures",
        description="Who approved what, as `codepub review approve` writes it.",
        examples=[[{"role": "coder", "name": _WHO, "date": _NOW, "digest": _DIGEST}]],
    )
    rejections: tuple[Rejection, ...] = Field(
        default=(),
        title="Rejections",
        description="Who did not approve what, and why, as `codepub review reject` writes it.",
        examples=[[{"role": "coder", "name": _WHO, "date": _NOW, "digest": _DIGEST, "reason": "See payment."}]],
    )
