"""Web pages before a browser and axe-core: samples, a collection, a redline, and the pages on the library."""

from __future__ import annotations

from datetime import date

import pytest

from codepub.compose.compose import compose, compose_collection
from codepub.compose.publisher import Publisher
from codepub.library.completeness.matrix import measure_completeness
from codepub.library.completeness.page import completeness_html
from codepub.records.approvers import Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.digest import approval_digest
from codepub.records.review_file import ReviewFile
from codepub.redlining.redline import redline
from codepub.review.status import RecordStatus, measure_status
from codepub.review.status_page import status_html
from codepub.writers.html.page import write_html
from tests.conformance.pages import judge_pages
from tests.conftest import MISSING_IS_FAILURE
from tests.programs import MissingProgramError
from tests.publications import samples, theme, wording
from tests.redlining.test_redline import CHANGE

pytestmark = [pytest.mark.conformance, pytest.mark.needs("chromium", "node")]

HOUSE = Publisher("Example Health Press")
OTHERS = ("a collection", "completeness", "a redline", "how reviews stand")


def stand(record: CodeSummary) -> RecordStatus:
    """A record of whose review all waits that can."""
    review = {
        "copies": [{"id": f"{record.code.lower()}-ada-7k2m9q", "reviewer": "Ada", "sent": "2026-11-30T10:00:00Z"}],
        "threads": [{"id": "t1", "field": "summary.meaning", "remarks": [{"text": "Which one?"}]}],
        "proposals": [
            {"id": "p1", "field": "title", "new": "A"},
            {"id": "p2", "field": "title", "new": "B", "against": "C"},
        ],
        "rejections": [
            {
                "role": "physician",
                "name": "B. Doctor, MD",
                "date": "2026-11-30T10:00:00Z",
                "digest": approval_digest(record),
                "reason": "The period is wrong.",
            }
        ],
    }
    return measure_status(record, ReviewFile.model_validate(review), Approvers(("coder", "physician")))


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
    older = compose(two[0], wording(), HOUSE)
    newer = compose(two[0].model_copy(update={"title": "An Office Visit, Moderate"}), wording(), HOUSE)
    changed = redline(older, newer, CHANGE)
    pages["a redline"] = write_html(changed, theme()).content
    pages["how reviews stand"] = status_html(list(map(stand, records.values())), theme()).encode()
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
