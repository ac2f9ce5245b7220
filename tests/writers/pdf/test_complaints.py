from __future__ import annotations

import logging
import warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from codepub.writers.pdf.complaints import gather_complaints

LOGGER = logging.getLogger("weasyprint")


def complain(text: str) -> None:
    LOGGER.warning("logged %s", text)
    warnings.warn(f"warned {text}", stacklevel=1)


def test_what_is_logged_and_warned_of_is_gathered_each_warning_once() -> None:
    with gather_complaints() as complaints:
        complain("a")
        complain("a")

    assert complaints == ["logged a", "logged a", "warned a"]


def test_what_another_thread_complains_of_is_not_gathered_and_still_heard() -> None:
    gathered: list[list[str]] = []

    def gather_while_another_complains() -> None:
        with ThreadPoolExecutor() as threads, gather_complaints() as complaints:
            complain("a")
            threads.submit(complain, "b").result()
        gathered.append(complaints)

    with pytest.warns(UserWarning, match="warned b"):
        gather_while_another_complains()

    assert gathered == [["logged a", "warned a"]]


def test_two_threads_that_gather_get_each_its_own() -> None:
    gathering, second_waits = Event(), Event()

    def gather(text: str) -> list[str]:
        if text == "b":
            gathering.wait()
            second_waits.set()
        with gather_complaints() as complaints:
            gathering.set()
            second_waits.wait()
            complain(text)
        return complaints

    with ThreadPoolExecutor() as threads:
        found = list(threads.map(gather, "ab"))

    assert found == [["logged a", "warned a"], ["logged b", "warned b"]]


def test_afterwards_nothing_listens_any_more() -> None:
    before = LOGGER.handlers[:], warnings.showwarning, warnings.filters[:]
    with pytest.raises(ZeroDivisionError), gather_complaints():
        raise ZeroDivisionError

    assert (LOGGER.handlers, warnings.showwarning, warnings.filters) == before
