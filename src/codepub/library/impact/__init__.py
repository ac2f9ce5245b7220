"""What a release of a code set means for a library: the records that name a code which changed."""
