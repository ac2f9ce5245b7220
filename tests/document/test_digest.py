from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.document.digest import digest
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Link,
    Paragraph,
    Role,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Value
from tests.writers.documents import ROOT, leaves_of_every_kind, text

trees = st.recursive(
    st.one_of(st.text(), st.integers(), st.none(), st.dates()), lambda below: st.lists(below).map(tuple)
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((Text("ab"), Text("c")), (Text("a"), Text("bc"))),
        (((Text("a"),), Text("b")), ((Text("a"), Text("b")),)),
        (("a", ("b",)), (("a",), "b")),
        (("1",), (1,)),
        ((None,), ("None",)),
        ((), ((),)),
        ((Emphasis(text("a")),), (Strong(text("a")),)),
        ((Superscript(text("a")),), (Subscript(text("a")),)),
        ((Link("https://a.example", text("a")),), (Link("https://b.example", text("a")),)),
        ((Paragraph(text("a"), Value(ROOT)),), (Paragraph(text("a"), Value(ROOT), Role.SOURCE),)),
        ((Citation(1, ROOT, "a"),), (Citation(2, ROOT, "a"),)),
        ((date(2026, 1, 2),), (date(2026, 2, 1),)),
        ((CodeReference("cpt:1", ()),), (CodeReference("cpt:1", (), ROOT),)),
    ],
)
def test_what_differs_has_another_digest(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert digest(*one) != digest(*other)


@given(trees, trees)
def test_two_trees_have_the_same_digest_where_they_are_the_same_and_nowhere_else(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))


def test_the_digest_of_a_document_is_the_same_in_every_process() -> None:
    """Approvals are bound to it: what varies from run to run, such as the hashes of strings, must not enter it."""
    program = (
        "from codepub.document.digest import digest; from tests.writers.documents import leaves_of_every_kind;"
        "print(digest(leaves_of_every_kind()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {digest(leaves_of_every_kind())}
