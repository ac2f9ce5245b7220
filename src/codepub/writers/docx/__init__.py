"""A document becomes a Word file."""
