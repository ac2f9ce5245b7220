"""Edits that came back, laid upon a record as it is now: what is applied, what is proposed, what is in conflict."""
