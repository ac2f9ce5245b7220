"""Addresses on the web."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MAX_CHARACTERS: Final = 2048
"""The most characters that all browsers and word processors take; longer addresses are mostly accidents of copying."""

_WHOLE_ADDRESS: Final = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]\S*")
_ANY_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
"""Case tells nothing here (RFC 3986, 3.1): letterheads and scanned papers print addresses in capitals."""


def _check_address(address: str) -> str:
    if _WHOLE_ADDRESS.fullmatch(address) and len(address) <= MAX_CHARACTERS:
        return address
    scheme = _ANY_SCHEME.match(address)
    if scheme is None:
        raise PydanticCustomError("address_scheme", "it does not begin with https:// or http://")
    if re.search(r"\s", address):
        raise PydanticCustomError("address_blank", "an address holds no blanks")
    if not _WHOLE_ADDRESS.fullmatch(address):
        raise PydanticCustomError("address_site", "it names no site")
    found, most = f"{len(address):,}", f"{MAX_CHARACTERS:,}"
    raise PydanticCustomError(
        "address_length", "it has {found} characters, and an address {most} at most", {"found": found, "most": most}
    )


Address = Annotated[
    str,
    AfterValidator(_check_address),
    Field(json_schema_extra={"pattern": f"^{_WHOLE_ADDRESS.pattern}$", "maxLength": MAX_CHARACTERS}),
]
"""An address on the web, with its ``https://``."""
