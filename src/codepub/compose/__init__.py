"""A corpus becomes documents: the summary / overview / specification layout."""
