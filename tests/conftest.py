from __future__ import annotations

import os

import pytest

from tests.programs import MissingProgramError, program

MISSING_IS_FAILURE = os.environ.get("CODEPUB_CONFORMANCE") == "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a missing program; in `make conformance`, which installs the programs, fail it."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            require(name)


def require(name: str) -> None:
    try:
        program(name)
    except MissingProgramError as missing:
        (pytest.fail if MISSING_IS_FAILURE else pytest.skip)(str(missing))
