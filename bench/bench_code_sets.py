"""Loading a library with code sets against loading it without: 10,000 records of five code references each.

Promise: held against ICD-10-CM, HCPCS, OPPS and MPFS, the records take at most twice as long as without code sets.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

import bench_load
from bench_load import RECORDS, ROUNDS, TODAY
from timing import hold_promise, time_work

from codepub.checks.published import PublishedSets
from codepub.codesets.code_set import Entry, Release, SetName
from codepub.codesets.shipped_sets import prepare_store
from codepub.codesets.store import Store
from codepub.diagnostics import Severity
from codepub.loading.load import Loaded, load
from codepub.loading.load_file import CheckContext
from codepub.records.codes import spell_code

PROMISE = 2
HCPCS, FEES = 8_000, 18_000
"""How many codes HCPCS Level II has, and how many the fee schedule and OPPS Addendum B, which list CPT codes, too."""

_FACTS = {"status": "A", "global": "090", "pc_tc": "0", "bilateral": "0", "assistant": "2", "co_surgeon": "1"}


def make_record_text(number: int, diagnoses: Sequence[str]) -> str:
    """Make a record that names five codes, two of ICD-10-CM, two of HCPCS and one of CPT, others for each number."""
    text = bench_load.make_record_text(number)
    own, other = (diagnoses[(2 * number + turn) % len(diagnoses)] for turn in (0, 1))
    text = text.replace(bench_load.DIAGNOSES[number % len(bench_load.DIAGNOSES)], own)
    row = "description: Another, relationship: A neighbor"
    related = (f"    - {{system: HCPCS, code: {make_hcpcs_code(2 * number + turn)}, {row}}}\n" for turn in (0, 1))
    return text.replace(
        "  diagnoses:\n", f"  diagnoses:\n    - {{code: {other}, description: D, rationale: R}}\n"
    ).replace("  related_codes:\n", f"  related_codes:\n{''.join(related)}")


def make_hcpcs_code(number: int) -> str:
    """Make an invented code of HCPCS Level II."""
    return f"{'GJKLQ'[number % 5]}{number // 5 % (HCPCS // 5):04}"


def add_generated(store: Store) -> None:
    """Add releases of the size of the real ones, with invented codes and indicators."""
    own = [f"{10000 + number}" for number in range(RECORDS)]
    level_ii = [make_hcpcs_code(number) for number in range(HCPCS)]
    store.add(_make_release("hcpcs"), (Entry(code, f"An invented supply, {code}") for code in level_ii))
    store.add(_make_release("opps"), (Entry(code, facts={"status": "T"}) for code in (*own, *level_ii)))
    store.add(_make_release("mpfs"), (Entry(code, facts=_FACTS) for code in (*own, *level_ii)))


def _make_release(name: SetName) -> Release:
    return Release(name, "January 2026", date(2026, 1, 1), "generated", "00")


def main() -> None:
    """Time both in turn and print the ratio; exit with 1 where the promise is missed."""
    with tempfile.TemporaryDirectory() as folder, prepare_store(Path(folder)) as store:
        add_generated(store)
        content = Path(folder) / "content"
        write_records(content, list(_choose_billable(store)))
        _assert_sound(load(content, CheckContext(TODAY, PublishedSets(store))))
        rounds = [
            (
                time_work(lambda: load(content, CheckContext(TODAY, PublishedSets(store)))),
                time_work(lambda: load(content, CheckContext(TODAY))),
            )
            for _ in range(ROUNDS)
        ]
    held, alone = (min(times) for times in zip(*rounds, strict=True))
    print(f"{RECORDS:,} records of five code references: {held:.2f} s with code sets, {alone:.2f} s without")
    print(f"(seconds of the processor, the best of {ROUNDS} rounds in turn)")
    hold_promise("load() with code sets to load() without", held / alone, PROMISE)


def _choose_billable(store: Store) -> Iterator[str]:
    """Yield two billable codes of ICD-10-CM for each record, from all of its chapters."""
    release = store.release_on("icd-10-cm", TODAY)
    if release is None:
        return
    billable = [entry.code for entry in store.entries(release) if entry.billable]
    yield from (spell_code("ICD-10-CM", code) for code in islice(billable, 0, None, len(billable) // (2 * RECORDS)))


def write_records(content: Path, diagnoses: Sequence[str]) -> None:
    """Write the library."""
    (content / "cpt").mkdir(parents=True)
    for number in range(RECORDS):
        (content / "cpt" / f"{10000 + number}.yaml").write_text(make_record_text(number, diagnoses), "utf-8")


def _assert_sound(loaded: Loaded) -> None:
    """Stop where something is wrong with the records; that sets beyond the four are missing is noted, as it should."""
    wrong = [one for one in loaded.diagnostics if one.severity is not Severity.NOTE]
    if wrong or len(loaded.records) != RECORDS:
        sys.exit(f"The generated records are not sound: {wrong[:3]}")


if __name__ == "__main__":
    main()
