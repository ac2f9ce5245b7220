"""What became stale, told: to a person at a terminal, to a program, and to an editor who works through it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from codepub.codesets.code_set import TITLES, Release
from codepub.diagnostics import printable
from codepub.library.impact.changes import CHANGE_KINDS, Change, ChangeKind
from codepub.library.impact.impact import Impact, Stale
from codepub.origin import format_path

_SHOWN: Final = 5
"""So many suggestions stand in text and Markdown; JSON has them all."""

_FACTS: Final[Mapping[ChangeKind, str]] = {
    "deleted": "was deleted",
    "became-header": "became a header and can no longer be billed",
    "added-below": "has new codes below it",
    "wording": "has another wording",
    "indicators": "has another value",
}


def impact_text(impact: Impact) -> str:
    """Give each place with its line, before, after and what to write; last, a line that counts them."""
    return "\n".join([*(line for stale in impact.stale for line in (*_lines(stale), "")), _summary(impact)])


def _lines(stale: Stale) -> Iterator[str]:
    position, change = stale.position, stale.change
    place = f"{position.file}:{position.line}:{position.column}"
    yield printable(f"{place}: {change.kind}: {change.code} {_fact(change)} ({format_path(stale.origin.path)}).")
    yield printable(f"  before: {change.before or '–'}")
    yield printable(f"  after:  {change.after or '–'}")
    if change.suggested:
        yield printable(f"  suggested: {_suggested(change)}")


def _fact(change: Change) -> str:
    of = f" of {change.fact}" if change.fact else ""
    qualifier = f" with {change.qualifier}" if change.qualifier else ""
    return f"{_FACTS[change.kind]}{of}{qualifier}"


def _suggested(change: Change) -> str:
    more = len(change.suggested) - _SHOWN
    return ", ".join(change.suggested[:_SHOWN]) + (f", and {more} more" if more > 0 else "")


def _summary(impact: Impact) -> str:
    between = f"between {TITLES[impact.before.set]} {impact.before.label} and {impact.after.label}"
    if not impact.stale:
        records = "1 record" if impact.files == 1 else f"{impact.files:,} records"
        return f"{records} looked at: none names a code that changed {between}."
    counts = Counter(stale.change.kind for stale in impact.stale)
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in CHANGE_KINDS if counts[kind])
    touched = len({stale.origin.record for stale in impact.stale})
    return f"{touched:,} of {impact.files:,} records name codes that changed {between}: {kinds}."


def impact_json(impact: Impact) -> str:
    """Give one object: the releases, how many records were looked at, those not read, and each stale place."""
    log = {
        "from": _release(impact.before),
        "to": _release(impact.after),
        "records": impact.files,
        "unread": _unread(impact),
        "stale": [_plain(stale) for stale in impact.stale],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _unread(impact: Impact) -> list[str]:
    return [printable(one.position.file.as_posix()) for one in impact.unread if one.position]


def _release(release: Release) -> dict[str, str]:
    return {"set": release.set, "label": release.label, "effective": release.effective.isoformat()}


def _plain(stale: Stale) -> dict[str, Any]:
    position, change = stale.position, stale.change
    return {
        "record": str(stale.origin.record),
        "file": printable(position.file.as_posix()),
        "line": position.line,
        "column": position.column,
        "field": format_path(stale.origin.path),
        "code": change.code,
        "change": change.kind,
        "indicator": change.fact or None,
        "beside": change.qualifier or None,
        "before": change.before,
        "after": change.after,
        "suggested": list(change.suggested),
    }


def impact_markdown(impact: Impact) -> str:
    """Give a list of tasks: a part for each record, a box to tick for each place."""
    before, after = impact.before, impact.after
    head = f"# {TITLES[before.set]}: {_escaped(before.label)} to {_escaped(after.label)}"
    parts = [head, _escaped(_summary(impact))]
    for record, places in groupby(impact.stale, key=lambda stale: stale.origin.record):
        listed = list(places)
        parts += [f"## {_escaped(str(record))}", _verbatim(listed[0].position.file.as_posix())]
        parts.append("\n".join(map(_task, listed)))
    if impact.unread:
        parts += ["## Not looked at", "These cannot be read as records; run `codepub validate` on them."]
        parts.append("\n".join(f"- [ ] {_verbatim(place)}" for place in _unread(impact)))
    return "\n\n".join(parts)


def _task(stale: Stale) -> str:
    change = stale.change
    lines = [f"- [ ] **{_escaped(change.code)}** {_escaped(_fact(change))}: "]
    lines[0] += f"`{format_path(stale.origin.path)}`, line {stale.position.line}"
    lines += [f"  - before: {_escaped(change.before) or '–'}", f"  - after: {_escaped(change.after) or '–'}"]
    if change.suggested:
        lines.append(f"  - suggested: {_escaped(_suggested(change))}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Write text that Markdown shows as it is (CommonMark 2.4, backslash escapes), on one line."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", printable(" ".join(text.split())))


def _verbatim(name: str) -> str:
    """Write a name of a file as code (CommonMark 6.1): between more backticks than stand together in it."""
    shown = printable(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence}{shown}{fence}" if len(fence) == 1 else f"{fence} {shown} {fence}"


IMPACT_REPORTS: Final[Mapping[str, Callable[[Impact], str]]] = {
    "text": impact_text,
    "json": impact_json,
    "markdown": impact_markdown,
}
