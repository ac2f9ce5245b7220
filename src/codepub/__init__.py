"""Validated records about medical billing codes become accessible publications."""
