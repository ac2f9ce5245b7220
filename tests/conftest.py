from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from codepub.codesets.shipped_sets import prepare_store
from codepub.codesets.store import STORE
from tests.programs import MissingProgramError, program

settings.register_profile("any machine", deadline=None)  # what an example takes depends on what else runs
settings.load_profile("any machine")

MISSING_IS_FAILURE = os.environ.get("CODEPUB_CONFORMANCE") == "1"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a missing program; in `make conformance`, which installs the programs, fail it."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            require(name)


@pytest.fixture(scope="session")
def put_code_sets(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Puts the shipped code sets into a workspace: a copy of a store made once, which takes a command some seconds."""
    made = tmp_path_factory.mktemp("shipped")
    with prepare_store(made):
        pass

    def put(workspace: Path) -> None:
        file = workspace / STORE
        file.parent.mkdir()
        shutil.copyfile(made / STORE, file)

    return put


def require(name: str) -> None:
    try:
        program(name)
    except MissingProgramError as missing:
        (pytest.fail if MISSING_IS_FAILURE else pytest.skip)(str(missing))
