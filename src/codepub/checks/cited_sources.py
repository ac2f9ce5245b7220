"""Checks of the list of sources: each is there because something in the record rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.checks.check import WARNING, Breach, Subject, check


@check(
    "unused-source",
    WARNING,
    catches="A source that nothing cites, where others are cited.",
    example="- {id: spare, title: …}",
    compares=True,
)
def unused_sources(subject: Subject) -> Iterator[Breach]:
    """Find sources that neither a text nor a `source` key names.

    A record that cites none at all lists them for the whole, and nothing is said of them.
    """
    sources = subject.record.sources
    if not sources:
        return
    named = {value.source for _, value in subject.sources}
    unused = [
        index
        for index, source in enumerate(sources)
        if source.id not in named and f"[^{source.id}]" not in subject.prose
    ]
    if named or len(unused) < len(sources):
        for index in unused:
            yield Breach(
                ("sources", index, "id"),
                f"Nothing cites the source `{sources[index].id}`.",
                "Cite it where it was used, or take it out.",
            )


SOURCE_CHECKS = (unused_sources,)
