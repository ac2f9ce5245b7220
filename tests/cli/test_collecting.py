from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from codepub.cli.edge import pause_collecting


@pytest.fixture(autouse=True)
def thaw() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_cycles_are_searched_for_while_records_are_loaded() -> None:
    with pause_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_leaves_the_search_on() -> None:
    with pytest.raises(ZeroDivisionError), pause_collecting():
        raise ZeroDivisionError
    assert gc.isenabled()
