"""Mistakes in codes: slips of typing, codes that ended, codes that cannot be billed, rows that stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from codepub.origin import FieldPath
from faults.kind import Edit, Kind, kind
from faults.lists import COMING_DIAGNOSES, ENDED_CPT, ENDED_DIAGNOSES, ENDED_HCPCS, Lists, list_related
from faults.sheet import Sheet
from faults.slips import change_digit, double, lose, mistake_letters, swap

Slip = Callable[[str, Random], str | None]

MEMBERSHIP: Final = ("code-unknown", "code-unconfirmed", "code-deleted", "code-not-yet")
_ABSENT: Final = (*MEMBERSHIP, "code-unlisted")
"""Rules that may tell of a CPT code that neither the fee schedule nor Addendum B lists."""
_NINTH: Final = ("998.11", "511.89", "250.00", "401.9")


def _list_diagnoses(sheet: Sheet) -> list[tuple[FieldPath, str]]:
    return sheet.values("specifications", "diagnoses", "*", "code")


def _replace(sheet: Sheet, path: FieldPath, wrong: str | None) -> Iterator[Edit]:
    if wrong is not None and wrong != sheet.value(path):
        yield Edit((path,), (sheet.write(path, wrong),), f"{sheet.value(path)} as {wrong}")


def _slip_diagnoses(sheet: Sheet, lists: Lists, random: Random, slip: Slip) -> Iterator[Edit]:
    """Slip in each diagnosis; what gives another code that can be billed, no list reveals."""
    for path, code in _list_diagnoses(sheet):
        wrong = slip(code, random)
        if wrong is not None and lists.reveals("icd-10-cm", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("Diagnosis: two digits swapped", 10, *MEMBERSHIP, "header-diagnosis", "code-format")
def swapped_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """J95.830 is typed as J95.803."""
    yield from _slip_diagnoses(sheet, lists, random, swap)


@kind("Diagnosis: digit lost", 6, *MEMBERSHIP, "header-diagnosis", "code-format")
def shortened_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """E11.649 is typed as E11.64."""
    yield from _slip_diagnoses(sheet, lists, random, lose)


@kind("Diagnosis: digit hit beside the right one", 5, *MEMBERSHIP, "header-diagnosis", "code-format")
def neighboring_keys(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """K85.10 is typed as K85.90 or K86.10."""
    yield from _slip_diagnoses(sheet, lists, random, change_digit)


@kind("Diagnosis: digit typed twice", 2, *MEMBERSHIP, "header-diagnosis", "code-format")
def lengthened_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """R91.1 is typed as R91.11."""
    yield from _slip_diagnoses(sheet, lists, random, double)


@kind("Diagnosis: letter for digit, digit for letter", 5, *MEMBERSHIP, "header-diagnosis", "code-format")
def misread_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """I10 is read as 110, J95.830 as J95.83O."""
    yield from _slip_diagnoses(sheet, lists, random, mistake_letters)


@kind("Diagnosis: header", 7, "header-diagnosis", "code-unconfirmed", "code-unknown")
def headers(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A category that is divided further is coded."""
    for path, code in _list_diagnoses(sheet):
        plain = code.replace(".", "")
        above = [plain[:length] for length in range(3, len(plain))]
        known = [one for one in above if lists.is_header(one, sheet.day)]
        if known:
            header = random.choice(known)
            yield from _replace(sheet, path, f"{header[:3]}.{header[3:]}".rstrip("."))


@kind("Diagnosis: seventh character or padding lost", 5, *MEMBERSHIP, "header-diagnosis")
def unpadded_diagnoses(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """T78.2XXA is written as T78.2A, or as T78.2."""
    for path, code in _list_diagnoses(sheet):
        if "X" in code[1:] and code.endswith("A"):
            yield from _replace(sheet, path, random.choice((code.replace("X", ""), code[:-1], code[:-1].rstrip("X"))))


@kind("Diagnosis: dot lost or misplaced", 4, "code-format", *MEMBERSHIP)
def misplaced_dots(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """J95.830 is written as J95830 or as J9.5830."""
    for path, code in _list_diagnoses(sheet):
        if "." in code:
            yield from _replace(sheet, path, _move_dot(code, random))


def _move_dot(code: str, random: Random) -> str:
    plain = code.replace(".", "")
    place = random.choice((2, 4))
    return random.choice((plain, f"{plain[:place]}.{plain[place:]}".rstrip(".")))


@kind("Diagnosis: deleted", 5, "code-deleted", "code-unconfirmed", "code-unknown", "header-diagnosis")
def deleted_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A code that was split or deleted stays in the table over the turn of the fiscal year."""
    for path, _ in _list_diagnoses(sheet):
        wrong = random.choice(ENDED_DIAGNOSES)
        if lists.lacks("icd-10-cm", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("Diagnosis: not valid yet", 1, "code-not-yet", "code-unconfirmed", "code-unknown")
def coming_diagnoses(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A code of the next fiscal year is used too soon."""
    for path, _ in _list_diagnoses(sheet):
        wrong = random.choice(COMING_DIAGNOSES)
        if lists.lacks("icd-10-cm", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("Diagnosis: of the ninth revision", 1, "code-format")
def ninth_revision(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A code of ICD-9-CM is copied from an old policy."""
    for path, code in _list_diagnoses(sheet):
        wrong = random.choice(_NINTH)
        yield Edit((path,), (sheet.write_raw(path, f'"{wrong}"'),), f"{code} as {wrong}")


def _list_others(sheet: Sheet, system: str) -> list[tuple[FieldPath, str]]:
    """List the codes of other services that a sample names, in rows of related codes and crosswalks."""
    listed: list[tuple[FieldPath, str]] = [((*row, "code"), code) for row, code in list_related(sheet, system).items()]
    key = {"CPT": "anesthesia", "HCPCS": "hcpcs", "ICD-10-PCS": "icd_10_pcs"}[system]
    return listed + sheet.values("crosswalks", key, "*", "code")


@kind("HCPCS: digits swapped or hit beside", 6, *MEMBERSHIP)
def swapped_hcpcs(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A0427 is typed as A0472."""
    for path, code in _list_others(sheet, "HCPCS"):
        wrong = random.choice((swap, change_digit))(code, random)
        if wrong is not None and lists.reveals("hcpcs", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("HCPCS: deleted or superseded", 5, "code-deleted", "code-unconfirmed", "code-unknown")
def deleted_hcpcs(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A code that ended stands in the table: J0171, which J0165 replaced."""
    for path, _ in _list_others(sheet, "HCPCS"):
        wrong = random.choice([*ENDED_HCPCS])
        if lists.lacks("hcpcs", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("CPT: deleted", 5, *_ABSENT)
def deleted_cpt(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A code that CPT gave up stands in the table; the fee schedule and Addendum B both lack it."""
    for path, _ in _list_others(sheet, "CPT"):
        wrong = random.choice(ENDED_CPT)
        if _is_absent(lists, wrong, sheet) and path[0] != "crosswalks":
            yield from _replace(sheet, path, wrong)


def _is_absent(lists: Lists, code: str, sheet: Sheet) -> bool:
    """Tell whether the fee schedule and Addendum B of a sample's day both lack a code, and any other release, too."""
    return all(lists.reveals(name, code, sheet.day) for name in ("mpfs", "opps"))


@kind("CPT: digits swapped, no such code", 5, *_ABSENT, "anesthesia-range")
def swapped_cpt(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """22633 is typed as 26233, which neither the fee schedule nor Addendum B lists."""
    for path, code in _list_others(sheet, "CPT"):
        wrong = swap(code, random)
        if wrong is not None and _is_absent(lists, wrong, sheet):
            yield from _replace(sheet, path, wrong)


@kind("CPT or HCPCS: digit lost or doubled", 5, "code-format")
def malformed_codes(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """71250 is typed as 7125."""
    for system in ("CPT", "HCPCS"):
        for path, code in _list_others(sheet, system):
            yield from _replace(sheet, path, random.choice((lose, double))(code, random))


@kind("CPT, HCPCS, PCS: letter for digit", 5, "code-format", *MEMBERSHIP)
def misread_codes(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """0W390ZZ is read as OW390ZZ, J0163 as JO163."""
    for system in ("CPT", "HCPCS", "ICD-10-PCS"):
        for path, code in _list_others(sheet, system):
            yield from _replace(sheet, path, mistake_letters(code, random, of="01"))


@kind("Related code: under another system", 3, "code-format")
def foreign_systems(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """G0399 is listed as a CPT code."""
    for row in sheet.rows("specifications", "related_codes"):
        system = sheet.value((*row, "system"))
        wrong = {"CPT": "HCPCS", "HCPCS": "CPT"}.get(system)
        if wrong is not None:
            fields = ((*row, "code"), (*row, "system"))
            yield Edit(fields, (sheet.write((*row, "system"), wrong),), f"{system} as {wrong}")


@kind("PCS: character wrong or lost", 5, *MEMBERSHIP, "code-format")
def mistyped_pcs(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """0W390ZZ is typed as 0W309ZZ, 0W90ZZ or 0W390ZX."""
    for path, code in _list_others(sheet, "ICD-10-PCS"):
        slips = (swap, lose, change_digit, lambda text, _random: f"{text[:-1]}X")
        wrong = random.choice(slips)(code, random)
        if wrong is not None and lists.reveals("icd-10-pcs", wrong, sheet.day):
            yield from _replace(sheet, path, wrong)


@kind("Code: without its quotes", 3, "wrong-type", "yaml-surprise", "code-format")
def unquoted_codes(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """00541 stands without quotes, and is a number to YAML."""
    for path, code in _list_others(sheet, "CPT"):
        if code.isdigit():
            yield Edit((path,), (sheet.write_raw(path, code),), f"{code} without quotes")


@kind("Own code: mistyped", 3, "file-name", "code-format", *_ABSENT)
def mistyped_own(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The record's own code is not that of its file."""
    yield from _replace(sheet, ("code",), random.choice((swap, lose, change_digit))(sheet.code, random))


@kind("Own code: replaces itself", 1, "self-replaced")
def self_replaced(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A code is said to supersede itself, or to be replaced by itself."""
    key = random.choice(("supersedes", "replaced_by"))
    if not sheet.has(key):
        line = sheet.add_line(("effective",), f'{key}: "{sheet.code}"')
        yield Edit(((key,),), (line,), f"{key} {sheet.code}")


@kind("Related code: the record's own", 3, "own-relation")
def own_relations(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """The record's code stands among its related codes."""
    for row in sheet.rows("specifications", "related_codes"):
        if sheet.value((*row, "system")) == sheet.system:
            yield from _replace(sheet, (*row, "code"), sheet.code)


@kind("Related code: twice in other words", 3, "duplicate")
def double_relations(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """A code is listed again further down, with another relationship."""
    table = ("specifications", "related_codes")
    for row in sheet.rows(*table)[:-1]:
        system, code = sheet.value((*row, "system")), sheet.value((*row, "code"))
        words = "description: A neighbor, relationship: Often in the same session."
        again = sheet.add_rows(table, f'{{system: {system}, code: "{code}", {words}}}')
        yield Edit((row, (*table, len(sheet.rows(*table)))), (again,), f"{code} again")


_TABLES: Final[tuple[tuple[str, ...], ...]] = (
    ("specifications", "modifiers"),
    ("specifications", "diagnoses"),
    ("specifications", "taxonomies"),
    ("specifications", "related_codes"),
    ("crosswalks", "icd_10_pcs"),
    ("crosswalks", "anesthesia"),
    ("denials",),
    ("coverage",),
    ("documentation_tips",),
    ("coding_tips",),
    ("specifications", "workflow"),
    ("sources",),
)


@kind("Row: pasted twice", 6, "duplicate")
def repeated_rows(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A row, a tip or a step is pasted a second time; one row of each table may be."""
    for table in _TABLES:
        if rows := sheet.rows(*table):
            row = random.choice(rows)
            below: FieldPath = (*table, int(row[-1]) + 1)
            yield Edit((row, below), (sheet.repeat_row(row),), f"{'.'.join(map(str, row))} twice")


CODE_KINDS: tuple[Kind, ...] = (
    swapped_diagnoses,
    shortened_diagnoses,
    neighboring_keys,
    lengthened_diagnoses,
    misread_diagnoses,
    headers,
    unpadded_diagnoses,
    misplaced_dots,
    deleted_diagnoses,
    coming_diagnoses,
    ninth_revision,
    swapped_hcpcs,
    deleted_hcpcs,
    deleted_cpt,
    swapped_cpt,
    malformed_codes,
    misread_codes,
    foreign_systems,
    mistyped_pcs,
    unquoted_codes,
    mistyped_own,
    self_replaced,
    own_relations,
    double_relations,
    repeated_rows,
)
