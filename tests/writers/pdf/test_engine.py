from __future__ import annotations

import ctypes
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.writers.pdf.engine import find_version, native_versions


@given(st.tuples(*[st.integers(0, 40)] * 3))
def test_a_version_is_found_by_asking_whether_it_is_at_least_others(version: tuple[int, int, int]) -> None:
    asked = find_version(lambda *least: version >= least)

    assert asked == "{}.{}.{}".format(*version)


def test_the_libraries_of_the_machine_are_named_with_their_versions() -> None:
    named = dict(one.rsplit(" ", 1) for one in native_versions())

    assert set(named) == {"Pango", "Fontconfig", "HarfBuzz", "HarfBuzz subset", "qpdf"}
    assert re.fullmatch(r"1\.\d+\.\d+", named["Pango"])


def test_the_version_of_harfbuzz_is_the_one_it_gives_itself() -> None:
    try:
        library = ctypes.CDLL("libharfbuzz.so.0")
    except OSError:
        pytest.skip("the library has another name here")
    library.hb_version_string.restype = ctypes.c_char_p

    assert f"HarfBuzz {library.hb_version_string().decode()}" in set(native_versions())
