"""What says that nobody has released a publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codepub.compose.context import ComposeContext
from codepub.compose.wording import Wording
from codepub.document.nodes import Draft, Paragraph, Released, Role, Standing, Text
from codepub.records.code_summary import CodeSummary


def is_draft(record: CodeSummary) -> bool:
    """Tell whether a record is a draft, by its status alone."""
    return record.status == "draft"


def find_standing(records: Iterable[CodeSummary], wording: Wording) -> Standing:
    """Tell whether a document of records is a draft, as it is where one of them is."""
    if any(map(is_draft, records)):
        return Draft(wording.say("draft", "mark"), wording.say("draft", "statement"))
    return Released()


def draft_line(context: ComposeContext) -> Iterator[Paragraph]:
    """Make the line below the title of a draft, which is read aloud; the mark on every page is not."""
    if is_draft(context.record):
        said = (Text(context.wording.say("draft", "statement")),)
        yield Paragraph(said, context.derived("status"), Role.DRAFT)
