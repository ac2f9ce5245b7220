"""Mistakes in tables that Medicare's lists speak of: modifiers, places, providers, groups, denials, edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Final

from faults.codes import MEMBERSHIP
from faults.kind import Edit, Kind, kind
from faults.lists import ADJUSTMENTS, PAIRS, REMARKS, UNITS, Lists
from faults.sheet import Sheet
from faults.slips import change_digit, double, lose, mistake_letters, swap

_MODIFIERS: Final = ("specifications", "modifiers")
_DIAGNOSES: Final = ("specifications", "diagnoses")
_EVALUATIONS: Final = ("99214",)
_VOLATILE: Final = "vintage: January 2026, retrieved: 2026-11-23"


def _add_modifier(sheet: Sheet, modifier: str) -> Iterator[Edit]:
    """Add a row, or write the modifier in place of the last row's; a table must be there, without the modifier."""
    rows = sheet.rows(*_MODIFIERS)
    if rows and modifier not in {sheet.value((*row, "modifier")) for row in rows}:
        row = f'{{modifier: "{modifier}", description: As listed, when_to_use: Where the case is so.}}'
        yield Edit(((*_MODIFIERS, len(rows)),), (sheet.add_rows(_MODIFIERS, row),), f"modifier {modifier}")


@kind("Modifier: of anesthesia or category II elsewhere", 4, "modifier-range")
def foreign_modifiers(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """P3, AA or QZ on an operation or a test; 1P on a code that measures nothing."""
    own = ("1P", "2P", "8P") if sheet.code == "00540" else ("P1", "P3", "P5", "AA", "QK", "QX", "QZ", "1P", "8P")
    yield from _add_modifier(sheet, random.choice(own))


@kind("Modifier: 24, 25, 57 on a procedure", 4, "modifier-range")
def visits_on_procedures(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The visit's modifier is put on the procedure."""
    if sheet.system == "CPT" and sheet.code not in _EVALUATIONS:
        yield from _add_modifier(sheet, random.choice(("24", "25", "57")))


@kind("Modifier: 25 on a drug, a supply, a trip or a screening", 3, "modifier-range", "modifier-policy")
def visits_on_drugs(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """25 is put on the drug's line and not on the visit's."""
    if sheet.system == "HCPCS":
        yield from _add_modifier(sheet, "25")


@kind("Modifier: 26, TC without components", 6, "modifier-policy")
def components(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """A component is claimed of a code that has none (PC/TC 0, 2 to 5 and 9)."""
    if lists.fees(sheet).get("pc_tc", "1") in "023459":
        yield from _add_modifier(sheet, random.choice(("26", "TC")))


@kind("Modifier: 50 where bilateral is 0, 2 or 9", 4, "modifier-policy")
def both_sides(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """Both sides of a service that has none, or that is of both already."""
    if lists.fees(sheet).get("bilateral", "1") in "029" and not _names_side(sheet):
        yield from _add_modifier(sheet, "50")


def _names_side(sheet: Sheet) -> bool:
    return any(modifier in ("LT", "RT") for _, modifier in sheet.values(*_MODIFIERS, "*", "modifier"))


@kind("Modifier: assistant, co-surgeon, team against the indicator", 5, "modifier-policy")
def unpaid_surgeons(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """Further surgeons where the schedule pays for none."""
    facts = lists.fees(sheet)
    wrong = [name for name in ("80", "81", "82", "AS") if facts.get("assistant", "2") in "19"]
    wrong += [name for name, of in (("62", "co_surgeon"), ("66", "team")) if facts.get(of, "1") in "09"]
    if wrong:
        yield from _add_modifier(sheet, random.choice(wrong))


@kind("Modifier: 51 on an add-on or where multiple is 0 or 9", 4, "modifier-policy", "modifier-kind")
def reduced_add_ons(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """The reduction is typed for a code that it does not touch."""
    facts = lists.fees(sheet)
    if facts.get("multiple", "2") in "09" or facts.get("global") == "ZZZ":
        yield from _add_modifier(sheet, "51")


@kind("Modifier: 22, 52 on an unlisted code", 3, "modifier-policy", "modifier-kind")
def unlisted_work(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """More or less work than that of a code which says nothing of the work."""
    if lists.fees(sheet).get("global") == "YYY":
        for modifier in ("22", "52"):
            yield from _add_modifier(sheet, modifier)


@kind("Modifier: 54 to 56 without a global period", 3, "modifier-policy")
def divided_periods(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """The care before or after is divided where there is none."""
    if lists.fees(sheet).get("global", "090") not in ("010", "090"):
        yield from _add_modifier(sheet, random.choice(("54", "55", "56")))


@kind("Modifier: that does not exist", 3, "modifier-format", *MEMBERSHIP)
def mistyped_modifiers(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """78 is typed as 7B, 22 as 2, RT as TR."""
    for path, modifier in sheet.values(*_MODIFIERS, "*", "modifier"):
        slips = [mistake_letters(modifier, random), lose(modifier, random), modifier[::-1], f"{modifier}X"]
        wrong = random.choice([one for one in slips if one and one != modifier])
        is_trip = sheet.code == "A0425" and re.fullmatch(r"[DEGHIJNPRS][DEGHIJNPRSX]", wrong)
        is_numeric = re.fullmatch(r"2[2-9]|[3-9]\d|[1238]P|P[1-6]", wrong)
        if not is_trip and not is_numeric and lists.reveals("hcpcs-modifiers", wrong, sheet.day):
            yield Edit((path,), (sheet.write(path, wrong),), f"modifier {modifier} as {wrong}")


@kind("Modifier: LT, RT beside 50", 2, "side-with-bilateral")
def sides_beside_both(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """One side and both sides stand in one table."""
    rows = sheet.rows(*_MODIFIERS)
    for edit in _add_modifier(sheet, "50") if _names_side(sheet) else ():
        yield edit._replace(fields=(*edit.fields, *rows))


@kind("Side: of the modifier against the diagnosis", 3, "opposite-side")
def opposite_sides(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """LT is listed beside a diagnosis of the right side."""
    rows, modifiers = sheet.rows(*_DIAGNOSES), sheet.values(*_MODIFIERS, "*", "modifier")
    sided = {"LT": ("S20.211A", "C34.11", "S22.41XA"), "RT": ("S20.212A", "C34.12", "S22.42XA")}
    if not rows or not modifiers or _names_side(sheet):
        return
    side = random.choice(("LT", "RT"))
    listed = {sheet.value((*row, "code")) for row in rows}
    code = random.choice(sided[side])
    row = f"{{code: {code}, description: As listed, rationale: Of that side.}}"
    at = next((row for row in rows if sheet.value((*row, "code")) == code), (*_DIAGNOSES, len(rows)))
    added = () if code in listed else (sheet.add_rows(_DIAGNOSES, row),)
    for edit in _add_modifier(sheet, side):
        if lists.find("icd-10-cm", code, sheet.day) is not None:
            yield Edit((*edit.fields, at), (*edit.splices, *added), f"{side} with {code}")


@kind("Side: of the words against the code", 2, "side-in-words")
def opposite_words(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """C34.11, a code of the right side, is described as of the left; the list's own words say which it is of."""
    for row in sheet.rows(*_DIAGNOSES):
        path, code = (*row, "description"), sheet.value((*row, "code"))
        entry = lists.find("icd-10-cm", code, sheet.day)
        for one, other in (("right", "left"), ("left", "right")):
            said = re.search(rf"\b{one}\b", sheet.value(path))
            if entry is not None and said and re.search(rf"\b{one}\b", entry.description, re.IGNORECASE):
                yield Edit((row,), (sheet.change(path, one, other),), f"{other} of {entry.code}")


@kind("Place: not 21, of a code for inpatients only", 4, "inpatient-only")
def outpatients(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """An outpatient place of a code with OPPS status C."""
    entry = lists.find("opps", sheet.code, sheet.day)
    if entry is not None and entry.facts.get("status") == "C":
        yield from _change_place(sheet, random.choice(("22", "24", "19", "23")), random)


@kind("Place: office of a code without a value there", 3, "no-office-value", "inpatient-only")
def offices(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """An office of a code that the schedule prices in a facility only."""
    if lists.fees(sheet).get("nonfacility_na") == "NA":
        yield from _change_place(sheet, random.choice(("11", "12")), random)


@kind("Place: not assigned", 3, "pos-unknown")
def unassigned_places(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A place of service that CMS has not assigned, or a digit of it."""
    yield from _change_place(sheet, random.choice(("28", "30", "35", "48", "59", "70", "88", "2", "1", "211")), random)


def _change_place(sheet: Sheet, wrong: str, random: Random) -> Iterator[Edit]:
    """Write a place in place of another, or beside the others."""
    path = ("overview", "site_of_service", "pos")
    places = [place for _, place in sheet.values(*path, "*")]
    if places and wrong not in places:
        place = random.randrange(len(places) + 1)
        written = ", ".join(f'"{one}"' for one in (*places[:place], wrong, *places[place + 1 :]))
        yield Edit((path,), (sheet.write_raw(path, f"[{written}]"),), f"place {wrong}")


@kind("Provider: an organization performs", 4, "organization-performs")
def organizations(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """The hospital's or the center's taxonomy stands where the person's belongs."""
    for row in sheet.rows("specifications", "taxonomies"):
        code, wrong = (*row, "taxonomy"), random.choice(("282N00000X", "261QA1903X", "302F00000X"))
        performs = re.search(r"\b([Pp]erforms|[Oo]perates)\b", sheet.value((*row, "role")))
        is_person = sheet.value(code)[:2] not in ("26", "28", "33", "34")
        if performs and is_person and lists.find("taxonomy", wrong, sheet.day):
            yield Edit((row,), (sheet.write(code, wrong),), f"{sheet.value(code)} as {wrong}")


@kind("Provider: taxonomy mistyped", 4, "taxonomy-format", *MEMBERSHIP)
def mistyped_taxonomies(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """207RG0100X is typed as 270RG0100X or 207RGO100X, or without its X."""
    for path, code in sheet.values("specifications", "taxonomies", "*", "taxonomy"):
        slips = (swap, lose, double, change_digit, mistake_letters, lambda text, _random: text[:-1])
        wrong = random.choice(slips)(code, random)
        if wrong is not None and wrong != code and lists.reveals("taxonomy", wrong, sheet.day):
            yield Edit((path,), (sheet.write(path, wrong),), f"{code} as {wrong}")


@kind("DRG: no such group", 6, "drg-format", *MEMBERSHIP)
def foreign_groups(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """163 is typed as 136, 16 or 1633, or the number of an error is given."""
    for path, drg in sheet.values("crosswalks", "ms_drg", "*", "groups", "*", "drg"):
        slips = (swap, swap, change_digit, change_digit, lose, double, lambda _text, _random: "999")
        wrong = random.choice(slips)(drg, random)
        if wrong is not None and wrong != drg and lists.reveals("ms-drg", wrong, sheet.day):
            yield Edit((path,), (sheet.write(path, wrong),), f"{drg} as {wrong}")


@kind("Denial: CARC not assigned", 5, "carc-unknown", "denial-code", *MEMBERSHIP)
def foreign_adjustments(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """97 is typed as 977, 16 as 61 doubled, or a number is given that X12 never assigned."""
    for path, code in sheet.values("denials", "*", "carc"):
        wrong = random.choice(("999", "988", "777", "0", "555", "C99"))
        if wrong not in ADJUSTMENTS:
            yield Edit((path,), (sheet.write(path, wrong),), f"{code} as {wrong}")


@kind("Denial: RARC not assigned", 4, "rarc-unknown", "denial-code", *MEMBERSHIP)
def foreign_remarks(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """N822 is typed as N982, or a number is given that was never assigned."""
    for path, code in sheet.values("denials", "*", "rarc"):
        wrong = random.choice(("M999", "N999", "MA999", "N982", "MA555", "M880"))
        if wrong not in REMARKS:
            yield Edit((path,), (sheet.write(path, wrong),), f"{code} as {wrong}")


@kind("Denial: code with its group, blank or letter", 4, "wrong-form", "wrong-type", "carc-format", "rarc-format")
def malformed_denials(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """CO-97 for 97, M 53 for M53, N82O for N820."""
    for path, code in sheet.values("denials", "*", "carc"):
        wrong = random.choice((f"CO-{code}", f"CO{code}", f"PR-{code}", f"{code} "))
        yield Edit((path,), (sheet.write_raw(path, f'"{wrong}"'),), f"{code} as {wrong}")
    for path, code in sheet.values("denials", "*", "rarc"):
        wrong = random.choice((f"{code[0]} {code[1:]}", f"R{code}", code.lower(), f"{code}O", code[1:]))
        yield Edit((path,), (sheet.write_raw(path, f'"{wrong}"'),), f"{code} as {wrong}")


@kind("Edit: a pair that the record does not tell", 4, "ncci-pair")
def untold_pairs(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A related code is added, and the edit with it is not."""
    table = ("specifications", "related_codes")
    rows, others = sheet.rows(*table), PAIRS.get(sheet.code, ())
    if rows and others:
        code = random.choice(others)
        row = f'{{system: CPT, code: "{code}", description: A neighbor, relationship: Often the same day.}}'
        yield Edit(((*table, len(rows)),), (sheet.add_rows(table, row),), f"{code} beside {sheet.code}")


@kind("Edit: units unlike the table's", 3, "mue-units")
def foreign_units(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The limit of units is that of another code or quarter."""
    if sheet.code not in UNITS or not sheet.rows("sources"):
        return
    wrong, source = UNITS[sheet.code] + random.choice((1, 2, 9)), sheet.value(("sources", 0, "id"))
    rest = f"adjudication: '3', rationale: As listed, source: {source}, {_VOLATILE}"
    mue = f"{{units: {wrong}, {rest}}}"
    fields = (("edits", "mue"),)
    if sheet.has("edits", "mue"):
        yield Edit(fields, (sheet.write_raw(("edits", "mue"), mue),), f"{wrong} units")
    elif sheet.has("edits"):
        edits = f"{{ptp: {{unavailable: unknown}}, mue: {mue}}}"
        path = ("edits", "unavailable")
        if sheet.has(*path):
            return
        yield Edit(fields, (sheet.write_raw(("edits",), edits),), f"{wrong} units")
    else:
        added = sheet.add_line(("effective",), f"edits: {{ptp: {{unavailable: unknown}}, mue: {mue}}}")
        yield Edit(fields, (added,), f"{wrong} units")


@kind("Crosswalk: an operation as anesthesia", 2, "anesthesia-range")
def foreign_anesthesia(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The surgeon's code stands in the column of anesthesia."""
    for path, code in sheet.values("crosswalks", "anesthesia", "*", "code"):
        wrong = random.choice(("32110", "32100", "36556"))
        yield Edit((path,), (sheet.write(path, wrong),), f"{code} as {wrong}")


POLICY_KINDS: tuple[Kind, ...] = (
    foreign_modifiers,
    visits_on_procedures,
    visits_on_drugs,
    components,
    both_sides,
    unpaid_surgeons,
    reduced_add_ons,
    unlisted_work,
    divided_periods,
    mistyped_modifiers,
    sides_beside_both,
    opposite_sides,
    opposite_words,
    outpatients,
    offices,
    unassigned_places,
    organizations,
    mistyped_taxonomies,
    foreign_groups,
    foreign_adjustments,
    foreign_remarks,
    malformed_denials,
    untold_pairs,
    foreign_units,
    foreign_anesthesia,
)
