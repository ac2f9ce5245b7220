"""Questions to many records: what is given, what is stale, what there is."""
