from __future__ import annotations

import sys

import click
from click.testing import CliRunner

from codepub.cli.late_group import LateGroup


@click.command("given")
def given() -> None:
    """Say hello."""
    click.echo("hello")


def make_group() -> LateGroup:
    group = LateGroup("trial", places={"new": "codepub.cli.begin:new", "wrong": "codepub.cli.begin:Path"})
    group.add_command(given)
    return group


def test_help_lists_the_commands_at_places_and_those_that_were_given() -> None:
    told = CliRunner().invoke(make_group(), ["--help"]).stdout

    assert [line.split()[0] for line in told.splitlines() if line.startswith("  ")][-2:] == ["new", "given"]


def test_a_command_is_imported_when_it_is_called_and_not_before() -> None:
    sys.modules.pop("codepub.cli.begin", None)
    group = make_group()

    assert CliRunner().invoke(group, ["given"]).stdout == "hello\n"
    assert "codepub.cli.begin" not in sys.modules
    assert "Begin a record." in CliRunner().invoke(group, ["new", "--help"]).stdout


def test_what_is_no_command_is_refused() -> None:
    for name in ("nowhere", "wrong"):
        assert f"No such command '{name}'" in CliRunner().invoke(make_group(), [name]).stderr
