"""The fingerprint of a target: two targets with the same have the same bytes, and need not be written anew."""

from __future__ import annotations

from codepub.document.digest import digest
from codepub.document.nodes import Document
from codepub.writers.choices import Format
from codepub.writers.dependencies import dependencies
from codepub.writers.options import Options
from codepub.writers.theme import Theme


def digest_setup(format_: Format, theme: Theme, options: Options) -> str:
    """Return the digest of all that a format is written with, the same for every document of a build.

    Raises:
        MachineError: A library of the system is missing.
    """
    return digest(*dependencies(format_, theme, options))


def fingerprint(document: Document, setup: str) -> str:
    """Return the fingerprint of a document in a format, 64 hexadecimal digits; ``setup`` is its format's digest.

    It says nothing of what was approved: the words around a record, the theme and the versions of libraries are in it.
    """
    return digest(document, setup)
