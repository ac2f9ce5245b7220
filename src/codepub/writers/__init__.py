"""A document becomes bytes, in one format each."""
