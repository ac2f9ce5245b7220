from __future__ import annotations

from pathlib import Path

import pytest

from codepub.diagnostics import CallError
from codepub.workspace.root import find_root


def test_the_root_of_a_workspace_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").write_text("this is not even TOML")
    (tmp_path / "content/cpt").mkdir(parents=True)
    assert find_root(tmp_path / "content/cpt") == tmp_path


def test_settings_that_lead_nowhere_begin_a_workspace_which_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/codepub.toml").symlink_to("nowhere")
    assert find_root(tmp_path / "inner") == tmp_path / "inner"


def test_outside_of_a_workspace_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="codepub init"):
        find_root(tmp_path)
