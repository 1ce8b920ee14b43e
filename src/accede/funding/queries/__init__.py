"""The questions asked of funding."""
