from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from codepub.writers.chart_widths import PAPER_WIDTH
from codepub.writers.charts.percentiles import draw_percentiles
from codepub.writers.charts.shapes import Label, Tone
from codepub.writers.charts.svg import write_svg
from tests.writers.documents import RATES, THEME, chart, chart_row

DRAWING = draw_percentiles(chart(*RATES), THEME.typography, PAPER_WIDTH)


def read(alternative: str = "Two payers") -> ET.Element:
    return ET.fromstring(write_svg(DRAWING, alternative, THEME))


def test_a_drawing_is_one_picture_with_a_name_and_its_letters_are_text() -> None:
    svg = read('Payers < & "others"')

    assert (svg.get("role"), svg.get("aria-label")) == ("img", 'Payers < & "others"')
    assert [text.text for text in svg.iter("text")] == [
        shape.text for shape in DRAWING.shapes if isinstance(shape, Label)
    ]


def test_it_has_its_size_and_scales_with_its_letters() -> None:
    svg = read()

    assert svg.get("width") == "300pt"
    assert svg.get("viewBox") == f"0 0 300 {svg.get('height', '').removesuffix('pt')}"


def test_every_shape_has_its_colour_and_the_name_of_its_tone() -> None:
    colours = {(each.get("class"), each.get("fill")) for each in read()}

    assert colours == {
        *((tone.value, getattr(THEME.palette, tone.value)) for tone in Tone if tone is not Tone.PAPER),
        ("paper", "#ffffff"),
    }


def test_letters_are_those_of_the_theme() -> None:
    theme = replace(THEME, typography=replace(THEME.typography, sans="Lato"))

    assert ET.fromstring(write_svg(DRAWING, "x", theme)).get("font-family") == "Lato, sans-serif"


def test_what_authors_type_is_shown_as_typed() -> None:
    hostile = "</text><script>alert(1)</script> & «é»"
    drawing = draw_percentiles(chart(chart_row(hostile, *("1",) * 5)), THEME.typography, PAPER_WIDTH)
    svg = ET.fromstring(write_svg(drawing, hostile, THEME))

    assert "".join(hostile.split()) in "".join("".join(svg.itertext()).split())
    assert not list(svg.iter("script"))
