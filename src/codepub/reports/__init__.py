"""Diagnostics become text that a person, a terminal or a server of continuous integration reads."""
