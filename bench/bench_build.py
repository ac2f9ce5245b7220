"""Building many publications: beside WeasyPrint called directly, by two processes beside one, and with nothing to do.

Promises: warm, a PDF takes at most 1.05 times what WeasyPrint takes on the same page, called directly in its fastest
form; two processes on two idle cores are at least 1.7 times as fast as one; a build that has nothing to do takes at
most 1.3 times as long as `codepub validate`.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from timing import hold_promises, time_in_turn, time_work

from codepub.building.making import Bench, Task, make_target
from codepub.building.processes import do_in_processes
from codepub.building.targets import Publishing, Target
from codepub.records.code_summary import CodeSummary
from codepub.session import open_workspace
from codepub.writers.html.printed import render_page
from codepub.writers.pdf.assets import BASE
from codepub.writers.pdf.engine import HTML
from codepub.writers.pdf.press import set_up

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "content/cpt/32120.yaml"
SEED = 7
WARM = 7
WARMING = 2
"""Tasks for each process that are not timed: by then each has imported, opened and made files."""
TIMED = 10
MANY = 1_000


def make_library(folder: Path, count: int) -> None:
    """Make a workspace of varied records: the sample's, with other codes and its sentences in another order."""
    varying, text = random.Random(SEED), SAMPLE.read_text("utf-8")  # noqa: S311 -- no secret
    (folder / "content/cpt").mkdir(parents=True)
    (folder / "codepub.toml").write_text('[checks]\nmissing_code_sets = "quiet"\n')
    meaning = next(part for part in text.split("\n\n") if part.startswith("summary:"))
    sentences = meaning.split("\n")[2:8]
    for number in range(count):
        code = f"{10_000 + number}"
        other = varying.sample(sentences, len(sentences))
        own = text.replace("\n".join(sentences), "\n".join(other)).replace('code: "32120"', f'code: "{code}"', 1)
        (folder / "content/cpt" / f"{code}.yaml").write_text(own, "utf-8")


def load_library(folder: Path) -> tuple[Sequence[CodeSummary], Publishing]:
    """Load the records of a workspace, and what they are published with."""
    workspace = open_workspace(folder)
    loaded = workspace.load()
    if len(loaded.records) < len(loaded.files):
        sys.exit(f"The records of the bench have errors: {loaded.diagnostics[:3]}")
    return loaded.records, workspace.load_publishing(loaded.records, None, None)


def measure_warm(records: Sequence[CodeSummary], publishing: Publishing, folder: Path) -> float:
    """Return the median ratio of the time of a PDF to that of WeasyPrint alone, made in turn."""
    bench, press = Bench(publishing), set_up(publishing.theme)
    pages = {record.code: render_page(bench.compose(record), publishing.theme) for record in records[:WARM]}

    def print_directly(page: str) -> None:
        html = HTML(string=page, base_url=BASE, url_fetcher=press.fetcher)
        html.write_pdf(pdf_variant="pdf/ua-1", font_config=press.fonts, stylesheets=list(press.styles))

    ratios = []
    for record in records[:WARM]:
        target = Target(record.id, "pdf", folder / f"{record.code}.pdf")
        ours = time_work(lambda record=record, target=target: make_target(bench, record, target))
        theirs = time_work(lambda record=record: print_directly(pages[record.code]))
        ratios.append(ours / theirs)
    return statistics.median(ratios[2:])


def measure_rate(records: Sequence[CodeSummary], publishing: Publishing, folder: Path, jobs: int) -> float:
    """Return the files that so many processes make in a second, once all of them are warm."""
    tasks = [Task(one, (Target(one.id, "pdf", folder / f"{jobs}-{one.code}.pdf"),)) for one in records]
    warming = WARMING * jobs
    done: Iterator[object] = do_in_processes(tasks[: warming + TIMED], publishing, jobs)
    for _ in range(warming):
        next(done)
    begun = time.perf_counter()
    return len(list(done)) / (time.perf_counter() - begun)


def measure_idle(folder: Path) -> float:
    """Return the time of a build that has nothing to do, as a multiple of that of `codepub validate`."""
    program = [sys.executable, "-m", "codepub"]
    build = [*program, "build", "--all", "--md", "--jobs", "1"]
    idle, checked = time_in_turn((build, folder), ([*program, "validate"], folder), 5)
    return idle / checked


def main() -> None:
    """Measure, print and judge."""
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        make_library(few, WARMING * 2 + TIMED)
        records, publishing = load_library(few)
        warm = measure_warm(records, publishing, few)
        rates = [measure_rate(records, publishing, few, jobs) for jobs in (1, 2)]
        shutil.rmtree(few)
        make_library(many, MANY)
        idle = measure_idle(many)
    hold_promises(
        ("a warm PDF, to WeasyPrint alone", warm, 1.05),
        ("one process, to two", rates[0] / rates[1], 1 / 1.7),
        (f"a build of {MANY:,} records with nothing to do, to validate", idle, 1.3),
    )


if __name__ == "__main__":
    main()
