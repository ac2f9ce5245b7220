"""A workspace: where things are, and the publication's settings, from ``codepub.toml``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from codepub.compose.closing import Publisher
from codepub.compose.rights import CptRights
from codepub.compose.wording import Wording
from codepub.diagnostics import CallError, printable
from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.loading.allowances import RecordAllowance
from codepub.origin import FieldPath, Position, RecordId, dotted
from codepub.toml_files import all_told, line_of, parsed_toml, read_text
from codepub.workspace.assets import list_assets
from codepub.workspace.root import SETTINGS_FILE, find_root
from codepub.writers.options import MOST_REFERENCE, DocxOptions, Options, PdfOptions, Standard
from codepub.writers.table import Format
from codepub.writers.theme import Page, PageSize, Palette, Theme, Typography

_PACKAGED: Final = Path(__file__).parents[1] / "shipped"
SHIPPED: Final = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3]
"""Where the templates, schemas and the sample record are: inside the wheel, or the top of a checkout."""


_ALLOW_TABLE: Final = re.compile(r"\s*\[\[\s*allow\s*\]\]")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Path = Annotated[str, Field(min_length=1)]


class _Folders(_Table):
    content: _Path = "content"
    output: _Path = "output"
    templates: _Path = "templates"
    assets: _Path = "assets"


class _Publication(_Table):
    formats: Annotated[tuple[Format, ...], Field(min_length=1)] = ("pdf", "docx")
    page: PageSize = "letter"
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en-US"
    standard: Standard = "pdf/ua-1"
    publisher: str = ""
    reference: str | None = None


class _Cpt(_Table):
    licence_holder: str | None = None
    licence_number: str | None = None
    copyright_year: Annotated[int, Field(ge=1966, le=2999)] | None = None


class _Allow(_Table):
    rule: str
    because: str = ""
    records: tuple[Annotated[str, Field(pattern=r"^(cpt|hcpcs|icd-10-cm|icd-10-pcs):\S+$")], ...] = ()


class _SettingsFile(_Table):
    allow: tuple[_Allow, ...] = ()
    folders: _Folders = _Folders()
    publication: _Publication = _Publication()
    cpt: _Cpt = _Cpt()


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders and settings of a workspace; nothing of what the folders hold."""

    root: Path
    content: Path
    output: Path
    templates: Path
    assets: Path
    formats: tuple[Format, ...]
    page: PageSize
    standard: Standard
    reference: Path | None
    publisher: Publisher
    allowed: tuple[RecordAllowance, ...] = ()


def read_settings(start: Path) -> Settings:
    """Read the settings of the workspace that a folder lies in.

    Raises:
        CallError: It lies in none, or its settings are at fault; all mistakes are told.
    """
    root = find_root(start)
    file = root / SETTINGS_FILE
    written = _read_file(file)
    folders, publication, cpt = written.folders, written.publication, written.cpt
    rights = CptRights(cpt.licence_holder, cpt.licence_number, cpt.copyright_year)
    return Settings(
        root=root,
        content=root / folders.content,
        output=root / folders.output,
        templates=root / folders.templates,
        assets=root / folders.assets,
        formats=publication.formats,
        page=publication.page,
        standard=publication.standard,
        reference=root / publication.reference if publication.reference else None,
        publisher=Publisher(publication.publisher, publication.language, rights),
        allowed=_read_allowances(file, written.allow),
    )


def _read_allowances(file: Path, given: tuple[_Allow, ...]) -> tuple[RecordAllowance, ...]:
    """Return the allowances of the settings, each with the line of its table."""
    headers = [number for number, line in enumerate(read_text(file).split("\n"), 1) if _ALLOW_TABLE.match(line)]
    lines = headers if len(headers) == len(given) else [1] * len(given)
    return tuple(
        RecordAllowance(one.rule, one.because, tuple(map(_parse_record, one.records)), Position(file, line, 1))
        for one, line in zip(given, lines, strict=True)
    )


def _parse_record(name: str) -> RecordId:
    system, _, code = name.partition(":")
    return RecordId(system, code)


def _is_there(file: Path) -> bool:
    """Tell whether something has a name, so that a pipe or a link to nowhere is told of and not passed over."""
    return os.path.lexists(file)


def _read_file(file: Path) -> _SettingsFile:
    source = _read_source(file)
    try:
        return _SettingsFile.model_validate(source.values)
    except ValidationError as error:
        raise source.refuse(error, ()) from None


class _Source(NamedTuple):
    """A file of settings: what it says, and its text, in which places are found."""

    file: Path
    text: str
    values: dict[str, Any]

    def place_fault(self, path: FieldPath, fault: str) -> str:
        return f"{printable(self.file)}:{line_of(self.text, path)}: {fault}"

    def refuse(self, error: ValidationError, table: FieldPath) -> CallError:
        found = (((*table, *one["loc"]), one) for one in error.errors(include_url=False))
        return all_told(self.place_fault(path, _describe_fault(path, one)) for path, one in found)


def _read_source(file: Path) -> _Source:
    text = read_text(file)
    return _Source(file, text, parsed_toml(file, text))


def _describe_fault(path: FieldPath, error: Any) -> str:
    name = printable(dotted(path))
    if error["type"] == "extra_forbidden":
        return f"`{name}` is not a setting. Take it out, or look at its spelling."
    if error["type"] == "missing":
        return f"`{name}` is missing. Add it."
    return f"`{name}` must be {_describe_wanted(path, error['type'], error.get('ctx', {}))}."


_FORMS: Final = {"language": "a language such as en-US", "records": "a record such as cpt:32120"}
"""The settings whose form is prescribed, and an example of each; every other is a colour."""


def _describe_wanted(path: FieldPath, kind: str, limits: Any) -> str:
    """Say what a value must be, for each kind of error that pydantic tells of settings."""
    match kind:
        case "string_type":
            return "text in quotes"
        case "string_pattern_mismatch":
            named = (step for step in path if isinstance(step, str))
            return next((_FORMS[step] for step in named if step in _FORMS), "a colour such as #0b5568")
        case "literal_error":
            return str(limits["expected"])
        case "tuple_type":
            return "a list in brackets"
        case "too_short":
            return "a list that is not empty"
        case "string_too_short":
            return 'a path; the folder of this file is "."'
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "a whole number"
        case "float_type" | "float_parsing" | "finite_number":
            return "a number"
        case "greater_than_equal":
            return f"at least {limits['ge']}"
        case "less_than_equal":
            return f"at most {limits['le']}"
        case _:
            return "a table"


def load_wording(settings: Settings) -> Wording:
    """Load the wording: the shipped one, with what the workspace says otherwise laid over it.

    Raises:
        CallError: The workspace's wording is at fault.
    """
    source = _read_overlaid(settings, "wording.toml")
    faults = [
        source.place_fault((table, key), f"[{table}] {printable(key)} must be text in quotes, or a list of such texts.")
        for table, words in source.values.items()
        for key, said in words.items()
        if not all(isinstance(one, str) for one in (said if isinstance(said, list) else [said]))
    ]
    if faults:
        raise CallError("\n".join(faults))
    return Wording(
        {table: dict(map(_freeze, words.items())) for table, words in source.values.items()}, str(source.file)
    )


def _freeze(word: tuple[str, str | list[str]]) -> tuple[str, str | tuple[str, ...]]:
    key, said = word
    return key, tuple(said) if isinstance(said, list) else said


def load_theme(settings: Settings) -> Theme:
    """Load the looks: the shipped theme and templates, with what the workspace has of the same names before them.

    Raises:
        CallError: The workspace's theme or templates are at fault.
    """
    source = _read_overlaid(settings, "theme.toml")
    source.values["page"] = {**source.values["page"], "size": settings.page}
    palette, typography, page = (
        _validate_table(TypeAdapter(kind), source, name)
        for name, kind in {"palette": Palette, "typography": Typography, "page": Page}.items()
    )
    return Theme(
        palette=palette,
        typography=typography,
        page=page,
        templates={name: _read_template(settings, name) for name in TEMPLATES},
        assets=list_assets(settings.assets),
    )


TEMPLATES: Final = ("publication.html", "publication.css", "print.css", "completeness.html")


def _read_template(settings: Settings, name: str) -> str:
    own = settings.templates / name
    return read_text(own if _is_there(own) else SHIPPED / "templates" / name)


def load_options(settings: Settings) -> Options:
    """Load what the settings ask of each format.

    Raises:
        CallError: The reference document cannot be read.
    """
    return Options(PdfOptions(settings.standard), DocxOptions(_read_reference(settings.reference)))


def _read_reference(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return read_plain_file(file, MOST_REFERENCE)
    except UnreadableFileError as error:
        raise CallError(f"The reference document {printable(file)}: {error.fact} {error.way_out}") from None


def _read_overlaid(settings: Settings, name: str) -> _Source:
    """Read a file of templates that is shipped, with that of a workspace laid over it.

    Raises:
        CallError: One of them is at fault, or the workspace's has a table or a key that the shipped one lacks.
    """
    shipped, own = SHIPPED / "templates" / name, settings.templates / name
    source = _read_source(shipped)
    if not _is_there(own):
        return source
    over = _read_source(own)
    if own.samefile(shipped):
        return source
    misplaced = (_find_misplaced(source, over, table, keys) for table, keys in over.values.items())
    if first := next(faults := filter(None, misplaced), None):
        raise all_told(chain([first], faults))
    values = {table: {**keys, **over.values.get(table, {})} for table, keys in source.values.items()}
    return over._replace(values=values)


def _find_misplaced(shipped: _Source, own: _Source, table: str, keys: object) -> str | None:
    """Say what is wrong with a table that is to be laid over a shipped one."""
    spelling = "Take it out, or look at its spelling."
    if not isinstance(keys, dict):
        return own.place_fault((table,), f"`{printable(table)}` stands outside of a table. Move it below a [table].")
    if table not in shipped.values:
        return own.place_fault((table,), f"[{printable(table)}] is not a table of {own.file.name}. {spelling}")
    if unknown := sorted(set(keys) - set(shipped.values[table])):
        return own.place_fault((table, unknown[0]), f"[{table}] {printable(unknown[0])} is not known. {spelling}")
    return None


def _validate_table(adapter: TypeAdapter[Any], source: _Source, table: str) -> Any:
    try:
        return adapter.validate_python(source.values[table])
    except ValidationError as error:
        raise source.refuse(error, (table,)) from None
