from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html

from codepub.cli.commands import main
from codepub.library.completeness.matrix import STATES, list_columns
from codepub.library.completeness.symbols import SYMBOLS
from tests.record_texts import record_text, write_record

TAXONOMIES = "taxonomies:\n    - {taxonomy: 208G00000X, provider: Surgeon, role: Operates}"
OVERDUE = "taxonomies: {unavailable: not-asked, recheck_by: 2020-01-01, owner: coding desk}"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text((TAXONOMIES, OVERDUE)))
    titled = record_text(("32120", "31600"), ("Thoracotomy for re-exploration", "'<b>Tube</b> & \"airway\"'"))
    write_record(tmp_path / "content", titled, "cpt/31600.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["completeness", *words])


def read_page() -> html.HtmlElement:
    return html.document_fromstring(run("--format", "html").stdout)


def test_text_gives_each_field_each_record_and_the_total() -> None:
    lines = run().stdout.splitlines()
    assert " 12  specifications.taxonomies         50.0%  1 value, 1 not-asked, 1 overdue" in lines
    assert "cpt:32120  ●●●●●●●●·◐●!●············  91.6%" in lines
    assert "cpt:32120 specifications.taxonomies: recheck was due by 2020-01-01, coding desk" in lines
    assert lines[-1] == "95.8% complete: 23 of 24 fields of 2 records have a value or are known to be none."


def test_csv_has_a_line_for_each_record_and_a_column_for_each_field() -> None:
    table = list(csv.DictReader(run("--format", "csv").stdout.splitlines()))
    assert [row["code"] for row in table] == ["31600", "32120"]
    assert table[0]["title"] == '<b>Tube</b> & "airway"'
    assert table[1]["specifications.taxonomies"] == "not-asked, recheck overdue"
    assert table[1]["specifications.modifiers"] == "value, 1 within not given"


def test_no_title_is_a_formula_to_a_spreadsheet(workspace: Path) -> None:
    formula = record_text(("Thoracotomy for re-exploration", "'=HYPERLINK(1)'"))
    write_record(workspace / "content", formula)
    table = list(csv.DictReader(run("--format", "csv").stdout.splitlines()))
    assert table[1]["title"] == "'=HYPERLINK(1)"


def test_the_page_has_a_table_of_records_by_fields_with_headers() -> None:
    (table,) = read_page().xpath("//table[@class='matrix']")
    assert len(table.xpath("thead/tr/th[@scope='col']")) == len(list_columns()) + 2
    assert [row.text_content() for row in table.xpath("tbody/tr/th[@scope='row']/strong")] == ["CPT 31600", "CPT 32120"]
    assert all(len(row.xpath("td")) == len(list_columns()) + 1 for row in table.xpath("tbody/tr"))


def test_cells_say_in_words_what_colours_and_signs_say() -> None:
    words = [cell.text_content() for cell in read_page().xpath("//table[@class='matrix']/tbody/tr[2]/td")]
    assert words[12:14] == ["not-asked, recheck overdue", "value"]


def test_each_state_has_a_sign_of_its_own_in_the_style() -> None:
    style = read_page().xpath("string(//style)")
    signs = [re.search(rf'\.s{index}::before {{ content: "(.)"', style) for index in range(len(STATES))]
    assert [sign and sign[1] for sign in signs] == [SYMBOLS[state] for state in STATES]
    assert len({*SYMBOLS.values()}) == len(STATES)


def test_each_field_has_a_bar_with_a_text_alternative() -> None:
    bars = read_page().xpath("//svg[@role='img']")
    assert len(bars) == len(list_columns()) + 1
    label = "Associated taxonomies: 50.0% given: 1 value, 1 not-asked"
    assert label in [bar.get("aria-label") for bar in bars]


def test_the_stretches_of_a_bar_fill_it() -> None:
    for bar in read_page().xpath("//svg[@role='img'][rect]"):
        assert sum(float(one.get("width")) for one in bar.xpath("rect")) == pytest.approx(
            float(bar.get("width")), abs=0.1
        )


def test_titles_are_escaped() -> None:
    written = run("--format", "html").stdout
    assert "<b>Tube" not in written
    assert "&lt;b&gt;Tube&lt;/b&gt; &amp; &#34;airway&#34;" in written


def test_the_page_needs_no_other_file() -> None:
    assert read_page().xpath("//link | //script | //img | //@src | //iframe") == []
    assert "url(" not in read_page().xpath("string(//style)")


def test_the_page_takes_its_colours_from_the_theme(workspace: Path) -> None:
    (workspace / "templates").mkdir()
    (workspace / "templates/theme.toml").write_text('[palette]\naccent = "#123456"\n')
    assert "--accent: #123456;" in run("--format", "html").stdout


def test_output_is_written_to_a_file(workspace: Path) -> None:
    result = run("--format", "csv", "--output", "out/completeness.csv")
    assert (result.stdout, result.stderr) == ("", "wrote out/completeness.csv\n")
    assert (workspace / "out/completeness.csv").read_text().startswith("system,code,")


@pytest.mark.parametrize(("asked", "code"), [("95.8", 0), ("95.9", 1), ("0", 0), ("100", 1)])
def test_a_share_below_the_one_asked_for_exits_with_one(asked: str, code: int) -> None:
    assert run("--fail-under", asked).exit_code == code


def test_the_share_is_told_rounded_down() -> None:
    assert "95.8% is complete, and 96% is asked for." in run("--fail-under", "96").stderr


def test_a_record_that_checks_refuse_still_counts(workspace: Path) -> None:
    write_record(workspace / "content", record_text(('modifier: "62"', 'modifier: "78"')))
    result = run("--format", "csv")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 3)


def test_a_file_that_is_no_record_is_told_and_fails(workspace: Path) -> None:
    write_record(workspace / "content", "system: [", "cpt/99999.yaml")
    result = run()
    assert result.exit_code == 1
    assert "content/cpt/99999.yaml:1:1: error[unreadable]: The file cannot be read as a record" in result.stderr


def test_a_library_without_records_gives_nothing(workspace: Path) -> None:
    for file in (workspace / "content/cpt").iterdir():
        file.unlink()
    assert run().exit_code == 0
    assert run("--fail-under", "1").exit_code == 1
    assert "in no record" in run("--format", "html").stdout


@pytest.mark.parametrize("title", ['"a\\e]0;b\\a"', '"a\\u202Eb"', "a\x1b]0;b\x07"])
def test_a_title_that_a_terminal_would_obey_is_not_shown(title: str, workspace: Path) -> None:
    write_record(workspace / "content", record_text(("Thoracotomy for re-exploration", title)))
    result = run("--format", "csv")
    assert result.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.output)
    assert "content/cpt/32120.yaml:1:1: error[unreadable]: The file cannot be read as a record" in result.stderr


def test_the_former_name_of_the_command_works_and_says_once_what_it_is_called_now() -> None:
    former = CliRunner().invoke(main, ["coverage", "--format", "csv", "--fail-under", "95.9"])
    assert former.stdout == run("--format", "csv").stdout
    assert former.exit_code == 1
    assert former.stderr.count("`codepub coverage` is now called `codepub completeness`") == 1
    assert "coverage" not in CliRunner().invoke(main, ["--help"]).stdout


def test_a_template_under_its_former_name_is_not_passed_over(workspace: Path) -> None:
    (workspace / "templates").mkdir()
    former = workspace / "templates/coverage.html"
    former.write_text("<p>{{ matrix.day }}</p>")

    refused = run("--format", "html")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "Error: The template templates/coverage.html is now called completeness.html. Rename the file.\n"
    )
    assert run().exit_code == 0

    former.rename(former.with_name("completeness.html"))
    assert run("--format", "html").stdout.startswith("<p>")
