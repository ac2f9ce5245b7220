"""Validated records about medical billing codes become accessible publications.

These names are what a script or a notebook needs; each is imported when it is first used. What documents are made of
stands in `codepub.document`.
"""

TYPE_CHECKING = False  # as type checkers know it; `typing` would be most of what importing this costs
if TYPE_CHECKING:
    from codepub.building.outcomes import Failed, Made
    from codepub.diagnostics import CodepubError, ContentError, Diagnostic, Severity
    from codepub.document.nodes import Document
    from codepub.loading.load import Loaded
    from codepub.records.code_summary import CodeSummary
    from codepub.session import Workspace, open_workspace, write
    from codepub.writers.rendered import Rendered
    from codepub.writers.theme import Theme

    __version__: str

__all__ = [
    "CodeSummary",
    "CodepubError",
    "ContentError",
    "Diagnostic",
    "Document",
    "Failed",
    "Loaded",
    "Made",
    "Rendered",
    "Severity",
    "Theme",
    "Workspace",
    "__version__",
    "open_workspace",
    "write",
]

_MODULES = {
    "CodeSummary": "codepub.records.code_summary",
    "CodepubError": "codepub.diagnostics",
    "ContentError": "codepub.diagnostics",
    "Diagnostic": "codepub.diagnostics",
    "Document": "codepub.document.nodes",
    "Failed": "codepub.building.outcomes",
    "Loaded": "codepub.loading.load",
    "Made": "codepub.building.outcomes",
    "Rendered": "codepub.writers.rendered",
    "Severity": "codepub.diagnostics",
    "Theme": "codepub.writers.theme",
    "Workspace": "codepub.session",
    "open_workspace": "codepub.session",
    "write": "codepub.session",
}


if not TYPE_CHECKING:  # or every name would be one to type checkers, misspelled ones too

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used (PEP 562)."""
        if name == "__version__":
            from importlib.metadata import version

            found = version("codepub")
        elif name in _MODULES:
            from importlib import import_module

            found = getattr(import_module(_MODULES[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
