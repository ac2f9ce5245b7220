from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.published import PublishedSets
from codepub.checks.verbatim import Descriptors
from codepub.codesets.code_set import Entry, Release
from codepub.codesets.store import open_store
from codepub.loading.allowances import ALLOWANCE_RULES
from codepub.loading.load import Loaded, load, load_files
from codepub.loading.load_file import CheckContext
from codepub.workspace.settings import read_settings
from tests.checks.listed import load_against, make_release, rules_of
from tests.checks.test_codes import MODIFIERS, own
from tests.record_texts import RECORD, TODAY, Case, assert_found, case, load_text, record_text, rule_id, write_record

REASON = "because the payer asks for it"
ALLOW = f"# codepub: allow modifier-range {REASON}"
ROW = '    - modifier: "P1"\n      description: D\n      when_to_use: W\n'
CONTEXT = "  clinical_context: |\n    The patient bleeds some hours after surgery.\n"
IN_PROSE = "  clinical_context: |\n    The patient bleeds after 32999 and 32998.\n"
"""Prose that names two codes that the tables lack: each breaks `prose-code`."""


def with_row(row: str) -> str:
    return record_text((MODIFIERS, row))


CASES = [
    case(
        "allow-unused",
        "Nothing here breaks `modifier-range`.",
        "Take the allowance out.",
        ("title: Thor", f"«{ALLOW}»\ntitle: Thor"),
    ),
    case("allow-unused", "Nothing here breaks", "", ("tags: [thoracic]", f"tags: [thoracic] «{ALLOW}»")),
    case("allow-unused", "Nothing here breaks", "", ("publisher: CMS}\n", f"publisher: CMS}}\n«{ALLOW}»\n")),
    *(
        case(
            "allow-unreasoned",
            "This allows `modifier-range` and does not say why.",
            "Write: codepub: allow modifier-range because …",
            ("title: Thor", f"«# codepub: allow modifier-range{rest}»\ntitle: Thor"),
        )
        for rest in ("", " because", " since payers ask", ", payers ask", " (because)")
    ),
    *(
        case(
            "allow-unknown",
            f"`{rule}` is not a rule that can be allowed.",
            "codepub rules",
            ("title: Thor", f"«# codepub: allow {rule} {REASON}»\ntitle: Thor"),
        )
        for rule in ("modifier-rang", "missing-field", "wrong-type", "set-missing", "allow-unused")
    ),
    case("allow-unknown", "`` is not a rule", "", ("title: Thor", "«# codepub: allow»\ntitle: Thor")),
    case("allow-unknown", "`because`", "", ("title: Thor", "«# codepub: allow because I say so»\ntitle: Thor")),
]
RULES_BROKEN = tuple(dict.fromkeys(wanted.rule for wanted in CASES))


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_an_allowance_at_fault_is_told_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("rule", ALLOWANCE_RULES, ids=lambda rule: rule.id)
def test_every_rule_of_allowances_is_shown_by_a_case(rule: object) -> None:
    assert rule.id in RULES_BROKEN  # type: ignore[attr-defined]


def test_what_allowances_are_for_is_found_without_them(tmp_path: Path) -> None:
    assert rules_of(load_text(tmp_path, with_row(ROW))) == ["modifier-range"]
    assert rules_of(load_text(tmp_path, record_text((CONTEXT, IN_PROSE)))) == ["prose-code", "prose-code"]


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace('"P1"\n', f'"P1"  {ALLOW}\n'),
        ROW.replace('"P1"\n', f'"P1" #codepub:allow modifier-range {REASON}\n'),
        f"      {ALLOW}\n{ROW}",
        f"{ALLOW}\n{ROW}",
        f"      # A note.\n      {ALLOW}\n\n      # Another.\n{ROW}",
        f'    - {{modifier: "P1", description: D, when_to_use: W}}  {ALLOW}\n',
        f'    {ALLOW}\n    - {{modifier: "P1", description: D, when_to_use: W}}\n',
    ],
)
def test_a_comment_behind_or_above_a_value_allows_what_is_found_in_it(tmp_path: Path, row: str) -> None:
    loaded = load_text(tmp_path, with_row(row))
    assert loaded.diagnostics == ()
    assert loaded.record is not None


@pytest.mark.parametrize(
    "text",
    [
        record_text((MODIFIERS, ROW), ("  modifiers:\n", f"  {ALLOW}\n  modifiers:\n")),
        record_text((MODIFIERS, ROW), ("  modifiers:\n", f"  modifiers:  {ALLOW}\n")),
        record_text((MODIFIERS, ROW), ("specifications:\n", f"{ALLOW}\nspecifications:\n")),
    ],
)
def test_a_comment_above_or_behind_a_key_allows_what_is_found_below_it(tmp_path: Path, text: str) -> None:
    assert load_text(tmp_path, text).diagnostics == ()


PROSE = f"# codepub: allow prose-code {REASON}"


@pytest.mark.parametrize(
    "prose",
    [
        f"  {PROSE}\n{IN_PROSE}",
        IN_PROSE.replace("|\n", f"|  {PROSE}\n"),
        IN_PROSE.replace("|\n", f">-  {PROSE}\n"),
    ],
)
def test_a_comment_above_or_at_the_head_of_a_block_allows_what_is_found_in_all_of_it(
    tmp_path: Path, prose: str
) -> None:
    assert load_text(tmp_path, record_text((CONTEXT, prose))).diagnostics == ()


@pytest.mark.parametrize(
    "prose",
    [
        IN_PROSE + f"    {PROSE}\n",
        IN_PROSE.replace("32998.\n", f"32998. {PROSE}\n"),
        f'  clinical_context: "After 32999 and 32998 {PROSE}"\n',
        f"  clinical_context: 'After 32999 and 32998 {PROSE}'\n",
    ],
)
def test_words_of_a_text_are_no_allowance(tmp_path: Path, prose: str) -> None:
    old = CONTEXT if "|" in prose else f"{CONTEXT}\n    A surgeon decides.\n"
    assert rules_of(load_text(tmp_path, record_text((old, prose)))) == ["prose-code", "prose-code"]


def test_an_allowance_ends_with_its_value(tmp_path: Path) -> None:
    text = record_text(
        (CONTEXT, f"  {PROSE}\n{IN_PROSE}"),
        ("A return nobody planned", "After 32997"),
    )
    (only,) = load_text(tmp_path, text).diagnostics
    assert (only.rule, "32997" in only.message) == ("prose-code", True)


def test_an_allowance_above_a_block_does_not_reach_the_next_key(tmp_path: Path) -> None:
    text = record_text(
        ("  meaning: The chest is opened again after an operation.\n", f"  {PROSE}\n  meaning: |\n    After 32999.\n"),
        ("  payers: [Aetna, Medicare]\n  scope: When the code is meant.", "  scope: After 32998.\n  payers: [Aetna]"),
    )
    (only,) = load_text(tmp_path, text).diagnostics
    assert "32998" in only.message


def test_an_allowance_is_of_one_rule(tmp_path: Path) -> None:
    text = with_row(ROW.replace('"P1"\n', f'"P1"  # codepub: allow duplicate {REASON}\n'))
    assert sorted(rules_of(load_text(tmp_path, text))) == ["allow-unused", "modifier-range"]


def test_allowances_of_several_rules_stand_above_one_value(tmp_path: Path) -> None:
    first = '    - {modifier: "P1", description: After 32999, when_to_use: W}\n'
    loaded = load_text(tmp_path, with_row(f"    {ALLOW}\n    {PROSE}\n{first}"))
    assert loaded.diagnostics == ()


@pytest.mark.parametrize("rest", ["", " because", " since payers ask"])
def test_an_allowance_without_a_reason_is_told_in_place_of_what_it_would_allow(tmp_path: Path, rest: str) -> None:
    text = with_row(ROW.replace('"P1"\n', f'"P1"  # codepub: allow modifier-range{rest}\n'))
    loaded = load_text(tmp_path, text)
    assert rules_of(loaded) == ["allow-unreasoned"]
    assert loaded.record is None


def test_an_allowance_of_a_misspelt_rule_is_told_in_place_of_what_it_would_allow(tmp_path: Path) -> None:
    text = with_row(ROW.replace('"P1"\n', f'"P1"  # codepub: allow modifier-rang {REASON}\n'))
    (found,) = load_text(tmp_path, text).diagnostics
    assert (found.rule, found.hint) == (
        "allow-unknown",
        "Write `modifier-range` for it, if that is meant. Run `codepub rules` to see their names.",
    )


def test_a_missing_field_cannot_be_allowed(tmp_path: Path) -> None:
    text = record_text(
        ("  scope: When the code is meant.\n", ""),
        ("summary:\n", f"# codepub: allow missing-field {REASON}\nsummary:\n"),
    )
    assert sorted(rules_of(load_text(tmp_path, text))) == ["allow-unknown", "missing-field"]


def test_of_a_record_that_is_not_whole_no_allowance_is_called_unused(tmp_path: Path) -> None:
    text = record_text(("  scope: When the code is meant.\n", ""), ("tags: [thoracic]", f"tags: [thoracic]  {ALLOW}"))
    assert rules_of(load_text(tmp_path, text)) == ["missing-field"]


def test_a_warning_of_a_code_set_can_be_allowed(tmp_path: Path) -> None:
    fees = {make_release("mpfs", "October 2025", date(2025, 10, 1)): [Entry("32120", facts={"bilateral": "0"})]}
    comment = f"# codepub: allow modifier-policy {REASON}"
    row = f'    - {{modifier: "50", description: D, when_to_use: W}}  {comment}\n'
    sets = {**fees, **list_other_sets()}
    assert load_against(tmp_path, sets, with_row(row)).diagnostics == ()
    plausible = with_row(row.replace('"50"', '"22"'))
    assert rules_of(load_against(tmp_path / "other", sets, plausible)) == ["allow-unused"]


def list_other_sets() -> dict[Release, list[Entry]]:
    """List every other set that the record is held against."""
    day = date(2025, 10, 1)
    return {
        make_release("icd-10-cm", "FY 2026", day): [Entry("J95830")],
        make_release("taxonomy", "v25.0", day): [Entry("208G00000X")],
        make_release("opps", "October 2025", day): [],
        make_release("ncci-ptp-practitioner", "v31.3", day): [],
    }


def test_without_a_code_set_an_allowance_that_rests_on_it_is_not_called_unused(tmp_path: Path) -> None:
    text = record_text(("tags: [thoracic]", f"tags: [thoracic]  # codepub: allow modifier-policy {REASON}"))
    assert load_against(tmp_path, {}, text).diagnostics == ()
    assert load_text(tmp_path, text).diagnostics == ()


def test_without_descriptors_an_allowance_of_copied_words_is_not_called_unused(tmp_path: Path) -> None:
    text = record_text(("tags: [thoracic]", f"tags: [thoracic]  # codepub: allow verbatim {REASON}"))
    assert load_text(tmp_path, text).diagnostics == ()
    write_record(tmp_path, text)
    loaded = load(tmp_path, CheckContext(TODAY, descriptors=Descriptors(["one two three four five six seven eight"])))
    assert [one.rule for one in loaded.diagnostics] == ["allow-unused"]


ENDED = record_text(
    own("CPT", "32110"),
    ('      code: "32110"', '      code: "32124"'),
    ("edition: 2026\neffective: 2026-01-01", "edition: 2025\neffective: 2025-01-01\nends: 2025-12-31"),
)


def test_a_reference_to_a_record_that_ended_can_be_allowed(tmp_path: Path) -> None:
    write_record(tmp_path, ENDED, "cpt/32110.yaml")
    row = '      code: "32110"'
    write_record(tmp_path, RECORD)
    assert [one.rule for one in load(tmp_path, CheckContext(TODAY)).diagnostics] == ["reference-ended"]
    write_record(tmp_path, record_text((row, f"{row}  # codepub: allow reference-ended {REASON}")))
    assert load(tmp_path, CheckContext(TODAY)).diagnostics == ()


# --- allowances of codepub.toml


def load_workspace(root: Path, settings: str, *texts: tuple[str, str]) -> Loaded:
    """Load records as their workspace's settings allow it."""
    (root / "codepub.toml").write_text(settings)
    for text, name in texts:
        write_record(root / "content", text, name)
    return load(root / "content", CheckContext(TODAY, allowed=read_settings(root).allowed))


def allow(**keys: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f"# What we allow.\n\n[[allow]]\n{lines}"


BAD = with_row(ROW)
OTHER = (own("CPT", "32124"), (MODIFIERS, ROW))
RULE, BECAUSE = '"modifier-range"', '"payers ask for it"'


def test_a_workspace_allows_a_rule_for_all_records(tmp_path: Path) -> None:
    settings = allow(rule=RULE, because=BECAUSE)
    loaded = load_workspace(tmp_path, settings, (BAD, "cpt/32120.yaml"), (record_text(*OTHER), "cpt/32124.yaml"))
    assert loaded.diagnostics == ()
    assert len(loaded.records) == 2


def test_a_workspace_allows_a_rule_for_the_records_it_names(tmp_path: Path) -> None:
    settings = allow(rule=RULE, because=BECAUSE, records='["cpt:32124"]')
    loaded = load_workspace(tmp_path, settings, (BAD, "cpt/32120.yaml"), (record_text(*OTHER), "cpt/32124.yaml"))
    assert [(one.rule, one.position and one.position.file.name) for one in loaded.diagnostics] == [
        ("modifier-range", "32120.yaml")
    ]
    assert [record.code for record in loaded.records] == ["32124"]


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        (allow(rule=RULE), "allow-unreasoned"),
        (allow(rule=RULE, because='""'), "allow-unreasoned"),
        (allow(rule='"modifier-rang"', because=BECAUSE), "allow-unknown"),
        (allow(rule='"missing-field"', because=BECAUSE), "allow-unknown"),
        (allow(rule=RULE, because=BECAUSE), "allow-unused"),
        (allow(rule=RULE, because=BECAUSE, records='["cpt:32124"]'), "allow-unused"),
    ],
)
def test_a_faulty_allowance_of_a_workspace_is_told_with_its_line(tmp_path: Path, settings: str, rule: str) -> None:
    (only,) = load_workspace(tmp_path, settings, (RECORD, "cpt/32120.yaml")).diagnostics
    assert only.rule == rule
    assert only.position is not None
    assert (only.position.file.name, only.position.line) == ("codepub.toml", 3)


def test_each_table_has_its_own_line(tmp_path: Path) -> None:
    settings = allow(rule=RULE, because=BECAUSE) + allow(rule='"duplicate"')
    found = load_workspace(tmp_path, settings, (RECORD, "cpt/32120.yaml")).diagnostics
    assert [(one.rule, one.position and one.position.line) for one in found] == [
        ("allow-unused", 3),
        ("allow-unreasoned", 8),
    ]


def test_an_allowance_without_a_reason_in_a_workspace_allows_nothing(tmp_path: Path) -> None:
    loaded = load_workspace(tmp_path, allow(rule=RULE), (BAD, "cpt/32120.yaml"))
    assert sorted(one.rule for one in loaded.diagnostics) == ["allow-unreasoned", "modifier-range"]
    assert loaded.records == ()


def test_allowances_of_a_workspace_are_called_unused_only_where_all_records_were_loaded(tmp_path: Path) -> None:
    settings = allow(rule=RULE, because=BECAUSE)
    load_workspace(tmp_path, settings, (RECORD, "cpt/32120.yaml"))
    against = CheckContext(TODAY, allowed=read_settings(tmp_path).allowed)
    assert load_files(tmp_path / "content", [tmp_path / "content/cpt/32120.yaml"], against).diagnostics == ()


def test_allowances_of_a_workspace_are_not_called_unused_while_a_record_cannot_be_read(tmp_path: Path) -> None:
    loaded = load_workspace(
        tmp_path, allow(rule=RULE, because=BECAUSE), (RECORD, "cpt/32120.yaml"), ("title: [\n", "cpt/32124.yaml")
    )
    assert "allow-unused" not in {one.rule for one in loaded.diagnostics}
    assert loaded.diagnostics != ()


def test_a_workspace_allows_what_is_told_between_records(tmp_path: Path) -> None:
    settings = allow(rule='"reference-ended"', because=BECAUSE)
    loaded = load_workspace(tmp_path, settings, (RECORD, "cpt/32120.yaml"), (ENDED, "cpt/32110.yaml"))
    assert loaded.diagnostics == ()


def test_an_allowance_of_a_workspace_is_not_called_unused_without_the_code_set(tmp_path: Path) -> None:
    (tmp_path / "codepub.toml").write_text(allow(rule='"modifier-policy"', because=BECAUSE))
    write_record(tmp_path / "content", RECORD)
    with open_store(tmp_path) as store:
        against = CheckContext(TODAY, PublishedSets(store), allowed=read_settings(tmp_path).allowed)
        found = load(tmp_path / "content", against).diagnostics
    assert {one.rule for one in found} == {"set-missing"}
