"""Loading a library against reading its YAML: `load` over 10,000 records, and PyYAML's C reader on the same texts.

Promise: reading, modelling, checking and locating take at most 1.5 times as long as reading the YAML alone.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from codepub.loading.load import load
from codepub.records.codes import file_stem, record_id

RECORDS = 10_000
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


def record_text(number: int) -> str:
    """Write one sound record of about 40 lines; texts, rows and reasons vary with its number."""
    reason = REASONS[number % 4]
    missing = reason if reason.startswith("{") else f"{{unavailable: {reason}}}"
    prose = [PROSE[(number + turn) % 4] for turn in range(4)]
    first, second = MODIFIERS[number % 8], MODIFIERS[(number + 3) % 8]
    return f"""\
# yaml-language-server: $schema=../../schemas/code-summary.schema.json
system: CPT
code: "{10000 + number}"
title: Service number {number % 97} of the library
edition: 2026
effective: 2026-01-01
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
    - {{system: CPT, code: "{10000 + (number + 1) % RECORDS}", description: The next, relationship: A neighbor}}
sources:
  - id: rvu25d
    title: Relative value files
    publisher: CMS
    url: https://www.cms.gov/
    retrieved: 2026-11-01
"""


Result = TypeVar("Result")


def main() -> int:
    """Print both times, the ratio and the promise; give 1 where the promise is missed."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        texts = list(_written(content))
        loaded, loading = _timed(lambda: load(content, TODAY))
        _, reading = _timed(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts])
    if loaded.diagnostics or len(loaded.records) != RECORDS:
        print(f"The generated records are not sound: {loaded.diagnostics[:3]}")
        return 1
    lines = sum(text.count("\n") for text in texts) / RECORDS
    print(f"load() of {RECORDS:,} records of {lines:.0f} lines: {loading:.2f} s")
    print(f"yaml.CSafeLoader on the same texts:       {reading:.2f} s")
    print(f"ratio {loading / reading:.2f}, promised at most {PROMISE}")
    return int(loading / reading > PROMISE)


def _written(content: Path) -> Iterator[str]:
    (content / "cpt").mkdir()
    for number in range(RECORDS):
        text = record_text(number)
        (content / "cpt" / f"{file_stem(record_id('CPT', str(10000 + number)))}.yaml").write_text(text, "utf-8")
        yield text


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
