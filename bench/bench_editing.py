"""Editing in place: edits by chance in all samples and in hostile layouts, each judged by another reader of YAML.

Promise: no edit that is made says something else than is meant, touches a line that is none of its own, or loses a
comment beside a value; of a hundred edits of texts without anchors, at most one is refused.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from edits.layouts import list_texts
from edits.random_edits import find_fault, make_case
from timing import hold_promise

from codepub.yaml.editing.editing import edit_text
from codepub.yaml.editing.places import UneditableError

PROMISE: Final = 1.0
"""Percent of the edits of texts without anchors that may be refused."""


class Trial(NamedTuple):
    """What came of an edit by chance: of which text, which edit, and how many seconds of the processor it took."""

    outcome: Literal["right", "wrong", "refused", "refused at anchors"]
    told: str
    seconds: float


def try_edits(count: int, seed: int) -> Iterator[Trial]:
    """Make edits by chance, each text in its turn, and judge them."""
    chance, texts = random.Random(seed), list(list_texts())  # noqa: S311 -- to be the same each time
    for turn in range(count):
        name, text = texts[turn % len(texts)]
        case = make_case(text, chance)
        start, told = time.process_time(), f"{name}: {case.edit}"
        try:
            changed = edit_text(text, [case.edit])
        except UneditableError as error:
            outcome: Literal["refused", "refused at anchors"] = "refused at anchors" if "*m" in text else "refused"
            yield Trial(outcome, f"{told}: {error}", time.process_time() - start)
            continue
        seconds = time.process_time() - start
        fault = find_fault(text, case, changed)
        yield Trial("wrong" if fault else "right", f"{told}: {fault}", seconds)


def main() -> None:
    """Make the edits, print what came of them, and exit with 1 where the promise is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4_000, help="how many edits")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--refused", action="store_true", help="print each edit that is refused, and why")
    call = parser.parse_args()
    trials = list(try_edits(call.count, call.seed))
    counts = Counter(trial.outcome for trial in trials)
    shown = {"wrong", "refused"} if call.refused else {"wrong"}
    for trial in trials:
        if trial.outcome in shown:
            print(f"{trial.outcome}: {trial.told}")
    print(", ".join(f"{count:,} {outcome}" for outcome, count in counts.most_common()))
    print(f"{1000 * sum(trial.seconds for trial in trials) / len(trials):.1f} ms of the processor an edit")
    if counts["wrong"]:
        sys.exit(1)
    judged = len(trials) - counts["refused at anchors"]
    hold_promise("percent of the edits that are refused", 100 * counts["refused"] / judged, PROMISE)


if __name__ == "__main__":
    main()
