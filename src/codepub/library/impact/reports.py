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

_MAX_SHOWN: Final = 5
"""Suggestions that text and Markdown show of a change; JSON has them all."""

_CHANGE_FACTS: Final[Mapping[ChangeKind, str]] = {
    "deleted": "was deleted",
    "became-header": "became a header and can no longer be billed",
    "added-below": "has new codes below it",
    "wording": "has another wording",
    "indicators": "has another value",
}


def impact_text(impact: Impact) -> str:
    """Return each place with its line, before, after and what to write; last, a line that counts them."""
    places = (line for stale in impact.stale for line in (*_write_lines(stale), ""))
    return "\n".join([*places, _write_summary(impact)])


def _write_lines(stale: Stale) -> Iterator[str]:
    position, change = stale.position, stale.change
    place = f"{position.file}:{position.line}:{position.column}"
    yield printable(
        f"{place}: {change.kind}: {change.code} {_describe_change(change)} ({format_path(stale.origin.path)})."
    )
    yield printable(f"  before: {change.before or '–'}")
    yield printable(f"  after:  {change.after or '–'}")
    if change.suggested:
        yield printable(f"  suggested: {_write_suggested(change)}")


def _describe_change(change: Change) -> str:
    of = f" of {change.fact}" if change.fact else ""
    qualifier = f" with {change.qualifier}" if change.qualifier else ""
    return f"{_CHANGE_FACTS[change.kind]}{of}{qualifier}"


def _write_suggested(change: Change) -> str:
    more = len(change.suggested) - _MAX_SHOWN
    return ", ".join(change.suggested[:_MAX_SHOWN]) + (f", and {more} more" if more > 0 else "")


def _write_summary(impact: Impact) -> str:
    between = f"between {TITLES[impact.before.set]} {impact.before.label} and {impact.after.label}"
    if not impact.stale:
        records = "1 record" if impact.files == 1 else f"{impact.files:,} records"
        return f"{records} looked at: none names a code that changed {between}."
    counts = Counter(stale.change.kind for stale in impact.stale)
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in CHANGE_KINDS if counts[kind])
    touched = len({stale.origin.record for stale in impact.stale})
    return f"{touched:,} of {impact.files:,} records name codes that changed {between}: {kinds}."


def impact_json(impact: Impact) -> str:
    """Return one object: the releases, how many records were looked at, those not read, and each stale place."""
    log = {
        "from": _describe_release(impact.before),
        "to": _describe_release(impact.after),
        "records": impact.files,
        "unread": _list_unread(impact),
        "stale": [_describe_stale(stale) for stale in impact.stale],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _list_unread(impact: Impact) -> list[str]:
    return [printable(one.position.file.as_posix()) for one in impact.unread if one.position]


def _describe_release(release: Release) -> dict[str, str]:
    return {"set": release.set, "label": release.label, "effective": release.effective.isoformat()}


def _describe_stale(stale: Stale) -> dict[str, Any]:
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
    """Return a list of tasks: a part for each record, a box to tick for each place."""
    before, after = impact.before, impact.after
    head = f"# {TITLES[before.set]}: {_escape(before.label)} to {_escape(after.label)}"
    parts = [head, _escape(_write_summary(impact))]
    for record, places in groupby(impact.stale, key=lambda stale: stale.origin.record):
        listed = list(places)
        parts += [f"## {_escape(str(record))}", _write_as_code(listed[0].position.file.as_posix())]
        parts.append("\n".join(map(_write_task, listed)))
    if impact.unread:
        parts += ["## Not looked at", "These cannot be read as records; run `codepub validate` on them."]
        parts.append("\n".join(f"- [ ] {_write_as_code(place)}" for place in _list_unread(impact)))
    return "\n\n".join(parts)


def _write_task(stale: Stale) -> str:
    change = stale.change
    lines = [f"- [ ] **{_escape(change.code)}** {_escape(_describe_change(change))}: "]
    lines[0] += f"`{format_path(stale.origin.path)}`, line {stale.position.line}"
    lines += [
        f"  - before: {_escape(change.before) or '–'}",
        f"  - after: {_escape(change.after) or '–'}",
    ]
    if change.suggested:
        lines.append(f"  - suggested: {_escape(_write_suggested(change))}")
    return "\n".join(lines)


def _escape(text: str) -> str:
    """Write text that Markdown shows as it is (CommonMark 2.4, backslash escapes), on one line."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", printable(" ".join(text.split())))


def _write_as_code(name: str) -> str:
    """Write a name of a file as code (CommonMark 6.1): between more backticks than stand together in it."""
    shown = printable(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence}{shown}{fence}" if len(fence) == 1 else f"{fence} {shown} {fence}"


IMPACT_REPORTS: Final[Mapping[str, Callable[[Impact], str]]] = {
    "text": impact_text,
    "json": impact_json,
    "markdown": impact_markdown,
}
