"""The questions asked of the records, by subject."""
