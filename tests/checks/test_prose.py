from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.prose import PROSE_CHECKS
from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

PHRASE = "The usual case."
PROSE = "When the code is meant."

CASES = [
    case("unknown-source", "the id `nowhere`", "Cite one of: rvu25d", (PROSE, "As CMS says«[^nowhere]».")),
    case(
        "unknown-source",
        "the id `rvu26a`",
        "Cite one of: rvu25d",
        (
            "sources:\n",
            f"edits: {{ptp: [], mue: {{units: 1, adjudication: '3', rationale: R, {VOLATILE}}}}}\nsources:\n",
        ),
        ("source: rvu25d", "source: «rvu26a»"),
    ),
    case(
        "unknown-source",
        "the id `rvu25d`",
        "Add the source to `sources`",
        ("sources:\n  - {id: rvu25d, title: Relative value files, publisher: CMS}\n", ""),
        (PHRASE, "As CMS says«[^rvu25d]»."),
    ),
    case("link-target", "`page-2.html` is neither", "Link to https", (PROSE, "See [page 2](«page-2.html»).")),
    case("link-target", "`javascript:alert(1)`", "Link to https", (PROSE, "See [this](«javascript:alert(1)»).")),
    case("link-target", "`file:///etc/passwd`", "Link to", (PHRASE, "See [this](«file:///etc/passwd»).")),
    case("link-target", "`data:text/html,x`", "Link to", (PHRASE, "See [this](«data:text/html,x»).")),
    case("link-target", "`//cms.gov`", "Link to", (PHRASE, "See [this](«//cms.gov»).")),
    case("link-target", "`#top`", "Link to", (PHRASE, "See [CMS](https://cms.gov) and [this](«#top»).")),
    case("link-target", "`icd-9:123`", "such as icd-10-cm", (PHRASE, "See [this](«icd-9:123»).")),
    case("one-paragraph", "holds one paragraph", "Write it as", (PHRASE, "«'- one'»")),
    case("one-paragraph", "holds one paragraph", "Write it as", (PHRASE, "«'1. one'»")),
    case("one-paragraph", "holds one paragraph", "Write it as", (PHRASE, "«'+ one'»")),
    case("one-paragraph", "holds one", r"If no list is meant, type a backslash: 2026\.", (PHRASE, "«'2026. One.'»")),
    case("one-paragraph", "holds one paragraph", "Write it as", (PHRASE, '«"One.\\n\\nTwo."»')),
    case("one-paragraph", "holds one paragraph", "Write it as", (PHRASE, '«"One:\\n- two"»')),
    case(
        "one-paragraph",
        "holds one paragraph",
        "Write it as",
        ("{unavailable: unknown}", "{unavailable: unknown, note: «'* one'»}"),
    ),
    case("crowded-text", "more than 500 opening", "Divide", ("Two surgeons", f"«'{'[' * 501}'»")),
    case(
        "long-address",
        "An address here has 2,049 characters",
        "Link to the page itself",
        (PROSE, f"See [it](«https://example.org/{'a' * 40}»{'a' * 1989})."),
    ),
    case(
        "long-address",
        "An address here has 3,020 characters",
        "Link to the page",
        (PHRASE, f"At «HTTPS://example.org/{'a' * 40}»{'a' * 2960} it is."),
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("check", PROSE_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_texts_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in {wanted.rule for wanted in CASES}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "prose",
    [
        "As CMS says[^rvu25d].",
        "See [CMS](https://www.cms.gov/), [us](mailto:desk@example.org) and [it](HTTPS://CMS.GOV).",
        "See [bleeding](icd-10-cm:J95.830) and [this](CPT:32110).",
        "See https://www.cms.gov/35820/0446T and www.cms.gov/35820.",
        "It is 10,000 or 12345.6, or $12345, or 12345,6, or 1,234,567 of them.",
        "In 2026, 1986 and 2030-2031, 99 percent and 1234567 claims.",
        "The code 32120 itself, and 32120s of 3212.",
        "Use modifier 78 or 62, or modifiers 62 and 78.",
        "A modifier is one of the ways; the modifier that is meant is told.",
        "COVERED AMOUNTS, THEREBY, AND THEATER.",
        "RVU25D, AB1234 and X-12345 are no codes.",
        "Without the code [link] (in brackets) or [this] (there).",
        "One line\nbroken into two.",
        f"See [it](https://example.org/{'a' * 2028}).",
    ],
)
def test_prose_that_is_sound_gives_nothing(tmp_path: Path, prose: str) -> None:
    indented = prose.replace("\n", "\n    ")
    text = record_text(("  scope: When the code is meant.", f"  scope: |\n    {indented}"))
    assert load_text(tmp_path, text).diagnostics == ()


@pytest.mark.parametrize("phrase", ["'5 - 7 days'", "'*often* used'", "'-5 degrees'", "1.5 hours", "'#1'", "'+1'"])
def test_a_cell_that_begins_with_a_sign_or_a_number_may_be_one_paragraph(tmp_path: Path, phrase: str) -> None:
    assert load_text(tmp_path, record_text((PHRASE, phrase))).diagnostics == ()
