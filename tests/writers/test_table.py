from __future__ import annotations

from dataclasses import replace

import pytest

from codepub.writers.choices import FORMATS, Format
from codepub.writers.options import Options
from codepub.writers.rendered import WHOLE
from codepub.writers.table import open_writer
from tests.publications import bare, composed, theme


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_one_file_and_two_writers_write_the_same(format_: Format) -> None:
    document = composed(bare())
    one, other = (open_writer(format_)(document, theme(), Options()) for _ in range(2))

    assert set(one.files) == {WHOLE}
    assert one == other


@pytest.mark.parametrize("format_", FORMATS)
def test_a_writer_that_has_written_in_one_theme_writes_in_the_next_as_a_new_one_does(format_: Format) -> None:
    document, other = composed(bare()), replace(theme(), palette=replace(theme().palette, accent="#123456"))
    used = open_writer(format_)
    used(document, theme(), Options())

    assert used(document, other, Options()) == open_writer(format_)(document, other, Options())
