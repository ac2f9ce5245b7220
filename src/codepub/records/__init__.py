"""What authors write: the models of a record, the states of a field, the formats of codes."""
