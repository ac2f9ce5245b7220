"""The commands of review, a module each."""
