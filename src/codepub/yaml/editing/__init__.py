"""Editing YAML in place: values and rows are replaced, inserted and deleted, and every other character stays."""
