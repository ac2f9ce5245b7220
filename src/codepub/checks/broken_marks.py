"""A check of citations and links that are none: they are printed as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.patterns import compile_late
from codepub.records.contents import Passage
from codepub.yaml.source_text import shorten_text

_TARGET: Final = r"(?:https?:|mailto:|(?:cpt|hcpcs|icd-10-cm|icd-10-pcs):)"
_TITLED: Final = r"[ \t\n]+(?:\"[^\"]*\"|'[^']*')"
_CITATION_OUT: Final = "A citation is [^id], one id and no space."
_LINK_OUT: Final = "A link is [words](https://…)"


class _Broken(NamedTuple):
    """A form in which a citation or a link is typed by mistake: where its sign stands, its shape finds it."""

    sign: str
    shape: re.Pattern[str]
    way_out: str


# None of these goes beyond the next bracket, so that many of them are found in one pass.
_BROKEN: Final = (
    _Broken("[^", compile_late(r"\[\^(?:\]|[^\[\]\s]*\s[^\[\]]*\]|[^\[\]]*(?:$|(?=\[)))"), _CITATION_OUT),
    _Broken(
        "[^",
        compile_late(r"^[ \t]*(\[\^[^\[\]\s]+\]:)(?=\s)", re.MULTILINE),
        "What a citation leads to stands in `sources`.",
    ),
    _Broken(
        "](",
        compile_late(rf"\]\({_TARGET}[^)\s\[\]]*(?!{_TITLED}[ \t]*\))\s[^)\[\]]*\)", re.IGNORECASE),
        f"{_LINK_OUT}, no space in the address.",
    ),
    _Broken(
        "](",
        compile_late(rf"\[[^\[\]]*\]\({_TARGET}[^()\[\]\n]*(?:$|(?=[\n\[]))", re.IGNORECASE),
        "Close it with a parenthesis: a link is [words](https://…).",
    ),
    _Broken(
        "](",
        compile_late(
            r"\[(?!\^)[^\[\]]*\]\((?:cpt|hcpcs|icd-10-cm|icd-10-pcs)[ \t]+[0-9A-Z][0-9A-Z.]{2,8}\)", re.IGNORECASE
        ),
        "A link to a code has a colon and no blank: [words](cpt:32551).",
    ),
    _Broken(
        "]:",
        compile_late(rf"^[ \t]*(\[(?!\^)[^\[\]\n]+\]:[ \t]*<?{_TARGET}\S*)", re.IGNORECASE | re.MULTILINE),
        f"{_LINK_OUT}, in its place in the text.",
    ),
    _Broken(
        ")[",
        compile_late(rf"\([^()\[\]\n]*\)\[{_TARGET}[^\[\]\s]*\]", re.IGNORECASE),
        f"{_LINK_OUT}: the words in brackets, the address in parentheses.",
    ),
    _Broken(
        "]",
        compile_late(rf"\[(?!\^)[^\[\]]*\]\s+\({_TARGET}[^()\s\[\]]*\)", re.IGNORECASE),
        f"{_LINK_OUT}, no blank between its parts.",
    ),
    _Broken(
        "][",
        compile_late(rf"\[(?!\^)[^\[\]]*\]\[{_TARGET}[^\[\]\s]*\]", re.IGNORECASE),
        f"{_LINK_OUT}, the address in parentheses.",
    ),
    _Broken(
        "]http",
        compile_late(r"\[(?!\^)[^\[\]]*\]https?://[^\s\[\]]*", re.IGNORECASE),
        f"{_LINK_OUT}, the address in parentheses.",
    ),
)


_SOUND: Final = compile_late(r"(?:[^\[]*+\[(?:\^[^\[\]\s]++\](?!:)|(?!\^)[^\[\]]*+\]\([^\s()\[\]]++\)))*+[^\[]*+")
"""A text whose brackets all are citations and links, as in most: it is known at one look."""


@check("broken-mark", WARNING, catches="A citation or link that is printed as typed.", example="as CMS says [^a, b]")
def broken_marks(subject: Subject) -> Iterator[Breach]:
    """Find citations and links that are not typed as they should be, and so are printed as typed."""
    prose = subject.prose
    if not _SOUND.fullmatch(prose):
        for passage in subject.passages_with("["):
            yield from _find_broken(passage)
        yield from _find_uncited(subject)
    elif prose.count("^") > prose.count("[^"):
        yield from _find_uncited(subject)


def _find_broken(passage: Passage) -> Iterator[Breach]:
    for broken in _BROKEN:
        if broken.sign in passage.text:
            for match in broken.shape.finditer(passage.text):
                yield _report(passage, match[match.lastindex or 0], broken.way_out)


def _find_uncited(subject: Subject) -> Iterator[Breach]:
    """Find the ids of sources between brackets without a caret, and with one between parentheses or bare."""
    known = {source.id for source in subject.record.sources}
    for source in subject.record.sources:
        for typed, behind in ((f"[{source.id}]", ("(", "[", ":")), (f"(^{source.id})", ())):
            if typed in subject.prose:
                for passage in subject.passages_with(typed):
                    after = passage.text[passage.text.index(typed) + len(typed) :]
                    if not after.startswith(tuple(behind)):
                        yield _report(passage, typed, f"To cite the source, write [^{source.id}].")

    for passage in subject.passages_with("^"):
        for match in _BARE.finditer(passage.text):
            if match[1] in known:
                yield _report(passage, match[0], f"To cite the source, write [^{match[1]}].")


_BARE: Final = compile_late(r"(?<![\[(\\^])\^([A-Za-z][\w-]{2,})\b(?![\])])")
"""What may be the id of a source behind a caret alone; those of one or two letters are exponents."""


def _report(passage: Passage, words: str, way_out: str) -> Breach:
    return Breach(
        passage.path,
        f"`{shorten_text(words)}` is neither a citation nor a link, and is printed as typed.",
        way_out,
        words,
    )
