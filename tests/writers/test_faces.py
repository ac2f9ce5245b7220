from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from codepub.diagnostics import MachineError
from codepub.writers.faces import FACES, FALLBACK, Face, find_font_file


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_the_fonts_are_there_and_are_what_the_styles_call_them(face: Face) -> None:
    font = TTFont(find_font_file(face), lazy=True)

    assert font["name"].getBestFamilyName() == face.family
    assert font["OS/2"].usWeightClass == face.weight
    assert (font["post"].italicAngle != 0) == (face.style == "italic")
    assert font["OS/2"].fsType == 0, "its licence lets it be embedded"
    font.close()


def test_a_package_of_fonts_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codepub.writers.faces.find_spec", lambda _: None)

    with pytest.raises(MachineError, match=r"The package ziafont is missing\. Install codepub again"):
        find_font_file(FALLBACK)
