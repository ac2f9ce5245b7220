"""How much of a library is given: its records by their fields."""
