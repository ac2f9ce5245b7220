"""Web pages before a browser and axe-core: every sample, a collection, and the page on completeness."""

from __future__ import annotations

from datetime import date

import pytest

from codepub.compose.compose import compose, compose_collection
from codepub.compose.publisher import Publisher
from codepub.library.completeness.matrix import measure_completeness
from codepub.library.completeness.page import completeness_html
from codepub.writers.html.page import write_html
from tests.conformance.pages import judge_pages
from tests.conftest import MISSING_IS_FAILURE
from tests.programs import MissingProgramError
from tests.publications import samples, theme, wording

pytestmark = [pytest.mark.conformance, pytest.mark.needs("chromium", "node")]

HOUSE = Publisher("Example Health Press")
OTHERS = ("a collection", "completeness")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is found in each page, by its name; all are judged by one browser."""
    folder, records = tmp_path_factory.mktemp("pages"), samples()
    pages = {name: write_html(compose(record, wording(), HOUSE), theme()).content for name, record in records.items()}
    two = [records["cpt:99214"], records["hcpcs:E0601"]]
    pages["a collection"] = write_html(compose_collection("Two Codes", two, wording(), HOUSE), theme()).content
    pages["completeness"] = completeness_html(
        measure_completeness(tuple(records.values()), date(2026, 11, 24)), theme()
    ).encode()
    files = {name: folder / f"{number}.html" for number, name in enumerate(pages)}
    for name, file in files.items():
        file.write_bytes(pages[name])
    try:
        found = judge_pages(list(files.values()))
    except MissingProgramError as missing:
        (pytest.fail if MISSING_IS_FAILURE else pytest.skip)(str(missing))
    return {name: found[file] for name, file in files.items()}


@pytest.mark.parametrize("name", [*sorted(samples()), *OTHERS])
def test_a_browser_and_axe_find_nothing_wrong_in_a_page(name: str, judged: dict[str, list[str]]) -> None:
    assert judged[name] == []
