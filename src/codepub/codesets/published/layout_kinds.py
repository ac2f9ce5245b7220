"""The two kinds of layouts, tables and lines: how a list is told by them, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from codepub.codesets.code_set import FAMILIES, TITLES, Entry, SetName
from codepub.codesets.published.files import PublishedRow
from codepub.codesets.published.unreadable import UnreadableError
from codepub.diagnostics import quote_text
from codepub.patterns import compile_late
from codepub.records.codes import CARC, MODIFIER, MS_DRG, POS, RARC, TAXONOMY

Cells = Mapping[str, str]
"""The cells of a row by the layout's own names for its columns; trimmed, without no-break spaces."""

_CPT_OR_HCPCS: Final = compile_late(r"\d{4}[\dA-Z]|[A-Z]\d{4}", re.ASCII)

SHAPES: Final[Mapping[SetName, re.Pattern[str]]] = {
    "icd-10-cm": compile_late(r"[A-Z]\d[0-9A-Z]{1,5}|[A-Z]A[0-9A-Z]{1,5}", re.ASCII),
    "icd-10-pcs": compile_late(r"[0-9A-HJ-NP-Z]{3}([0-9A-HJ-NP-Z]{4})?"),
    "hcpcs": compile_late(r"[A-Z]\d{4}", re.ASCII),
    "hcpcs-modifiers": MODIFIER,
    "taxonomy": TAXONOMY,
    "pos": POS,
    "ms-drg": MS_DRG,
    "mpfs": _CPT_OR_HCPCS,
    "opps": _CPT_OR_HCPCS,
    **dict.fromkeys(FAMILIES["ncci-ptp"], _CPT_OR_HCPCS),
    **dict.fromkeys(FAMILIES["ncci-mue"], _CPT_OR_HCPCS),
    "carc": CARC,
    "rarc": RARC,
}
"""The whole shape of a code of each set, as stored; what has another is no row of the set."""

_DIGITS: Final[Mapping[SetName, int]] = {
    "pos": 2,
    "ms-drg": 3,
    **dict.fromkeys(("mpfs", "opps", *FAMILIES["ncci-ptp"], *FAMILIES["ncci-mue"]), 5),
}
"""How many digits a code of digits has, in the sets where spreadsheets drop leading zeros."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A list in columns with headings.

    ``columns`` names each column and the pattern of its heading, in lower case and with single blanks; ``needed`` are
    those without which it is another list, each with a heading that fits, for messages. The heading may be spread over
    ``stacked`` rows. ``fits`` looks at the first row below it, where lists of several sets have the same headings.
    """

    set: SetName
    title: str
    columns: Mapping[str, str]
    needed: Mapping[str, str]
    read: Callable[[Iterable[Cells]], Iterator[Entry]]
    stacked: int = 1
    fits: Callable[[Cells], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class LineLayout:
    """A list in lines of fixed columns, or of a code and a text; ``line`` is the pattern of one.

    ``notice`` is the beginning of the lines above, which are passed over.
    """

    set: SetName
    title: str
    line: re.Pattern[str]
    read: Callable[[Iterable[re.Match[str]]], Iterator[Entry]]
    notice: str | None = None

    def passes_over(self, line: str) -> bool:
        """Tell whether a line is a notice, and no entry."""
        return self.notice is not None and line.startswith(self.notice)


ListLayout = TableLayout | LineLayout


def read_each(entry: Callable[[Cells], Entry]) -> Callable[[Iterable[Cells]], Iterator[Entry]]:
    """Read rows that are an entry each."""
    return lambda rows: map(entry, rows)


def has_code(name: SetName) -> Callable[[Cells], bool]:
    """Tell a list by its first code, where lists of several sets have the same headings."""

    def fits(cells: Cells) -> bool:
        try:
            return bool(read_code(name, cells["code"]))
        except UnreadableError:
            return False

    return fits


RecordFields = Iterable[tuple[str, int, int]]
"""The fields of a record that are kept: the pattern of each, with its first and its last column."""


def compile_record(fields: RecordFields, rest: str) -> re.Pattern[str]:
    """Compile the pattern of a record of fixed columns; ``rest`` is that of what stands behind the last field."""
    pattern, at = "", 1
    for field, first, last in fields:
        pattern += (f".{{{first - at}}}" if first > at else "") + field
        at = last + 1
    return re.compile(pattern + rest, re.ASCII)


def read_code(name: SetName, text: str) -> str:
    """Read the code of a row, as it is stored; what a spreadsheet made of 00100 (100, 100.0, '00100) is restored.

    Raises:
        UnreadableError: It is no code of the set.
    """
    code = text.removeprefix("'").upper()
    code = code.replace(".", "") if name == "icd-10-cm" else code
    if name in _DIGITS and (digits := re.fullmatch(r"(\d+)(\.0+)?", code, re.ASCII)):
        code = digits[1].zfill(_DIGITS[name])
    if SHAPES[name].fullmatch(code) is None:
        raise UnreadableError(f"{quote_text(text)} is not a code of {TITLES[name]}.", _explain_code(text))
    return code


def _explain_code(text: str) -> str:
    if re.fullmatch(r"\d+(\.\d+)?E[+-]?\d+", text, re.ASCII | re.IGNORECASE):
        return "A spreadsheet made a number of it, and the code cannot be told any more: download the file again."
    return "Mend the row, or look at which list it is."


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = (
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(\.0+)?",
    r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)([ T]00:00(:00(\.0+)?)?)?",
    r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})( 0?0:00(:00)?| 12:00(:00)? AM)?",
    r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})( 00:00(:00)?)?",
    rf"(?P<day>\d\d?)[- ](?P<name>{'|'.join(_MONTHS)})[a-z]*[- ,]+(?P<year>\d{{4}})",
)
"""How lists write a day, and what spreadsheets and programs make of it when they save a list again."""


def read_day(text: str) -> date | None:
    """Read a day as lists write it: 20260101, 2026-01-01 or 1/1/2026; None for nothing and for ``*``, "no data".

    Raises:
        UnreadableError: It is no day.
    """
    if text in ("", "*"):
        return None
    found = next(filter(None, (re.fullmatch(form, text, re.ASCII | re.IGNORECASE) for form in _DAYS)), None)
    try:
        if found is not None:
            parts = found.groupdict()
            month = _MONTHS.index(parts["name"].lower()) + 1 if parts.get("name") else int(parts["month"])
            return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        pass
    if turned := re.fullmatch(r"(1[3-9]|2\d|3[01])/(0?\d|1[0-2])/\d{4}", text, re.ASCII):
        raise UnreadableError(
            f"{quote_text(turned[0])} has the day before the month, which in other rows nobody can tell.",
            "Write the days as 2026-01-31 throughout, or download the file again.",
        )
    raise UnreadableError(f"{quote_text(text)} is not a day.", "Write it as 2026-01-31.")


def read_number(text: str, what: str) -> str:
    """Read a decimal number, as it is stored: without commas between thousands, with a point before its fraction.

    Raises:
        UnreadableError: It is none; ``what`` names it.
    """
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d*)?", text, re.ASCII):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?\d*,\d{1,2}", text, re.ASCII):  # three digits would be thousands
        text = text.replace(",", ".")
    if re.fullmatch(r"-?\d*\.?\d*", text, re.ASCII) is None:
        raise UnreadableError(f"{what} is {quote_text(text)}, not a number.", "Mend the row.")
    return text


def read_choice(text: str, values: str, what: str) -> str:
    """Read a value of one character; ``what`` names it in a message.

    Raises:
        UnreadableError: It is none of ``values``.
    """
    if len(text) != 1 or text not in values:
        raise UnreadableError(f"{what} is {quote_text(text)}, and can be {', '.join(values)}.", "Mend the row.")
    return text


def keep_known(**facts: str) -> dict[str, str]:
    """Keep the facts that are given."""
    return {name: value for name, value in facts.items() if value}


def clean(text: str) -> str:
    """Trim a cell; real files of CMS hold no-break spaces after codes, and line breaks in descriptions.

    What a spreadsheet is told to keep as text, ``="00100"``, is freed of its formula.
    """
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return " ".join(text.split())


def headings_of(row: PublishedRow) -> list[str]:
    """Spell the cells of a row as the patterns of headings do: in lower case, with single blanks."""
    return [clean(cell.replace("_", " ")).lower() for cell in row.cells]


def join_stacked(rows: Sequence[list[str]]) -> list[str]:
    """Join headings that are spread over rows, column by column, as wide as the last of them."""
    if len(rows) == 1:
        return rows[0]
    width = len(rows[-1])
    columns = zip_longest(*(row[:width] for row in rows), fillvalue="")
    return [" ".join(filter(None, column)) for column in columns]


def columns_of(layout: TableLayout, heading: Iterable[str]) -> dict[str, int]:
    """Find where the columns of a layout are, by their headings; the first where several fit."""
    lines = "\n".join(heading)  # one search for all: lists of strangers may have many columns
    names = "|".join(f"(?P<{name}>{pattern})" for name, pattern in layout.columns.items())
    columns: dict[str, int] = {}
    for found in re.finditer(f"^(?:{names})$", lines, re.MULTILINE):
        if found.lastgroup is not None and found.lastgroup not in columns:
            columns[found.lastgroup] = lines.count("\n", 0, found.start())
    return columns
