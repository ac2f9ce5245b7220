from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.document.nodes import Change, Document
from codepub.redlining.redline import redline
from codepub.redlining.settling import accept, reject
from codepub.redlining.shown import Shown, show
from tests.publications import SAMPLES, composed, full
from tests.redlining.random_edits import data_of_sample, edit_data, edit_sections, make_sections

CHANGE = Change("Ada Coder", datetime(2026, 11, 30, 12, 0, tzinfo=UTC))


def shown(document: Document) -> list[Shown]:
    return [show(section) for section in document.sections]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("seed", range(10))
def test_both_publications_come_back_from_the_redline_of_a_sample_that_was_edited(name: str, seed: int) -> None:
    chance = Random(f"{name} {seed}")
    before = composed(data_of_sample(name))
    after = edit_data(data_of_sample(name), chance, chance.choice((1, 2, 5, 20)))
    made = redline(before, after, CHANGE)
    assert shown(accept(made)) == shown(after)
    assert shown(reject(made)) == shown(before)


@given(st.integers(min_value=0))
def test_both_documents_come_back_from_the_redline_of_any(seed: int) -> None:
    chance = Random(seed)
    frame = composed(full())
    before = replace(frame, sections=make_sections(chance))
    after = replace(frame, sections=edit_sections(before.sections, chance))
    made = redline(before, after, CHANGE)
    assert shown(accept(made)) == shown(after)
    assert shown(reject(made)) == shown(before)


def test_the_redline_of_a_document_and_itself_is_the_document() -> None:
    document = composed(full())
    assert redline(document, document, CHANGE) == document
