"""What benchmarks show: a sentence, charts, and the table that has every number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from codepub.compose.choices import PARTS as EXTENTS
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Document, Figure, Paragraph, Role, Table
from codepub.document.provenance import Derived
from codepub.document.text import plain_text
from codepub.origin import Origin, RecordId
from tests.publications import PARTS, UNKNOWN, composed, full, part_of, samples, wording

KEYS = ("p10", "p25", "p50", "p75", "p90")
MASKED = {"unavailable": "masked", "note": "Too few."}


def rate(*percentiles: Any, **others: Any) -> dict[str, Any]:
    return {**PARTS["benchmarks"][0], **dict(zip(KEYS, percentiles, strict=True)), **others}


def with_rates(*rows: dict[str, Any]) -> Document:
    return composed(full(benchmarks=list(rows)))


def shown(document: Document) -> tuple[Any, ...]:
    return part_of(document, "Reimbursement Benchmarks")


def said(document: Document) -> list[str]:
    return [plain_text(block) for block in shown(document) if isinstance(block, Paragraph) and block.role is Role.BODY]


def figures(document: Document) -> list[Figure]:
    return [block for block in shown(document) if isinstance(block, Figure)]


ONE = rate("610", "720.5", "905", "1210", "1600", payer="Aetna")
OTHER = rate("600", "700", "800", "900", "1000", payer="Blue, Inc.")
THIRD = rate("500", "600", "905", "1000", "1700", payer="Cigna")


def test_a_sentence_and_a_chart_stand_before_the_table_and_its_source() -> None:
    blocks = shown(with_rates(ONE, OTHER))

    assert [type(block) for block in blocks] == [Paragraph, Figure, Table, Paragraph]
    assert plain_text(blocks[-1]).startswith("Source: ")


SAID: dict[str, tuple[list[dict[str, Any]], str]] = {
    "one payer": (
        [ONE],
        "The median is $905.00. The middle half of the rates lies between $720.50 and $1,210.00, and eight in ten lie "
        "between $610.00 and $1,600.00.",
    ),
    "one payer, quartiles alone": (
        [rate(UNKNOWN, "1", UNKNOWN, "2", UNKNOWN)],
        "The middle half of the rates lies between $1.00 and $2.00.",
    ),
    "one payer, ends alone": (
        [rate("1", UNKNOWN, UNKNOWN, UNKNOWN, "2")],
        "Eight in ten rates lie between $1.00 and $2.00.",
    ),
    "one payer, equal quartiles": (
        [rate("1", "2", "2", "2", "3")],
        "The median is $2.00. Eight in ten rates lie between $1.00 and $3.00.",
    ),
    "one payer, two percentiles": (
        [rate("1", UNKNOWN, "2", UNKNOWN, UNKNOWN)],
        "The median is $2.00. All percentiles given lie between $1.00 and $2.00.",
    ),
    "two payers": (
        [ONE, OTHER],
        "The median runs from $800.00 for Blue, Inc. to $905.00 for Aetna. All percentiles given lie between $600.00 "
        "and $1,600.00.",
    ),
    "two with the highest": (
        [ONE, OTHER, THIRD],
        "The median runs from $800.00 for Blue, Inc. to $905.00 for Aetna and Cigna. All percentiles given lie between "
        "$500.00 and $1,700.00.",
    ),
    "equal medians of two": (
        [ONE, THIRD],
        "The median is $905.00 for both rates. All percentiles given lie between $500.00 and $1,700.00.",
    ),
    "equal medians of three": (
        [ONE, THIRD, {**THIRD, "payer": "Delta"}],
        "The median is $905.00 for all 3 rates. All percentiles given lie between $500.00 and $1,700.00.",
    ),
    "equal medians where they are given": (
        [ONE, THIRD, {**OTHER, "p50": MASKED}],
        "Where it is given, the median is $905.00 for each. All percentiles given lie between $500.00 and $1,700.00.",
    ),
    "one median of two": (
        [ONE, {**OTHER, "p50": MASKED}],
        "A median is given only for Aetna: $905.00. All percentiles given lie between $600.00 and $1,600.00.",
    ),
    "two medians of three": (
        [ONE, OTHER, {**THIRD, "p50": UNKNOWN}],
        "Where it is given, the median runs from $800.00 for Blue, Inc. to $905.00 for Aetna. All percentiles given "
        "lie between $500.00 and $1,700.00.",
    ),
    "no median": (
        [{**ONE, "p50": UNKNOWN}, {**OTHER, "p50": UNKNOWN}],
        "All percentiles given lie between $600.00 and $1,600.00.",
    ),
    "medians alone": (
        [rate(*[UNKNOWN] * 2, median, *[UNKNOWN] * 2, payer=payer) for payer, median in (("A", "1"), ("B", "2"))],
        "The median runs from $1.00 for A to $2.00 for B.",
    ),
    "many with the lowest": (
        [ONE, *({**OTHER, "payer": f"Payer {number}"} for number in range(4))],
        "The median runs from $800.00 for 4 of the rates to $905.00 for Aetna. All percentiles given lie between "
        "$600.00 and $1,600.00.",
    ),
}


@pytest.mark.parametrize(("rows", "expected"), SAID.values(), ids=SAID)
def test_the_sentence_is_true_of_what_is_given(rows: list[dict[str, Any]], expected: str) -> None:
    assert said(with_rates(*rows)) == [expected]


NOT_COMPARED = {
    "no number": [rate(*[UNKNOWN] * 5)],
    "one number": [rate(*[UNKNOWN] * 2, "905", *[UNKNOWN] * 2)],
    "equal numbers": [rate(*["905"] * 5), rate(*["905"] * 5, payer="Cigna")],
    "rates of two types": [{**ONE, "rate_type": "Rental, a month"}, {**OTHER, "rate_type": "Purchase"}],
}


@pytest.mark.parametrize("rows", NOT_COMPARED.values(), ids=NOT_COMPARED)
def test_where_nothing_can_be_compared_the_table_stands_alone(rows: list[dict[str, Any]]) -> None:
    document = with_rates(*rows)

    assert said(document) == []
    assert figures(document) == []
    assert any(isinstance(block, Table) for block in shown(document))


@pytest.mark.parametrize("value", [[], UNKNOWN])
def test_benchmarks_that_are_not_there_have_no_chart(value: Any) -> None:
    assert figures(composed(full(benchmarks=value))) == []


def test_a_chart_has_a_row_for_each_of_the_table_with_its_numbers() -> None:
    (figure,) = figures(with_rates(ONE, {**OTHER, "p10": MASKED}))
    first, second = figure.chart.rows

    assert (first.name, first.note) == ("Aetna", "")
    assert first.percentiles == tuple(map(Decimal, ("610", "720.5", "905", "1210", "1600")))
    assert second.percentiles == (None, *map(Decimal, ("700", "800", "900", "1000")))
    assert (figure.chart.least, figure.chart.greatest) == (Decimal(610), Decimal(1600))
    assert (figure.chart.unit, figure.chart.decimals) == ("$", 2)


def test_what_is_not_given_is_said_of_its_row_by_the_signs_of_the_table() -> None:
    rows = (
        ONE,
        {**OTHER, "p10": MASKED, "p25": UNKNOWN, "p90": MASKED},
        rate(*[MASKED] * 5, payer="Cigna"),
    )
    (figure,) = figures(with_rates(*rows))

    assert [row.note for row in figure.chart.rows] == ["", "10th, 90th: withheld; 25th: not given", "withheld"]


NAMES = {
    "by their payers": ([ONE, OTHER], ["Aetna", "Blue, Inc."], "National · Professional · September 2026"),
    "by their places": (
        [ONE, {**ONE, "geography": "Ohio"}],
        ["National", "Ohio"],
        "Aetna · Professional · September 2026",
    ),
    "by both": (
        [ONE, {**OTHER, "geography": "Ohio"}],
        ["Aetna, National", "Blue, Inc., Ohio"],
        "Professional · September 2026",
    ),
    "by their months": (
        [ONE, {**ONE, "month": "2026-08"}],
        ["September 2026", "August 2026"],
        "Aetna · National · Professional",
    ),
    "one alone": ([ONE], ["Aetna"], "National · Professional · September 2026"),
    "two that are told by nothing": (
        [ONE, {**ONE, "p10": "1"}],
        ["Aetna", "Aetna"],
        "National · Professional · September 2026",
    ),
}


@pytest.mark.parametrize(("rows", "names", "shared"), NAMES.values(), ids=NAMES)
def test_rows_are_told_by_what_differs_and_the_chart_by_what_they_share(
    rows: list[dict[str, Any]], names: list[str], shared: str
) -> None:
    (figure,) = figures(with_rates(*rows))

    assert [row.name for row in figure.chart.rows] == names
    assert figure.chart.name == f"US dollars · {shared}"


def test_the_words_in_place_of_a_chart_say_of_whom_it_is_and_lead_to_the_table() -> None:
    (figure,) = figures(with_rates(ONE, OTHER))

    assert figure.alternative == (
        "Chart: the percentiles of Aetna and Blue, Inc. on one scale, from $600.00 to $1,600.00. "
        "The table that follows gives each number."
    )


def test_many_rows_are_divided_among_charts_on_the_same_scale() -> None:
    payers = [{**OTHER, "payer": f"Payer {number}", "p90": str(1000 + number)} for number in range(60)]
    drawn = figures(with_rates(*payers))

    assert [len(figure.chart.rows) for figure in drawn] == [6] * 10
    assert [row.name for figure in drawn for row in figure.chart.rows] == [payer["payer"] for payer in payers]
    assert {(figure.chart.least, figure.chart.greatest) for figure in drawn} == {(Decimal(600), Decimal(1059))}
    assert drawn[1].alternative.startswith("Chart 2 of 10: the percentiles of 6 rates on one scale, from $600.00 to")


def test_seven_rows_are_not_six_and_one() -> None:
    payers = [{**OTHER, "payer": f"Payer {number}"} for number in range(7)]

    assert [len(figure.chart.rows) for figure in figures(with_rates(*payers))] == [4, 3]


def test_a_chart_is_made_from_the_fields_of_its_rows_and_says_so() -> None:
    place = Origin(RecordId("hcpcs", "A0425"), ("benchmarks",))
    sentence, figure, *_ = shown(with_rates(ONE, {**OTHER, "p10": MASKED}))
    fields = ("payer", "geography", "rate_type", "month", *KEYS)

    assert figure.source == Derived((place, *(place / row / field for row in range(2) for field in fields)))
    assert sentence.source == figure.source


def test_a_brief_publication_has_no_chart() -> None:
    document = compose(samples()["cpt:99214"], wording(), Publisher(), EXTENTS["brief"])

    assert "Reimbursement Benchmarks" not in plain_text(document)


def test_the_sample_says_what_its_benchmarks_show() -> None:
    document = compose(samples()["cpt:99214"], wording(), Publisher())

    assert said(document) == [
        "The median runs from $125.60 for Medicare Advantage (invented) to $131.20 for Commercial (invented). "
        "All percentiles given lie between $92.40 and $211.35."
    ]
    assert [row.note for row in figures(document)[0].chart.rows] == ["", "10th: withheld"]
