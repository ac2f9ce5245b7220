"""The start of the program: ``codepub`` and ``python -m codepub``."""

import signal


def main() -> None:
    """Run the command line. While its modules are imported, Ctrl-C ends the process at once and prints nothing."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from codepub.cli.commands import main as program

    try:
        program(prog_name="codepub")
    finally:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # for while Python ends


if __name__ == "__main__":
    main()
