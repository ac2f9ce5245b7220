"""Two kinds of files that the program does not have, made as any other would be: a model, and an entry of the table."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from codepub.records.availability import Available, Frozen
from codepub.records.kinds import CODE_SUMMARY, Kind
from codepub.records.text import Name, Phrase, Prose


class Chapter(Frozen):
    title: Name = Field(title="Title", description="What the chapter is called.", examples=["Lungs"])
    records: Available[tuple[Name, ...]] = Field(
        title="Records", description="The records in it, in their order.", examples=[["cpt:32120"]]
    )


class RunningMatter(Frozen):
    publisher: Available[Name] = Field(title="Publisher", description="Who publishes it.", examples=["The house"])


class Book(Frozen):
    title: Name = Field(title="Title", description="What the book is called.", examples=["Thoracic surgery"])
    preface: Available[Prose] = Field(title="Preface", description="Words before the first chapter.", examples=["…"])
    imprint: RunningMatter = Field(title="RunningMatter", description="Who made it.")
    chapters: tuple[Chapter, ...] = Field(
        title="Chapters",
        description="Its chapters, in their order.",
        examples=[[{"title": "Lungs", "records": {"unavailable": "not-asked"}}]],
    )


class Thread(Frozen):
    remark: Phrase = Field(title="Remark", description="What is said.", examples=["Is this so?"])


BOOK: Final = Kind("book", lambda: Book, ("books",))
REVIEW: Final = Kind("review", lambda: Thread, CODE_SUMMARY.folders, "*.review")
TRIAL_KINDS: Final[tuple[Kind[Frozen], ...]] = (CODE_SUMMARY, BOOK, REVIEW)
