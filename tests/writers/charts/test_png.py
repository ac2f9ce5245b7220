from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from codepub.writers.chart_widths import PAPER_WIDTH
from codepub.writers.charts.percentiles import draw_percentiles
from codepub.writers.charts.png import write_png
from codepub.writers.charts.shapes import Anchor, Bar, Dot, Drawing, Label, Shape, Tone
from tests.publications import ROOT
from tests.writers.documents import RATES, THEME, chart

INK = (0x1B, 0x22, 0x26)
WHITE = (255, 255, 255)


def draw(*shapes: Shape) -> Image.Image:
    """A picture of 72 by 36 points: 300 by 150 dots."""
    return Image.open(BytesIO(write_png(Drawing(72, 36, shapes), THEME.palette))).convert("RGB")


def inked(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The box around all that is dark."""
    return image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()


def letter(text: str, **more: object) -> Image.Image:
    return draw(Label(text, 6, 24, 12, Tone.INK, **more))  # type: ignore[arg-type]


def test_a_picture_has_300_dots_to_an_inch_and_says_so() -> None:
    image = Image.open(
        BytesIO(write_png(draw_percentiles(chart(*RATES), THEME.typography, PAPER_WIDTH), THEME.palette))
    )

    assert image.width == 1250
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_shapes_lie_where_they_are_and_later_ones_over_earlier_ones() -> None:
    image = draw(Bar(12, 6, 24, 12, Tone.INK), Dot(24, 12, 3, Tone.PAPER))

    assert inked(image) == (50, 25, 150, 75)
    assert image.getpixel((60, 50)) == INK
    assert image.getpixel((100, 50)) == WHITE


def test_a_line_thinner_than_a_dot_is_seen() -> None:
    box = draw(Bar(12, 6, 0.01, 12, Tone.INK)).convert("L").point(lambda value: 255 if value < 250 else 0).getbbox()

    assert box is not None


def test_letters_stand_on_their_line_at_their_place_or_around_it() -> None:
    start, middle = inked(letter("H")), inked(letter("H", anchor=Anchor.MIDDLE))

    assert start is not None
    assert middle is not None
    assert start[3] == pytest.approx(100, abs=1)
    assert start[0] == pytest.approx(25, abs=6)
    assert (middle[0] + middle[2]) / 2 == pytest.approx(25, abs=1)


def test_bold_letters_are_heavier() -> None:
    def weigh(image: Image.Image) -> int:
        return sum(image.convert("L").histogram()[:128])

    assert weigh(letter("Hm", bold=True)) > 1.2 * weigh(letter("Hm"))


def test_a_character_that_the_face_of_text_lacks_is_drawn_in_another() -> None:
    missing, arrow, prescription = (letter(character).tobytes() for character in ("\uffff", "⇒", "℞"))

    assert len({missing, arrow, prescription}) == 3


def test_two_processes_give_the_same_bytes() -> None:
    program = (
        "from tests.writers.documents import *; from codepub.writers.charts.png import write_png; "
        "from codepub.writers.chart_widths import PAPER_WIDTH; import hashlib; "
        "from codepub.writers.charts.percentiles import draw_percentiles; "
        "drawing = draw_percentiles(chart(*RATES), THEME.typography, PAPER_WIDTH); "
        "print(hashlib.sha256(write_png(drawing, THEME.palette)).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]

    assert len(runs[0]) > 60
    assert runs[0] == runs[1]
