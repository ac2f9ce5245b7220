"""The small markup of prose: read into blocks and inlines, and written from them."""

from codepub.markup.parsing import References, parse_phrase, parse_prose
from codepub.markup.unparsing import unparse

__all__ = ["References", "parse_phrase", "parse_prose", "unparse"]
