from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.diagnostics import Severity
from codepub.origin import Position
from codepub.yaml.decoded_twice import DECODED_TWICE
from tests.record_texts import load_text, record_text

RULES_BROKEN = (DECODED_TWICE.id,)


def read_as_windows_1252(text: str) -> str:
    """Read the UTF-8 of a text as Windows-1252; the bytes that it lacks as Latin-1."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def told(folder: Path, prose: str) -> list[str]:
    text = record_text(("  scope: When the code is meant.", f"  scope: |\n    {prose}"))
    return [one.message for one in load_text(folder, text).diagnostics if one.rule == DECODED_TWICE.id]


@pytest.mark.parametrize("meant", list("’‘“–—…•≥≤±°µ×éèüñößÉÜ®™©§½²βαΔ→−≈€š😀"))
def test_a_sign_that_was_decoded_twice_is_told_with_what_was_meant(tmp_path: Path, meant: str) -> None:
    (message,) = told(tmp_path, f"It is {read_as_windows_1252(meant)} here.")
    assert f"“{read_as_windows_1252(meant)}” was probably “{meant}”" in message


@pytest.mark.parametrize(("typed", "meant"), [("cÅ“ur", "œ"), ("Ã‰cole", "É"), ("2 Ã— 3", "×"), ("â€\u009d", "”")])
def test_a_sign_in_a_word_or_a_measure_is_told(tmp_path: Path, typed: str, meant: str) -> None:
    assert [f"was probably “{meant}”" in message for message in told(tmp_path, typed)] == [True]


def test_a_no_break_space_is_told_by_its_name(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "5Â\u00a0mg")
    assert "was probably no-break space" in message


def test_each_sign_is_a_warning_in_its_place(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, record_text(("title: Thor", "title: rÃ©sumÃ©Ã© Thor")))
    assert [one.position for one in loaded.diagnostics] == [Position(loaded.file, 3, at, 2) for at in (9, 14, 16)]
    assert {one.severity for one in loaded.diagnostics} == {Severity.WARNING}
    assert loaded.record is not None


def test_it_is_told_of_a_record_that_has_other_mistakes(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, record_text(("title: Thor", "title: rÃ©sumé Thor"), ("[Aetna, Medicare]", "Aetna")))
    assert [one.rule for one in loaded.diagnostics] == ["wrong-type", DECODED_TWICE.id]


def test_what_was_looked_at_can_be_allowed(tmp_path: Path) -> None:
    allowed = "# codepub: allow decoded-twice because it shows what goes wrong\ntitle: Ã© Thor"
    assert load_text(tmp_path, record_text(("title: Thor", allowed))).diagnostics == ()


@pytest.mark.parametrize(
    "prose",
    [
        "“CAFÉ”, “CAFÉ…”, CAFÉ’S, RÉSUMÉ–CV, À LA, ÎLE, Île-de-France, être, âgé, pâte, château, rôle",
        "café”… touché’”, “né…”, déjà “vu”, voilà… là-bas — là—ici",
        "„Ä“, “Ä”, ‘Å’, ÄÖÜ, Übung… GRÖßE, Straße, Bär”, Müller’s, Ångström, Å”",
        "NÃO, MAÇÃ”, IRMÃ…, São, coração, AÇÃO—",
        "ÍNDICE, AQUÍ…, “SÍ”, ¿Qué? ¡Así!, niño, Ñ, ñandú",
        "smørrebrød, Ærø, naïve, naïveté, Noël, Zoë’s, coöperate",
        "Łódź, Škoda, Žižek, čas, Győr, Dvořák, İstanbul, ığdır",
        "Ελλάδα, α-β, µg, 5 °C, ±2, ≥ 3, Москва, 漢字",
        "« Â », Ã, Î et Ï, â, ð (eth), ï”",
    ],
)
def test_words_and_quotes_of_european_languages_are_left_alone(tmp_path: Path, prose: str) -> None:
    assert told(tmp_path, prose) == []


LETTERS = "aeioAEIO éèêâàäöüßñçåøæÉÈÊÀÇîïôûáíóúšžőřşğ"


@given(st.text(st.sampled_from(LETTERS), max_size=30), st.sampled_from(["", "”", "’s", "…", " – ", "—", "»", ".", "!"]))
def test_letters_with_accents_and_what_follows_words_are_left_alone(
    tmp_path_factory: pytest.TempPathFactory, words: str, end: str
) -> None:
    assert told(tmp_path_factory.getbasetemp(), f"x{words}{end}") == []
