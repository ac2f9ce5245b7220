from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, Release, ReleasePart, join_parts
from codepub.codesets.store import STORE, DuplicateEntryError, Store, open_store, read_store
from codepub.diagnostics import MachineError

OCTOBER = Release("icd-10-cm", "FY 2025", date(2024, 10, 1), "a.txt", "00", "free", date(2025, 9, 30))
APRIL = Release("icd-10-cm", "April 2025", date(2025, 4, 1), "b.txt", "01")
FEES = Release("mpfs", "October 2025", date(2025, 10, 1), "c.csv", "02")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2024, 9, 30), None),
        (date(2024, 10, 1), "FY 2025"),
        (date(2025, 3, 31), "FY 2025"),
        (date(2025, 4, 1), "April 2025"),
        (date(2030, 1, 1), "April 2025"),
    ],
)
def test_the_release_of_a_day_is_the_last_that_had_begun_by_then(tmp_path: Path, day: date, label: str | None) -> None:
    with open_store(tmp_path) as store:
        store.add(APRIL, [])
        store.add(OCTOBER, [])
        found = store.release_on("icd-10-cm", day)
    assert (found and found.label) == label


def test_a_release_comes_back_as_it_was_added(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
        assert store.releases() == [(OCTOBER, 1)]


def test_an_entry_comes_back_as_it_was_added(tmp_path: Path) -> None:
    entry = Entry("A00", "Cholera – “old”", "26", False, date(2020, 1, 1), date(2021, 1, 1), "A01", {"status": "A"})
    with open_store(tmp_path) as store:
        store.add(FEES, [entry])
        assert store.find(FEES, "a00", "26") == entry
        assert store.find(FEES, "A00") is None


def test_codes_are_found_however_they_are_spelled(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("J95830")])
        assert all(store.find(OCTOBER, text) for text in ("J95.830", "j95830", " J95.830\xa0"))


def test_the_best_match_of_a_search_comes_first(tmp_path: Path) -> None:
    long = "An injury of the lung with many other words around it that say where and how, and a hemorrhage"
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A01", long), Entry("Z99", "Hemorrhage of lung"), Entry("B00", "Lung")])
        assert [entry.code for entry in store.search(OCTOBER, "hemorr lung", 5)] == ["Z99", "A01"]


@pytest.mark.parametrize("words", ["", '"', "*", "-", "AND OR", "col:umn", "(", "né", "a\x00b"])
def test_no_words_of_a_search_are_taken_as_syntax(tmp_path: Path, words: str) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A01", "Lung")])
        assert store.search(OCTOBER, words, 5) == []


def test_a_release_is_left_as_it_was_where_its_entries_raise(tmp_path: Path) -> None:
    def broken() -> Iterator[Entry]:
        yield Entry("B00", "new")
        raise ValueError

    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00", "old")])
        with pytest.raises(ValueError, match=r"^$"):
            store.add(OCTOBER, broken())
        assert [entry.code for entry in store.entries(OCTOBER)] == ["A00"]


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, pytest.raises(DuplicateEntryError):
        store.add(OCTOBER, [Entry("A00"), Entry("A00")])


def test_looking_up_makes_no_store(tmp_path: Path) -> None:
    assert read_store(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"this is no database, " * 99, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_store_says_to_delete_it_and_import_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STORE).parent.mkdir()
    (tmp_path / STORE).write_bytes(content)
    with pytest.raises(MachineError, match=r"codes\.sqlite is damaged.* Delete it and import the code sets again"):
        open_store(tmp_path)


def test_damage_inside_of_a_store_is_told_when_it_is_met(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, (Entry(f"A{number:04}", "Words " * 9) for number in range(5000)))
    file = tmp_path / STORE
    content = bytearray(file.read_bytes())
    content[8 * 4096 :] = b"\xff" * (len(content) - 8 * 4096)
    file.write_bytes(content)
    with pytest.raises(MachineError, match="Delete it"), open_store(tmp_path) as store:
        list(store.entries(OCTOBER))


def test_a_store_of_another_version_is_not_touched(tmp_path: Path) -> None:
    open_store(tmp_path).__exit__(None, None, None)
    connection = sqlite3.connect(tmp_path / STORE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(MachineError, match=r"written by a newer codepub\. Update yours"):
        open_store(tmp_path)


FIRST_VERSION = """
CREATE TABLE release (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, effective TEXT NOT NULL, ends TEXT,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, terms TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, label)
);
CREATE TABLE entry (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, code TEXT NOT NULL, beside TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT, billable INTEGER NOT NULL, replaced_by TEXT, description TEXT NOT NULL,
  facts TEXT NOT NULL, PRIMARY KEY (release, code, beside, starts)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (description, code UNINDEXED, release UNINDEXED);
INSERT INTO release VALUES (1, 'icd-10-cm', 'FY 2025', '2024-10-01', '2025-09-30', 'a.txt', '00', 'free', 1);
INSERT INTO release VALUES (2, 'ncci-mue', 'July 2025 dme', '2025-07-01', NULL, 'm.csv', '05', '', 1);
INSERT INTO entry VALUES (1, 'A00', '', '', NULL, 1, NULL, 'Cholera', '{}');
INSERT INTO entry VALUES (2, 'E0114', '', '', NULL, 1, NULL, '', '{"units": "1"}');
INSERT INTO words VALUES ('Cholera', 'A00', 1);
PRAGMA user_version = 1;
"""
SECOND_VERSION = """
ALTER TABLE entry ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
CREATE TABLE part (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, number INTEGER NOT NULL,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (release, number)
) WITHOUT ROWID;
UPDATE release SET name = 'ncci-mue-dme', label = 'July 2025' WHERE number = 2;
PRAGMA user_version = 2;
"""
"""What made a store of the first version one of the second."""

OLDER = {"first version": (), "second version": (SECOND_VERSION,)}
OF_EACH_VERSION = pytest.mark.parametrize("statements", OLDER.values(), ids=list(OLDER))

UNITS = Release("ncci-mue-dme", "July 2025", date(2025, 7, 1), "m.csv", "05")


def write_first_version(root: Path, *statements: str) -> Path:
    (root / STORE).parent.mkdir()
    connection = sqlite3.connect(root / STORE)
    connection.executescript("".join([FIRST_VERSION, *statements]))
    connection.close()
    return root / STORE


@OF_EACH_VERSION
@pytest.mark.parametrize("open_it", [open_store, read_store])
def test_a_store_of_an_older_version_is_read_on(
    tmp_path: Path, open_it: Callable[[Path], Store], statements: Sequence[str]
) -> None:
    write_first_version(tmp_path, *statements)
    for _ in range(2):
        with open_it(tmp_path) as store:
            assert store.releases() == [(OCTOBER, 1), (UNITS, 1)]
            assert store.find_all(UNITS, "E0114") == [Entry("E0114", facts={"units": "1"})]
            assert store.search(OCTOBER, "chol", 5) == [Entry("A00", "Cholera")]


@OF_EACH_VERSION
def test_the_qualifiers_of_an_older_version_are_kept(tmp_path: Path, statements: Sequence[str]) -> None:
    fee = "INSERT INTO entry VALUES (1, '71260', '26', '', NULL, 1, NULL, '', '{}');"
    write_first_version(tmp_path, fee, *statements)
    with open_store(tmp_path) as store:
        assert store.find(OCTOBER, "71260", "26") == Entry("71260", qualifier="26")
        assert store.find(OCTOBER, "71260") is None


@OF_EACH_VERSION
def test_a_store_of_an_older_version_has_the_tables_of_a_new_one(tmp_path: Path, statements: Sequence[str]) -> None:
    (tmp_path / "new").mkdir()
    open_store(tmp_path / "new").__exit__(None, None, None)
    write_first_version(tmp_path, *statements)
    open_store(tmp_path).__exit__(None, None, None)
    assert _columns(tmp_path) == _columns(tmp_path / "new")


def _columns(root: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(root / STORE)) as connection:
        (version,) = connection.execute("PRAGMA user_version")
        names = (name for table in ("release", "part", "entry") for name in connection.execute(_NAMES_OF, (table,)))
        return [version, *names]


_NAMES_OF = "SELECT name, type, pk FROM pragma_table_info(?)"


@OF_EACH_VERSION
def test_a_store_of_an_older_version_takes_parts_from_then_on(tmp_path: Path, statements: Sequence[str]) -> None:
    write_first_version(tmp_path, *statements)
    with open_store(tmp_path) as store:
        store.add(APRIL, [Entry("A01")])
        added = store.add_parts(join_parts(PAIRS, [FIRST, SECOND]), {1: [Entry("32100")], 2: [Entry("32120")]})
        assert [(release.label, count) for release, count in store.releases()] == [
            ("FY 2025", 1),
            ("April 2025", 1),
            ("July 2025", 1),
            (added.label, 2),
        ]


def test_a_store_of_the_first_version_that_cannot_be_converted_stays_as_it_was(tmp_path: Path) -> None:
    file = write_first_version(
        tmp_path, "INSERT INTO release VALUES (3, 'ncci-mue-dme', 'July 2025', '2025-07-01', NULL, '', '', '', 0);"
    )
    before = file.read_bytes()
    with pytest.raises(MachineError, match="Delete it and import the code sets again"):
        open_store(tmp_path)
    assert file.read_bytes() == before


@OF_EACH_VERSION
def test_many_that_convert_a_store_of_an_older_version_at_once_do_it_once(
    tmp_path: Path, statements: Sequence[str]
) -> None:
    write_first_version(tmp_path, *statements)

    def read(_: int) -> int:
        with open_store(tmp_path) as store:
            return len(store.releases())

    with ThreadPoolExecutor(8) as several:
        assert list(several.map(read, range(8))) == [2] * 8


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / STORE).parent.mkdir()
    (tmp_path / STORE).touch()
    with open_store(tmp_path) as store:
        assert store.add(OCTOBER, [Entry("A00")]) == 1


PAIRS = Release("ncci-ptp-practitioner", "v32.3", date(2026, 10, 1), "", "")
FIRST, SECOND = ReleasePart(1, "f1.zip", "01"), ReleasePart(2, "f2.zip", "02")


def test_the_parts_of_a_release_come_back_with_the_number_of_their_entries(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = store.add_parts(join_parts(PAIRS, [FIRST]), {1: [Entry("10021", qualifier="36000")]})
        both = store.add_parts(join_parts(PAIRS, [*first.parts, SECOND]), {2: [Entry("10022"), Entry("10023")]})
        assert store.releases() == [(both, 3)]
        assert [part.entries for part in both.parts] == [1, 2]
        assert [entry.code for entry in store.entries(both)] == ["10021", "10022", "10023"]


def test_the_words_of_parts_that_stay_are_still_found(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = store.add_parts(join_parts(PAIRS, [FIRST]), {1: [Entry("10021", "Lung")]})
        both = store.add_parts(join_parts(PAIRS, [*first.parts, SECOND]), {2: [Entry("10022", "Lung")]})
        assert [entry.code for entry in store.search(both, "lung", 5)] == ["10021", "10022"]


def test_a_part_whose_entries_raise_leaves_all_parts_as_they_were(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = store.add_parts(join_parts(PAIRS, [FIRST]), {1: [Entry("10021")]})
        with pytest.raises(DuplicateEntryError):
            store.add_parts(join_parts(PAIRS, [*first.parts, SECOND]), {2: [Entry("10021")]})
        assert store.releases() == [(first, 1)]


def _spoil(root: Path, statement: str) -> None:
    connection = sqlite3.connect(root / STORE)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET facts = '{'",
        "UPDATE entry SET facts = '[1]'",
        "UPDATE entry SET facts = '{\"a\": 1}'",
        f"UPDATE entry SET facts = '{'[' * 100_000}'",
        "UPDATE entry SET starts = '2026-13-01'",
        "UPDATE entry SET ends = x'ff'",
        "UPDATE entry SET description = x'00ff'",
        "UPDATE entry SET description = CAST(x'ff' AS TEXT)",
        "UPDATE release SET effective = 'soon'",
        "UPDATE release SET name = 'icd-99'",
        "UPDATE release SET entries = 'many'",
        "UPDATE part SET sha256 = x'ff'",
        "UPDATE part SET number = 999999999",
        "DROP TABLE part",
    ],
)
def test_values_that_are_none_are_told_as_damage(tmp_path: Path, statement: str) -> None:
    with open_store(tmp_path) as store:
        store.add_parts(join_parts(PAIRS, [FIRST]), {1: [Entry("10021", "Lung", facts={"a": "b"})]})
    _spoil(tmp_path, statement)
    with pytest.raises(MachineError, match=r"codes\.sqlite is damaged.* Delete it"):
        _read_all(tmp_path)


def _read_all(root: Path) -> list[Entry]:
    with open_store(root) as store:
        return [entry for release, _ in store.releases() for entry in store.entries(release)]


def test_a_store_that_cannot_be_written_is_not_to_be_deleted(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
        store._run("PRAGMA query_only = ON")  # as on a disk that is read-only, for root too
        with pytest.raises(MachineError, match=r"read-only.*\. The store is as it was\.") as told:
            store.add(APRIL, [Entry("A00")])
        assert "Delete" not in str(told.value)
        assert store.releases() == [(OCTOBER, 1)]


def test_a_store_on_a_full_disk_is_not_to_be_deleted(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
        store._run("PRAGMA max_page_count = 1")  # as many as there are: a disk on which no other has room
        many = (Entry(f"A{number:04}", "Words " * 99) for number in range(999))
        with pytest.raises(MachineError, match=r"the disk is full\. Make room, then try again\.") as told:
            store.add(APRIL, many)
        assert "Delete" not in str(told.value)
        assert store.releases() == [(OCTOBER, 1)]


def _pipe(root: Path, name: str) -> None:
    (root / STORE).parent.mkdir()
    os.mkfifo(root / name)


IN_THE_WAY: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda root: (root / ".codepub").touch(), r"\.codepub is no folder"),
    "a link that leads nowhere": (lambda root: (root / ".codepub").symlink_to("none"), r"\.codepub is a link that"),
    "a pipe for a folder": (lambda root: os.mkfifo(root / ".codepub"), r"\.codepub is no folder"),
    "a pipe": (lambda root: _pipe(root, f"{STORE}"), r"codes\.sqlite is no plain file"),
    "a pipe for a journal": (lambda root: _pipe(root, f"{STORE}-journal"), r"codes\.sqlite-journal is no plain file"),
    "a folder": (lambda root: (root / STORE).mkdir(parents=True), r"codes\.sqlite is no plain file"),
}


@pytest.mark.parametrize(("make", "message"), IN_THE_WAY.values(), ids=list(IN_THE_WAY))
def test_what_stands_in_the_place_of_the_store_is_told_before_it_is_opened(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path)
    with pytest.raises(MachineError, match=f"{message}.* Move it away"):
        open_store(tmp_path)


def test_looking_up_does_not_wait_for_a_pipe_in_the_place_of_the_store(tmp_path: Path) -> None:
    _pipe(tmp_path, f"{STORE}")
    with pytest.raises(MachineError, match="no plain file"):
        read_store(tmp_path)


LOCKED = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
connection.execute("DELETE FROM release")
print("locked", flush=True)
sys.stdin.readline()
"""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Have another process hold the lock of a store, in the midst of a change."""
    with subprocess.Popen(
        [sys.executable, "-c", LOCKED, str(root / STORE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield
        process.communicate("\n", timeout=60)


def test_nobody_who_reads_waits_for_one_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codepub.codesets.store._TIMEOUT_SECONDS", 0)
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00", "Cholera")])
    with locked(tmp_path):
        for store_of in (open_store, read_store):
            with store_of(tmp_path) or pytest.fail("no store") as store:
                assert store.releases() == [(OCTOBER, 1)]
                assert [entry.code for entry in store.search(OCTOBER, "cholera", 9)] == ["A00"]
        with open_store(tmp_path) as store, pytest.raises(MachineError, match="is in use by another codepub"):
            store.add(APRIL, [Entry("A00")])


def test_a_store_of_an_earlier_codepub_lets_readers_pass_from_then_on(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
    with closing(sqlite3.connect(tmp_path / STORE)) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    with open_store(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / STORE)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_store_is_one_file_again_when_nobody_has_it_open(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
    assert [file.name for file in (tmp_path / STORE).parent.iterdir()] == ["codes.sqlite"]


def test_a_store_is_read_where_nothing_can_be_written_beside_it(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OCTOBER, [Entry("A00")])
    (tmp_path / f"{STORE}-shm").mkdir()  # as in a folder that is read-only, for root too
    for store_of in (open_store, read_store):
        with store_of(tmp_path) or pytest.fail("no store") as store:
            assert store.releases() == [(OCTOBER, 1)]
            with pytest.raises(MachineError, match="read-only"):
                store.add(APRIL, [Entry("A00")])
