"""A check of Markdown and HTML that publications do not have: it prints as typed, and so is warned of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final, NamedTuple

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.patterns import compile_late
from codepub.records.contents import Passage


class _Foreign(NamedTuple):
    """A mark of Markdown or HTML that publications do not have.

    ``sign`` stands wherever it may be; ``shape`` finds it, its first group, in a whole text.
    """

    name: str
    sign: str
    shape: re.Pattern[str]
    way_out: str


_TAGS: Final = (
    "a|abbr|b|big|blockquote|br|caption|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figure|font|footer|form|h[1-6]"
    "|header|hr|i|iframe|img|input|ins|kbd|li|mark|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub"
    "|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr"
)
_RANKED: Final = "(?i:age[ds]?|class|grade|half|level|mild|moderate|severe|stage|type)"
_COMPARED: Final = (
    rf"(?:{_RANKED}|all|and|average|baseline|five|four|limit|lower|mean|median|normal|one|or|six|ten|than|the|three"
    "|threshold|twice|two|upper)"
)
"""Words behind a sign that says "more than": such a line is no quotation. A sentence may begin with most of them."""

_HEADING_OUT: Final = "Headings come from the record's fields: write it as a sentence, or as words in **bold**."
_LINES: Final = re.MULTILINE
_FOREIGN: Final = (
    _Foreign(
        "a heading",
        "#",
        compile_late(r"^ {0,3}(#{1,6}[ \t]+(?!of\b|per\b|codepub:|\d)[^\s#][^\n]*|#{2,6}[A-Za-z][^\n]*)$", _LINES),
        _HEADING_OUT,
    ),
    _Foreign("a heading", "===", compile_late(r"^ {0,3}[^\s=][^\n]*\n {0,3}(={3,})[ \t]*$", _LINES), _HEADING_OUT),
    _Foreign(
        "a table",
        "|",
        compile_late(
            r"^[ \t]*(\|[^\n]*)\n[ \t]*\|[^\n]*\|"
            r"|^(?=[^\n|]*\|)[ \t]*([^\s|][^\n]*)\n[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$",
            _LINES,
        ),
        "Tables come from the record's fields: write a list, with a dash and a space before each item.",
    ),
    _Foreign(
        "a quotation",
        ">",
        compile_late(
            rf"^ {{0,3}}(>[ \t]*(?!{_RANKED}\b)[A-Z\"“*_]\w*[ \t][^\n]*|>[ \t]*(?!{_COMPARED}\b)[a-z][^\n]*[.!?”\"])$"
            r"|^ {0,3}(>[ \t]*[A-Za-z\"“*_][^\n]*)\n {0,3}>[ \t]*[A-Za-z\"“*_]",
            _LINES,
        ),
        "Write the words in quotation marks, without the sign.",
    ),
    _Foreign("a fence", "```", compile_late(r"^ {0,3}(`{3,})[^`\n]*$", _LINES), "Take its lines out."),
    _Foreign("a fence", "~~~", compile_late(r"^ {0,3}(~{3,})[^~\n]*$", _LINES), "Take its lines out."),
    _Foreign(
        "code between backticks",
        "`",
        compile_late(r"(?<![\w`\\])(`[^`\n]+`|``[^`\n]+``)(?![\w`])"),
        "Take the backticks out; words that are to stand out are typed in *stars*.",
    ),
    _Foreign(
        "a tag of HTML",
        "<",
        compile_late(
            rf"(?<!\\)(<!--|<(?:{_TAGS})(?:[ \t]+[\w-]+[ \t]*=[ \t]*[\"'][^<>\n]*)?[ \t]*/?>|</(?:{_TAGS})[ \t]*>)",
            re.IGNORECASE,
        ),
        "Take it out, or use the marks of the small markup: *word*, **word**, H~2~O, 10^6^.",
    ),
    _Foreign(
        "an entity of HTML",
        "&",
        compile_late(r"(?<!\\)(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"),
        "Type the character itself.",
    ),
    _Foreign(
        "a rule",
        "---",
        compile_late(r"^ {0,3}(-{3,})[ \t]*$", _LINES),
        "Take the line out; an empty line parts paragraphs.",
    ),
    _Foreign(
        "a rule",
        "***",
        compile_late(r"^ {0,3}(\*{3,})[ \t]*$", _LINES),
        "Take the line out; an empty line parts paragraphs.",
    ),
    _Foreign(
        "a rule",
        "___",
        compile_late(r"^ {0,3}(_{3})[ \t]*$", _LINES),
        "Take the line out; an empty line parts paragraphs.",
    ),
    _Foreign(
        "a rule",
        "* *",
        compile_late(r"^ {0,3}(\*(?:[ \t]+\*){2,})[ \t]*$", _LINES),
        "Take the line out; an empty line parts paragraphs.",
    ),
    _Foreign(
        "a picture",
        "![",
        compile_late(r"(?<!\\)(!\[(?!\^)[^\[\]\n]*\]\((?:https?:|mailto:)[^()\n]*\))", re.IGNORECASE),
        "Publications hold no pictures in a text: take it out, or link to it without the exclamation mark.",
    ),
    _Foreign(
        "struck words",
        "~~",
        compile_late(r"(?<![\w~\\])(~~[^\s~](?:[^~\n]*[^\s~])?~~)(?![\w~])"),
        "Take the words out.",
    ),
)
_SIGNS: Final = tuple("#|><`&")
_PAIRS: Final = ("![", "~~")
_LINE: Final = compile_late(r"\n[ \t]*(?:---|===|___|\*[ \t]*\*)")
"""Of these one stands wherever any of them does; single signs are looked for much quicker than several."""


@check(
    "unprinted-markup",
    WARNING,
    catches="Markdown or HTML that publications do not have.",
    example="scope: '## When it is meant'",
)
def unprinted_markup(subject: Subject) -> Iterator[Breach]:
    """Find headings, tables, quotations, code, HTML, rules and pictures, which are printed as typed."""
    if not _may_hold_foreign(subject.prose):
        return
    for passage in subject.passages:
        told: set[str] = set()
        unfenced = _FENCED.sub("", passage.text) if "```" in passage.text or "~~~" in passage.text else passage.text
        for foreign in _FOREIGN:
            text = passage.text if foreign.name == "a fence" else unfenced
            if foreign.sign in text and foreign.name not in told:
                words = _find_foreign(foreign, passage, text)
                if words is not None:
                    told.add(foreign.name)
                    yield Breach(
                        passage.path,
                        f"This is {foreign.name}, which publications do not have: it is printed as typed.",
                        foreign.way_out,
                        words,
                    )


_FENCED: Final = compile_late(
    r"^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n.*?)??(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
"""Lines between fences, which were meant to be shown as they are: marks in them are none."""


def _may_hold_foreign(prose: str) -> bool:
    return (
        any(map(prose.__contains__, _SIGNS))
        or any(pair[0] in prose and pair in prose for pair in _PAIRS)
        or _LINE.search(prose) is not None
    )


def _find_foreign(foreign: _Foreign, passage: Passage, text: str) -> str | None:
    for match in foreign.shape.finditer(text):
        words = next(group for group in match.groups() if group)
        if _is_foreign(foreign, words, match, passage):
            return words.rstrip()
    return None


def _is_foreign(foreign: _Foreign, words: str, match: re.Match[str], passage: Passage) -> bool:
    """Tell a mark from what only looks like one in its place."""
    match foreign.sign:
        case "#":
            return passage.blocks or words.startswith("##")
        case "&":
            return words.startswith("&#") or words[1:] in html5
        case "<":
            is_generic = len(words) == 3 and match.string[match.start() - 1 : match.start()].isalnum()
            return not is_generic or f"</{words[1:]}" in passage.text
        case ">":
            return passage.blocks or words.rstrip().endswith((".", "”", '"'))
        case "---" | "***" | "___":
            return passage.text.strip() != words
        case _:
            return True
