"""Review: a publication goes out to Word, comes back as edits of fields, and is signed."""
