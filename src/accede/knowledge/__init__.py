"""The knowledge room: national laws with their versions and provisions, and search."""
