"""Addresses on the web."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from codepub.patterns import compile_late

MAX_CHARACTERS: Final = 2048
"""The most characters that all browsers and word processors take; longer addresses are mostly accidents of copying."""

_WHOLE_ADDRESS: Final = compile_late(r"[Hh][Tt][Tt][Pp][Ss]?://(?![Hh][Tt][Tt][Pp][Ss]?:)[^\s/?#]\S*")
_ANY_SCHEME: Final = compile_late(r"https?://", re.IGNORECASE)
"""Case tells nothing here (RFC 3986, 3.1): letterheads and scanned papers print addresses in capitals."""


_WRAPPED: Final = compile_late(
    r"""(?:.*[\s<(\["'“:])?(https?://[^\s<>()\[\]"'”]+)[>)\]"'”]*""", re.IGNORECASE | re.DOTALL
)
"""An address in brackets or quotes, behind words, or as a link of Markdown."""
_BEGUN: Final = compile_late(r"([A-Za-z]{2,7})\s*(?:[:;.]?\s*[/\\]+|:)\s*([^\s/\\@]+\.[^\s\\]+)")
"""A scheme, spelt somehow, and a site behind it."""
_LIKE_HTTP: Final = ("https", "http", "htpps", "hppts", "hxxps", "hxxp")
_DOI: Final = compile_late(r"(?:doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
"""The name of a publication, which doi.org leads to."""
_OTHER: Final = compile_late(r"[A-Za-z][A-Za-z0-9+-]*:(?![0-9])|\\\\|.*@")
"""A place that is no page of the web: an address of another kind, or of mail, or a file."""


def _guess_address(typed: str) -> str | None:
    """Guess the address that was meant by one that has no sound beginning."""
    if found := _WRAPPED.fullmatch(typed):
        return found[1]
    if found := _DOI.fullmatch(typed):
        return f"https://doi.org/{found[1]}"
    begun = _BEGUN.fullmatch(typed)
    if begun is None or not get_close_matches(begun[1].lower(), _LIKE_HTTP, n=1):
        return None
    return f"{'https' if 's' in begun[1].lower() else 'http'}://{begun[2]}"


def _suggest_beginning(typed: str) -> str:
    meant = _guess_address(typed) if len(typed) <= MAX_CHARACTERS else None
    if meant and _WHOLE_ADDRESS.fullmatch(meant):
        return f"Write {meant}."
    if _OTHER.match(typed):
        return "Write the address of a page on the web, or remove the line."
    return "Write it with https:// in front."


def _check_address(address: str) -> str:
    if _WHOLE_ADDRESS.fullmatch(address) and len(address) <= MAX_CHARACTERS:
        return address
    scheme = _ANY_SCHEME.match(address)
    if scheme is None:
        fact = "it does not begin with https:// or http://"
        raise PydanticCustomError("address_scheme", fact, {"way_out": _suggest_beginning(address)})
    if re.search(r"\s", address):
        raise PydanticCustomError("address_blank", "an address holds no blanks")
    if not _WHOLE_ADDRESS.fullmatch(address):
        inner = _ANY_SCHEME.match(address, scheme.end())
        way_out = f"Write {address[scheme.end() :]}." if inner else "Write the site behind https://."
        raise PydanticCustomError("address_site", "it names no site", {"way_out": way_out})
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
