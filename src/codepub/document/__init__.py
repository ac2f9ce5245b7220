"""The document between records and formats."""
