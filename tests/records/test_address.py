from __future__ import annotations

import time

import pytest
from pydantic import TypeAdapter, ValidationError

from codepub.records.address import Address

ADDRESS: TypeAdapter[str] = TypeAdapter(Address)


def way_out(typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        ADDRESS.validate_python(typed)
    (error,) = refused.value.errors()
    return str(error["ctx"]["way_out"])


@pytest.mark.parametrize(
    "typed", ["https://a.org", "HTTPS://A.ORG/B", "http://a.org/?u=https://b.org", "https://a.org."]
)
def test_an_address_is_taken_as_it_is(typed: str) -> None:
    assert ADDRESS.validate_python(typed) == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("htps://a.org/b", "https://a.org/b"),
        ("ttps://a.org", "https://a.org"),
        ("htp://a.org", "http://a.org"),
        ("https:a.org", "https://a.org"),
        ("https;//a.org", "https://a.org"),
        ("https ://a.org", "https://a.org"),
        ("https:\\\\a.org", "https://a.org"),
        ("<https://a.org>", "https://a.org"),
        ("[the list](https://a.org/b)", "https://a.org/b"),
        ("“https://a.org”", "https://a.org"),
        ("url: https://a.org", "https://a.org"),
        ("see https://a.org", "https://a.org"),
        ("https://https://a.org", "https://a.org"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("10.1000/182", "https://doi.org/10.1000/182"),
    ],
)
def test_an_address_that_begins_otherwise_is_told_as_it_was_meant(typed: str, meant: str) -> None:
    assert way_out(typed) == f"Write {meant}."
    assert ADDRESS.validate_python(meant) == meant


@pytest.mark.parametrize(
    "typed", ["ftp://a.org", "mailto:a@b.org", "a@b.org", "file:///C:/a.pdf", "C:\\a.pdf", "\\\\server\\a"]
)
def test_what_is_no_page_of_the_web_is_not_given_another_beginning(typed: str) -> None:
    assert way_out(typed) == "Write the address of a page on the web, or remove the line."


@pytest.mark.parametrize("typed", ["www.a.org", "a.org/b", "localhost:8000/a", "a.org:8080"])
def test_an_address_without_a_beginning_is_told_to_have_one(typed: str) -> None:
    assert way_out(typed) == "Write it with https:// in front."


@pytest.mark.parametrize("piece", ["(http://x", " http://x ", "a:", "https:/ "])
def test_a_very_long_text_is_refused_at_once(piece: str) -> None:
    start = time.process_time()
    with pytest.raises(ValidationError):
        ADDRESS.validate_python(f"x{piece * 100_000} ")
    assert time.process_time() - start < 1
