"""Office Open XML: everything that only Word files know."""
