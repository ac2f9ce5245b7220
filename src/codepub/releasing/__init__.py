"""Releasing publications: what holds a record back, and the one line of its file that is changed."""
