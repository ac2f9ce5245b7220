"""A workspace: where things are, and the publication's settings, from ``codepub.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from codepub.compose.closing import Publisher
from codepub.compose.rights import CptRights
from codepub.compose.wording import Wording
from codepub.diagnostics import CallError, MachineError, printable
from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.loading.allowances import RecordAllowance
from codepub.origin import Position, RecordId, dotted
from codepub.writers.table import Format
from codepub.writers.theme import MOST_REFERENCE, Page, PageSize, Palette, Standard, Theme, Typography

SETTINGS: Final = "codepub.toml"
_PACKAGED: Final = Path(__file__).parent / "shipped"
SHIPPED: Final = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2]
"""Where the templates, schemas and the sample record are: inside the wheel, or the top of a checkout."""


_ALLOW_TABLE: Final = re.compile(r"\s*\[\[\s*allow\s*\]\]")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Folders(_Table):
    content: str = "content"
    output: str = "output"
    templates: str = "templates"
    assets: str = "assets"


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


class _Settings(_Table):
    allow: tuple[_Allow, ...] = ()
    folders: _Folders = _Folders()
    publication: _Publication = _Publication()
    cpt: _Cpt = _Cpt()


@dataclass(frozen=True, slots=True)
class Workspace:
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


def open_workspace(start: Path) -> Workspace:
    """Open the workspace that a folder lies in: the nearest folder, upwards, that holds ``codepub.toml``.

    Raises `CallError` where there is none or its settings are at fault, all of them told.
    """
    root = next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)
    if root is None:
        raise CallError(f"{start} is not in a workspace: no {SETTINGS} here or above. Run `codepub init` to begin one.")
    settings = _settings(root / SETTINGS)
    folders, publication, cpt = settings.folders, settings.publication, settings.cpt
    rights = CptRights(cpt.licence_holder, cpt.licence_number, cpt.copyright_year)
    return Workspace(
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
        allowed=_allowed(root / SETTINGS, settings.allow),
    )


def _allowed(file: Path, given: tuple[_Allow, ...]) -> tuple[RecordAllowance, ...]:
    """Give the allowances of the settings, each with the line of its table."""
    headers = [number for number, line in enumerate(_text(file).splitlines(), 1) if _ALLOW_TABLE.match(line)]
    lines = headers if len(headers) == len(given) else [1] * len(given)
    return tuple(
        RecordAllowance(one.rule, one.because, tuple(map(_record, one.records)), Position(file, line, 1))
        for one, line in zip(given, lines, strict=True)
    )


def _record(name: str) -> RecordId:
    system, _, code = name.partition(":")
    return RecordId(system, code)


def _settings(file: Path) -> _Settings:
    text = _text(file)
    try:
        return _Settings.model_validate(_toml(file, text))
    except ValidationError as error:
        raise CallError("\n".join(_told(file, text, one) for one in error.errors(include_url=False))) from None


def _told(file: Path, text: str, error: Any) -> str:
    name = dotted(error["loc"])
    line = _line_of(text, [str(step) for step in error["loc"]])
    if error["type"] == "extra_forbidden":
        return f"{file}:{line}: `{name}` is not a setting. Take it out, or look at its spelling."
    return f"{file}:{line}: `{name}`: {error['msg'][0].lower()}{error['msg'][1:]}."


def _line_of(text: str, names: list[str]) -> int:
    """Find the line of a setting: the first with its key after its table's header; 1 where it stands otherwise."""
    table = re.escape(names[0])
    header = re.search(rf"^\s*(\[\s*{table}\s*\]|{table}\s*[.=])", text, re.MULTILINE)
    start = header.end() if header else 0
    key = re.compile(rf"^\s*{re.escape(names[1])}\s*=", re.MULTILINE).search(text, start) if len(names) > 1 else header
    where = key.end() if key else start
    return text.count("\n", 0, where) + 1


def _toml(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at line ")
        line = where.split(",")[0] if where else str(text.count("\n") + 1)
        raise CallError(f"{file}:{line}: this is not TOML: {what[:1].lower()}{what[1:]}. Mend that line.") from None


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CallError(f"{file}:{line}: this line is not UTF-8. Save the file as UTF-8.") from None
    except OSError as error:
        raise MachineError(f"{file} cannot be read: {error.strerror}.") from None


def load_wording(workspace: Workspace) -> Wording:
    """Load the wording: the shipped one, with what the workspace says otherwise laid over it."""
    words, source = _overlaid(workspace, "wording.toml")
    adapter = TypeAdapter(dict[str, dict[str, str | tuple[str, ...]]])
    return Wording(_validated(adapter, words, source), source)


def load_theme(workspace: Workspace) -> Theme:
    """Load the looks: the shipped theme and templates, with what the workspace has of the same names before them."""
    values, source = _overlaid(workspace, "theme.toml")
    values["page"] = {**values["page"], "size": workspace.page}
    palette, typography, page = (
        _validated(TypeAdapter(kind), values[name], source)
        for name, kind in {"palette": Palette, "typography": Typography, "page": Page}.items()
    )
    return Theme(
        palette=palette,
        typography=typography,
        page=page,
        standard=workspace.standard,
        templates=tuple((name, _template(workspace, name)) for name in TEMPLATES),
        assets=str(workspace.assets) if workspace.assets.is_dir() else None,
        reference=_reference(workspace.reference),
    )


TEMPLATES: Final = ("publication.html", "publication.css", "print.css", "coverage.html")


def _template(workspace: Workspace, name: str) -> str:
    own = workspace.templates / name
    return _text(own if own.is_file() else SHIPPED / "templates" / name)


def _reference(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return read_plain_file(file, MOST_REFERENCE)
    except UnreadableFileError as error:
        raise CallError(f"The reference document {printable(file)}: {error.fact} {error.way_out}") from None


def _overlaid(workspace: Workspace, name: str) -> tuple[dict[str, Any], str]:
    shipped, own = SHIPPED / "templates" / name, workspace.templates / name
    values = _toml(shipped, _text(shipped))
    if not own.is_file() or own.samefile(shipped):
        return values, str(shipped)
    for table, keys in _toml(own, _text(own)).items():
        if not isinstance(keys, dict):
            raise CallError(f"{own}: `{table}` stands outside of a table. Move it below a [table].")
        if table not in values:
            raise CallError(f"{own}: [{table}] is not a table of {name}. Take it out, or look at its spelling.")
        if unknown := set(keys) - set(values[table]):
            raise CallError(
                f"{own}: [{table}] {sorted(unknown)[0]} is not known. Take it out, or look at its spelling."
            )
        values[table] = {**values[table], **keys}
    return values, str(own)


def _validated(adapter: TypeAdapter[Any], values: object, source: str) -> Any:
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        lines = (f"{source}: {'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors())
        raise CallError("\n".join(lines)) from None
