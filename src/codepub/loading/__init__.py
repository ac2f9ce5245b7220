"""Files become a corpus: YAML with positions, models, checks."""
