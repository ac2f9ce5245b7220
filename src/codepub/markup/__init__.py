"""The small markup of prose."""
