"""Addresses on the web."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MOST_CHARACTERS: Final = 2048
"""The length that all browsers and word processors take; longer addresses are mostly accidents of copying."""

_SOUND: Final = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]\S*")
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
"""Case tells nothing here (RFC 3986, 3.1): letterheads and scanned papers print addresses in capitals."""


def _checked(address: str) -> str:
    if _SOUND.fullmatch(address) and len(address) <= MOST_CHARACTERS:
        return address
    scheme = _SCHEME.match(address)
    if scheme is None:
        raise PydanticCustomError("address_scheme", "it does not begin with https:// or http://")
    if re.search(r"\s", address):
        raise PydanticCustomError("address_blank", "an address holds no blanks")
    if not _SOUND.fullmatch(address):
        raise PydanticCustomError("address_site", "it names no site")
    found, most = f"{len(address):,}", f"{MOST_CHARACTERS:,}"
    raise PydanticCustomError(
        "address_length", "it has {found} characters, and an address {most} at most", {"found": found, "most": most}
    )


Address = Annotated[
    str,
    AfterValidator(_checked),
    Field(json_schema_extra={"pattern": f"^{_SOUND.pattern}$", "maxLength": MOST_CHARACTERS}),
]
"""An address on the web, with its ``https://``."""
