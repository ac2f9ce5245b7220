"""What can be wrong with the YAML of one record, before anybody asks what the record says."""

from __future__ import annotations

from codepub.diagnostics import Rule, Severity

MAX_BYTES = 1024 * 1024
"""Bytes that the file of a record may hold."""
MAX_LEVELS = 20
"""Levels that lists and fields may nest: reading them is a call for each."""
MAX_VALUES = 50_000
"""Values that a record may hold."""
MAX_MISTAKES = 100
"""Mistakes of a file that are reported; nobody mends more at a time."""


def _make_error_rule(rule: str, catches: str, example: str) -> Rule:
    return Rule(rule, Severity.ERROR, catches, example)


TOO_LARGE = _make_error_rule(
    "too-large", "A file of more than 1 MiB: no record is that long.", "# more than 1,048,576 bytes\n"
)
ENCODING = _make_error_rule(
    "encoding", "A file that is not saved as UTF-8.", "title: Résumé of care  # saved as Windows-1252\n"
)
CONTROL_CHARACTER = _make_error_rule(
    "control-character",
    "A character that no publication can hold: a control character, a byte order mark inside the text, half a "
    "surrogate pair, a tag or a noncharacter of Unicode; typed as it is or as an escape in double quotes.",
    'title: "Thoracotomy\\0"\n',
)
BIDI_CHARACTER = _make_error_rule(
    "bidi-character",
    "An invisible character that turns the direction of text, so that readers see another order than programs.",
    'title: "Thoracotomy \\u202Eymotocaroht"\n',
)
DAMAGED_CHARACTER = _make_error_rule(
    "damaged-character",
    "A character that stands where another was lost (U+FFFD), or that only one font knows, as the bullets of word "
    "processors: readers see a box, and hear nothing.",
    "title: Drains of \uf0b3 200 mL\n",
)
HIDDEN_CHARACTER = _make_error_rule(
    "hidden-character",
    "A character that nobody sees in a field's name, a code or an address, which makes it another one.",
    'code: "321\u200b20"\n',
)
HIDDEN_IN_TEXT = Rule(
    "hidden-in-text",
    Severity.WARNING,
    "A character that nobody sees in words that have no use for it, such as a zero-width space between Latin letters.",
    "title: Thora\u200bcotomy\n",
)
LOST_QUOTE = Rule(
    "lost-quote",
    Severity.WARNING,
    "A text that ends with a quote and begins with none, so that the quote is published.",
    'title: Thoracotomy for re-exploration"\n',
)
CONFLICT = _make_error_rule(
    "conflict",
    "Two versions that git left in the file, between lines of `<<<<<<<`, `=======` and `>>>>>>>`.",
    "<<<<<<< HEAD\nedition: 2026\n=======\nedition: 2027\n>>>>>>> spring\n",
)
EMPTY_FILE = _make_error_rule(
    "empty-file", "A file with no content, or with nothing but comments.", "# to be written\n"
)
NOT_A_MAPPING = _make_error_rule(
    "not-a-mapping", "A file whose content is not a set of `field: value` lines.", "- title: Thoracotomy\n"
)
YAML_SYNTAX = _make_error_rule("yaml-syntax", "Text that is not YAML.", "title: Thoracotomy: a second look\n")
TAB = _make_error_rule("tab", "A tab where YAML takes spaces only.", "summary:\n\tscope: All of it.\n")
NO_BREAK_SPACE = _make_error_rule(
    "no-break-space",
    "A no-break space, or another that only looks like an ordinary one, where YAML takes only ordinary ones: before a "
    "field or a dash, or behind it.",
    "title:\u00a0Thoracotomy\n",
)
TOO_DEEP = _make_error_rule(
    "too-deep", "Lists and fields nested more than 20 levels deep.", f"tags: {'[' * 21}{']' * 21}\n"
)
TOO_MANY_VALUES = _make_error_rule(
    "too-many-values", "More than 50,000 values in one record.", "tags: [a, a, a]  # and so on\n"
)
TOO_MANY_MISTAKES = _make_error_rule(
    "too-many-mistakes",
    "More than 100 mistakes in the YAML of one file, or in its fields; the rest is not told.",
    "tags: [TBD, TBD]  # and so on\n",
)
DUPLICATE_KEY = _make_error_rule(
    "duplicate-key", "A field that is written twice in the same place.", "title: Thoracotomy\ntitle: Lobectomy\n"
)
NON_TEXT_KEY = _make_error_rule(
    "non-text-key", "A field name that YAML reads as something else than text.", "2026: the edition\n"
)
ANCHOR = _make_error_rule(
    "anchor",
    "An anchor (`&name`), an alias (`*name`) or a merge (`<<`): a record says everything in place.",
    "a: &b c\n",
)
TAG = _make_error_rule("tag", "A tag, which tells YAML to make something else of a value.", "edition: !!str 2026\n")
SEVERAL_DOCUMENTS = _make_error_rule(
    "several-documents", "A second document after `---`: one file holds one record.", "title: One\n---\ntitle: Two\n"
)
YAML_SURPRISE = _make_error_rule(
    "yaml-surprise",
    "A value without quotes that YAML may read as something else than what is typed, or that the two versions of "
    "YAML read differently: `no`, `012`, `12:30`, `1e3`; or one in the quotes of a word processor.",
    "pos: 02\n",
)
PLACEHOLDER = _make_error_rule(
    "placeholder",
    "An empty value, or a word that stands for one: `null`, `N/A`, `TBD`, `-`, `none`, `unknown`.",
    "payers: TBD\n",
)

YAML_RULES: tuple[Rule, ...] = (
    TOO_LARGE,
    ENCODING,
    CONTROL_CHARACTER,
    BIDI_CHARACTER,
    DAMAGED_CHARACTER,
    HIDDEN_CHARACTER,
    HIDDEN_IN_TEXT,
    LOST_QUOTE,
    CONFLICT,
    EMPTY_FILE,
    NOT_A_MAPPING,
    YAML_SYNTAX,
    TAB,
    NO_BREAK_SPACE,
    TOO_DEEP,
    TOO_MANY_VALUES,
    TOO_MANY_MISTAKES,
    DUPLICATE_KEY,
    NON_TEXT_KEY,
    ANCHOR,
    TAG,
    SEVERAL_DOCUMENTS,
    YAML_SURPRISE,
    PLACEHOLDER,
)
