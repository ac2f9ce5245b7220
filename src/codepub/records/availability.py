"""The three states of a field: a value, an empty list (known to be none), and unavailable with a reason."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from codepub.records.days import Day
from codepub.records.text import Name, Phrase

Reason = Literal["unknown", "asked-unknown", "temp-unknown", "not-asked", "masked", "not-applicable", "as-text"]
"""Why a value is not given: seven codes of HL7 FHIR's data-absent-reason, spelled as there."""

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

NEEDED_BESIDE: Final[dict[Reason, str]] = {"asked-unknown": "since", "temp-unknown": "recheck_by", "as-text": "note"}
"""The key that a reason's statement cannot do without."""

BLOCKS_RELEASE: Final[frozenset[Reason]] = frozenset({"temp-unknown", "not-asked"})
"""Reasons that a draft may hold and a release may not."""


class Frozen(BaseModel):
    """The base of all models: nothing changes once read, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Unavailable(Frozen):
    """A value that is not given, and why."""

    reason: Reason = Field(
        alias="unavailable",
        title="Reason",
        description=(
            "Why the value is not given. unknown: the source does not give it. asked-unknown: searched for, nothing "
            "published (needs `since`). temp-unknown: expected later (needs `recheck_by`). not-asked: nobody looked "
            "for this edition. masked: withheld. not-applicable: has no meaning for this code. as-text: told in the "
            "prose (needs `note`)."
        ),
        examples=["unknown"],
    )
    note: Phrase | None = Field(
        default=None,
        title="Note",
        description="What a reader should know besides; for as-text, where in the prose it stands.",
        examples=["Clinical Context"],
    )
    since: Day | None = Field(
        default=None, title="Since", description="The day it was searched for.", examples=["2026-09-01"]
    )
    recheck_by: Day | None = Field(
        default=None, title="Recheck by", description="The day by which to look again.", examples=["2027-01-15"]
    )
    owner: Name | None = Field(
        default=None, title="Owner", description="Who looks again; not published.", examples=["coding desk"]
    )


def state_of(value: object) -> Literal["value", "unavailable"]:
    """Tell which branch of ``Available`` a raw or validated value belongs to."""
    stated = "unavailable" in value if isinstance(value, dict) else type(value) is Unavailable
    return "unavailable" if stated else "value"


T = TypeVar("T")
Available = Annotated[
    Annotated[T, Tag("value")] | Annotated[Unavailable, Tag("unavailable")],
    Discriminator(state_of),
]
"""A value, or the statement that it is unavailable; an empty list is a value: known to be none."""
