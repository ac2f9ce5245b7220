"""A thirteenth sample, made of one of the twelve: a code of work that is not listed, as none of the samples is."""

from __future__ import annotations

from collections.abc import Sequence

from faults.sheet import Sheet, splice

_CODE = "32999"


def make_unlisted(sheets: Sequence[Sheet]) -> Sheet:
    """Make the record of 32999 out of that of 32120: without payment and edits, without 22, 51 and co-surgeons."""
    sheet = next(sheet for sheet in sheets if sheet.code == "32120")
    taken = [
        sheet.take_row(path[:3])
        for path, modifier in sheet.values("specifications", "modifiers", "*", "modifier")
        if modifier in ("22", "51", "62", "80", "82", "AS")
    ]
    payment = sheet.write_raw(("payment",), "{unavailable: not-applicable}")
    text = splice(sheet.text, (*taken, payment))
    return Sheet(f"cpt/{_CODE}.yaml", text.replace("32120", _CODE).replace("payment:\n  {", "payment: {"))
