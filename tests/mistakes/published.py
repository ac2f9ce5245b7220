"""Small releases of the published lists that the base of this folder stands in, written by hand with invented words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from codepub.checks.published import PublishedSets
from codepub.codesets.code_set import Entry
from codepub.codesets.store import open_store
from codepub.loading.load_file import CheckContext
from tests.checks.listed import Sets, make_release
from tests.record_texts import TODAY

_DAY: Final = date(2026, 1, 1)
_DIAGNOSES: Final = (
    *(Entry(code, "A header", billable=False) for code in ("J95", "J958", "J9583", "S27", "S271", "S20", "S202")),
    Entry("J95830", "Bleeding"),
    Entry("J95831", "Bleeding after another procedure"),
    Entry("S271XXA", "Blood in the chest, first visit"),
    Entry("S271XXD", "Blood in the chest, later visit"),
    Entry("S20211A", "Bruise of right front wall of thorax"),
    Entry("S20212A", "Bruise of left front wall of thorax"),
)
_FEES: Final = {
    "status": "A",
    "global": "090",
    "pc_tc": "0",
    "bilateral": "0",
    "assistant": "2",
    "co_surgeon": "1",
    "team": "0",
    "nonfacility_na": "NA",
    "work_rvu": "14.03",
    "facility_pe_rvu": "8.28",
    "mp_rvu": "3.47",
}
_SERVICES: Final = ("00540", "32110", "32120", "32124", "32150", "32551")
SETS: Final[Sets] = {
    make_release("icd-10-cm", "FY 2025", date(2024, 10, 1), date(2025, 9, 30)): (*_DIAGNOSES, Entry("T8001XA", "Air")),
    make_release("icd-10-cm", "FY 2026", date(2025, 10, 1), date(2026, 9, 30)): _DIAGNOSES,
    make_release("icd-10-cm", "FY 2027", date(2026, 10, 1), date(2027, 9, 30)): (*_DIAGNOSES, Entry("Q0091", "New")),
    make_release("icd-10-pcs", "FY 2026", date(2025, 10, 1)): (Entry("0W390ZZ", "Control of bleeding"),),
    make_release("hcpcs", "January 2026", _DAY): (
        Entry("A0425", "Miles"),
        Entry("G0463", "A visit"),
        Entry("J0165", "A drug"),
        Entry("J0171", "A drug", ends=date(2025, 6, 30), replaced_by="J0165"),
    ),
    make_release("hcpcs-modifiers", "January 2026", _DAY): [Entry(code, "A side") for code in ("LT", "RT")],
    make_release("taxonomy", "v26.0", _DAY): (
        Entry("208G00000X", "A surgeon", facts={"section": "Individual"}),
        Entry("282N00000X", "A hospital", facts={"section": "Non-Individual"}),
    ),
    make_release("ms-drg", "v43", date(2025, 10, 1)): [Entry(code, "A group") for code in ("163", "164", "165")],
    make_release("mpfs", "January 2026", _DAY): [Entry(code, facts=_FEES) for code in _SERVICES],
    make_release("carc", "November 2025", date(2025, 11, 1)): (
        *(Entry(code, "A reason") for code in ("16", "97", "151")),
        Entry("125", "A reason", ends=date(2013, 11, 1)),
    ),
    make_release("rarc", "November 2025", date(2025, 11, 1)): [Entry(code, "A remark") for code in ("N20", "M53")],
    make_release("opps", "January 2026", _DAY): [Entry(code, facts={"status": "C"}) for code in _SERVICES],
    make_release("ncci-ptp-practitioner", "January 2026", _DAY): [
        Entry("32120", qualifier="32551", starts=date(1996, 1, 1), facts={"modifier_indicator": "1"}),
        Entry("32124", qualifier="32120", starts=date(1996, 1, 1), facts={"modifier_indicator": "0"}),
    ],
    make_release("ncci-mue-practitioner", "January 2026", _DAY): [Entry("32120", facts={"units": "1", "mai": "3"})],
}


@contextmanager
def published_lists(root: Path) -> Iterator[CheckContext]:
    """Put the lists into a store of their own, for records to be held against."""
    with open_store(root) as store:
        for one, entries in SETS.items():
            store.add(one, entries)
        yield CheckContext(TODAY, PublishedSets(store))
