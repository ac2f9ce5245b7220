"""Inlines as JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.origin import Origin, RecordId
from codepub.review.inlines import read_inlines, write_inlines

STEPS = st.text(min_size=1) | st.integers(min_value=0)
ORIGINS = st.builds(Origin, st.builds(RecordId, st.text(), st.text()), st.lists(STEPS, max_size=3).map(tuple))
LEAVES: st.SearchStrategy[Inline] = st.builds(Text, st.text()) | st.builds(Citation, st.integers(), ORIGINS, st.text())


def around(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    content = st.lists(inner, max_size=3).map(tuple)
    sources = st.builds(Value, ORIGINS) | st.builds(Derived, st.lists(ORIGINS, max_size=2).map(tuple))
    return st.one_of(
        *(st.builds(kind, content) for kind in (Emphasis, Strong, Superscript, Subscript)),
        st.builds(Link, st.text(), content, st.text()),
        st.builds(CodeReference, st.text(), content, st.none() | ORIGINS, st.text()),
        st.builds(Span, content, sources),
    )


@given(st.lists(st.recursive(LEAVES, around, max_leaves=6)))
def test_inlines_of_every_kind_are_read_as_they_were_written(content: list[Inline]) -> None:
    assert read_inlines(json.loads(json.dumps(write_inlines(tuple(content))))) == tuple(content)
