from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from codepub.cli.edge import without_collecting


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_cycles_are_searched_for_while_records_are_loaded() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_leaves_the_search_on() -> None:
    with pytest.raises(ZeroDivisionError), without_collecting():
        raise ZeroDivisionError
    assert gc.isenabled()
