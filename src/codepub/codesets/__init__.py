"""Published code sets: read once from the files they are published in, looked up by code and date."""
