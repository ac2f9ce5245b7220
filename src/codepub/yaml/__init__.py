"""Text to data: reading YAML with the place of everything in it; knows no record."""
