"""The sections of a record: what can be approved by itself."""

from __future__ import annotations

from typing import Final, Literal, get_args

Section = Literal[
    "front_matter",
    "summary",
    "overview",
    "specifications",
    "payment",
    "edits",
    "crosswalks",
    "coverage",
    "denials",
    "benchmarks",
    "documentation_tips",
    "coding_tips",
    "sources",
]
"""A field of the record's top level, or the fields above the summary, which are one section."""

FRONT_MATTER: Final = "front_matter"
"""The section of the fields above the summary: what the code is, and when the publication holds."""

SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
"""All sections, in the order of the record; together they are all that the digest of the whole record covers."""
