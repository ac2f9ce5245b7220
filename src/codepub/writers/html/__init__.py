"""A document becomes a web page."""
