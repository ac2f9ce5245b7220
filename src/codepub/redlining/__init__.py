"""Two documents in one: what the newer has besides, and what it lacks; and each of them back from it."""
