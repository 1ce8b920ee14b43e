"""The machine-readable interface to the cooperation room, under ``/api/v1/``."""
