"""What a returned copy says: its letters beside those that were sent, and from both the edits of fields."""
