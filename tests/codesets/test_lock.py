from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.codesets.code_set import Release, ReleasePart, join_parts
from codepub.codesets.lock import (
    LOCK,
    MAX_LOCK_BYTES,
    Lock,
    find_differing,
    find_missing_parts,
    is_another_file,
    lock_text,
    merge_lock,
    parse_lock,
    read_lock,
)
from codepub.diagnostics import CallError

CM = Release("icd-10-cm", "April 2026", date(2026, 4, 1), "b.txt", "01" * 32)
FEES = Release("mpfs", "October 2025", date(2025, 10, 1), "c.csv", "02" * 32)


def test_the_lock_names_each_release_in_order() -> None:
    text = lock_text([(FEES, 18_144), (CM, 98_186)])
    assert tomllib.loads(text)["release"] == [
        {
            "set": "icd-10-cm", "release": "April 2026", "effective": date(2026, 4, 1), "file": "b.txt",
            "sha256": "01" * 32, "entries": 98_186,
        },
        {
            "set": "mpfs", "release": "October 2025", "effective": date(2025, 10, 1), "file": "c.csv",
            "sha256": "02" * 32, "entries": 18_144,
        },
    ]  # fmt: skip
    assert text == lock_text([(CM, 98_186), (FEES, 18_144)])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_label_is_written_so_that_it_comes_back(label: str) -> None:
    text = lock_text([(Release("pos", label, date(2026, 1, 1), label, "00"), 52)])
    assert tomllib.loads(text)["release"][0]["release"] == label


def test_a_lock_is_read_as_it_was_written() -> None:
    assert list(parse_lock(lock_text([(CM, 98_186), (FEES, 18_144)])).releases) == [(CM, 98_186), (FEES, 18_144)]


PAIRS = join_parts(
    Release("ncci-ptp-practitioner", "v32.3", date(2026, 10, 1), "", ""),
    [ReleasePart(1, "f1.zip", "03" * 32, 7), ReleasePart(2, "f2.zip", "04" * 32, 8)],
)
UNKNOWN = """\
[[release]]
set = "icd-11"
release = "2027"
effective = 2027-01-01T00:00:00
"strange key" = [1, 2.5, true, "a\\u001b", {b = 07:30:00}]

[[release.piece]]
number = 1
"""


def test_each_part_of_a_release_is_named_with_its_file() -> None:
    text = lock_text([(PAIRS, 15)])
    (release,) = tomllib.loads(text)["release"]
    assert "file" not in release
    assert release["part"][1] == {"number": 2, "file": "f2.zip", "sha256": "04" * 32, "entries": 8}
    assert list(parse_lock(text).releases) == [(PAIRS, 15)]


def test_entries_of_sets_that_are_not_known_stay_as_they_are() -> None:
    lock = parse_lock(UNKNOWN)
    assert lock.releases == ()
    assert tomllib.loads(lock_text([(CM, 1)], lock.unknown))["release"][1:] == tomllib.loads(UNKNOWN)["release"]


def test_a_lock_whose_sets_had_other_names_is_read() -> None:
    text = lock_text([(FEES, 1)]).replace('"mpfs"', '"ncci-mue"').replace("October 2025", "October 2025 practitioner")
    ((release, _),) = parse_lock(text).releases
    assert (release.set, release.label) == ("ncci-mue-practitioner", "October 2025")


def test_parts_that_a_colleague_has_stay_in_the_lock() -> None:
    here = join_parts(PAIRS, [ReleasePart(1, "f1.zip", "03" * 32, 7)])
    lock = parse_lock(lock_text([(PAIRS, 15), (CM, 3)]))
    assert merge_lock(lock, [(here, 7)], {}) == [(PAIRS, 15), (CM, 3)]
    assert find_missing_parts(lock.releases, [(here, 7)]) == [(here, PAIRS.parts[1])]


def test_the_file_that_a_colleague_has_stays_in_the_lock_until_another_is_added() -> None:
    other, name = replace(FEES, sha256="05" * 32), (FEES.set, FEES.label)
    lock = parse_lock(lock_text([(FEES, 1)]))
    assert merge_lock(lock, [(other, 2)], {}) == [(FEES, 1)]
    assert merge_lock(lock, [(other, 2)], {name: ()}) == [(other, 2)]


def test_the_part_that_a_colleague_has_stays_in_the_lock_until_another_is_added() -> None:
    other = join_parts(PAIRS, [PAIRS.parts[0], replace(PAIRS.parts[1], sha256="05" * 32)])
    lock, name = parse_lock(lock_text([(PAIRS, 15)])), (PAIRS.set, PAIRS.label)
    assert merge_lock(lock, [(other, 15)], {name: (1,)}) == [(PAIRS, 15)]
    assert merge_lock(lock, [(other, 15)], {name: (2,)}) == [(other, 15)]


def test_what_ships_is_named_as_it_is_here() -> None:
    old = replace(CM, file="simple-icd-10-cm 1.4.0")
    new = replace(CM, file="simple-icd-10-cm 1.5.0", sha256="05" * 32)
    assert merge_lock(parse_lock(lock_text([(old, 1)])), [(new, 2)], {}) == [(new, 2)]
    assert find_differing([(old, 1)], [(new, 2)]) == []


def test_a_release_from_another_file_is_told_to_differ() -> None:
    other = replace(FEES, sha256="05" * 32)
    assert find_differing([(FEES, 1)], [(other, 1)]) == [FEES]
    assert find_differing([(FEES, 1)], [(FEES, 1)]) == []


def test_another_part_is_not_another_file() -> None:
    second = join_parts(PAIRS, PAIRS.parts[1:])
    assert not is_another_file(second, [(join_parts(PAIRS, PAIRS.parts[:1]), 7)])
    changed = join_parts(PAIRS, [replace(PAIRS.parts[1], sha256="06" * 32)])
    assert is_another_file(changed, [(PAIRS, 15)])


GOOD = lock_text([(FEES, 18_144)])
LONG = "1" * 5_000

BROKEN = {
    "a merge": (
        GOOD + "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n",
        "codepub.lock:11: Git left two versions",
    ),
    "no TOML": ("release\n", "cannot be read: Expected"),
    "depth": (f"a={'[' * 100_000}", "nested too deep"),
    "depth of a key": (f"\na{'.a' * 400_000}=1", "its line 2 is nested too deep"),
    "a number without end": (f"a = {LONG}", "a number that is too long"),
    "no list": ("release = 3\n", "`release` is no list of tables"),
    "no tables": ("release = [3]\n", "`release` is no list of tables"),
    "something else": ("[tool]\na = 1\n", "it holds tool beside releases"),
    "a missing key": (GOOD.replace('release = "October 2025"\n', ""), "codepub.lock:4: `release` is missing"),
    "a day in quotes": (GOOD.replace("2025-10-01", '"2025"'), "codepub.lock:7: `effective` has to be a day"),
    "a day with a time": (GOOD.replace("2025-10-01", "2025-10-01T08:00:00"), "`effective` has to be a day"),
    "a text for a number": (GOOD.replace("18144", '"x"'), "`entries` has to be a whole number"),
    "a truth for a number": (GOOD.replace("18144", "true"), "`entries` has to be a whole number"),
    "a number below 0": (GOOD.replace("18144", "-1"), "`entries` has to be a whole number"),
    "a set that is a number": (GOOD.replace('"mpfs"', "3"), "`set` has to be a text"),
    "an escape character": (GOOD.replace("c.csv", "\\u001b[1m"), "`file` has to be the name of a file"),
    "a long label": (GOOD.replace("October 2025", "x" * 256), "`release` has to be a text of 1 to 255"),
    "no SHA-256": (GOOD.replace("02" * 32, "02"), "`sha256` has to be 64 digits"),
    "an unknown key": (GOOD + "files = 3\n", "`files` is none of set, release, effective, entries, file, sha256"),
    "a release twice": (GOOD + GOOD, "mpfs October 2025 stands at codepub.lock:4, too"),
    "a release twice, once by its former name": (
        GOOD.replace("mpfs", "ncci-mue-dme") + GOOD.replace("mpfs", "ncci-mue").replace('2025"', '2025 dme"'),
        "ncci-mue-dme October 2025 stands at codepub.lock:4, too",
    ),
    "a part that no release has": (
        lock_text([(join_parts(PAIRS, [replace(PAIRS.parts[0], number=10_000)]), 1)]),
        "In a part: `number` has to be a whole number from 1 to 9,999",
    ),
    "what a newer codepub may write": ("version = 3\n" + GOOD, "Did a newer codepub write it? Then update yours."),
    "a part twice": (lock_text([(join_parts(PAIRS, [PAIRS.parts[0]] * 2), 1)]), "A part stands twice"),
    "a part without its file": (
        lock_text([(PAIRS, 1)]).replace('file = "f1.zip"\n', ""),
        "In a part: `file` is missing",
    ),
    "parts that are none": (GOOD.replace("entries", "part = 3\nentries"), "`part` has to be a list of tables"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_lock_is_told_with_its_place_and_a_way_out(text: str, message: str) -> None:
    with pytest.raises(CallError) as told:
        parse_lock(text)
    assert message in str(told.value)
    assert re.search("Mend it|Keep one", str(told.value))


def test_all_mistakes_of_a_lock_are_told() -> None:
    with pytest.raises(CallError) as told:
        parse_lock(lock_text([(CM, -1), (FEES, -1)]).replace("2025-10-01", "2025"))
    assert str(told.value).count("\ncodepub.lock:") == 3


def test_a_lock_that_is_not_there_names_nothing(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == Lock()


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (lambda file: file.mkdir(), "This is a folder and no plain file"),
    "a pipe": (lambda file: os.mkfifo(file), "This is a pipe and no plain file"),  # noqa: PLW0108 -- a name that tests replace
    "Latin-1": (lambda file: file.write_bytes(b"\n\n# \xfc\n"), "codepub.lock:3: This is not UTF-8"),
    "too much": (lambda file: file.write_bytes(b"#" * (MAX_LOCK_BYTES + 1)), "at most 1,048,576 are read"),
}


@pytest.mark.parametrize(("make", "message"), NO_FILES.values(), ids=list(NO_FILES))
def test_what_is_no_lock_is_the_fault_of_the_call(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    make(tmp_path / LOCK)
    with pytest.raises(CallError, match=re.escape(message)):
        read_lock(tmp_path)
