"""What a Word file says about itself, outside of its text."""

from __future__ import annotations

from typing import Final

from codepub.ooxml.xml import Element, qualified

CORE: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
CUSTOM: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
EXTENDED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"


def read_identifier(core: Element) -> str | None:
    """Read ``dc:identifier`` (ECMA-376 Part 2, 8)."""
    return _read_text(core, f"{_DUBLIN_CORE}identifier")


def read_last_modified_by(core: Element) -> str | None:
    """Read who saved the file last, as it claims."""
    return _read_text(core, f"{CORE}lastModifiedBy")


def read_program(extended: Element) -> str | None:
    """Read which program wrote the file."""
    return _read_text(extended, f"{EXTENDED}Application")


def read_custom(custom: Element) -> dict[str, str]:
    """Read the custom properties, whatever their types, as texts (ECMA-376 Part 1, 22.3)."""
    return {
        each.get("name", ""): "".join(str(text) for text in each.itertext()).strip()
        for each in custom.iterchildren(f"{CUSTOM}property")
    }


def read_variables(settings: Element) -> dict[str, str]:
    """Read the variables of a file (``w:docVars``, ECMA-376 Part 1, 17.15.1.31)."""
    return {
        each.get(qualified("name"), ""): each.get(qualified("val"), "") for each in settings.iter(qualified("docVar"))
    }


def _read_text(root: Element, tag: str) -> str | None:
    found = root.find(tag)
    return None if found is None or not found.text else found.text.strip() or None
