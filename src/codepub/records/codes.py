"""The formats of codes, by the system a record declares; a kind is never guessed from a code alone."""

from __future__ import annotations

import re
from typing import Final

from codepub.origin import CODE_SYSTEMS, CodeSystem, RecordId
from codepub.patterns import compile_late

CODE_PATTERNS: Final[dict[CodeSystem, re.Pattern[str]]] = {
    "CPT": compile_late(r"\d{4}[\dFTUM]", re.ASCII),
    "HCPCS": compile_late(r"[A-CEGHJ-MP-V]\d{4}", re.ASCII),
    "ICD-10-CM": compile_late(r"[A-Z][0-9A][0-9AB](\.[0-9A-Z]{1,4})?"),
    "ICD-10-PCS": compile_late(r"[0-9A-HJ-NP-Z]{7}"),
}
"""The pattern of a whole code, by system; that of ICD-10-CM only finds typing errors, for its release decides."""

PATTERN_DESCRIPTIONS: Final[dict[CodeSystem, str]] = {
    "CPT": "five digits, or four digits and F, T, U or M",
    "HCPCS": "a letter (not D, F, I, N, O, W, X, Y or Z) and four digits",
    "ICD-10-CM": "a letter, two characters, then a dot and up to four characters",
    "ICD-10-PCS": "seven characters without I and O, and no dot",
}
"""What `CODE_PATTERNS` says, in the words of a message."""

SERVICE_SYSTEMS: Final[tuple[CodeSystem, ...]] = ("CPT", "HCPCS")
"""The systems whose codes stand for services and supplies, which Medicare's fee schedules and edits list."""

PCS_SECTIONS: Final = "0123456789BCDFGHX"
"""What ICD-10-PCS codes begin with (ICD-10-PCS reference manual, the tables' sections)."""

CODE_IN_WORDS: Final = compile_late(
    rf"(?<![\w.,$/:-])(?:{CODE_PATTERNS['CPT'].pattern}|{CODE_PATTERNS['HCPCS'].pattern}"
    rf"|[A-Z]\d[0-9AB]\.[0-9A-Z]{{1,4}}|{CODE_PATTERNS['ICD-10-PCS'].pattern})(?![\w-]|[.,]\d)",
    re.ASCII,
)
"""A code among words; of ICD-10-CM only one with a dot, since three characters may be many other things."""

MODIFIER: Final = compile_late(r"[0-9A-Z]{2}")
POS: Final = compile_late(r"\d{2}", re.ASCII)
TAXONOMY: Final = compile_late(r"\d{3}[0-9A-Z]{2}\d{4}X", re.ASCII)
MS_DRG: Final = compile_late(r"\d{3}", re.ASCII)
UNGROUPABLE: Final = frozenset({"998", "999"})
"""MS-DRG numbers that say a claim is in error; they are not groups."""

CARC: Final = compile_late(r"[0-9]{1,3}|[A-Z][0-9]{1,2}")
RARC: Final = compile_late(r"(M|MA|N)[0-9]{1,3}")
"""Claim adjustment reason codes and remittance advice remark codes, without the group code (CO, PR) in front."""

DENTAL: Final = compile_late(r"D\d{4}", re.ASCII)
"""CDT belongs to the American Dental Association; its codes are refused."""


def has_form(system: CodeSystem, code: str) -> bool:
    """Tell whether a code has the form of a system, and begins as its codes do."""
    is_begun = system != "ICD-10-PCS" or code[:1] in PCS_SECTIONS
    return is_begun and CODE_PATTERNS[system].fullmatch(code) is not None


def spell_code(system: CodeSystem, code: str) -> str:
    """Spell a code as its system does: trimmed, no-break spaces gone, upper case, the dot of ICD-10-CM after three.

    >>> spell_code("ICD-10-CM", "j95830")
    'J95.830'
    """
    plain = "".join(code.split()).upper()
    if system != "ICD-10-CM":
        return plain
    bare = plain.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare


def find_system(slug: str) -> CodeSystem | None:
    """Find the system whose name, in any case, is ``slug``."""
    return next((system for system in CODE_SYSTEMS if system.lower() == slug.lower()), None)


def record_id(system: CodeSystem, code: str) -> RecordId:
    """Name the record of a code."""
    return RecordId(system.lower(), code)


REVIEW_STEM: Final = ".review"
"""What stands behind the stem of a record's file in the name of its review file."""


def file_stem(record: RecordId) -> str:
    """Name a record's file, without folder and suffix: its code, ICD-10-CM without the dot."""
    return record.code.replace(".", "")


def is_anesthesia(system: CodeSystem, code: str) -> bool:
    """Tell whether a code lies in CPT's anesthesia section, 00100 to 01999."""
    return system == "CPT" and code.isdigit() and 100 <= int(code) <= 1999


def is_category_ii(system: CodeSystem, code: str) -> bool:
    """Tell whether a code is one of CPT's category II, which track performance."""
    return system == "CPT" and code.endswith("F")
