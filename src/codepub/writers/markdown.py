"""A document becomes Markdown: GitHub's, readable as it stands, with a head that pandoc reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, assert_never
from urllib.parse import quote

from codepub.document.anchors import Anchors, anchor
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Deleted,
    Document,
    Draft,
    Emphasis,
    Figure,
    FlowBlock,
    Heading,
    Inline,
    Inlines,
    Inserted,
    Leaf,
    Link,
    List,
    Paragraph,
    Released,
    Revision,
    Role,
    RowGroup,
    Span,
    Spread,
    Standing,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.revisions import find_revision, unmark
from codepub.document.text import plain_text
from codepub.document.walk import descendants, flow
from codepub.origin import Origin
from codepub.patterns import compile_late
from codepub.writers.column_widths import TABLE_WIDTH, share_width
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.theme import Theme

_TABLE_DASHES: Final = 60
"""How many dashes the columns of a table share, by their widths."""

_DEEPEST_HEADING: Final = 6
"""The deepest level of a heading (CommonMark 0.31, 4.2); what lies deeper has it too."""


@dataclass(frozen=True, slots=True)
class _Context:
    """Where inlines stand: in which document, which of its places links lead to, and what marks the words around."""

    anchors: Anchors
    linked_to: frozenset[Origin]
    emphasized: bool = False
    strong: bool = False
    linked: bool = False


_AUTOLINK: Final = compile_late(r"https?://\S+$")
"""An address that shows itself as a link between angle brackets (CommonMark 0.31, 6.5)."""


def write_markdown(document: Document, theme: Theme) -> Rendered:  # noqa: ARG001 -- every writer is called with a theme
    """Write a document as Markdown, as GitHub reads it: CommonMark with pipe tables."""
    anchors = Anchors(document)
    context = _Context(anchors, frozenset(_find_linked_places(document, anchors)))
    parts = [_write_head(document), *_write_sections(context, document), *_write_footer(document.imprint.footer)]
    return Rendered({WHOLE: ("\n\n".join(parts) + "\n").encode()})


def _find_linked_places(document: Document, anchors: Anchors) -> Iterator[Origin]:
    """Yield the places inside the document that its citations and references lead to."""
    for node in descendants(document):
        if isinstance(node, Citation | CodeReference) and (destination := anchors.destination(node.place)):
            yield destination


def _write_head(document: Document) -> str:
    """Write the metadata block; pandoc reads its values as Markdown."""
    values = {"title": _escape(document.title), "lang": document.language, "date": document.dated.isoformat()}
    values |= _state_draft(document.standing)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---"])


def _state_draft(standing: Standing) -> dict[str, str]:
    match standing:
        case Draft():
            return {"status": "draft"}
        case Released():
            return {}
        case _:
            assert_never(standing)


def _write_footer(lines: tuple[str, ...]) -> list[str]:
    return ["---", *(_guard_beginning(_escape(line)) for line in lines)] if lines else []


# Blocks ----------------------------------------------------------------------------------------------------------


def _write_sections(context: _Context, document: Document) -> Iterator[str]:
    return _write_blocks(context, (leveled for section in document.sections for leveled in flow(section)))


def _write_blocks(context: _Context, blocks: Iterable[tuple[int, Heading | FlowBlock]]) -> Iterator[str]:
    """Yield the text of each block that has one; a comment keeps a list from running on into the next."""
    previous: Heading | FlowBlock | None = None
    for level, block in blocks:
        text = _write_block(context, block, level)
        if not text:
            continue
        if isinstance(previous, List) and isinstance(block, List):
            yield "<!-- -->"
        yield text
        previous = block


def _write_block(context: _Context, block: Heading | FlowBlock, level: int) -> str:
    match block:
        case Heading(content):
            words = _write_inlines(replace(context, strong=True), content).strip()
            return f"{'#' * min(level, _DEEPEST_HEADING)} {_write_anchor(context, block)}{_guard_end(words)}"
        case Paragraph():
            return _guard_beginning(_write_paragraph(context, block))
        case AbsenceNotice(_, label, statement):
            revision = find_revision(block)
            words = _write_inlines(context, statement if revision is None else unmark(statement))
            said = _mark_revision(revision, f"**{_escape(label)}.** {words}".rstrip())
            return f"> {_write_anchor(context, block)}{said}"
        case List():
            return _write_list(context, block)
        case DefinitionList():
            return _write_definitions(context, block)
        case Table():
            return _write_table(context, block)
        case Figure():
            return _write_anchor(context, block)
        case _:
            assert_never(block)


def _write_anchor(context: _Context, leaf: Leaf) -> str:
    """Write the anchor of a leaf, where a link leads to it."""
    found = context.anchors.place(leaf)
    if found is None or found.number != 1 or found.origin not in context.linked_to:
        return ""
    return f'<a id="{anchor(found.origin)}"></a>'


def _write_paragraph(context: _Context, paragraph: Paragraph) -> str:
    return _write_anchor(context, paragraph) + _write_paragraph_text(context, paragraph).strip()


def _write_paragraph_text(context: _Context, paragraph: Paragraph) -> str:
    match paragraph.role:
        case Role.KNOWN_NONE:
            return _write_inline(context, Emphasis(paragraph.content), " ", " ")
        case Role.DRAFT:
            return _write_inline(context, Strong(paragraph.content), " ", " ")
        case Role.BODY | Role.SOURCE | Role.RIGHTS:
            return _write_inlines(context, paragraph.content)
        case _:
            assert_never(paragraph.role)


def _write_list(context: _Context, block: List) -> str:
    loose = any(isinstance(part, Paragraph) for item in block.items for part in item[1:])
    between = "\n\n" if loose else "\n"
    return between.join(
        _write_item(context, item, _marker(block, at), between) for at, item in enumerate(block.items, block.start)
    )


def _marker(block: List, number: int) -> str:
    return f"{number}. " if block.ordered else "- "


def _write_item(context: _Context, item: tuple[Paragraph | List, ...], marker: str, between: str) -> str:
    lines = between.join(_write_blocks(context, ((0, part) for part in item))).splitlines()
    indent = " " * len(marker)
    first, *others = lines or [""]
    return "\n".join([marker + first, *(indent + line if line else "" for line in others)])


def _write_definitions(context: _Context, block: DefinitionList) -> str:
    match block.spread:
        case Spread.ROWS | Spread.COLUMNS:
            items = [_write_definition(context, item, "\n\n") for item in block.items]
        case Spread.LINE:
            items = [" · ".join(_write_definition(context, item, " ") for item in block.items)]
        case _:
            assert_never(block.spread)
    return "\n\n".join((*items, *(_write_note(context, note) for note in block.notes)))


def _write_definition(context: _Context, definition: Definition, between: str) -> str:
    term = _write_inlines(replace(context, strong=True), definition.term).strip()
    described = between.join(_write_description(context, part) for part in definition.description)
    return f"**{term}:** {described}".rstrip()


def _write_description(context: _Context, described: Paragraph | AbsenceNotice | AbsenceSign) -> str:
    match described:
        case Paragraph() | AbsenceSign():
            return _write_cell(context, described)
        case AbsenceNotice(_, label, statement):
            words: Inlines = (Text(f"{label}: "), *statement)
            if (revision := find_revision(described)) is not None:
                words = (replace(revision, content=(words[0], *unmark(statement))),)
            return _write_anchor(context, described) + _write_inline(context, Emphasis(words), " ", " ")
        case _:
            assert_never(described)


def _write_table(context: _Context, table: Table) -> str:
    revision = find_revision(table)
    head = _write_row(_mark_revision(revision, _escape(column.header)) for column in table.columns)
    rows = (row for group in table.groups for row in _write_group(context, group, len(table.columns)))
    lines = "\n".join([head, _write_row(map(_write_dashes, share_width(table, TABLE_WIDTH))), *rows])
    return "\n\n".join([lines, *(_write_note(context, note) for note in table.notes)])


def _write_group(context: _Context, group: RowGroup, columns: int) -> Iterator[str]:
    """Yield the rows of a group, after one whose first cell has what the group has in common."""
    if group.heading is not None:
        yield _write_row([f"**{_write_cell(replace(context, strong=True), group.heading)}**", *("",) * (columns - 1)])
    yield from (_write_row(_write_cell(context, cell) for cell in row) for row in group.rows)


def _write_cell(context: _Context, cell: Cell) -> str:
    match cell:
        case Paragraph():
            return _write_paragraph(context, cell)
        case AbsenceSign(_, sign, mark):
            return f"{_write_anchor(context, cell)}{_escape(sign)}<sup>{mark}</sup>"
        case _:
            assert_never(cell)


def _write_note(context: _Context, note: TableNote) -> str:
    revision = find_revision(note)
    words = _write_inlines(context, note.content if revision is None else unmark(note.content))
    return _write_anchor(context, note) + _mark_revision(revision, f"<sup>{note.mark}</sup> {words}")


def _write_dashes(share: float) -> str:
    """Write the dashes below a header: pandoc reads their number as the column's share of the width."""
    return "-" * max(3, round(share * _TABLE_DASHES))


def _write_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# Inlines ---------------------------------------------------------------------------------------------------------


def _write_inlines(context: _Context, content: Inlines, before: str = " ", after: str = " ") -> str:
    """Write inlines that stand between two characters."""
    text = ""
    for inline, following in pairwise((*content, None)):
        if inline is not None:
            text += _write_inline(context, inline, (before + text)[-1], _first_character(following) or after)
    return text


def _first_character(inline: Inline | None) -> str:
    """Return the first character that an inline writes, or of the mark it begins with."""
    match inline:
        case None:
            return ""
        case Text(text):
            return text[:1]
        case Emphasis() | Strong():
            return "*"
        case Superscript() | Subscript() | Link() | CodeReference() | Citation():
            return "["
        case Inserted() | Deleted():
            return "<"
        case Span(content):
            return _first_character(content[0] if content else None)
        case _:
            assert_never(inline)


def _write_inline(context: _Context, inline: Inline, before: str, after: str) -> str:
    match inline:
        case Text(text):
            return _escape(text)
        case Emphasis(content) if not context.emphasized:
            return _mark(
                "*", "em", _write_inlines(replace(context, emphasized=True), content, before, after), before, after
            )
        case Strong(content) if not context.strong:
            return _mark(
                "**", "strong", _write_inlines(replace(context, strong=True), content, before, after), before, after
            )
        case Emphasis(content) | Strong(content):
            return _write_inlines(context, content, before, after)
        case Span(content):
            return _write_inlines(context, content, before, after)
        case Superscript(content):
            return _write_superscript(plain_text(content), _write_inlines(context, content, ">", "<"))
        case Subscript(content):
            return f"<sub>{_write_inlines(context, content, '>', '<')}</sub>"
        case Link(target, content):
            address = quote(target, safe="%/:=&?~#+!$,;'@*._-")
            if content == (Text(address),) and _AUTOLINK.match(address):
                return f"<{address}>"
            return _write_link(context, address, content)
        case CodeReference(_, content, named):
            return _write_link(context, _fragment(context, named), content)
        case Inserted(content) | Deleted(content):
            return _mark_revision(inline, _write_inlines(context, content, ">", "<"))
        case Citation(number, named):
            return _write_citation(number, _fragment(context, named))
        case _:
            assert_never(inline)


def _mark(mark: str, tag: str, inner: str, before: str, after: str) -> str:
    """Mark words, and take tags where a mark beside a letter or another mark would not be read as one.

    CommonMark 0.31, 6.2: what a run of asterisks means depends on the characters around it.
    """
    core = inner.strip()
    if not core:
        return inner
    lead, trail = inner[: inner.index(core[0])], inner[len(inner.rstrip()) :]
    beside = ("" if lead else before) + ("" if trail else after)
    opening, closing = (f"<{tag}>", f"</{tag}>") if re.search(r"[\w*]", beside) else (mark, mark)
    return f"{lead}{opening}{core}{closing}{trail}"


def _mark_revision(revision: Revision | None, inner: str) -> str:
    """Mark words as what becomes of them."""
    match revision:
        case None:
            return inner
        case Inserted():
            return f"<ins>{inner}</ins>"
        case Deleted():
            return f"<del>{inner}</del>"
        case _:
            assert_never(revision)


def _write_superscript(words: str, inner: str) -> str:
    """Write raised words; the trade-mark signs stay as they are, since they are raised by nature."""
    return inner if words in ("®", "™") else f"<sup>{inner}</sup>"


def _fragment(context: _Context, named: Origin | None) -> str | None:
    destination = context.anchors.destination(named)
    return None if destination is None else f"#{anchor(destination)}"


def _write_link(context: _Context, address: str | None, content: Inlines) -> str:
    words = _write_inlines(replace(context, linked=True), content, "[", "]")
    return words if context.linked or address is None else f"[{words}]({address})"


def _write_citation(number: int, address: str | None) -> str:
    return f"\\[{number}\\]" if address is None else f"[[{number}]]({address})"


# Characters ------------------------------------------------------------------------------------------------------

_MARKUP: Final = compile_late(
    r"""[\\`*_\[\]<|~$^{]            # marks anywhere, in GitHub's Markdown or in pandoc's
    | &(?=[#\w]|$)                   # character references
    | !$                             # an image, where a link follows
    | :(?=//|[\w+-]+:)               # bare addresses; names of emoji
    | (?<=\bwww)\.
    | (?<!\w)@(?=[\w{])               # somebody's name, a citation
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEGINNING: Final = compile_late(
    r"""\#{1,6}(?=\s|$)                # a heading
    | [-+](?=\s|$) | (\d{1,9}|\#|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)|\.\s\s))(?=[.)](\s|$))
    | \((?=(\w|\d{1,9}|[ivxlcdm]+|[IVXLCDM]+|@[\w-]*)\)(\s|$))   # more lists, of pandoc's
    | [-=]+$                         # an underline, a rule
    | > | :(?=\s)                    # a quotation; a definition
    """,
    re.VERBOSE,
)


def _escape(text: str) -> str:
    """Write characters so that none is read as markup; line ends become spaces."""
    return _MARKUP.sub(lambda match: "\\" + match[0], re.sub(r"\s*[\r\n]\s*", " ", text))


def _guard_beginning(text: str) -> str:
    """Keep the beginning of a paragraph from being read as that of a heading, a list, a quotation or a rule."""
    match = _BEGINNING.match(text)
    if match is None:
        return text
    number = match[1] or ""
    return f"{number}\\{text[len(number) :]}"


def _guard_end(text: str) -> str:
    """Keep number signs at the end of a heading from being read as its closing."""
    return re.sub(r"(#+)$", r"\\\1", text)
