"""What every command says of itself, in the 80 columns of a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from codepub.cli.commands import main
from codepub.compose.choices import PARTS
from codepub.library.impact.reports import IMPACT_REPORTS
from codepub.origin import CODE_SYSTEMS
from codepub.records.code_summary import STATUSES
from codepub.reports.table import REPORTS
from codepub.writers.choices import Standard


def walk(command: click.Command, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and those below it that help tells of, each with the words that call it."""
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from walk(below, *names, name)


COMMANDS = dict(walk(main))
NAMES = [pytest.param(names, id=" ".join(("codepub", *names))) for names in COMMANDS]


def read_help(names: tuple[str, ...]) -> list[str]:
    ran = CliRunner(env={"COLUMNS": "80"}).invoke(main, [*names, "--help"], prog_name="codepub", catch_exceptions=False)
    assert ran.exit_code == 0
    return ran.stdout.splitlines()


@pytest.mark.parametrize("names", NAMES)
def test_help_stands_whole_in_80_columns(names: tuple[str, ...]) -> None:
    lines = read_help(names)

    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if line.endswith("...") and not line.startswith("Usage: ")] == []


@pytest.mark.parametrize("names", NAMES)
def test_help_ends_with_examples_that_can_be_called(names: tuple[str, ...]) -> None:
    lines = read_help(names)
    start = next(index for index, line in enumerate(lines) if line.strip() in ("Example:", "Examples:"))
    calls = [shlex.split(line) for line in lines[start + 1 :]]

    assert calls
    for program, *words in calls:
        assert program == "codepub"
        assert tuple(words[: len(names)]) == names
        parse(words)


def parse(words: list[str]) -> None:
    """Parse the options of a call; click raises for one that there is none of."""
    depth = max(size for size in range(len(words) + 1) if tuple(words[:size]) in COMMANDS)
    command = COMMANDS[tuple(words[:depth])]
    context = click.Context(command, help_option_names=["-h", "--help"])
    command.make_parser(context).parse_args(words[depth:])


@pytest.mark.parametrize(
    ("names", "option", "known"),
    [
        (("new",), "system", CODE_SYSTEMS),
        (("list",), "system", CODE_SYSTEMS),
        (("validate",), "report", tuple(REPORTS)),
        (("build",), "standard", get_args(Standard)),
        (("build",), "parts", tuple(PARTS)),
        (("list",), "status", STATUSES),
        (("impact",), "report", tuple(IMPACT_REPORTS)),
    ],
    ids=[
        "new --system",
        "list --system",
        "validate --format",
        "build --standard",
        "build --parts",
        "list --status",
        "impact --format",
    ],
)
def test_an_option_offers_all_that_there_is(names: tuple[str, ...], option: str, known: tuple[str, ...]) -> None:
    (found,) = [one for one in COMMANDS[names].params if one.name == option]
    context = click.Context(COMMANDS[names])

    offered = found.type.get_metavar(found, context) or ""

    assert offered.lower() == f"[{'|'.join(known)}]".lower()
