"""Files made to do harm, or that are no files at all, are told of in a second or two; the rest of the work is done."""

from __future__ import annotations

import gzip
import io
import os
import socket
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.codesets.small_lists import ORDER, order_line, write_list
from tests.faults.processes import Ended, library, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="bounds and special files of POSIX")

GIGABYTE = 1024**3


def pipe(file: Path) -> None:
    os.mkfifo(file)


def device(file: Path) -> None:
    try:
        os.mknod(file, 0o020666, os.makedev(1, 5))  # endless zeros
    except OSError:
        pytest.skip("only root may make device nodes here")


def listening(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(file.parent)  # the path of a socket may have some hundred bytes only
        try:
            one.bind(file.name)
        finally:
            os.chdir(here)


def sparse(file: Path) -> None:
    with file.open("wb") as one:
        one.truncate(8 * GIGABYTE)


def circle(file: Path) -> None:
    file.symlink_to(file.name)


def folder_in_its_place(file: Path) -> None:
    file.mkdir()


def outside(file: Path) -> None:
    file.symlink_to("/etc/hostname")


SPECIAL: dict[str, Callable[[Path], None]] = {
    "pipe": pipe,
    "device": device,
    "socket": listening,
    "sparse": sparse,
    "circle": circle,
    "folder": folder_in_its_place,
    "outside": outside,
}
READERS = (("validate",), ("list",), ("completeness",), ("build", "--all", "--md"))


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_no_plain_record_is_one_finding_and_all_else_goes_on(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    SPECIAL[kind](place / "content/cpt/11111.yaml")

    for words in READERS:
        ran = run(place, *words)

        ran.must_be_told()
        assert ran.code == (0 if kind == "folder" else 1), (words, ran.err)
    assert (place / "output/cpt/32120.md").is_file()
    found = run(place, "validate").out
    assert found.count("cpt/11111.yaml") == (0 if kind == "folder" else 1), found


def deep(content: Path) -> None:
    here = os.open(content, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def circle_of_folders(content: Path) -> None:
    (content / "loop").symlink_to(content)


def strange_names(content: Path) -> None:
    for name in (b"\xff.yaml", b"a\nb.yaml", b"a\x1b]0;x\x07.yaml", "a\N{RIGHT-TO-LEFT OVERRIDE}b.yaml".encode()):
        Path(os.fsdecode(os.fsencode(content) + b"/" + name)).write_bytes(b"code: 1\n")


FOLDERS: dict[str, Callable[[Path], None]] = {
    "deep": deep,
    "circle": circle_of_folders,
    "names": strange_names,
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A workspace that may get folders deeper than Python's own removal can go."""
    yield library(tmp_path / "library")
    subprocess.run(["rm", "-rf", tmp_path / "library"], check=True)


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_odd_among_the_folders_stops_nothing_else(kind: str, place: Path) -> None:
    FOLDERS[kind](place / "content")

    for words in (*READERS, *(("validate", "--format", form) for form in ("json", "sarif", "junit", "github"))):
        ran = run(place, *words)

        ran.must_be_told()
        assert ran.code == 1, (words, ran.err)
        assert not any(line.startswith("b.yaml") for line in ran.out.splitlines())
    assert (place / "output/cpt/32120.md").is_file()


TEXTS = {
    "a million brackets": "[" * 1_000_000,
    "a million fields": "".join(f"f{number}: 1\n" for number in range(70_000)),
    "aliases": "a: &a [1, 1]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}]\n" for n in range(99)),
    "marks of emphasis": "title: " + "*a" * 200_000,
    "links begun": "summary: {meaning: '" + "[a](" * 100_000 + "'}",
    "many unlisted codes": "summary:\n  meaning: |\n" + "".join(f"    {n}. J99.{n % 10}\n" for n in range(20_000)),
    "UTF-16": "\ufeffcode: 1\n",
    "a NUL": "code: 1\0\n",
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_hostile_record_is_told_of(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    sound = (place / "content/cpt/32120.yaml").read_text("utf-8")
    encoding = "utf-16" if kind == "UTF-16" else "utf-8"
    text = TEXTS[kind] if kind in ("a million brackets", "UTF-16") else sound + TEXTS[kind]
    (place / "content/cpt/11111.yaml").write_text(text, encoding)

    ran = run(place, "validate")

    ran.must_be_told()
    assert ran.code == 1
    assert "11111.yaml" in ran.out
    assert len(ran.out) < 200_000


SETTINGS = {
    "NUL in a folder": b'[folders]\noutput = "a\\u0000b"\n',
    "NUL in a reference": b'[publication]\nreference = "a\\u0000b"\n',
    "control characters": b'[publication]\npublisher = "a\\u001b]0;b"\n',
    "depth": b"a = " + b"[" * 100_000,
    "long number": b"[cpt]\ncopyright_year = " + b"9" * 5000 + b"\n",
    "conflict": b'[publication]\n<<<<<<< ours\npage = "a4"\n=======\npage = "letter"\n>>>>>>> theirs\n',
    "Latin-1": b'[publication]\npublisher = "Ren\xe9"\n',
    "empty output": b'[folders]\noutput = ""\n',
    "size": b"# " + b"x" * 64 * 1024**2,
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_hostile_settings_are_the_calls_fault_and_told_with_their_place(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    (place / "codepub.toml").write_bytes(SETTINGS[kind])

    ran = run(place, "build", "32120", "--md", "--docx")

    ran.must_be_told()
    assert ran.code in (0, 2, 3) if kind == "empty output" else ran.code in (2, 3), ran.err
    assert "codepub.toml" in ran.err or kind == "empty output"


@pytest.mark.parametrize("name", ["codepub.toml", "templates/wording.toml", "templates/publication.html", "house.docx"])
@pytest.mark.parametrize("kind", ["pipe", "device", "sparse"])
def test_files_of_the_house_that_are_no_plain_files_are_told(name: str, kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    if name == "house.docx":
        (place / "codepub.toml").write_text('[publication]\nreference = "house.docx"\n')
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).unlink(missing_ok=True)
    SPECIAL[kind](place / name)

    ran = run(place, "build", "32120", "--docx", "--html")

    ran.must_be_told()
    assert ran.code in (2, 3), ran.err
    assert name.rpartition("/")[2] in ran.err or name == "codepub.toml"


def sheet(cells: str) -> bytes:
    """Pack a workbook by hand whose sheet has these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def many_members() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(4000):
            archive.writestr(f"{number}.txt", ORDER[:200])
    return packed.getvalue()


HEAD = f'<row r="1">{cell("A1", "HCPC")}{cell("B1", "LONG DESCRIPTION")}</row>'
LISTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a row far below": ("a.xlsx", lambda: sheet(HEAD + f'<row r="999999999">{cell("A999999999", "A0425")}</row>')),
    "a column far to the right": (
        "a.xlsx",
        lambda: sheet(HEAD + "".join(f'<row r="{n}">{cell(f"XFD{n}", "A0425")}</row>' for n in range(2, 20_000))),
    ),
    "many members": ("a.zip", many_members),
    "many columns": ("a.csv", lambda: b"HCPC," + b"a," * 400_000 + b"\nA0425,b\n"),
    "endless gzip": ("icd10cm-order-2027.txt.gz", lambda: gzip.compress(b"\0" * 256 * 1024**2)),
    "escapes": ("icd10cm-order-2027.txt", lambda: order_line(1, "J95830", 1, "a\x1b]0;b\x07", "a\x1b[2J").encode()),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_hostile_list_is_refused_and_nothing_is_imported(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    name, made = LISTS[kind]
    (place / name).write_bytes(made())

    ran = run(place, "codes", "add", name, "--release", "x", "--effective", "2027-01-01")

    ran.must_be_told()
    assert ran.code == 2, ran.out + ran.err
    assert name in ran.err
    assert not (place / "codepub.lock").exists()
    assert " x " not in run(place, "codes", "list").out


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "circle", "folder", "sparse"])
def test_a_list_that_is_no_plain_file_is_told(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    SPECIAL[kind](place / "a.csv")

    ran = run(place, "codes", "add", "a.csv")

    ran.must_be_told()
    assert ran.code == 2, ran.err


LOCKS = {
    "a day as text": b'[[release]]\nset = "icd-10-cm"\nrelease = "x"\neffective = "2026"\nfile = "a"\nsha256 = "b"\n'
    b"entries = 1\n",
    "depth": b"a = " + b"[" * 100_000,
    "conflict": b"<<<<<<< ours\n=======\n>>>>>>> theirs\n",
    "no TOML": b"[[release]\n",
    "Latin-1": b'[[release]]\nset = "\xe9"\n',
}


@pytest.mark.parametrize("kind", LOCKS)
def test_a_faulty_lock_is_refused_before_anything_is_imported(kind: str, tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    (place / "codepub.lock").write_bytes(LOCKS[kind])
    write_list(place / "icd10cm-order-2027.txt", ORDER)

    for words in (("codes", "add", "icd10cm-order-2027.txt"), ("codes", "list")):
        ran = run(place, *words)

        ran.must_be_told()
        assert ran.code == 2, ran.err
        assert "codepub.lock" in ran.err
    (place / "codepub.lock").unlink()
    assert "FY 2027" not in run(place, "codes", "list").out


ARGUMENTS: tuple[tuple[str | bytes, ...], ...] = (
    ("codes", "search", "--most", "9" * 20, "a"),
    ("codes", "lookup", "A" * 8000),
    ("codes", "search", *["a"] * 1000),
    ("codes", "search", '"* OR NEAR('),
    ("codes", "lookup", "\x1b]0;x\x07"),
    ("codes", "add", b"\xff.csv"),
    ("codes", "add", "missing.csv", "--release", b"\xff"),
    ("completeness", "--fail-under", "nan"),
    ("completeness", "--fail-under", "inf"),
    ("validate", "--verbatim", "pipe"),
    ("validate", "A" * 100_000),
    ("validate", b"\xff"),
    ("build", ""),
    ("new", "\x1b"),
    ("impact", "--from", "\x1b", "--to", "pipe"),
    ("nonsense", b"\xff"),
)


@pytest.mark.parametrize("words", ARGUMENTS, ids=[f"{n} {words[0]!s}" for n, words in enumerate(ARGUMENTS)])
def test_absurd_arguments_are_told(words: tuple[str | bytes, ...], tmp_path: Path) -> None:
    place = library(tmp_path / "library")
    pipe(place / "pipe")

    ran: Ended = run(place, *words)

    ran.must_be_told()
    assert ran.code in (1, 2), ran.out + ran.err
    assert len(ran.out + ran.err) < 5000
