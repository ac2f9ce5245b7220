"""A folder with settings, words and looks of its own."""
