"""The words and looks of a workspace: what is shipped, with the workspace's own laid over it."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from codepub.compose.wording import Wording
from codepub.diagnostics import CallError, printable
from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.toml_files import collect_faults, read_text
from codepub.workspace.assets import list_assets
from codepub.workspace.settings import Settings
from codepub.workspace.settings_file import SettingsFile, read_settings_file
from codepub.workspace.shipped import SHIPPED
from codepub.writers.options import MAX_REFERENCE_BYTES, DocxOptions, Options, PdfOptions
from codepub.writers.theme import PageGeometry, Palette, Theme, Typography


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
    palette, dark, typography, page = (
        _validate_table(TypeAdapter(kind), source, name)
        for name, kind in {
            "palette": Palette,
            "dark": Palette,
            "typography": Typography,
            "page": PageGeometry,
        }.items()
    )
    return Theme(
        palette=palette,
        dark=dark,
        typography=typography,
        page=page,
        templates={name: _read_template(settings, name) for name in TEMPLATES},
        assets=list_assets(settings.assets),
    )


TEMPLATES: Final = ("publication.html", "publication.css", "print.css", "draft.css", "completeness.html", "review.html")


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
        return read_plain_file(file, MAX_REFERENCE_BYTES)
    except UnreadableFileError as error:
        raise CallError(f"The reference document {printable(file)}: {error.fact} {error.way_out}") from None


def _read_overlaid(settings: Settings, name: str) -> SettingsFile:
    """Read a file of templates that is shipped, with that of a workspace laid over it.

    Raises:
        CallError: One of them is at fault, or the workspace's has a table or a key that the shipped one lacks.
    """
    shipped, own = SHIPPED / "templates" / name, settings.templates / name
    source = read_settings_file(shipped)
    if not _is_there(own):
        return source
    over = read_settings_file(own)
    if own.samefile(shipped):
        return source
    misplaced = (_find_misplaced(source, over, table, keys) for table, keys in over.values.items())
    if first := next(faults := filter(None, misplaced), None):
        raise collect_faults(chain([first], faults))
    values = {table: {**keys, **over.values.get(table, {})} for table, keys in source.values.items()}
    return over._replace(values=values)


def _find_misplaced(shipped: SettingsFile, own: SettingsFile, table: str, keys: object) -> str | None:
    """Say what is wrong with a table that is to be laid over a shipped one."""
    spelling = "Take it out, or look at its spelling."
    if not isinstance(keys, dict):
        return own.place_fault((table,), f"`{printable(table)}` stands outside of a table. Move it below a [table].")
    if table not in shipped.values:
        return own.place_fault((table,), f"[{printable(table)}] is not a table of {own.file.name}. {spelling}")
    if unknown := sorted(set(keys) - set(shipped.values[table])):
        return own.place_fault((table, unknown[0]), f"[{table}] {printable(unknown[0])} is not known. {spelling}")
    return None


def _validate_table(adapter: TypeAdapter[Any], source: SettingsFile, table: str) -> Any:
    try:
        return adapter.validate_python(source.values[table])
    except ValidationError as error:
        raise source.refuse(error, (table,)) from None


def _is_there(file: Path) -> bool:
    """Tell whether something has a name, so that a pipe or a link to nowhere is told of and not passed over."""
    return os.path.lexists(file)
