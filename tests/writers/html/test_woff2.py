from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from codepub.writers.faces import FACES, Face, find_font_file
from codepub.writers.html.woff2 import pack_font


@pytest.mark.parametrize("face", FACES[:2], ids=lambda face: face.file)
def test_a_packed_font_has_the_tables_that_it_had(face: Face) -> None:
    font = find_font_file(face).read_bytes()
    with TTFont(io.BytesIO(font)) as before, TTFont(io.BytesIO(pack_font(font))) as after:
        assert after.flavor == "woff2"
        tables = sorted(before.reader.keys())
        assert list(after.reader.keys()) == tables
        assert all(after.reader[tag] == before.reader[tag] for tag in tables if tag != "head")


def test_a_packed_font_is_as_long_as_it_says_and_half_of_what_it_was() -> None:
    font = find_font_file(FACES[0]).read_bytes()
    packed = pack_font(font)

    assert int.from_bytes(packed[8:12]) == len(packed)
    assert len(packed) % 4 == 0
    assert len(packed) < len(font) / 2
