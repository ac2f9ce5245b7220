"""Examples of what belongs into a field, as authors type them in YAML."""

from __future__ import annotations

import json
from typing import Final

from pydantic.fields import FieldInfo

from codepub.patterns import compile_late
from codepub.yaml.plain_scalars import read_plain

_DAY: Final = compile_late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEEDS_QUOTES: Final = compile_late(r"^[-?:\[\]{}#&*!|>'\"%@`\s]|: |:$| #|[\[\]{},\n]|\s$")
"""What makes another thing of a text, or ends it, in a list in brackets."""


def write_value(value: object) -> str:
    """Write a value on one line as YAML; a text in quotes only where it would be none without."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {write_value(below)}' for key, below in value.items())}}}"
        case list():
            return f"[{', '.join(map(write_value, value))}]"
        case str():
            return value if _DAY.fullmatch(value) or _is_plain(value) else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def describe_field(field: FieldInfo) -> str:
    """Say what belongs into a field, with its first example."""
    example = f" An example: {write_value(field.examples[0])}." if field.examples else ""
    return f"{field.description or 'Mend the value.'}{example}"


def _is_plain(text: str) -> bool:
    is_code = len(text) == 1 or text[:1].isdigit()
    return not is_code and isinstance(read_plain(text), str) and not _NEEDS_QUOTES.search(text)
