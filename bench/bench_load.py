"""Loading a library against reading its YAML: `load` over 10,000 records, and PyYAML's C reader on the same texts.

Promise: reading, modelling, checking and locating take at most 1.5 times as long as reading the YAML alone.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from timing import hold_promise, time_work

import yaml
from codepub.cli.edge import pause_collecting
from codepub.loading.load import Loaded, load
from codepub.loading.load_file import CheckContext

RECORDS = 10_000
ROUNDS = 3
PROMISE = 1.5
TODAY = date(2026, 11, 23)

PROSE = (
    "The chest is opened again, most often for bleeding that does not stop within hours of surgery.",
    "The service is *typically* done in a hospital[^rvu25d]; the patient is seen before and after.",
    "Readers find when the code is meant, and which modifiers, such as modifier 78, go with it.",
    "See the [fee schedule](https://www.cms.gov/) and the note on H~2~O; **state the cause** in the record.",
)
MODIFIERS = ("22", "51", "58", "62", "76", "77", "79", "80")
DIAGNOSES = ("J95.830", "J95.831", "S27.0XXA", "J94.2", "I31.3", "T81.0XXA")
REASONS = ("unknown", "not-asked", "masked", "{unavailable: asked-unknown, since: 2026-09-01}")


def make_record_text(number: int) -> str:
    """Make one sound record of about 40 lines; texts, rows and reasons vary with its number."""
    reason = REASONS[number % 4]
    missing = reason if reason.startswith("{") else f"{{unavailable: {reason}}}"
    prose = [PROSE[(number + turn) % 4] for turn in range(4)]
    following = 10000 + (number + 1) % RECORDS
    near = f'"See [{following}](cpt:{following})."' if number % 4 == 0 else "A neighbor"
    first, second = MODIFIERS[number % 8], MODIFIERS[(number + 3) % 8]
    return f"""\
# yaml-language-server: $schema=../../schemas/code-summary.schema.json
system: CPT
code: "{10000 + number}"
title: Service number {number % 97} of the library
edition: 2026
effective: 2026-04-01
tags: [bench, group {number % 7}]
summary:
  meaning: |
    {prose[0]}
    {prose[1]}
  payers: [Aetna, Medicare, Cigna Health]
  scope: {prose[2]}
overview:
  description: {prose[3]}
  service_type: Surgical — kind {number % 13}
  site_of_service:
    text: Operating room of a hospital
    pos: ["21", "22"]
specifications:
  clinical_context: |
    {prose[1]}

    - fever, or bleeding that grows
    - {prose[0]}
  modifiers:
    - {{modifier: "78", description: A return that nobody planned, when_to_use: "{prose[0]}"}}
    - {{modifier: "{first}", description: More than usual, when_to_use: {missing}}}
    - {{modifier: "{second}", description: Another case, when_to_use: Rarely.}}
  diagnoses:
    - code: {DIAGNOSES[number % 6]}
      description: A condition that supports the service
      rationale: {missing}
  taxonomies: {missing}
  related_codes:
    - {{system: CPT, code: "{following}", description: The next, relationship: {near}}}
sources:
  - id: rvu25d
    title: Relative value files
    publisher: CMS
    url: https://www.cms.gov/
    retrieved: 2026-11-01
"""


def main() -> None:
    """Time both in turn and print the ratio; exit with 1 where the promise is missed."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        texts = list(_write_records(content))
        _assert_sound(load(content, CheckContext(TODAY)), texts)
        rounds = [
            (
                time_work(lambda: _load(content)),
                time_work(lambda: _read(texts)),
            )
            for _ in range(ROUNDS)
        ]
    loading, reading = (min(times) for times in zip(*rounds, strict=True))
    lines = sum(text.count("\n") for text in texts) / RECORDS
    print(f"{RECORDS:,} records of {lines:.0f} lines: load() {loading:.2f} s, yaml.CSafeLoader alone {reading:.2f} s")
    print(f"(seconds of the processor, the best of {ROUNDS} rounds in turn)")
    hold_promise("load() to reading the YAML alone", loading / reading, PROMISE)


def _load(content: Path) -> Loaded:
    """Load as the command line does."""
    with pause_collecting():
        return load(content, CheckContext(TODAY))


def _read(texts: list[str]) -> list[object]:
    """Read the YAML alone, under the same conditions."""
    with pause_collecting():
        return [yaml.load(text, yaml.CSafeLoader) for text in texts]


def _write_records(content: Path) -> Iterator[str]:
    (content / "cpt").mkdir()
    for number in range(RECORDS):
        text = make_record_text(number)
        (content / "cpt" / f"{10000 + number}.yaml").write_text(text, "utf-8")
        yield text


def _assert_sound(loaded: Loaded, texts: list[str]) -> None:
    if loaded.diagnostics or len(loaded.records) != len(texts):
        sys.exit(f"The generated records are not sound: {loaded.diagnostics[:3]}")


if __name__ == "__main__":
    main()
