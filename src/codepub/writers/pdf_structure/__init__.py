"""A tagged PDF whose structure follows its HTML: roles, painting, artifacts, tree, writing, and the act itself."""

from codepub.writers.pdf_structure.roles import StructureError
from codepub.writers.pdf_structure.tagging import tagged_pdf

__all__ = ["StructureError", "tagged_pdf"]
