"""A figure in a Word file: a picture with the words that are read in its place."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pytest
from PIL import Image

from codepub.diagnostics import ContentError
from codepub.document.nodes import FlowBlock
from tests.writers.documents import RATES, ROOT, THEME, chart_row, document, figure, paragraph, table_of
from tests.writers.word_reader import WP, W, part
from tests.writers.writing import write_docx


def write_blocks(*blocks: FlowBlock) -> bytes:
    return write_docx(document(*blocks), THEME).content


def find_pictures(content: bytes) -> list[ET.Element]:
    return list(part(content).iter(f"{WP}inline"))


def points(picture: ET.Element) -> tuple[float, float]:
    extent = picture.find(f"{WP}extent")
    assert extent is not None
    return int(extent.attrib["cx"]) / 12_700, int(extent.attrib["cy"]) / 12_700


def test_a_figure_is_a_picture_with_words_in_its_place_and_a_name() -> None:
    (picture,) = find_pictures(write_blocks(figure()))
    properties = picture.find(f"{WP}docPr")

    assert properties is not None
    assert properties.attrib["descr"] == figure().alternative
    assert properties.attrib["name"] == figure().chart.name


def test_each_picture_is_a_file_of_its_own_that_python_docx_finds() -> None:
    word = docx.Document(BytesIO(write_blocks(figure(), figure(RATES[0]), paragraph("x"))))
    related = {name: related.target_part for name, related in word.part.rels.items() if "image" in related.reltype}
    numbers = [each.attrib["id"] for each in part(write_blocks(figure(), figure())).iter(f"{WP}docPr")]

    assert len(word.inline_shapes) == 2
    assert sorted(related) == ["chart1", "chart2"]
    assert {each.content_type for each in related.values()} == {"image/png"}
    assert related["chart1"].blob != related["chart2"].blob
    assert len(set(numbers)) == 2


def test_a_picture_is_as_large_as_it_is_drawn_and_has_300_dots_to_an_inch() -> None:
    content = write_blocks(figure())
    (picture,) = find_pictures(content)
    with ZipFile(BytesIO(content)) as package:
        image = Image.open(BytesIO(package.read("word/media/chart1.png")))

    assert points(picture)[0] == 300
    assert image.width == 1250
    assert points(picture)[1] / points(picture)[0] == pytest.approx(image.height / image.width, abs=0.01)


def test_a_picture_that_is_larger_than_the_page_is_made_smaller_whole() -> None:
    tall = figure(chart_row("W" * 3000, *("1",) * 5))
    (picture,) = find_pictures(write_blocks(tall))
    width, height = points(picture)

    assert height == pytest.approx(0.9 * (11 - 48 / 25.4) * 72, abs=1)
    assert width < 300


def test_a_figure_stays_with_what_says_what_it_shows_and_with_the_table_after_it() -> None:
    kept = [
        each.find(f"{W}pPr/{W}keepNext") is not None
        for each in part(write_blocks(paragraph("told"), figure(), figure(), table_of(1))).iterfind(f"{W}body/{W}p")
    ]

    assert kept[:3] == [True, True, True]


def test_a_name_or_words_of_a_figure_that_xml_cannot_hold_are_refused_at_their_origin() -> None:
    refused = replace(figure(), alternative="a\x0bb")

    with pytest.raises(ContentError) as raised:
        write_blocks(refused)
    assert [each.origin for each in raised.value.diagnostics] == [ROOT / "benchmarks"]
