from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.broken_marks import broken_marks
from tests.record_texts import Case, assert_found, case, rule_id


def block(*lines: str) -> tuple[str, str]:
    """Replace the scope by a text of several lines."""
    return "  scope: When the code is meant.", "\n    ".join(("  scope: |", *lines))


CASES = [
    case("broken-mark", "neither a citation nor", "a colon and no blank", block("See «[32110](cpt 32110)» there.")),
    case("broken-mark", "neither a citation nor", "a colon and no blank", block("See «[it](ICD-10-CM J95.830)».")),
    case("broken-mark", "neither a citation nor", "write [^rvu25d]", block("The value«^rvu25d» is so.")),
    case("broken-mark", "neither a citation nor", "write [^rvu25d]", block("The value «^rvu25d», cited[^rvu25d].")),
    case("broken-mark", "neither a citation nor a link", "one id and no space", block("As CMS says «[^rvu25d, b]».")),
    case(
        "broken-mark",
        "neither a citation nor a link",
        "no space in",
        block("See [it«](https://www.cms.gov/a b)» there."),
    ),
    case("broken-mark", "neither a citation nor a link", "one id and no", block("As CMS says «[^rvu25d»")),
    case("broken-mark", "neither a citation nor a link", "write [^rvu25d]", block("As CMS says «[rvu25d]».")),
    case("broken-mark", "neither a citation nor a link", "write [^rvu25d]", block("As CMS says «(^rvu25d)».")),
    case("broken-mark", "neither a citation nor a link", "stands in `sources`", block("«[^rvu25d]:» The files")),
    case(
        "broken-mark", "neither a citation nor a link", "words in brackets", block("See «(it)[https://www.cms.gov/]».")
    ),
    case(
        "broken-mark", "neither a citation nor a link", "no blank between", block("See «[it] (https://www.cms.gov/)».")
    ),
    case(
        "broken-mark",
        "neither a citation nor a link",
        "with a parenthesis",
        block("See «[it](https://www.cms.gov/ and so on.»"),
    ),
    case(
        "broken-mark", "neither a citation nor a link", "with a parenthesis", block("See «[it](cpt:32110 and so on.»")
    ),
    case("broken-mark", "neither a citation nor a link", "in parentheses", block("See «[it][https://www.cms.gov/]».")),
    case("broken-mark", "neither a citation nor a link", "in parentheses", block("See «[it]https://www.cms.gov/»")),
    case(
        "broken-mark", "neither a citation nor a link", "its place in the text", block("«[it]: https://www.cms.gov/»")
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_the_check_is_shown_by_a_case() -> None:
    assert {wanted.rule for wanted in CASES} == {broken_marks.rule.id}
