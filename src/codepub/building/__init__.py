"""Targets are made: a record in a format becomes a file."""
