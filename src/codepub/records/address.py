"""Addresses on the web."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MAX_CHARACTERS: Final = 2048
"""The most characters that all browsers and word processors take; longer addresses are mostly accidents of copying."""

_WHOLE_ADDRESS: Final = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]\S*")
_ANY_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
"""Case tells nothing here (RFC 3986, 3.1): letterheads and scanned papers print addresses in capitals."""


_WRAPPED: Final = re.compile(r"""[<("'“]*(?:\[[^\]]*\]\()?(https?://[^\s<>()"'”]+)[>)"'”]*""", re.IGNORECASE)
"""An address in angle brackets, in quotes, or as a link of Markdown."""
_BEGUN: Final = re.compile(r"([A-Za-z]{2,7})\s*[:;.]?\s*[/\\]+\s*([^\s/\\]+\.[^\s\\]+)")
"""A scheme, spelt somehow, and a site behind it."""
_LIKE_HTTP: Final = ("https", "http", "htpps", "hppts", "hxxps", "hxxp")


def _guess_address(typed: str) -> str | None:
    """Guess the address that was meant by one that has no sound beginning."""
    if wrapped := _WRAPPED.fullmatch(typed):
        return wrapped[1]
    begun = _BEGUN.fullmatch(typed)
    if begun is None or not get_close_matches(begun[1].lower(), _LIKE_HTTP, n=1):
        return None
    return f"{'https' if 's' in begun[1].lower() else 'http'}://{begun[2]}"


def _check_address(address: str) -> str:
    if _WHOLE_ADDRESS.fullmatch(address) and len(address) <= MAX_CHARACTERS:
        return address
    if _ANY_SCHEME.match(address) is None:
        meant = _guess_address(address)
        way_out = f"Write {meant}." if meant else "Write it with https:// in front."
        fact = "it does not begin with https:// or http://"
        raise PydanticCustomError("address_scheme", fact, {"way_out": way_out})
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
