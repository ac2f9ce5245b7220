"""What docs/ci.md and the hook tell other programs, held against those programs' own schemas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import yaml
from codepub.cli.commands import main

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL)


def find_complaints(schema: str, file: Path) -> str:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_hook_has_the_keys_that_pre_commit_asks_for_and_no_others() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert hook.keys() <= {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize(
    ("schema", "example"),
    list(zip(("github-workflows", "gitlab-ci"), EXAMPLES, strict=False)),
    ids=["GitHub", "GitLab"],
)
def test_an_example_is_one_that_its_server_takes(tmp_path: Path, schema: str, example: str) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(example, "utf-8")
    assert find_complaints(schema, file) == ""


def test_the_hook_has_the_name_that_the_example_gives_it() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    config = yaml.safe_load(EXAMPLES[2])
    assert [one["id"] for repo in config["repos"] for one in repo["hooks"]] == [hook["id"]]


@pytest.mark.parametrize(
    ("file", "runs"),
    [
        ("content/cpt/32120.yaml", True),
        ("content/cpt/32120.yml", True),
        ("README.md", False),
        ("x/content/a.yaml", False),
    ],
)
def test_the_hook_runs_for_records_only(file: str, runs: bool) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert bool(re.search(hook["files"], file)) is runs


def test_the_hook_runs_a_command_that_there_is() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    program, *words = hook["entry"].split()
    assert program == "codepub"
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0
