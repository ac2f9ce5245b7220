from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.without_glyph import USUAL, characters_without_glyph
from codepub.glyphs import glyphless
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

PROSE = "When the code is meant."
TITLE = "Thoracotomy for re-exploration"
PAYERS = "payers: [Aetna, Medicare]"

CASES = [
    case("no-glyph", "“漢” (U+6F22, cjk unified", "in words or in Latin letters", (TITLE, "Thoracotomy «漢»")),
    case("no-glyph", "“👩” (U+1F469, woman)", "in words or in Latin letters", (PROSE, "It is for «👩».")),
    case(
        "no-glyph",
        "“漢” (U+6F22, cjk unified ideograph-6f22), “字”",
        "web pages and Word",
        (PROSE, "So «漢字» is, 漢."),
    ),
    case("no-glyph", "“㎎” (U+338E, square mg)", 'Write "mg".', (PROSE, "It takes 5 «㎎» of it.")),
    case("no-glyph", "“２” (U+FF12, fullwidth digit two)", 'Write "2".', (PROSE, "It takes «２» of it.")),
    case("no-glyph", "“𝐀” (U+1D400, mathematical bold capital a)", 'Write "A".', (PAYERS, "payers: [«𝐀»etna]")),
    case("no-glyph", "“क”", "in words or in Latin letters", ("publisher: CMS", "publisher: «क»MS")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_character_that_no_font_has_gives_one_warning_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("typed", ["a‑b", "5\u2009mg", "5\u202fmg", "℞ ♀ ≥ → ⇒ β ½ ⅓ ✓ ☐", "é א ا Ж", "it’s – so…"])
def test_what_some_font_has_is_sound(tmp_path: Path, typed: str) -> None:
    assert load_text(tmp_path, record_text((PROSE, f"So {typed} is."))).diagnostics == ()


def test_of_many_characters_the_first_are_named(tmp_path: Path) -> None:
    (told,) = load_text(tmp_path, record_text((PROSE, "一 丁 丂 七 丄 丅 丆"))).diagnostics

    assert told.message.endswith("“丄” (U+4E04, cjk unified ideograph-4e04) and 2 more.")


def test_a_publisher_whose_own_font_has_a_character_allows_it(tmp_path: Path) -> None:
    allowed = f"# codepub: allow {characters_without_glyph.rule.id} because our font has it"
    typed = record_text((f"  scope: {PROSE}", f"  {allowed}\n  scope: So 漢 is."))

    assert load_text(tmp_path, typed).diagnostics == ()


def test_the_characters_that_are_taken_for_usual_all_have_glyphs() -> None:
    usual = "".join(chr(number) for number in range(0x3000) if USUAL.fullmatch(chr(number)))
    assert len(usual) > 1000
    assert glyphless().search(usual) is None
