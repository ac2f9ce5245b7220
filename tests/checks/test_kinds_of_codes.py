from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.test_codes import modifier, own
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

MEANING = "The chest is opened again after an operation."
TITLE = "title: Thoracotomy for re-exploration"

ADD_ON_WORDS = [
    (TITLE, "title: Thoracotomy, add-on"),
    ("service_type: Surgical", "service_type: Surgical, add-on"),
    ("tags: [thoracic]", "tags: [add-on code]"),
    (MEANING, "It is an add-on."),
    (MEANING, "Code 32120 is an add-on code."),
    (MEANING, "This code is always an add\u2011on code."),
]
UNLISTED_WORDS = [(TITLE, "title: Unlisted procedure of the lungs"), (MEANING, "32120 is an unlisted code.")]

CASES = [
    *(
        case(
            "modifier-kind", "Modifier 51 does not go with 32120, which is an add-on", "Take", words, modifier('«"51"»')
        )
        for words in ADD_ON_WORDS
    ),
    case(
        "modifier-kind",
        "Modifier 51 does not go with 01968",
        "Take the row out",
        own("CPT", "01968"),
        modifier('«"51"»'),
        name="cpt/01968.yaml",
    ),
    *(
        case(
            "modifier-kind",
            f"Modifier {name} does not go with 32120, which is for unlisted",
            "",
            words,
            modifier(f'«"{name}"»'),
        )
        for words in UNLISTED_WORDS
        for name in ("22", "52")
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_modifier_that_does_not_go_with_the_kind_of_code_is_told_at_its_row(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    "words",
    [
        "It is not an add-on.",
        "It is reported with add-on codes.",
        "It is reported with an add-on for each further level.",
        "An add-on code may follow it.",
        "It is no unlisted procedure.",
    ],
)
@pytest.mark.parametrize("name", ["51", "22", "52"])
def test_words_about_other_codes_say_nothing_of_the_records_own(tmp_path: Path, words: str, name: str) -> None:
    text = record_text((MEANING, words), modifier(f'"{name}"'))
    assert load_text(tmp_path, text).diagnostics == ()


@pytest.mark.parametrize("use", ["Never, add-ons are exempt", "Some state plans ask for it"])
def test_a_row_may_deny_51_or_name_the_payer_that_asks_for_it(tmp_path: Path, use: str) -> None:
    old, new = modifier('"51"')
    row = new.replace("when_to_use: When it goes with it", f'when_to_use: "{use}"')
    assert load_text(tmp_path, record_text(ADD_ON_WORDS[0], (old, row))).diagnostics == ()


@pytest.mark.parametrize("name", ["50", "59", "80"])
def test_other_modifiers_go_with_add_ons_and_unlisted_codes(tmp_path: Path, name: str) -> None:
    text = record_text((TITLE, "title: Unlisted add-on"), modifier(f'"{name}"'))
    assert load_text(tmp_path, text).diagnostics == ()
