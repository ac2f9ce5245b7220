"""What libyaml says of text that is not YAML, said in plain English at the place where the mistake was made."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yaml._yaml import CParser  # where its type is known; yaml.cyaml hands on the same class
from yaml.error import MarkedYAMLError, YAMLError
from yaml.tokens import ScalarToken

from codepub.origin import Position
from codepub.patterns import compile_late
from codepub.yaml import rules
from codepub.yaml.source_text import shorten_text

if TYPE_CHECKING:
    from codepub.diagnostics import Rule
    from codepub.yaml.source_text import Findings, SourceText, YamlMark


@dataclass(frozen=True, slots=True)
class _Trouble:
    """One complaint of libyaml: by what it is recognised, and what to say of it.

    ``complaint`` and ``doing`` are the beginnings of libyaml's problem and context; ``before`` is searched in the line
    and the one above it, up to the place of the mistake; ``after`` is matched behind it. ``place`` tells which of
    libyaml's two marks shows the mistake, or that the field's name does, which begins its line, or all behind it.
    """

    complaint: str
    message: str
    hint: str
    doing: str = ""
    before: str = ""
    after: str = ""
    place: Literal["problem", "context", "name", "value"] = "problem"
    rule: Rule = rules.YAML_SYNTAX


_QUOTE_THE_TEXT = 'Put the whole text in quotes: "…".'
_DASH_AND_SPACE = "Put a dash and a space before it; if the line goes on with the text above it, indent it deeper."
_CLOSE_BRACKETS = "Close it on the same line, or write the list as lines that start with `- `."
_ALIGN = "Start the lines that belong together in the same column; use two spaces for each level."
_SPACES = "Replace the tab with spaces, two for each level; most editors can do this on saving."

# The first that fits is reported.
_TROUBLES = (
    _Trouble("found a tab character", "A tab stands where YAML takes only spaces.", _SPACES, rule=rules.TAB),
    _Trouble(
        "found character that cannot start any token",
        "A tab stands where YAML takes only spaces.",
        _SPACES,
        after="\t",
        rule=rules.TAB,
    ),
    _Trouble(
        "found character that cannot start any token",
        "A text without quotes cannot start with this character.",
        _QUOTE_THE_TEXT,
    ),
    _Trouble(
        "mapping values are not allowed",
        "There is no space after the colon in the line above, so YAML takes that line for text.",
        "Write a space after the colon there: `title: Thoracotomy`.",
        before=r"^[ \-]*[\w-]+:[^\s:][^\n]*\n[^\n]*\Z",
    ),
    _Trouble(
        "mapping values are not allowed",
        "This line is indented like a part of the text above it, but it holds a field.",
        "Start the line in the same column as the field above it; if it is right, indent that one as it is.",
        before=r"^[^\n]*\S:[ \t]+\S[^\n]*\n[ ]*[^\s:]+\Z",
        place="name",
    ),
    _Trouble(
        "mapping values are not allowed",
        "A second field stands in the line of the first, or a colon and a space in a text without quotes.",
        "Put a field that belongs to the first in braces: {unavailable: unknown}; put a text in quotes.",
        before=r"^[ \-]*[\w-]+:[ \t]+[a-z]+(?:_[a-z]+)*\Z",
        place="value",
    ),
    _Trouble(
        "mapping values are not allowed",
        "A colon and a space stand inside a text without quotes; YAML takes what is left of it for a field name.",
        _QUOTE_THE_TEXT,
        before=r":[ \t]+[^\n]*\Z",
    ),
    _Trouble(
        "mapping values are not allowed",
        "A colon stands where YAML expects no field.",
        "Write each field on a line of its own, as `name: value`; put a text that holds a colon in quotes.",
    ),
    _Trouble(
        "could not find expected ':'",
        "There is no space after the colon, so YAML finds no field here.",
        "Write a space after the colon: `title: Thoracotomy`.",
        after=r"[\w-]+:\S",
        place="context",
    ),
    _Trouble(
        "could not find expected ':'",
        "There is no space behind this dash, so YAML takes it for a part of the text.",
        "Put a blank behind the dash: `- Consent`.",
        after=r"-[^\s-]",
        place="context",
    ),
    _Trouble(
        "could not find expected ':'",
        "This line has no dash, and stands among the members of a list.",
        _DASH_AND_SPACE,
        before=r"^([ ]*)-[ ]+[^\n]*\n\1\Z",
        place="context",
    ),
    _Trouble(
        "could not find expected ':'",
        "This line holds no field: a colon is missing.",
        "Write `name: value`; if the line goes on with the text above it, indent it deeper than the field's name.",
        place="context",
    ),
    _Trouble(
        "found unexpected",
        "The quote that opens here is never closed.",
        "Close it at the end of the text; inside the text write \\\" for a double quote, '' for a single one.",
        doing="while scanning a quoted scalar",
        place="context",
    ),
    _Trouble(
        "found unknown escape character",
        "A backslash in double quotes starts an escape, and this is none that YAML knows.",
        "Use single quotes, or write the backslash twice.",
    ),
    _Trouble(
        "found invalid Unicode character escape",
        "This escape is half of a surrogate pair, or beyond Unicode: it is no character.",
        "Type the character itself.",
        rule=rules.CONTROL_CHARACTER,
    ),
    _Trouble(
        "did not find expected hexdecimal number",
        "This escape in double quotes wants hexadecimal digits behind it.",
        "Use single quotes, or write the backslash twice.",
    ),
    _Trouble(
        "did not find expected key",
        "The quoted text ends before this, but the line goes on.",
        'Put the whole text in double quotes; a double quote inside it is written \\".',
        before=r"[\"'][ \t]*\Z",
    ),
    _Trouble(
        "did not find expected key",
        "This bracket closes nothing.",
        f"Remove it, or open the bracket; if it belongs to a text: {_QUOTE_THE_TEXT.lower()}",
        after=r"[\]}]",
    ),
    _Trouble(
        "did not find expected key",
        "The line goes on after a closing bracket.",
        f"End the list there; if the brackets belong to a text: {_QUOTE_THE_TEXT.lower()}",
        before=r"[\]}][ \t]*\Z",
    ),
    _Trouble(
        "did not find expected key",
        "A field without a name stands here.",
        "Write its name before the colon.",
        after=r":(?:\s|$)",
    ),
    _Trouble(
        "did not find expected key",
        "This dash stands among fields, or in another column than the dashes above.",
        "Start it in the same column as those; remove it where no list is meant.",
        after=r"-\s",
    ),
    _Trouble("did not find expected key", "This line is indented unlike the fields it stands with.", _ALIGN),
    _Trouble(
        "did not find expected '-'",
        "This line begins with a sign that YAML does not take for a dash.",
        "Type an ordinary dash and a space before each row: `- `.",
        after=r"[–—•·*]",
    ),
    _Trouble(
        "did not find expected '-'",
        "This line is indented like a row of the list, but has no `- `.",
        "Put a dash and a space before it if a row begins here; else start it in the column of the fields around it.",
    ),
    _Trouble(
        "block sequence entries are not allowed",
        "A list that is written with dashes cannot start here.",
        "Start it on the next line, indented, or write it in brackets: `[one, two]`.",
    ),
    _Trouble(
        "did not find expected ','",
        "A colon and a space stand inside a text without quotes.",
        _QUOTE_THE_TEXT,
        before=r"[\[{][^\n]*\Z",
        after=":",
    ),
    _Trouble("did not find expected ',' or ']'", "This `[` is not closed by a `]`.", _CLOSE_BRACKETS, place="context"),
    _Trouble("did not find expected ',' or '}'", "This `{` is not closed by a `}`.", _CLOSE_BRACKETS, place="context"),
    _Trouble(
        "did not find expected node content",
        "A value is missing before this, or a text without quotes starts with it.",
        f"Remove the sign, or write the value. If it belongs to a text: {_QUOTE_THE_TEXT.lower()}",
    ),
    _Trouble(
        "did not find expected comment or line break",
        "After `|` or `>` the text starts on the next line.",
        f"Move the text to the next line, indented; if the sign belongs to the text: {_QUOTE_THE_TEXT.lower()}",
        doing="while scanning a block scalar",
    ),
    _Trouble(
        "",
        "A line that starts with `%` is an instruction to YAML, and this is none that it knows.",
        "Remove the line; if it belongs to a text, indent it like the rest of the text.",
        doing="while scanning a",
        after="%",
        place="context",
    ),
    _Trouble(
        "",
        "A star stands before this row, and YAML takes it for an alias.",
        "Type a dash and a space before each row: `- `; a text that starts with a star stands in quotes.",
        doing="while scanning an alias",
        before=r"^[ ]*\Z",
        after=r"\*\s",
        place="context",
        rule=rules.ANCHOR,
    ),
    _Trouble(
        "",
        "A text without quotes cannot start with `*`: YAML takes it for an alias.",
        _QUOTE_THE_TEXT,
        doing="while scanning an alias",
        place="context",
        rule=rules.ANCHOR,
    ),
    _Trouble(
        "",
        "A text without quotes cannot start with `&`: YAML takes it for an anchor.",
        _QUOTE_THE_TEXT,
        doing="while scanning an anchor",
        place="context",
        rule=rules.ANCHOR,
    ),
    _Trouble(
        "",
        "A text without quotes cannot start with `!`: YAML takes it for a tag.",
        _QUOTE_THE_TEXT,
        doing="while scanning a tag",
        place="context",
        rule=rules.TAG,
    ),
    _Trouble(
        "found undefined tag handle",
        "A text without quotes cannot start with `!`: YAML takes it for a tag.",
        _QUOTE_THE_TEXT,
        rule=rules.TAG,
    ),
    _Trouble("did not find expected <document start>", "Text follows after the end of the record.", "Remove it."),
    _Trouble("mapping keys are not allowed", "A text without quotes cannot start with `? `.", _QUOTE_THE_TEXT),
)

_UNCLOSED = _Trouble(
    "",
    "The quote that opens here is closed only by the quote of another text, further down.",
    "Close it at the end of the text; inside the text write \\\" for a double quote, '' for a single one.",
)
_NO_COLON = _Trouble(
    "",
    "There is no colon after the field's name, so YAML takes this line and those below it for one text.",
    "Write a colon before the sign: `meaning: |`.",
)
_LOST_DASH = _Trouble(
    "",
    "This row begins with a dash, and the row above it has none.",
    "Put a dash and a space before the first field of the row above; start both dashes in the same column.",
)
_FIELD = compile_late(r"^[ ]*(?:- +)?[\w-]+:\s", re.MULTILINE)
_NAME_AND_SIGN = compile_late(r"[ ]*(?:- +)?[\w-]+[ ]+[|>][-+1-9]*[ ]*")


# What is missing next to a mistake in the syntax is missing because of it.
_OF_NOTHING = (rules.PLACEHOLDER, rules.NON_TEXT_KEY)


def report_syntax(error: YAMLError, findings: Findings) -> None:
    """Report what libyaml stopped at; where that is a tab, also the tabs that other lines start with."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        findings.report(rules.YAML_SYNTAX, findings.source.at(0), f"This is not YAML: {error}.", _ALIGN)
        return
    trouble, mark = (
        _find_further_up(error.problem_mark, findings.source)
        or _find_lost_dash(error, findings.source)
        or _recognize(error, findings.source)
    )
    findings.withdraw((rules.LOST_QUOTE,), from_line=1)
    findings.withdraw(_OF_NOTHING, from_line=_find_line_above(mark, findings.source))
    if any(one.rule == rules.NO_BREAK_SPACE.id for one in findings.diagnostics):  # which may be the very reason
        return
    findings.report(trouble.rule, _locate(trouble, mark, findings.source), trouble.message, trouble.hint)
    if trouble.rule is rules.TAB:
        _report_further_tabs(mark.line + 1, trouble, findings)


def _recognize(error: MarkedYAMLError, source: SourceText) -> tuple[_Trouble, YamlMark]:
    for trouble in _TROUBLES:
        mark = error.context_mark if _is_in_context(trouble, error) else error.problem_mark
        if mark is not None and _fits(trouble, error, mark, source):
            return trouble, mark
    assert error.problem_mark is not None  # noqa: S101 -- report_syntax has looked
    message = f"This is not YAML: {shorten_text(error.problem or 'it cannot be read')}."
    return _Trouble("", message, "Compare the line with a record that works."), error.problem_mark


def _find_further_up(problem: YamlMark, source: SourceText) -> tuple[_Trouble, YamlMark] | None:
    """Find the mistake that libyaml comes to only lines below it: a quote left open, a text left without its colon."""
    last = _find_last_scalar(problem, source)
    if last is None or last.start_mark.line == last.end_mark.line:
        return None
    start, end = last.start_mark, last.end_mark
    if last.style in {"'", '"'}:
        holds_field = _FIELD.search(source.readable, start.index, end.index) is not None
        return (_UNCLOSED, start) if end.line == problem.line and holds_field else None
    is_signed = last.plain and _NAME_AND_SIGN.fullmatch(source.excerpt(start.line + 1))
    return (_NO_COLON, start) if is_signed else None


def _find_lost_dash(error: MarkedYAMLError, source: SourceText) -> tuple[_Trouble, YamlMark] | None:
    """Find the dash of a second row where the first row, indented deeper, has none."""
    problem = error.problem_mark
    if problem is None or error.problem != "did not find expected key":
        return None
    if not re.match(r"-\s", source.excerpt(problem.line + 1)[problem.column :]):
        return None
    first = ""
    for line in range(problem.line, 0, -1):
        typed = source.excerpt(line)
        if typed.strip() and len(typed) - len(typed.lstrip(" ")) <= problem.column:
            break
        first = typed.strip() or first
    return (_LOST_DASH, problem) if first and not first.startswith("-") else None


def _find_last_scalar(problem: YamlMark, source: SourceText) -> ScalarToken | None:
    """Return the last text that YAML finds before a place."""
    scanner, last = CParser(source.readable), None
    with suppress(YAMLError):
        while (token := scanner.get_token()) and token.end_mark.index <= problem.index:
            last = token if isinstance(token, ScalarToken) else last
    return last


def _is_in_context(trouble: _Trouble, error: MarkedYAMLError) -> bool:
    return trouble.place == "context" and error.context_mark is not None


def _fits(trouble: _Trouble, error: MarkedYAMLError, mark: YamlMark, source: SourceText) -> bool:
    return (
        (error.problem or "").startswith(trouble.complaint)
        and (error.context or "").startswith(trouble.doing)
        and re.search(trouble.before, _two_lines_up_to(mark, source), re.MULTILINE) is not None
        and re.match(trouble.after, source.excerpt(mark.line + 1)[mark.column :]) is not None
    )


def _two_lines_up_to(mark: YamlMark, source: SourceText) -> str:
    above = f"{source.excerpt(mark.line)}\n" if mark.line else ""
    return above + source.excerpt(mark.line + 1)[: mark.column]


def _find_line_above(mark: YamlMark, source: SourceText) -> int:
    """Return the number of the nearest line above a mark that is not blank, or of the first."""
    return next((line for line in range(mark.line, 1, -1) if source.excerpt(line).strip()), 1)


def _locate_word(mark: YamlMark, source: SourceText) -> Position:
    """Return the position of the word that starts at a mark."""
    word = re.match(r"\t+|\S*", source.excerpt(mark.line + 1)[mark.column :])
    return Position(source.file, mark.line + 1, mark.column + 1, max(1, len(word[0]) if word else 1))


def _locate(trouble: _Trouble, mark: YamlMark, source: SourceText) -> Position:
    """Return the position of what shows a mistake: the word at a mark, or the name or the value of its line."""
    typed = source.excerpt(mark.line + 1)
    if trouble.place == "name":
        start, end = len(typed) - len(typed.lstrip(" ")), mark.column
    elif trouble.place == "value":
        start, end = len(typed) - len(re.sub(r"^[^:]*:[ \t]+", "", typed)), len(typed.rstrip())
    else:
        return _locate_word(mark, source)
    return Position(source.file, mark.line + 1, start + 1, max(1, end - start))


def _report_further_tabs(line_before: int, trouble: _Trouble, findings: Findings) -> None:
    source = findings.source
    for line, text in enumerate(source.lines[line_before:], start=line_before + 1):
        if tabs := re.match(r"\t+(?=\S)", text):
            findings.report(trouble.rule, Position(source.file, line, 1, len(tabs[0])), trouble.message, trouble.hint)
