from __future__ import annotations

from dataclasses import replace

from codepub.document.nodes import Table
from codepub.document.walk import descendants
from codepub.writers.html.printed import render_page
from tests.publications import theme
from tests.writers.documents import leaves_of_every_kind
from tests.writers.page_reader import read_page


def test_a_table_says_how_it_is_called_where_it_goes_on() -> None:
    whole = leaves_of_every_kind()
    german = replace(whole, imprint=replace(whole.imprint, continued=("", " (Fortsetzung)")))
    page = read_page(render_page(german, theme()))

    tables = [node.name for section in whole.sections for node in descendants(section) if isinstance(node, Table)]
    said = [part.get("data-continued") for part in page.all("div") if part.get("data-continued")]
    assert said == [f"{name} (Fortsetzung)" for name in tables] != []


def test_a_printed_page_has_no_ways_that_only_a_screen_needs() -> None:
    page = read_page(render_page(leaves_of_every_kind(), theme()))

    assert page.all("nav") == []
    assert page.all("style") == []
