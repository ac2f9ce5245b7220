"""Published lists of codes: their files are opened, recognized and read."""
