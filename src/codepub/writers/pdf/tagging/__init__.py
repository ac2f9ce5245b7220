"""A tagged PDF whose structure follows its HTML: roles, painting, artifacts, tree, writing, and the act itself."""

from codepub.writers.pdf.tagging.roles import StructureError
from codepub.writers.pdf.tagging.tagging import TaggedFile, tag

__all__ = ["StructureError", "TaggedFile", "tag"]
