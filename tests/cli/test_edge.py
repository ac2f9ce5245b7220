from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from codepub.cli.edge import Program, complain, hand_over, say
from codepub.diagnostics import CallError, CodepubError, ContentError, Diagnostic, MachineError, Severity

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals and encodings")
HOSTILE = "a\x1b]0;b\x07\x9bc\N{RIGHT-TO-LEFT OVERRIDE}d\udcff"
SHOWN = "a\\x1b]0;b\\x07\\x9bc\\u202ed\\xff"


def make_program(raised: BaseException | None = None, said: str = "") -> Program:
    group = Program("codepub")

    @group.command()
    @click.argument("words", nargs=-1)
    def work(words: tuple[str, ...]) -> None:
        say(said or "at work")
        complain(said or " ".join(words))
        if raised is not None:
            raise raised

    return group


def run(raised: BaseException | None = None, *, said: str = "", arguments: tuple[str, ...] = ("work",)) -> Result:
    return CliRunner().invoke(make_program(raised, said), list(arguments))


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (ContentError(Diagnostic("rule", Severity.ERROR, "The record is at fault.")), 1, "The record is at fault."),
        (CallError("The call is at fault."), 2, "The call is at fault."),
        (MachineError("The machine is at fault."), 3, "The machine is at fault."),
        (CodepubError("a\x1b[2Jb\nc"), 1, "a\\x1b[2Jb\nc"),
        (OSError(errno.ENOSPC, "No space left on device", "a\nb"), 3, "a\\x0ab: No space left on device."),
        (OSError("said otherwise"), 3, "said otherwise."),
        (MemoryError(), 3, "This takes more memory than the machine has."),
    ],
)
def test_an_error_is_told_and_the_exit_code_says_whose_fault_it_is(error: Exception, code: int, told: str) -> None:
    ran = run(error)

    assert ran.exit_code == code
    assert ran.stderr == f"\nError: {told}\n"


@pytest.mark.parametrize(
    "error", [IndexError("list index out of\nrange\x1b[2J"), RecursionError(), ZeroDivisionError()]
)
def test_what_is_not_foreseen_is_told_in_a_line_as_codepubs_own_fault(error: Exception) -> None:
    ran = run(error)

    assert ran.exit_code == 3
    assert ran.stderr.startswith(f"\nError: Something that codepub does not foresee ({type(error).__name__}: ")
    assert ran.stderr.count("\n") == 2
    assert "\x1b" not in ran.stderr
    assert "--traceback" in ran.stderr


@pytest.mark.parametrize("arguments", [("--traceback", "work"), ("work", "--traceback")])
def test_a_traceback_is_shown_where_it_is_asked_for(arguments: tuple[str, ...]) -> None:
    ran = run(IndexError("out of\x1brange"), arguments=arguments)

    assert ran.exit_code == 3
    assert "\nTraceback (most recent call last):\n" in ran.stderr
    assert ran.stderr.endswith("IndexError: out of\\x1brange\n\n")


def test_an_interrupted_command_says_so_and_ends_as_shells_expect() -> None:
    ran = run(KeyboardInterrupt())

    assert (ran.exit_code, ran.stderr) == (130, "\n\nInterrupted.\n")


@pytest.mark.parametrize("error", [BrokenPipeError(errno.EPIPE, "Broken pipe"), OSError(errno.EPIPE, "Broken pipe")])
def test_a_command_that_nobody_reads_ends_as_shells_expect_and_says_nothing(error: OSError) -> None:
    ran = run(error)

    assert (ran.exit_code, ran.stderr) == (141, "\n")


def test_a_mistake_in_the_call_is_shown_without_obeying_it() -> None:
    ran = run(arguments=(HOSTILE,))

    assert ran.exit_code == 2
    assert "No such command 'a\\x1b]0;b\\x07" in ran.stderr
    assert "\x1b" not in ran.output


def test_no_control_character_reaches_a_terminal() -> None:
    ran = run(said=f"{HOSTILE}\tnext\nline")

    assert ran.stdout == f"{SHOWN}\tnext\nline\n"
    assert ran.stderr == f"{SHOWN}\tnext\nline\n"


def run_process(code: str, *, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )


SAYING = """
import click
from codepub.cli.edge import Program, complain, say, hand_over
@click.group(cls=Program)
def main(): pass
@main.command()
def text(): say("≥ “β” é"); complain("≥ “β” é")
@main.command()
def data(): hand_over("≥ “β” é")
main(["%s"])
"""


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "≥ “β” é"),
        ("cp1252", "\\u2265 “\\u03b2” é"),
        ("cp437", "≥ \\u201c\\u03b2\\u201d é"),
        ("latin-1", "\\u2265 \\u201c\\u03b2\\u201d é"),
        ("ascii", "\\u2265 \\u201c\\u03b2\\u201d \\xe9"),
    ],
)
def test_what_an_output_cannot_hold_is_written_as_an_escape(encoding: str, shown: str) -> None:
    ran = run_process(SAYING % "text", encoding=encoding)

    assert ran.returncode == 0
    assert ran.stdout.decode(encoding) == f"{shown}{os.linesep}"
    assert ran.stderr.decode(encoding) == f"{shown}{os.linesep}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437", "latin-1", "ascii", "utf-16"])
def test_what_a_program_reads_is_utf_8_whatever_the_encoding_of_the_output_is(encoding: str) -> None:
    ran = run_process(SAYING % "data", encoding=encoding)

    assert ran.stdout.decode("utf-8") == "≥ “β” é\n"


def test_what_a_program_reads_is_utf_8_even_where_a_file_name_was_not() -> None:
    @click.command()
    def data() -> None:
        hand_over("\udcff")

    assert CliRunner().invoke(data).stdout_bytes == b"\\udcff\n"


STARTING = "from codepub.__main__ import main; main()"


@POSIX
@pytest.mark.parametrize("wait", [0.01, 0.03, 0.06, 0.1, 0.2])
def test_ctrl_c_ends_a_command_without_a_traceback_from_its_first_line_on(wait: float) -> None:
    begun = "from codepub.__main__ import main; print('begun', flush=True); main()"
    started = subprocess.Popen(
        [sys.executable, "-c", begun, "validate"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"begun\n"

    time.sleep(wait)
    started.send_signal(signal.SIGINT)
    _, told = started.communicate(timeout=60)

    assert started.returncode in (130, -signal.SIGINT, 0)
    assert b"Traceback" not in told


@POSIX
def test_interrupts_that_were_ignored_when_the_program_began_stay_ignored() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    code += "import atexit; atexit.register(lambda: print(signal.getsignal(signal.SIGINT) == signal.SIG_IGN))\n"
    code += "import sys; sys.argv = ['codepub', 'rules']\n" + STARTING

    assert run_process(code).stdout.rstrip().endswith(b"True")


@POSIX
def test_a_closed_pipe_and_a_full_disk_have_exit_codes_of_their_own() -> None:
    def run_to_end(redirection: str) -> tuple[str, str]:
        command = f"set -o pipefail; '{sys.executable}' -c '{STARTING}' rules {redirection}; echo $? >&2"
        ran = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
        *told, code = ran.stderr.splitlines()
        return "\n".join(told), code

    assert run_to_end("| true") == ("", "141")
    if Path("/dev/full").exists():
        assert run_to_end("> /dev/full") == ("Error: No space left on device.", "3")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no disk that is always full")
def test_an_error_that_cannot_be_told_is_the_machines_fault() -> None:
    command = f"'{sys.executable}' -c '{STARTING}' nonsense 2> /dev/full"
    assert subprocess.run(["bash", "-c", command], cwd=ROOT, check=False).returncode == 3


def test_completions_of_a_shell_are_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CODEPUB_COMPLETE", "bash_source")

    ran = CliRunner().invoke(make_program(), [], prog_name="codepub")

    assert "_codepub_completion" in ran.stdout
