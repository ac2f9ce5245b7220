"""Files at the edge: plain ones are read within bounds, and written whole or not at all."""
