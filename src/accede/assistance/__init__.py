"""The assistance room: from request to result."""
