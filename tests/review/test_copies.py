"""What is kept of a review copy: the words of each field as they were sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Span, Strong, Superscript, Text
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text
from codepub.origin import RecordId
from codepub.records.contents import absences
from codepub.review.copies import SentCopy, SentLeaf, UnreadableCopyError, list_leaves, read_copy, write_copy
from tests.publications import composed, full, record, samples, wording

SENT = datetime(2026, 11, 30, 10, 0, 1, tzinfo=UTC)
NOTED = {"unavailable": "unknown", "note": "It was not among the sources."}


def copy_of(name: str) -> SentCopy:
    document = compose(samples()[name], wording(), Publisher())
    system, _, code = name.partition(":")
    leaves = tuple(list_leaves(document))
    text = 'code: "32120"\n# – “ok”\n'
    return SentCopy(
        f"{code}-ada-coder-7k2m9q", RecordId(system, code), "Ada Coder", SENT, document.digest, text, leaves
    )


def leaves_of(data: dict[str, Any]) -> dict[str, SentLeaf]:
    return {leaf.tag: leaf for leaf in list_leaves(composed(data))}


@pytest.mark.parametrize("name", samples())
def test_a_copy_is_read_as_it_was_written(name: str) -> None:
    copy = copy_of(name)

    assert copy.leaves
    assert read_copy(write_copy(copy)) == copy


def test_the_time_of_sending_is_kept_in_utc() -> None:
    here = SENT.astimezone(timezone(timedelta(hours=-5)))
    written = write_copy(replace(copy_of("cpt:32120"), sent=here))

    assert json.loads(written)["sent"] == "2026-11-30T10:00:01Z"


def test_a_leaf_has_a_line_so_that_git_shows_which_one_differs() -> None:
    copy = copy_of("cpt:32120")

    assert sum('"tag": ' in line for line in write_copy(copy).splitlines()) == len(copy.leaves)


@pytest.mark.parametrize("name", ["made", *samples()])
def test_each_absence_of_a_record_has_one_statement_to_type_over(name: str) -> None:
    made = record(full(payment__work_rvu=NOTED, benchmarks=NOTED, specifications__modifiers__0__when_to_use=NOTED))
    which = made if name == "made" else samples()[name]
    leaves = list_leaves(compose(which, wording(), Publisher()))
    stated = [leaf.path for leaf in leaves if leaf.kind == "absent"]

    assert sorted(stated, key=str) == sorted((absence.path for absence in absences(which)), key=str)


def test_the_words_of_a_value_are_those_of_its_author_and_what_was_added_is_derived() -> None:
    leaves = leaves_of(full(system="CPT", code="32120", summary__meaning="What CPT means[^first]."))

    assert [type(one).__name__ for one in leaves["v/summary/meaning/1"].content] == [
        "Text",
        "Span",
        "Text",
        "Citation",
        "Text",
    ]
    assert leaves["v/summary/meaning/1"].content[1] == Span((Superscript((Text("®"),)),), Derived())


def test_a_statement_of_an_absence_holds_its_label_its_reason_and_the_note_with_its_own_field() -> None:
    leaf = leaves_of(full(benchmarks=NOTED))["a/benchmarks/1"]
    label, _, *_, note = leaf.content

    assert (leaf.kind, leaf.path, leaf.number) == ("absent", ("benchmarks",), 1)
    assert label == Strong((Text("Unavailable"),))
    assert isinstance(note, Span)
    assert isinstance(note.source, Value)
    assert note.source.origin.path == ("benchmarks", "note")
    assert plain_text(note) == NOTED["note"]


def test_a_sign_in_a_table_holds_its_mark_as_derived() -> None:
    leaf = leaves_of(full(payment__work_rvu=NOTED))["a/payment/work_rvu/1"]

    assert leaf.content == (Text("not given"), Span((Superscript((Text("a"),)),), Derived()))


def test_what_is_derived_is_not_open_for_editing() -> None:
    assert not any(tag.startswith("d/") for tag in leaves_of(full()))


def damaged(**changes: object) -> str:
    kept = json.loads(write_copy(copy_of("cpt:32120")))
    for path, value in changes.items():
        *way, last = path.split("__")
        holder = kept
        for step in way:
            holder = holder[int(step)] if step.isdigit() else holder[step]
        holder[last] = value
    return json.dumps(kept)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        '{"version": 1}',
        damaged(identifier=7),
        damaged(record=["cpt"]),
        damaged(record=["cpt", 32120]),
        damaged(record=7),
        damaged(sent="yesterday"),
        damaged(sent=None),
        damaged(leaves=None),
        damaged(leaves=[7]),
        damaged(leaves__0__path=[None]),
        damaged(leaves__0__path=[-1]),
        damaged(leaves__0__path=[True]),
        damaged(leaves__0__kind="derived"),
        damaged(leaves__0__number="1"),
        damaged(leaves__0__content="words"),
        damaged(leaves__0__content=[["bold", []]]),
        damaged(leaves__0__content=[["value", ["cpt"], []]]),
        damaged(leaves__0__content=[["value", ["cpt", "32120", None], []]]),
        damaged(leaves__0__content=[["citation", "1", ["cpt", "32120"], "a"]]),
    ],
)
def test_what_is_no_kept_copy_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(UnreadableCopyError, match=r"damaged\. Get the file back from git, or send"):
        read_copy(text)


def test_a_copy_of_a_later_codepub_is_refused_as_such() -> None:
    with pytest.raises(UnreadableCopyError, match=r"of version 2; this codepub reads 1\. Update codepub"):
        read_copy(damaged(version=2))
