"""Pages of the assistance room, by subject."""
