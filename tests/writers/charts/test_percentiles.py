from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from codepub.document.nodes import Chart, ChartRow
from codepub.writers.chart_widths import PAPER_WIDTH, SCREEN_WIDTH
from codepub.writers.charts.percentiles import draw_percentiles
from codepub.writers.charts.shapes import Anchor, Bar, Dot, Drawing, Label, Tone
from codepub.writers.text_widths import measure_line, measure_words
from tests.writers.documents import RATES, THEME, chart, chart_row

ALIKE = ("905",) * 5
NOTHING = (None,) * 5
HOSTILE = {
    "two payers": RATES,
    "one payer": RATES[:1],
    "sixty payers": tuple(chart_row(f"Payer {number}", *ALIKE) for number in range(60)),
    "all numbers equal": (chart_row("A", *ALIKE), chart_row("B", *ALIKE)),
    "zero alone": (chart_row("A", *("0",) * 5),),
    "negative numbers": (chart_row("A", "-1200", "-800", "-10.50", "3", "900"),),
    "huge numbers": (chart_row("A", "1", "2", "3", "999999999999999.99", "999999999999999.99"),),
    "huge numbers on both sides": (chart_row("A", *("-999999999999999",) * 2, "0", *("999999999999999",) * 2),),
    "small numbers": (chart_row("A", "0.01", "0.02", "0.02", "0.03", "0.04"),),
    "a long name": (chart_row("A health plan of the state and of its counties " * 9, *ALIKE), *RATES),
    "a long word": (chart_row("W" * 300, *ALIKE), *RATES),
    "a long note": (chart_row("A", *NOTHING, note="10th, 25th: withheld; Median: not published " * 4), *RATES),
    "percentiles upside down": (chart_row("A", "90", "75", "50", "25", "10"),),
    "nothing known": (chart_row("A", *NOTHING, note="not given"), *RATES),
}
every_chart = pytest.mark.parametrize("rows", HOSTILE.values(), ids=HOSTILE)
every_width = pytest.mark.parametrize("width", [PAPER_WIDTH, SCREEN_WIDTH])


def draw(*rows: ChartRow, of: Chart | None = None, width: float = PAPER_WIDTH) -> Drawing:
    return draw_percentiles(of or chart(*rows), THEME.typography, width)


def labels(drawing: Drawing) -> list[Label]:
    return [shape for shape in drawing.shapes if isinstance(shape, Label)]


def edges(label: Label) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of a label, as wide as it is reckoned."""
    width = measure_line(measure_words(label.text)) * label.size
    left = label.x - width / 2 if label.anchor is Anchor.MIDDLE else label.x
    return left, label.y - 0.7 * label.size, left + width, label.y


def marks(drawing: Drawing) -> list[Bar | Dot]:
    return [shape for shape in drawing.shapes if not isinstance(shape, Label) and shape.tone is Tone.ACCENT]


def told(drawing: Drawing) -> str:
    return "".join(label.text for label in labels(drawing)).replace(" ", "")


@every_chart
@every_width
def test_all_that_is_drawn_lies_in_the_picture(rows: tuple[ChartRow, ...], width: float) -> None:
    drawing = draw(*rows, width=width)

    assert drawing.width == width
    for left, top, right, bottom in map(edges, labels(drawing)):
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
    for bar in (shape for shape in drawing.shapes if isinstance(shape, Bar)):
        assert bar.x >= 0
        assert bar.x + bar.width <= drawing.width
        assert bar.y + bar.height <= drawing.height
        assert bar.width > 0


@every_chart
@every_width
def test_no_letters_lie_over_others(rows: tuple[ChartRow, ...], width: float) -> None:
    for (left, top, right, bottom), other in combinations(map(edges, labels(draw(*rows, width=width))), 2):
        apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        assert apart


@every_chart
@every_width
def test_nothing_of_names_and_notes_is_cut(rows: tuple[ChartRow, ...], width: float) -> None:
    shown = told(draw(*rows, width=width))

    assert all(text.replace(" ", "") in shown.replace("-", "") for row in rows for text in (row.name, row.note))


def test_the_name_of_the_chart_and_its_key_stand_over_it() -> None:
    named = labels(draw(of=chart(*RATES, name="US dollars · National · " + "Professional and technical " * 6)))

    assert told(draw(*RATES)).startswith("USdollars·National")
    assert [label.text for label in named if label.text in chart().key] == list(chart().key)
    assert {label.x for label in named[:3]} == {0}


def test_what_is_further_to_the_right_is_more() -> None:
    drawing = draw(*RATES)
    rings = [shape.x for shape in marks(drawing) if isinstance(shape, Dot)]
    medians = [label for label in labels(drawing) if label.bold]

    assert [label.text for label in medians] == ["$131.20", "$125.60"]
    assert rings[0] > rings[1]
    assert [label.x for label in medians] == rings


def test_the_scale_is_written_with_the_unit_and_no_more_digits_than_it_needs() -> None:
    def scale(*numbers: str) -> list[str]:
        drawn = labels(draw(chart_row("A", *numbers)))
        return [label.text for label in drawn if label.y == max(label.y for label in drawn)]

    assert scale("92.40", "108.75", "131.20", "164.90", "211.35") == ["$50", "$100", "$150", "$200", "$250"]
    assert scale("0.01", "0.02", "0.02", "0.03", "0.04") == ["$0.01", "$0.02", "$0.03", "$0.04"]
    assert scale("-1200", "-800", "-10.50", "3", "900")[:2] == ["−$1,500", "−$1,000"]


def test_charts_with_the_same_ends_have_the_same_scale() -> None:
    both = replace(chart(*RATES), rows=RATES[1:])
    alone = [shape for shape in marks(draw(of=both)) if isinstance(shape, Dot)]
    together = [shape for shape in marks(draw(*RATES)) if isinstance(shape, Dot)]

    assert alone[0].x == pytest.approx(together[1].x, abs=12)
    assert told(draw(of=both)).endswith("$50$100$150$200$250")


ROW = ("100", "110", "120", "130", "140")


@pytest.mark.parametrize("known", [known for count in range(6) for known in combinations(range(5), count)])
def test_what_is_not_known_is_not_drawn(known: tuple[int, ...]) -> None:
    row = chart_row("A", *(number if place in known else None for place, number in enumerate(ROW)))
    scale = replace(chart(chart_row("B", *ROW)), rows=(chart_row("B", *ROW), row))
    whole = marks(draw(of=replace(scale, rows=scale.rows[:1])))
    drawn = marks(draw(of=scale))[len(whole) :]
    ends, quartiles = [place for place in (0, 4) if place in known], [place for place in (1, 3) if place in known]

    assert len(whole) == 5
    assert len(drawn) == bool(known) + len(ends) + (1 if quartiles else 0) + (2 in known)
    assert sum(isinstance(shape, Dot) for shape in drawn) == (2 in known)


def test_a_quartile_whose_other_is_not_known_ends_where_it_is() -> None:
    thick = [shape for shape in marks(draw(chart_row("A", "1", "2", "3", None, "5"))) if isinstance(shape, Bar)]
    line, *others = thick

    assert line.width > 50
    assert all(other.width == pytest.approx(1) for other in others)


def test_nothing_is_told_by_colour_alone() -> None:
    bars = [shape for shape in marks(draw(*RATES[:1])) if isinstance(shape, Bar)]
    (ring,) = (shape for shape in marks(draw(*RATES[:1])) if isinstance(shape, Dot))

    assert len({(bar.height, bar.width > 1.5) for bar in bars}) == 3
    assert 2 * ring.radius > max(bar.height for bar in bars)


def test_rows_stand_in_their_order_below_each_other() -> None:
    names = [f"Payer {number}" for number in range(60)]
    drawn = [label for label in labels(draw(*HOSTILE["sixty payers"])) if label.text in names]

    assert [label.text for label in drawn] == names
    assert all(before.y < after.y for before, after in pairwise(drawn))
