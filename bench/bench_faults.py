"""How many realistic mistakes of coders are told: 300 of them, seeded into the twelve samples, by kind.

Promise: at least 95 percent are told, by the right rule and at their place, and a clean sample gives no warning that
the list below does not name and explain. Where ../shared/data holds lists as they were published, the samples are held
against them as well.

What no list at hand reveals is not seeded: a code that exists and is not the one that is meant; a CARC, RARC or
modifier that exists and does not fit; a wrong word for a right code; an amount of a year whose schedule is not at hand;
numeric modifiers, whose list is licensed; a DRG that exists and to which the stay does not group; another quarter in a
`vintage`; a place of service or a diagnosis that payers do not take for the service.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from faults.hunting import Expected, Hunter, Verdict
from faults.lists import Lists, open_published_lists, open_small_lists
from faults.seeding import KINDS, seed_faults
from faults.sheet import Sheet, read_sheets

ROOT: Final = Path(__file__).parents[1]
PUBLISHED: Final = ROOT.parent / "shared" / "data"
PROMISE: Final = 95
_OLDER: Final = "the schedule of 2026 was not at hand, which the record says in its vintage and in its tips"
EXPLAINED: Final = tuple(
    Expected(f"{name}.yaml", "payment-older", "2026", _OLDER)
    for name in ("cpt/00540", "cpt/0446T", "cpt/22614", "cpt/32120", "cpt/71260", "cpt/99214", "hcpcs/G0121")
)
EXPLAINED_OF_PUBLISHED: Final = (
    Expected(
        "cpt/22614.yaml",
        "code-unconfirmed",
        "M51.362",
        "the last list at hand that had begun is of FY 2024",
    ),
    Expected("all", "set-missing", "MS-DRG", "the lists of MS-DRG and of OPPS at hand begin in April 2026"),
    Expected("hcpcs/J0165.yaml", "code-unconfirmed", "JZ", "the list of modifiers at hand is of 2022, and JZ of 2023"),
)


def main() -> None:
    """Seed, look, and print a table for each store of lists; exit with 1 where the promise is missed."""
    asked = _read_arguments()
    samples = read_sheets(ROOT / "content")
    kept = []
    with tempfile.TemporaryDirectory() as folder, open_small_lists(Path(folder), samples) as lists:
        kept.append(measure("Small lists", samples, lists, EXPLAINED, asked))
    if PUBLISHED.is_dir() and not asked.small:
        with (
            tempfile.TemporaryDirectory() as folder,
            open_published_lists(Path(folder), PUBLISHED, samples) as lists,
        ):
            explained = (*EXPLAINED, *EXPLAINED_OF_PUBLISHED)
            kept.append(measure("Published lists", samples, lists, explained, asked))
    if not all(kept):
        sys.exit(1)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Seed mistakes into the samples, and count those that are told.")
    parser.add_argument("--seed", type=int, default=9, help="another seed gives other mistakes")
    parser.add_argument("--count", type=int, default=300, help="how many mistakes")
    parser.add_argument("--small", action="store_true", help="leave out the lists as they were published")
    parser.add_argument("--missed", action="store_true", help="tell each mistake that was missed")
    return parser.parse_args()


def measure(
    title: str, samples: Sequence[Sheet], lists: Lists, explained: Sequence[Expected], asked: argparse.Namespace
) -> bool:
    """Print the table of one store of lists; tell whether the promise is kept."""
    with tempfile.TemporaryDirectory() as folder:
        hunter = Hunter(Path(folder), lists)
        unexplained = hunter.list_unexplained(samples, explained)
        verdicts = list(hunter.hunt(seed_faults(samples, lists, asked.seed, asked.count)))
    print(f"\n{title}, seed {asked.seed}\n")
    for line in (*_write_table(verdicts), *(_list_missed(verdicts) if asked.missed else ())):
        print(line)
    for line in unexplained:
        print(f"UNEXPLAINED {line}")
    found = 100 * sum(one.found for one in verdicts) / len(verdicts)
    kept = found >= PROMISE and not unexplained
    print(f"told: {found:.1f} percent (promised: at least {PROMISE}), {len(unexplained)} unexplained", end=" ")
    print("kept" if kept else "MISSED")
    return kept


def _write_table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield f"{'kind':<62} seeded  told  missed"
    for kind in KINDS:
        of_kind = [one.found for one in verdicts if one.fault.kind is kind]
        yield _write_row(kind.name, of_kind)
    yield _write_row("all", [one.found for one in verdicts])


def _write_row(name: str, found: Sequence[bool]) -> str:
    return f"{name:<62} {len(found):>6} {sum(found):>5} {len(found) - sum(found) or '':>7}"


def _list_missed(verdicts: Iterable[Verdict]) -> Iterator[str]:
    yield ""
    for one in verdicts:
        if not one.found:
            told = "; ".join(f"{each.rule}: {each.message}" for each in one.told) or "silence"
            what = " ".join(one.fault.edit.what.split())
            yield f"missed: {one.fault.kind.name}: {one.fault.sheet.name}: {what} -> {told}"


if __name__ == "__main__":
    main()
