"""What says that a publication is no release, and how far it is from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from codepub.compose.context import ComposeContext
from codepub.compose.wording import Wording
from codepub.document.nodes import Draft, Paragraph, Released, Role, Text
from codepub.records.standing import Standing


def is_draft(standing: Standing) -> bool:
    """Tell whether a publication is a draft, as all are that are not released."""
    return standing != "released"


def state_standing(standings: Iterable[Standing], wording: Wording) -> Draft | Released:
    """State whether a document of records is a draft, as it is where one of them is; and how far that one is."""
    drafts = {standing for standing in standings if is_draft(standing)}
    if not drafts:
        return Released()
    furthest = next(iter(drafts)) if len(drafts) == 1 else "draft"
    return Draft(wording.say("draft", "mark"), wording.say("draft", _name_statement(furthest)))


def draft_line(context: ComposeContext) -> Iterator[Paragraph]:
    """Make the line below the title of a draft, which is read aloud; the mark on every page is not."""
    if is_draft(context.standing):
        said = (Text(context.wording.say("draft", _name_statement(context.standing))),)
        yield Paragraph(said, context.derived("status"), Role.DRAFT)


def _name_statement(standing: Standing) -> str:
    match standing:
        case "draft" | "released":
            return "statement"
        case "approved" | "lapsed":
            return f"statement_{standing}"
        case _:
            assert_never(standing)
