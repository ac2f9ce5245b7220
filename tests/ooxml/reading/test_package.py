"""A Word file from outside is hostile until shown otherwise: it is read within bounds, or refused at once."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from codepub.diagnostics import CodepubError
from codepub.ooxml.reading.package import (
    MAX_MEMBERS,
    MAX_PART_BYTES,
    MAX_RATIO,
    MAX_RELATIONS,
    MAX_TAGS,
    MAX_UNPACKED_BYTES,
    RATIO_FROM_BYTES,
)
from codepub.ooxml.reading.refusal import UnreadableWordError
from codepub.ooxml.reading.transcript import MAX_LETTERS, MAX_PARAGRAPHS
from codepub.ooxml.reading.word_file import read_word_file
from codepub.ooxml.reading.xml_text import MAX_DEPTH
from tests.ooxml.reading.word_files import (
    NAMES,
    bookmark,
    control,
    members,
    p,
    r,
    relations,
    root,
    types,
    word_file,
    zipped,
)

SOUND = p(r("A sound file."))
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
GUARD_SECONDS = 20
"""What no refusal takes on any machine; how long it does take is measured in `bench/bench_review.py`."""
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def refusal(content: bytes) -> str:
    """What is said of a file that is refused before it is read: to read some of these takes minutes and gigabytes."""
    began = time.process_time()
    with pytest.raises(UnreadableWordError) as caught:
        read_word_file(content)
    assert time.process_time() - began < GUARD_SECONDS
    return str(caught.value)


def with_members(**changed: str | bytes) -> bytes:
    """The sound file with other members; in their names ``/`` is written ``__``."""
    return zipped({**members(SOUND), **{name.replace("__", "/"): member for name, member in changed.items()}})


def with_text(text: str | bytes) -> bytes:
    return zipped({**members(SOUND), DOCUMENT: text})


def with_relations(*listed: tuple[str, str, str], outside: tuple[str, ...] = ()) -> bytes:
    return zipped({**members(SOUND), RELATIONS: relations(*listed, outside=outside)})


def noise(length: int) -> bytes:
    """Bytes that are letters, and that packing makes shorter by half only."""
    return Random(1).randbytes(length // 2).hex().encode()


def test_a_refusal_is_an_error_of_the_content_with_a_fact_and_a_way_out() -> None:
    error = UnreadableWordError("It is empty.", "Send it again.")

    assert isinstance(error, CodepubError)
    assert (error.exit_code, str(error)) == (1, "It is empty. Send it again.")
    assert (error.fact, error.way_out) == ("It is empty.", "Send it again.")


# What it is instead ------------------------------------------------------------------------------------------------


def make_compound(*streams: str) -> bytes:
    """The beginning of a compound file and the names of its streams, as they stand in its directory."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


def make_open_document() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        archive.writestr("content.xml", "<office:document-content/>", ZIP_DEFLATED)
    return stream.getvalue()


def make_of_type(kind: str) -> bytes:
    return with_members(**{"[Content_Types].xml": types(kind)})


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("content", "fact", "way_out"),
    [
        (b"", "It is empty.", "sent again"),
        (make_compound("WordDocument", "1Table"), "old Word document (.doc)", "save it as"),
        (make_compound("EncryptionInfo", "EncryptedPackage"), "protected with a password", "Take its password away"),
        (make_compound("Workbook"), "an old Office file", "save it as"),
        (make_open_document(), "OpenDocument file (.odt)", "save it as"),
        (rb"{\rtf1\ansi Words}", "Rich Text (.rtf)", "save it as"),
        (b"%PDF-1.7\n%", "a PDF", "save it as"),
        (b"<html><body>Words</body></html>", "a web page or XML", "save it as"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><pkg:package/>", "a web page or XML", "save it as"),
        (b"Dear editor, these are my words.", "no Word document", "save it as"),
        (b"PK", "no Word document", "save it as"),
        (zipped({"notes.txt": "words"}), "an archive, but no Word document", "save it as"),
        (make_of_type(SPREADSHEET), "a workbook of Excel", "save it as"),
        (make_of_type(PRESENTATION), "a presentation of PowerPoint", "save it as"),
        (make_of_type("application/xml"), "something else", "save it as"),
    ],
)
def test_what_is_no_word_document_is_told_for_what_it_is(content: bytes, fact: str, way_out: str) -> None:
    told = refusal(content)

    assert fact in told
    assert way_out in told


def test_an_archive_without_a_text_is_no_word_document() -> None:
    whole = members(SOUND)
    del whole["_rels/.rels"]

    assert "an archive, but no Word document" in refusal(zipped(whole))


# Damaged -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [5, 100, 0.5, 0.9, -1])
def test_a_file_that_ends_too_early_is_damaged(kept: float) -> None:
    whole = word_file(SOUND)
    cut_off = whole[: int(len(whole) * kept) if isinstance(kept, float) else kept]

    assert "ends too early" in refusal(cut_off)


def test_no_file_of_random_bytes_in_an_archive_raises_anything_else() -> None:
    whole, random = word_file(SOUND), Random(7)
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 20)):
            damaged[random.randrange(4, len(damaged))] = random.randrange(256)
        try:
            read_word_file(bytes(damaged))
        except UnreadableWordError as error:
            assert error.way_out  # noqa: PT017 -- some of the files can still be read


def test_a_part_whose_bytes_were_changed_is_damaged() -> None:
    whole = zipped(members(SOUND), ZIP_STORED)

    assert f"{DOCUMENT} is damaged" in refusal(whole.replace(b"A sound file.", b"A false file."))


@pytest.mark.parametrize(
    "text", ["", "words", "<w:document>", f"<w:document {NAMES}><w:body></w:document>", "<a>&b;</a>"]
)
def test_a_part_that_is_no_xml_is_damaged(text: str) -> None:
    assert f"{DOCUMENT} is damaged" in refusal(with_text(text))


def test_a_part_that_is_missing_is_named() -> None:
    whole = members(SOUND)
    del whole[DOCUMENT]

    assert f"{DOCUMENT} is missing" in refusal(zipped(whole))
    assert "word/styles.xml is missing" in refusal(with_relations(("s", "styles", "styles.xml")))


def test_a_part_that_is_something_else_is_named() -> None:
    assert f"{DOCUMENT} is not what the file says it is" in refusal(with_text(root("w:styles", "")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [DOCUMENT, "WORD/Document.xml"])
def test_a_part_that_is_there_twice_is_refused(name: str) -> None:
    stream = BytesIO(word_file(SOUND))
    with ZipFile(stream, "a") as archive:
        archive.writestr(name, root("w:document", p(r("Another text"))))

    assert "is there twice" in refusal(stream.getvalue())


def test_an_archive_packed_in_another_way_is_refused() -> None:
    assert "packed in a way that Word does not know" in refusal(zipped(members(SOUND), ZIP_BZIP2))


def test_a_part_with_a_password_is_refused() -> None:
    whole = bytearray(word_file(SOUND))
    at = whole.find(b"PK\x01\x02")
    whole[at + 8] |= 1

    assert "protected with a password" in refusal(bytes(whole))


# Too much ----------------------------------------------------------------------------------------------------------


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    assert "as no text does" in refusal(with_text(root("w:document", " " * 7_000_000)))


def test_a_part_that_is_too_large_is_refused_unread() -> None:
    text = root("w:document", "<w:body/>").encode() + b"<!--" + noise(MAX_PART_BYTES) + b"-->"

    assert f"at most {MAX_PART_BYTES:,} are read" in refusal(with_text(text))


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    big = noise(1024) * 1024
    pictures = {f"word/media/image{number}.png": big for number in range(MAX_UNPACKED_BYTES // len(big) + 1)}

    assert "It unpacks to" in refusal(zipped({**members(SOUND), **pictures}))


def test_large_pictures_are_no_bomb_and_are_never_unpacked() -> None:
    picture = {"word/media/image1.png": noise(20_000_000)}
    content = zipped({**members(SOUND), **picture}, ZIP_STORED)

    tracemalloc.start()
    read_word_file(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 2_000_000


def test_a_part_that_holds_more_than_it_says_is_damaged() -> None:
    """The directory says 100 bytes; packed are 100 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    content = with_lying_member("word/document.xml", packed, says=100)

    tracemalloc.start()
    told = refusal(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "is damaged" in told
    assert most < 1_000_000


def with_lying_member(name: str, packed: bytes, *, says: int) -> bytes:
    """The sound file with one member whose size the archive does not tell truly."""
    others = {each: member for each, member in members(SOUND).items() if each != name}
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for each, member in others.items():
            archive.writestr(each, member)
        archive.writestr(name, noise(says))
    whole = stream.getvalue()
    begun, directory = whole.rfind(b"PK\x03\x04"), whole.find(b"PK\x01\x02")
    entry = whole.rfind(b"PK\x01\x02")
    before_data = begun + 30 + len(name)
    body = whole[:before_data] + packed
    central = bytearray(whole[directory : whole.rfind(b"PK\x05\x06")])
    struct.pack_into("<I", central, entry - directory + 20, len(packed))
    closing = bytearray(whole[whole.rfind(b"PK\x05\x06") :])
    struct.pack_into("<I", closing, 16, len(body))
    return body + bytes(central) + bytes(closing)


def test_more_parts_than_a_file_may_have_are_refused_before_they_are_listed() -> None:
    many = zipped({**members(SOUND), **{f"word/{number}": "" for number in range(MAX_MEMBERS)}})

    assert f"more than {MAX_MEMBERS:,} parts" in refusal(many)


def test_an_archive_in_an_archive_is_one_part_that_is_not_read() -> None:
    inner = zipped({"bomb": bytes(10_000_000)})

    assert read_word_file(with_members(word__embeddings__sheet1__xlsx=inner)).paragraphs[0].text == "A sound file."


def test_more_tags_than_any_text_has_are_refused() -> None:
    crowd = "<w:p/>" * (MAX_TAGS + 1)

    assert f"more than {MAX_TAGS:,} tags" in refusal(with_text(stuffed("w:document", f"<w:body>{crowd}</w:body>")))


def stuffed(tag: str, content: str) -> bytes:
    """A part with noise in a comment, so that it is packed no better than a text."""
    whole = root(tag, content).encode()
    return whole + b"<!--" + noise(len(whole) // MAX_RATIO * 4) + b"-->"


def test_more_paragraphs_than_any_text_has_are_refused() -> None:
    assert f"more than {MAX_PARAGRAPHS:,} paragraphs" in refusal(word_file("<w:p/>" * (MAX_PARAGRAPHS + 1)))


def test_more_relations_than_any_text_has_are_refused() -> None:
    listed = [(f"r{number}", "hyperlink", "x") for number in range(MAX_RELATIONS // 2)]
    three = {f"word/_rels/header{number}.xml.rels": relations(*listed) for number in range(3)}

    assert f"leads to more than {MAX_RELATIONS:,}" in refusal(zipped({**members(SOUND), **three}))


def test_more_letters_than_any_text_has_are_refused() -> None:
    words = noise(MAX_LETTERS + 100).decode()

    assert f"more than {MAX_LETTERS:,} characters" in refusal(word_file(p(r(words))))


def test_more_bookmarks_around_words_than_anybody_sets_are_refused() -> None:
    body = "".join(f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>' for number in range(2_000))
    ends = "".join(f'<w:bookmarkEnd w:id="{number}"/>' for number in range(2_000))

    assert "bookmarks stand around the same words" in refusal(word_file(p(body, r("x"), ends)))


# XML that does harm ------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("member", [DOCUMENT, RELATIONS, "_rels/.rels", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE w:document>",
        f'<!DOCTYPE w:document [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document SYSTEM "https://example.org/x.dtd">',
        "<!DOCTYPE w:document [<!ATTLIST w:p w:rsidR CDATA 'x'>]>",
    ],
)
def test_a_document_type_is_refused_in_every_part(member: str, declared: str) -> None:
    whole = members(SOUND)
    text = str(whole[member]).removeprefix('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')

    told = refusal(zipped({**whole, member: DECLARATION + declared + text}))

    assert "declares a document type" in told
    assert member in told


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_utf_16_is_seen(encoding: str) -> None:
    text = "<!DOCTYPE w:document>" + root("w:document", "").partition("\n")[2]

    assert "declares a document type" in refusal(with_text(text.encode(encoding)))


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 1_000, 100_000])
@pytest.mark.parametrize(
    "around", ["w:sdt", "w:ins", "w:smartTag", "w:tbl", "mc:AlternateContent", "w:r", "w:hyperlink"]
)
def test_elements_deeper_than_any_text_nests_them_are_refused(around: str, levels: int) -> None:
    deep = f"<{around}>" * levels + r("x") + f"</{around}>" * levels

    assert "nests its elements deeper" in refusal(with_text(stuffed("w:document", f"<w:body>{p(deep)}</w:body>")))


def test_elements_as_deep_as_they_may_be_are_read() -> None:
    deep = r("x")
    for number in range((MAX_DEPTH - 6) // 2):
        deep = control(f"t{number}", deep)

    (paragraph,) = read_word_file(word_file(p(deep))).paragraphs

    assert (paragraph.text, len(paragraph.tags)) == ("x", (MAX_DEPTH - 6) // 2)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-7", "utf-32", "shift_jis", "nonsense"])
def test_another_encoding_is_named_and_refused(encoding: str) -> None:
    text = root("w:document", p(r("naïve"))).replace("UTF-8", encoding)

    assert f"is written in {encoding} and not in UTF-8" in refusal(with_text(text.encode("latin-1")))


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    assert "bytes that are not UTF-8" in refusal(with_text(root("w:document", p(r("naïve"))).encode("latin-1")))


# What leads outside ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "file:///C:/Users/ada/evil.dotm"),
        ("image", "https://example.org/track.png"),
        ("oleObject", "https://example.org/x!"),
        ("subDocument", "other.docx"),
        ("frame", "https://example.org"),
        ("aFChunk", "https://example.org/x.html"),
    ],
)
def test_a_relation_that_leads_outside_is_named_and_refused(kind: str, target: str) -> None:
    told = refusal(with_relations(("r1", kind, target), outside=("r1",)))

    assert f"{RELATIONS} leads outside of the file ({kind}: {target})" in told
    assert "Attach the template Normal" in told if kind == "attachedTemplate" else "Break the link" in told


def test_what_leads_outside_is_found_in_the_relations_of_every_part() -> None:
    outside = relations(("r1", "image", "https://example.org/track.png"), outside=["r1"])

    for part in (
        "word/_rels/settings.xml.rels",
        "word/glossary/_rels/document.xml.rels",
        "WORD/_RELS/header1.xml.RELS",
    ):
        assert "leads outside" in refusal(zipped({**members(SOUND), part: outside}))


def test_a_relation_of_the_whole_file_that_leads_outside_is_refused() -> None:
    listed = ("main", "officeDocument", DOCUMENT), ("r1", "thumbnail", "https://example.org/track.png")

    assert "_rels/.rels leads outside" in refusal(with_members(**{"_rels/.rels": relations(*listed, outside=["r1"])}))


def test_an_address_in_a_refusal_is_shown_in_one_line_and_obeyed_by_no_terminal() -> None:
    target = "https://example.org/&#9;&#10;" + "a" * 500

    told = refusal(with_relations(("r1", "image", target), outside=("r1",)))

    assert "\n" not in told
    assert len(told) < 400


def test_links_to_addresses_are_no_danger() -> None:
    content = word_file(p(f'<w:hyperlink r:id="web">{r("x")}</w:hyperlink>'), links={"web": "https://example.org"})

    assert read_word_file(content).paragraphs[0].letters[0].look.target == "https://example.org"


# Macros ------------------------------------------------------------------------------------------------------------

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


@pytest.mark.parametrize(
    "content",
    [
        make_of_type(MACROS),
        make_of_type("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        zipped({**members(SOUND), "word/vbaProject.bin": b"\x01"}),
        zipped({**members(SOUND), "word/VBAPROJECT.BIN": b"\x01"}),
        with_relations(("r1", VBA, "macros.bin")),
        with_members(
            **{
                "[Content_Types].xml": types().replace(
                    "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
                )
            }
        ),
    ],
)
def test_macros_are_refused(content: bytes) -> None:
    told = refusal(content)

    assert "macros" in told
    assert "Word Document (.docx)" in told


# Time in step with size --------------------------------------------------------------------------------------------


def many_links(count: int) -> str:
    return p(*(f'<w:hyperlink w:anchor="a{number}">{r("x")}</w:hyperlink>' for number in range(count)))


def many_joined(count: int) -> str:
    return p(r("x"), properties="<w:rPr><w:del/></w:rPr>") * count


def many_fields(count: int) -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    return p(begin * count, r("x") * count, '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * count)


def many_instructions(count: int) -> str:
    begin, close = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return p(begin, "<w:r><w:instrText>HYPERLINK </w:instrText></w:r>" * count, close)


def many_bookmarks(count: int) -> str:
    return p(*(bookmark(f"b{number}", r("x"), number) for number in range(count)))


def many_boxes(count: int) -> str:
    return p(f"<w:r><w:pict><w:txbxContent>{p(r('x'))}</w:txbxContent></w:pict></w:r>" * count)


@pytest.mark.parametrize(
    "make",
    [many_links, many_joined, many_fields, many_instructions, many_bookmarks, many_boxes],
    ids=lambda make: make.__name__,
)
def test_reading_takes_time_in_step_with_what_is_read(make: Callable[[int], str]) -> None:
    def measure(count: int) -> float:
        content = zipped(members(make(count)), ZIP_STORED)
        times = []
        for _ in range(3):
            began = time.process_time()
            read_word_file(content)
            times.append(time.process_time() - began)
        return min(times)

    assert measure(4_000) < 14 * measure(500)


def test_what_is_small_may_be_packed_as_well_as_it_can() -> None:
    text = root("w:document", f"<w:body>{SOUND}{' ' * (RATIO_FROM_BYTES // 2)}</w:body>")

    assert read_word_file(with_text(text)).paragraphs[0].text == "A sound file."
