"""The machine-readable interface to the treaties room, under ``/api/v1/``."""
