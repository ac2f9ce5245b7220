"""A workspace: where things are, and the publication's settings, from ``codepub.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pydantic_core import CoreSchema, SchemaValidator, ValidationError
from pydantic_core.core_schema import (
    dict_schema,
    int_schema,
    literal_schema,
    nullable_schema,
    str_schema,
    tuple_variable_schema,
    typed_dict_field,
    typed_dict_schema,
    with_default_schema,
)

from codepub.compose.choices import PARTS, Extent
from codepub.compose.publisher import CptRights, Publisher
from codepub.diagnostics import printable
from codepub.loading.record_allowance import RecordAllowance
from codepub.origin import CODE_SYSTEMS, Position, RecordId
from codepub.patterns import compile_late
from codepub.records.approvers import NOBODY, Approvers
from codepub.toml_files import collect_faults, read_text
from codepub.workspace.root import SETTINGS_FILE, find_root
from codepub.workspace.settings_file import SettingsFile, read_settings_file
from codepub.writers.choices import FORMATS, Format, PageSize, Standard

_ALLOW_TABLE: Final = compile_late(r"\s*\[\[\s*allow\s*\]\]")
_LANGUAGE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_RECORD: Final = rf"^({'|'.join(map(str.lower, CODE_SYSTEMS))}):\S+$"


MissingCodeSets = Literal["note", "quiet"]
"""What is said of code sets that records could not be checked against: a note, or nothing."""


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
    extent: Extent = "full"
    allowed: tuple[RecordAllowance, ...] = ()
    missing_code_sets: MissingCodeSets = "note"
    approvers: Approvers = NOBODY


def read_settings(start: Path) -> Settings:
    """Read the settings of the workspace that a folder lies in.

    Raises:
        CallError: It lies in none, or its settings are at fault; all mistakes are told.
    """
    root = find_root(start)
    file = root / SETTINGS_FILE
    written = _read_tables(file)
    folders, publication, cpt = written["folders"], written["publication"], written["cpt"]
    rights = CptRights(cpt["licence_holder"], cpt["licence_number"], cpt["copyright_year"])
    return Settings(
        root=root,
        content=root / folders["content"],
        output=root / folders["output"],
        templates=root / folders["templates"],
        assets=root / folders["assets"],
        formats=publication["formats"],
        page=publication["page"],
        standard=publication["standard"],
        reference=root / publication["reference"] if publication["reference"] else None,
        publisher=Publisher(publication["publisher"], publication["language"], rights),
        extent=publication["parts"],
        allowed=_read_allowances(file, written["allow"]),
        missing_code_sets=written["checks"]["missing_code_sets"],
        approvers=Approvers(written["review"]["roles"], written["review"]["signers"]),
    )


def _read_allowances(file: Path, given: tuple[dict[str, Any], ...]) -> tuple[RecordAllowance, ...]:
    """Return the allowances of the settings, each with the line of its table."""
    headers = [number for number, line in enumerate(read_text(file).split("\n"), 1) if _ALLOW_TABLE.match(line)]
    lines = headers if len(headers) == len(given) else [1] * len(given)
    return tuple(
        RecordAllowance(one["rule"], one["because"], tuple(map(_parse_record, one["records"])), Position(file, line, 1))
        for one, line in zip(given, lines, strict=True)
    )


def _parse_record(name: str) -> RecordId:
    system, _, code = name.partition(":")
    return RecordId(system, code)


def _read_tables(file: Path) -> dict[str, Any]:
    """Read the tables of the settings, with a value for every setting."""
    source = read_settings_file(file)
    try:
        tables: dict[str, Any] = SchemaValidator(_make_schema()).validate_python(source.values)
    except ValidationError as error:
        raise source.refuse(error) from None
    _refuse_repeated_roles(source, tables["review"]["roles"])
    _refuse_unknown_roles(source, tables["review"])
    return tables


def _refuse_repeated_roles(source: SettingsFile, roles: tuple[str, ...]) -> None:
    """Refuse a role that is listed twice: one of the two was meant to be another."""
    repeated = [place for place, role in enumerate(roles) if role in roles[:place]]
    if repeated:
        raise collect_faults(
            source.place_fault(
                ("review", "roles", place),
                f"`{printable(roles[place])}` is listed twice in `review.roles`. Take it out, or name the other role.",
            )
            for place in repeated
        )


def _refuse_unknown_roles(source: SettingsFile, review: dict[str, Any]) -> None:
    """Refuse signers of a role that no release takes, as a misspelt one is: nobody would notice that it is missing."""
    unknown = [role for role in review["signers"] if role not in review["roles"]]
    if unknown:
        raise collect_faults(
            source.place_fault(
                ("review", "signers", role),
                f"`{printable(role)}` is not among `review.roles`. Add it there, or look at its spelling.",
            )
            for role in unknown
        )


def _make_schema() -> CoreSchema:
    """Make the schema of ``codepub.toml``: its tables, their settings, and what holds where one is not given.

    Every command reads settings. Models would take it ten milliseconds to define, and this takes a tenth of one.
    """
    text, path = str_schema(), str_schema(min_length=1)
    records = tuple_variable_schema(str_schema(pattern=_RECORD))
    allow = _make_table(rule=text, because=_default(text, ""), records=_default(records, ()))
    folders = _make_table(**{name: _default(path, name) for name in ("content", "output", "templates", "assets")})
    publication = _make_table(
        formats=_default(tuple_variable_schema(literal_schema([*FORMATS]), min_length=1), ("pdf", "docx")),
        parts=_default(literal_schema([*PARTS]), "full"),
        page=_default(literal_schema([*get_args(PageSize)]), "letter"),
        language=_default(str_schema(pattern=_LANGUAGE), "en-US"),
        standard=_default(literal_schema([*get_args(Standard)]), "pdf/ua-1"),
        publisher=_default(text, ""),
        reference=_default(nullable_schema(text), None),
    )
    cpt = _make_table(
        licence_holder=_default(nullable_schema(text), None),
        licence_number=_default(nullable_schema(text), None),
        copyright_year=_default(nullable_schema(int_schema(ge=1966, le=2999)), None),
    )
    checks = _make_table(missing_code_sets=_default(literal_schema([*get_args(MissingCodeSets)]), "note"))
    words = tuple_variable_schema(str_schema(pattern=r"\S"))
    review = _make_table(roles=_default(words, ()), signers=_default(dict_schema(text, words), {}))
    return _make_table(
        allow=_default(tuple_variable_schema(allow), ()),
        folders=_default(folders, {}),
        publication=_default(publication, {}),
        cpt=_default(cpt, {}),
        checks=_default(checks, {}),
        review=_default(review, {}),
    )


def _make_table(**settings: CoreSchema) -> CoreSchema:
    """Make the schema of a table that has no other settings than these."""
    return typed_dict_schema({name: typed_dict_field(one) for name, one in settings.items()}, extra_behavior="forbid")


def _default(setting: CoreSchema, value: object) -> CoreSchema:
    return with_default_schema(setting, default=value, validate_default=True)
